"""Doses, rates and strengths of every drug that a study gives, bound to that drug."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.mentions.drugs import CLASS, PLACEBO
from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.amounts import Amount
from ketaevidence.extraction.rules.treatment.dose_binding import DIRECT, Bound
from ketaevidence.extraction.rules.treatment.dose_lines import bound_doses
from ketaevidence.extraction.rules.treatment.dose_words import (
    ASSIGNED,
    DAILY,
    ELIGIBLE,
    LIMIT,
    MEASURED,
    NOT_GIVEN,
    NOT_GIVEN_BEHIND,
    RESCUE,
    SUMS,
    TAKES_UP,
    TARGET,
    TOPICAL,
    USED_BY_GROUPS,
)
from ketaevidence.extraction.rules.treatment.unlisted_drugs import UNLISTED
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

#: Units of what is measured in blood, and no dose.
_MEASURED = frozenset({"ng/ml", "ng", "pmol", "pmol/ml", "nmol/ml", "mmol/ml"})
#: Gases that carry the anaesthetic, and what is measured: their per cents are no doses.
_CARRIERS = frozenset({"oxygen", "nitrous oxide", "glucose", "xenon", "albumin"})
#: Drugs that are given by strength.
_BY_STRENGTH = frozenset({"local anaesthetic", "volatile"})
#: Per cents below this are strengths wherever they stand with a drug.
_WEAK = 0.1
#: Per cents above this are none.
_STRONG = 20
#: Where one clause ends and another begins.
_CLAUSES = re.compile(r"[;.]\s|,\s(?:and|with|while|but)\s")
#: "In the ketamine group (", "ketamine (": whose the amount in the bracket is.
_GROUP_SAID = re.compile(r"\w\s\($")
#: "3 mg of 0.1%": what it is of is a strength.
_AMOUNT_OF = re.compile(r"(?:mg|µg|mcg|ml)\sof\s(?:an?\s)?$", re.IGNORECASE)
#: How far around an amount is read what it is [characters].
_BEFORE, _NEAR = 90, 60


def read_dose(view: View, _: Question) -> Iterator[Candidate]:
    """Read each dose, rate and strength once, with the drug's name as the arm."""
    bounds = view.once(bound_doses)
    if not bounds or is_kind(view, "synthesis"):
        return
    said: dict[str, list[Amount]] = {}
    for sentence, bound in bounds:
        before = said.setdefault(bound.drug.name, [])
        if _is_new(bound.amount, before) and is_given(sentence, bound):
            before.append(bound.amount)
            found = _candidate(view, sentence, bound)
            # "Doses up to 500 mg" after "50-500 mg" says nothing new.
            if found.statistic is None or not _tops(bound.amount, before):
                yield found


def _is_new(amount: Amount, before: list[Amount]) -> bool:
    """Say whether a drug's amount was not read yet; "5 mg daily" after "5 mg" was."""
    unit = amount.unit.removesuffix("/day")
    alike = [a for a in before if a.unit.removesuffix("/day") == unit]
    if any((a.low, a.high) == (amount.low, amount.high) for a in alike):
        return False
    # "1 to 40 mg" after "1, 10 or 40 mg" is no range of its own.
    single = {a.low for a in alike if a.high is None}
    return not (amount.low in single and amount.high in single)


def _tops(amount: Amount, before: list[Amount]) -> bool:
    return any(a.high == amount.low and a.unit == amount.unit for a in before)


def is_given(sentence: Sentence, bound: Bound) -> bool:
    """Say whether an amount is a dose that the study gave."""
    if bound.drug.kind in {PLACEBO, CLASS} or not _has_dose_unit(sentence.words, bound):
        return False
    if bound.amount.high is None and not bound.amount.low:
        # "0, 5 or 20 mg/kg": none is no dose.
        return False
    return not (
        _is_used_or_measured(sentence.words, bound.amount)
        or _is_rescue(sentence.words, bound.amount)
    )


