"""What the review holds and a text on the treatment does not say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from ketaevidence.claims.answer_time import losses
from ketaevidence.claims.basis import Basis, Row
from ketaevidence.claims.evidence import evidence_of
from ketaevidence.claims.harm_rows import (
    happened,
    harm_rows,
    is_of_all,
    names_of,
    serious_name,
    vocabulary_of,
)
from ketaevidence.claims.lexicon import (
    Named,
    answers_for,
    harm_named,
    harms_in,
    is_serious,
)
from ketaevidence.claims.model import Answer, Evidence, Omission
from ketaevidence.claims.read_denials import behind_of
from ketaevidence.claims.sentences import sentences
from ketaevidence.claims.tone import is_denied
from ketaevidence.claims.topic import without
from ketaevidence.curation.model import Study

_BLINDING: Final = re.compile(
    r"[^.;]*\b(?:un-?blind\w*|blind\w*[^.;]*(?:fail|guess|broke|inadequa|lost)\w*)[^.]*",
    re.IGNORECASE,
)
_OF_EFFECT: Final = frozenset({"effect", "share", "speed", "duration", "permanence"})
_OF_HARM: Final = frozenset({"safety", "harm"})


def omissions(
    text: str, answers: Sequence[Answer], basis: Basis
) -> tuple[Omission, ...]:
    """List what is left out: harms, blinding, how long it lasted, comparators.

    A text without any claim on effect or harm leaves nothing out.
    """
    kinds = {answer.claim.kind for answer in answers}
    if not kinds & (_OF_EFFECT | _OF_HARM):
        return ()
    found = list(_harms(text, answers, basis))
    if kinds & _OF_EFFECT:
        found += _lasting(kinds, basis)
        found += _blinding(basis)
        found += _comparators(basis)
    return tuple(found)


def _harms(text: str, answers: Sequence[Answer], basis: Basis) -> Iterator[Omission]:
    named: set[str] = set()
    for answer in answers:
        claim = answer.claim
        if claim.kind == "harm" and not claim.is_denied:
            named.update(answers_for(claim.key))
    mentioned, denied = _mentioned(text, basis)
    left: dict[str, list[Row]] = {}
    for row in harm_rows(basis):
        is_out = row.setting == "synthesis" or is_of_all(row.result)
        if is_out or happened(row) not in ("counted", "told", "more"):
            continue
        for name in sorted(names_of(row.result) - named):
            left.setdefault(name, []).append(row)
    serious = {
        name for name, rows in left.items()
        if is_serious(name) or any(serious_name(row.result) == name for row in rows)
    }  # fmt: skip
    for name in sorted(left, key=lambda each: (each not in serious, each)):
        says = "The text does not name it."
        if name in mentioned:
            if name not in serious:
                continue
            # "Safe for the liver" must not hide a serious harm.
            says = "The text has the word; no claim that it happens could be read."
        elif name in denied:
            says = "The text denies it."
        lead = "Serious, and reported: " if name in serious else "Reported: "
        yield Omission(
            f"{lead}{name}. {says}",
            tuple(evidence_of(row, "beside") for row in left[name]),
        )


def _mentioned(text: str, basis: Basis) -> tuple[set[str], set[str]]:
    """Give the unwanted events that the text has words for, and those only denied."""
    mentioned: set[str] = set()
    denied: set[str] = set()
    vocabulary = vocabulary_of(basis)
    for said in sentences(text):
        words = said.words
        found = [
            *harms_in(words),
            *(
                Named(name, *match.span())
                for name, pattern in vocabulary.items()
                for match in pattern.finditer(words)
            ),
        ]
        others = without(words, tuple((one.start, one.end) for one in found))
        for one in found:
            is_before = is_denied(words, one.start, in_list=True)
            if is_before != (behind_of(others, one.end) == "denied"):
                # Who denies a group denies its kinds, and not the other way round.
                denied.update(_kinds(one.name))
            else:
                mentioned.update(answers_for(one.name))
    return mentioned, denied


def _kinds(name: str) -> set[str]:
    harm = harm_named(name)
    above = harm.kind_of if harm else None
    return {each for each in answers_for(name) if each != above}


def _lasting(kinds: Collection[str], basis: Basis) -> Iterator[Omission]:
    if "duration" in kinds or "permanence" in kinds:
        return
    lost = list(losses(basis))
    if lost:
        rows = [row for pair in lost for row in pair]
        yield Omission(
            "How long it lasts: in some studies relief was less at a later time.",
            tuple(dict.fromkeys(evidence_of(row, "beside") for row in rows)),
        )


def _blinding(basis: Basis) -> Iterator[Omission]:
    told = []
    for study in basis.included:
        match = _BLINDING.search(study.notes or "")
        if study.is_randomised and match and not study.secondary_of:
            told.append(_of_study(study, f"noted in the register: {match[0].strip()}"))
    if told:
        yield Omission(
            "People in a randomised trial may have known what they were given.",
            tuple(told),
        )


def _comparators(basis: Basis) -> Iterator[Omission]:
    own = [study for study in basis.included if not study.secondary_of]
    trials = [
        study
        for study in own
        if study.is_randomised
        and study.comparator_kind in ("placebo", "active_placebo")
    ]
    if own and len(trials) < len(own):
        studies = "study" if len(own) == 1 else "studies"
        yield Omission(
            f"{len(trials)} of the {len(own)} included {studies} compared it with "
            "placebo at random.",
            tuple(_of_study(study, study.title) for study in (trials or own[:1])),
        )


def _of_study(study: Study, says: str) -> Evidence:
    return Evidence(
        stance="beside",
        label=study.label,
        setting="randomised trial" if study.is_randomised else "study",
        says=says,
        patients=study.n_analysed or study.n_enrolled,
        study_id=study.study_id,
        record_key=study.record_key,
        pmid=study.pmid,
        doi=study.doi,
        url=study.source.url,
        read_in=study.source.location,
    )
