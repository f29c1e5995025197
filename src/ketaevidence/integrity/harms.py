"""Harms: what other drugs hide, and what a missing word or a nought can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.model import Result, Study
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import (
    ABSENCE,
    MIDAZOLAM,
    ZERO_EVENTS,
    handbook,
)
from ketaevidence.integrity.words import (
    begun,
    found,
    listed,
    number,
    said,
    subject,
)


@dataclass(frozen=True, slots=True)
class _Mask:
    """A kind of drug, and the adverse events of ketamine that it keeps from sight."""

    drugs: re.Pattern[str]
    events: re.Pattern[str]
    hides: str


def _words(*texts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(texts)})", re.IGNORECASE)


_MASKS: Final = (
    _Mask(
        _words("midazolam", "versed", r"\w*azepam", "benzodiazepine", "propofol"),
        _words("psych", "hallucin", "dysphor", "agitat", "anxi", "delir", "nightmare",
               "dissoci", "inebriat", "confus", "dream"),
        "psychomimetic effects",
    ),
    _Mask(
        _words("clonidine", "dexmedetomidine", r"\w+olol\b", "labetalol"),
        _words("tachycard", "hypertens", "ha?emodynamic", "blood pressure",
               "heart rate", r"bp\b", r"hr\b"),
        "effects on pulse and blood pressure",
    ),
    _Mask(
        _words(r"\w+setron", "metoclopramide", "antiemetic", "droperidol"),
        _words("nausea", "vomit", "emesis"),
        "nausea and vomiting",
    ),
)  # fmt: skip
#: Rows that speak of every harm at once.
_ANY: Final = re.compile(
    r"^\s*(?:any|all)?\s*(?:relevant|serious|significant|adverse|side)?\s*"
    r"(?:any|effects?|events?|reactions?)\s*$",
    re.IGNORECASE,
)
#: Not seen, or not seen enough to be told: no count of nought.
_NOT_TOLD: Final = re.compile(
    r"\b(?:no|none|nil|not|without|never)\b[^.;]{0,30}?\b(?:significant|relevant|"
    r"serious|severe|major|evidence|associated|clinically|important|noteworthy)\b|"
    r"\bnone (?:significant|relevant|serious)\b|\bwell[- ]tolerated\b",
    re.IGNORECASE,
)
#: Three over n: the upper 95% limit where nobody in n had it.
_RULE_OF: Final = 3
_FEWEST: Final = 4


def _harms(material: Material, study: Study) -> list[Result]:
    return [r for r in material.rows_of(study) if r.outcome == "adverse_event"]


def masked_harms(material: Material) -> Iterator[Remark]:
    """Find harms that a drug given along may have kept from sight."""
    for study in material.studies:
        given = said(study.co_interventions)
        rows = _harms(material, study)
        told, results, drugs = [], [], []
        for mask in _MASKS:
            drug = re.search(mask.drugs.pattern + r"\w*", given, re.IGNORECASE)
            about = [
                row
                for row in rows
                if mask.events.search(row.outcome_words)
                or _ANY.fullmatch(row.outcome_words)
            ]
            if drug is None or not about:
                continue
            drugs.append(drug[0].casefold())
            told.append(f"{drug[0].casefold()} hides {mask.hides}")
            results += [row.result_id for row in about]
        if told:
            yield Remark(
                Place(
                    (study.study_id,),
                    tuple(r.result_id for r in rows if r.result_id in results),
                    field="co_interventions",
                ),
                tuple(drugs),
                f"{study.label}: its patients were also given “{given}”.",
                f"{begun(listed(told))}. What was not seen here may be seen without "
                "it.",
            )


def absence_as_count(material: Material) -> Iterator[Remark]:
    """Find sentences about absence that were turned into no patients of n."""
    for row in material.asked:
        if row.events != 0:
            continue
        match = found(_NOT_TOLD, said(row.statement, row.source.quote))
        if match is not None:
            yield Remark(
                Place((row.study_id,), (row.result_id,), field="events"),
                (row.events, row.total, match),
                f"{subject(row)}: 0 of {row.total or row.n or 'an unknown number'}.",
                f"The source says “{match}”. That is a judgement and no count: some "
                "may have had it without being told of.",
            )


def nobody_had_it(material: Material) -> Iterator[Remark]:
    """Name harms that nobody had, with the rate that may lie behind."""
    for row in material.asked:
        if row.outcome != "adverse_event" or row.events != 0 or not row.total:
            continue
        if row.total < _FEWEST:
            continue
        limit = 100 * _RULE_OF / row.total
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="events"),
            (row.events, row.total),
            f"{subject(row)}: 0 of {row.total}.",
            f"By the rule of three up to {number(limit, 1)}% may have it.",
        )


def whole_arms(material: Material) -> Iterator[Remark]:
    """Find groups in which everybody, or nobody, responded."""
    for row in material.asked:
        is_asked = row.outcome == "responder" and row.events is not None and row.total
        if not is_asked or row.events not in (0, row.total) or (row.total or 0) < 2:
            continue
        who = "Nobody" if row.events == 0 else "Everybody"
        yield Remark(
            Place((row.study_id,), (row.result_id,), field="events"),
            (row.events, row.total),
            f"{subject(row)}: {row.events} of {row.total} responded.",
            f"{who} in a group is rare: patients may have been chosen by how they "
            "responded before, or a statement was turned into a count.",
        )


CHECKS: Final = (
    Check(
        "masked_harms",
        "Harms that another drug may hide",
        "warn",
        "a benzodiazepine, clonidine, beta blocker or antiemetic given along, and "
        "harms that it treats among the results",
        "Say so wherever these harms are shown; do not compare them with studies "
        "without the drug.",
        MIDAZOLAM,
        masked_harms,
    ),
    Check(
        "absence_as_count",
        "“None significant” entered as nought of n",
        "block",
        "events 0 beside “no significant”, “no evidence of”, “well tolerated”",
        "Settle it as corrected: statistic statement, no events and no total; or "
        "accept it if the source prints a count of nought.",
        ABSENCE,
        absence_as_count,
    ),
    Check(
        "nobody_had_it",
        "Harm that nobody had",
        "note",
        "upper 95% limit 3/n where events = 0",
        "Print the limit beside the nought.",
        ZERO_EVENTS,
        nobody_had_it,
    ),
    Check(
        "whole_arm",
        "Everybody or nobody responded",
        "warn",
        "events = 0 or events = total among responders",
        "Look how patients were chosen and who was left out; exclude it if they were "
        "chosen by response.",
        handbook(10),
        whole_arms,
    ),
)
