"""Whose claim it is: the review's treatment, or another one, or another condition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ketaevidence.claims.sentences import Said
from ketaevidence.extraction.mentions.drugs import Drug, drugs, is_active
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record

#: Treatments that are no drug of the table.
_OTHER_TREATMENT: Final = re.compile(
    r"\b(?:physical\s+therap\w+|physiotherap\w+|occupational\s+therap\w+|massage\w*|"
    r"acupuncture|spinal\s+cord\s+stimulat\w+|nerve\s+blocks?|stellate\s+\w+|"
    r"sympathetic\s+blocks?|sympathectom\w+|surger(?:y|ies)|amputation|psychotherap\w+|"
    r"cognitive[\s-]behaviou?ral\s+therap\w+|mirror\s+therapy|opioids?|"
    r"anti-?depressants?|steroids?|TMS|TENS|stem\s+cells?|PRP|cannabis|yoga|laser\s+\w+)"
    r"\b",
    re.IGNORECASE,
)
#: Conditions and uses that a page on a treatment names beside the review's.
_OTHER_CONDITION: Final = re.compile(
    r"\b(?:(?:major\s+|treatment-resistant\s+)?depression|depressive\s+disorder\w*|"
    r"PTSD|post-?traumatic\s+stress|fibromyalgia|migraines?|anxiety\s+disorders?|OCD|"
    r"suicid\w+|bipolar\w*|addiction|alcoholism|cancer\s+pain|sciatica|"
    r"(?:post-?herpetic|trigeminal)\s+neuralgia|phantom\s+limb|back\s+pain|arthritis|"
    r"diabetic\s+neuropath\w+|osteoporosis|asthma|epilepsy|as\s+an?\s+ana?esthetic|"
    r"for\s+ana?esthesia|approved\s+(?:by|for))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What one sentence is about, and where it names the treatment or the condition."""

    #: Places of the drug's and the condition's names: no outcome stands there.
    named: tuple[tuple[int, int], ...]
    names_drug: bool
    names_condition: bool
    #: Another treatment or condition that the sentence is about instead.
    other_treatment: str | None = None
    other_condition: str | None = None


def subject_of(said: Said, question: Question) -> Subject:
    """Say what a sentence is about, as far as its own words go.

    A sentence that names the review's drug is about it, whatever else it names. One
    that names only another treatment, or only another condition, is about those.
    """
    words = said.words
    of_drug = [m.span() for m in pattern(question.drug).finditer(words)]
    of_condition = [m.span() for m in pattern(question.condition).finditer(words)]
    return Subject(
        named=(*of_drug, *of_condition),
        names_drug=bool(of_drug),
        names_condition=bool(of_condition),
        other_treatment=None if of_drug else _other_treatment(words, of_condition),
        other_condition=None if of_condition else _other_condition(words, question),
    )


def _other_treatment(words: str, taken: list[tuple[int, int]]) -> str | None:
    match = _OTHER_TREATMENT.search(words)
    named = [(m.start(), m.end()) for m in ([match] if match else [])]
    view = View.of(Record(title=words))
    named += [(d.start, d.end) for d in view.once(drugs) if _is_given(d, words)]
    free = [
        (low, high)
        for low, high in sorted(named)
        if not any(low < end and start < high for start, end in taken)
    ]
    return words[slice(*free[0])] if free else None


def _is_given(drug: Drug, words: str) -> bool:
    """Tell a treatment from what the drug acts on, or what patients took before."""
    after = words[drug.end : drug.end + 14].lower()
    return is_active(drug) and not re.match(
        r"[\s-]*(?:receptor|use|intake|consum|channel|level)", after
    )


def _other_condition(words: str, question: Question) -> str | None:
    match = _OTHER_CONDITION.search(words)
    if match is None or pattern(question.condition).search(match[0]):
        return None
    return match[0]


def without(words: str, places: tuple[tuple[int, int], ...]) -> str:
    """Blank out some places of a sentence; every other place is the same.

    Examples
    --------
    >>> without("CRPS pain fell", ((0, 4),))
    '     pain fell'
    """
    for start, end in places:
        words = words[:start] + " " * (end - start) + words[end:]
    return words