def _has_dose_unit(words: str, bound: Bound) -> bool:
    """Say whether an amount's unit is one that this drug is given in."""
    unit = bound.amount.unit
    if unit == "%":
        return _is_strength(words, bound)
    if unit.startswith("ml"):
        return _is_volume(bound)
    if unit == "ug/ml":
        return not TARGET.search(words)
    return unit not in _MEASURED


def _is_strength(words: str, bound: Bound) -> bool:
    """Say whether a per cent is a solution's: "0.5% bupivacaine", no share of people."""
    amount, drug = bound.amount, bound.drug
    if drug.name in _CARRIERS or amount.low > _STRONG:
        return False
    if drug.kind in _BY_STRENGTH or amount.low < _WEAK:
        return True
    if _AMOUNT_OF.search(words, max(0, amount.start - 12), amount.start):
        return True
    return bound.rule in DIRECT and bool(TOPICAL.search(words))


def _is_volume(bound: Bound) -> bool:
    """Say whether a volume is the drug's: "10 ml of bupivacaine", no fluid's beside it.

    Blood loss in "the ibuprofen group was 800 ml" is none.
    """
    if bound.drug.kind == "local anaesthetic":
        return True
    if bound.rule in {"dose.before_drug", "dose.earlier_amount"}:
        return True
    near = 0 <= bound.amount.start - bound.drug.end <= len(" (")
    return near and bound.rule == "dose.after_drug"


def _is_used_or_measured(words: str, amount: Amount) -> bool:
    """Say whether patients used an amount, had it before, or had it in their blood."""
    start = amount.start
    low = max(words.rfind(";", 0, start), words.rfind(". ", 0, start), start - _BEFORE)
    before = words[max(0, low) : start]
    if NOT_GIVEN.search(before) or ELIGIBLE.search(before):
        return True
    if _GROUP_SAID.search(before) and USED_BY_GROUPS.search(words[:start]):
        return True
    if amount.spread is not None and (not TAKES_UP.search(words) or SUMS.search(words)):
        return True
    return bool(
        MEASURED.search(before[-_NEAR:]) or NOT_GIVEN_BEHIND.match(words, amount.end)
    )


def _is_rescue(words: str, amount: Amount) -> bool:
    """Say whether an amount was for those whom the study's treatment did not help."""
    before = words[max(0, amount.start - _NEAR) : amount.start]
    behind = words[amount.end : amount.end + _NEAR]
    clause = f"{_CLAUSES.split(before)[-1]} {_CLAUSES.split(behind)[0]}"
    return bool(RESCUE.search(clause)) and not ASSIGNED.search(words)


def field_of(unit: str) -> str:
    """Give the field of an amount: by time a rate, by volume a strength, else a dose."""
    parts = unit.split("/")
    if unit == "%" or "ml" in parts[1:] or "g" in parts[1:]:
        return "concentration"
    return "infusion_rate" if {"h", "min"} & set(parts) else "dose"


def _unit(words: str, amount: Amount) -> str:
    """Give an amount's unit; "a daily dose of 300 mg" is 300 mg/day."""
    before = words[max(0, amount.start - 40) : amount.start]
    if "/" not in amount.unit.removesuffix("/kg") and DAILY.search(before):
        return f"{amount.unit}/day"
    return amount.unit


def _candidate(view: View, sentence: Sentence, bound: Bound) -> Candidate:
    amount = bound.amount
    unit = _unit(sentence.words, amount)
    limit = LIMIT.search(sentence.words[max(0, amount.start - 50) : amount.start])
    return candidate(
        view,
        field_of(unit),
        amount.low,
        sentence.start + bound.start,
        sentence.start + bound.end,
        bound.rule,
        value_high=amount.high,
        unit=unit,
        spread=amount.spread,
        spread_type="unspecified" if amount.spread is not None else None,
        statistic="maximum" if limit else None,
        arm=bound.drug.name,
        confidence=_confidence(bound),
        warnings=amount.warnings,
    )


def _confidence(bound: Bound) -> Confidence:
    is_sure = bound.rule in DIRECT and bound.drug.kind != UNLISTED
    return "high" if is_sure and not bound.amount.warnings else "medium"
