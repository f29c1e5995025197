"""What must be equal, and known, before two results may be pooled.

A trait that nobody recorded is like nothing, not even like another trait that nobody
recorded: two unknown doses are no reason to believe in one dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation import vocabulary
from ketaevidence.curation.model import Result, Study
from ketaevidence.question.model import Question
from ketaevidence.question.outcomes import plain

#: Words that say which pain was rated; worst pain is not average pain.
_WHICH_PAIN: Final = {
    "worst": r"worst|maxim\w+|peak|highest",
    "least": r"least|minim\w+|lowest",
    "average": r"average|usual|typical",
    "present": r"present|current|now",
    "at rest": r"at rest|resting|spontaneous",
    "on movement": r"movement|moving|activity|exercise|walking",
    "at night": r"night\w*|sleep\w*",
    "unpleasantness": r"unpleasant\w*|affective",
}
#: Names of ratings of pain intensity from none to worst. Anything else with the same
#: ends, such as a severity score, is another scale.
_RATING: Final = re.compile(
    r"\b(?:NRS|NPRS|NAS|NRS-11|VAS|VRS|BPI|numeric(?:al)?|visual|verbal|11-point)\b",
    re.IGNORECASE,
)
#: Codes that name no one thing, so that two of them need not be the same.
_NO_ONE_THING: Final = frozenset({"unspecified", "various", "other", "unclear"})


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing in which results must be equal to be pooled."""

    #: What it is, in plain words ("dose class").
    name: str
    #: ``None`` where it is not known.
    value: str | None
    #: How a group of alike rows is labelled by it; may be empty.
    words: str = ""


def study_traits(study: Study, question: Question) -> tuple[Trait, ...]:
    """Give what was done to the patients: route, form of the drug, kind of dose.

    A drug of which the question lists no forms has one form.
    """
    form = f"form of {question.drug.words}"
    return (
        _coded("route", study.route, vocabulary.ROUTES),
        *([_coded(form, study.form, question.forms)] if question.forms else []),
        _coded("dose class", study.dose_class, question.dose_classes),
    )


def comparator_trait(study: Study, question: Question) -> Trait:
    """Give what the others got; two active treatments are alike only by name."""
    kinds = vocabulary.words_for(question)["studies"]["comparator_kind"]
    trait = _coded("comparator", study.comparator_kind, kinds)
    if trait.value in ("active", "active_placebo"):
        if study.comparator is None:
            return Trait(trait.name, None)
        value = f"{trait.value}: {plain(study.comparator)}"
        return Trait(trait.name, value, f"against {study.comparator}")
    return Trait(trait.name, trait.value, f"against {trait.words}")


def pain_trait(result: Result) -> Trait:
    """Give which pain was rated: worst, average, at rest, or pain as such."""
    words = plain(result.outcome_words)
    which = [k for k, p in _WHICH_PAIN.items() if re.search(rf"\b(?:{p})\b", words)]
    # "pain", "pain intensity" and "VAS reduction" all mean pain as such.
    kind = " and ".join((*which, "pain"))
    return Trait("which pain was rated", kind, kind if which else "")


def scale_trait(result: Result) -> Trait:
    """Give the scale by its kind and its ends."""
    low, high = result.scale_low, result.scale_high
    if result.scale is None or low is None or high is None:
        return Trait("pain scale", None)
    kind = "rating" if _RATING.search(result.scale) else plain(result.scale)
    ends = f"{low:g} to {high:g}"
    return Trait("pain scale", f"{kind} {ends}", f"scale {ends}")


def phase_trait(result: Result) -> Trait:
    """Give whether the drug still acted."""
    trait = _coded("phase (on or off the drug)", result.phase, vocabulary.PHASES)
    return Trait(trait.name, trait.value)


def definition_trait(result: Result, question: Question) -> Trait:
    """Give who counts as a responder: as the question has it, or the source's words."""
    words = result.definition or ""
    for one in question.responders:
        if plain(words) in map(plain, one.wordings):
            words = one.label
    return Trait("definition of a responder", plain(words) or None, words)


def are_known(traits: Iterable[Trait]) -> bool:
    """Tell whether nothing that must be equal is unknown."""
    return all(trait.value is not None for trait in traits)


def label_of(traits: Iterable[Trait]) -> str:
    """Name a group of alike rows by what they share, without empty parts."""
    return ", ".join(trait.words for trait in traits if trait.words)


def differences(rows: Sequence[Sequence[Trait]]) -> tuple[list[str], list[str]]:
    """Give the names of traits that differ between rows, and of those not known."""
    differ: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for column in zip(*rows, strict=True):
        values = {trait.value for trait in column}
        if None in values:
            unknown[column[0].name] = None
        if len(values - {None}) > 1:
            differ[column[0].name] = None
    return list(differ), list(unknown)


def _coded(name: str, code: str | None, words: Mapping[str, str]) -> Trait:
    if code is None or code in _NO_ONE_THING:
        return Trait(name, None)
    return Trait(name, code, words.get(code, code))
