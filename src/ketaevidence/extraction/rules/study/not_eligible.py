"""Why a record reports no patients treated with the drug: reasons, with their proof."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.model import METADATA, Candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.study.paper import has_own_patients
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Question, Vocabulary

#: Designs that report no patients of their own, and how a reviewer says so.
_NO_PATIENTS = {
    "protocol": "a protocol: no results yet",
    "narrative_review": "a review: no patients of its own",
    "systematic_review": "a systematic review: no patients of its own",
    "meta_analysis": "a meta-analysis: no patients of its own",
    "guideline": "a guideline: no patients of its own",
    "animal": "a study of animals",
    "in_vitro": "a laboratory study",
}
_KINDS = {
    "protocol": "a protocol: no results yet",
    "synthesis": "a review: no patients of its own",
    "animal": "a study of animals",
}
_STATUSES = {
    "retracted": "retracted",
    "partially_retracted": "retracted in part",
    "retraction_notice": "a notice of retraction",
    "expression_of_concern_notice": "an expression of concern",
    "erratum": "a correction of another paper",
    "duplicate_publication": "a duplicate publication",
}
_POPULATIONS = {
    "healthy_volunteers": "healthy volunteers only",
    "animal": "a study of animals",
    "animals": "a study of animals",
    "none": "no patients of its own",
}
_ROLES = {
    "mentioned": "the drug is only mentioned",
    "reviewed": "the drug is only reviewed",
}
#: Around the drug: it was given here.
_GIVEN = re.compile(
    r"\b(?:receiv\w+|given|administ\w+|infus\w+|inject\w+|treated|treatment|mg|\u00b5g|microg|kg|bolus|dose[sd]?|randomi[sz]ed|randomly|added|groups?|plus|gargle|cream|gel|premedicat\w+|effects?\sof|efficacy|anaesthe\w+|anesthe\w+|sedat\w+|titrated|therapy)\b",
    re.IGNORECASE,
)
#: Parts of a text that tell of nothing that was done here.
BEFORE_RESULTS = frozenset({"background", "registration", "funding"})
_VOLUNTEERS = re.compile(
    r"\b(?:healthy|normal|human)\s(?:[\w-]+\s){0,3}(?:volunteers|subjects|participants|men|women)\b|\bvolunteers\b",
    re.IGNORECASE,
)
_PATIENTS = re.compile(
    r"\b(?:patients?|children|parturients|women\s(?:undergoing|with|in|having|who)|men\s(?:undergoing|with)|cases?|inpatients|outpatients|adults\s(?:undergoing|with))\b",
    re.IGNORECASE,
)


class Answer(NamedTuple):
    """Why a record is not eligible, and the candidate that shows it."""

    reason: str
    proof: Candidate | None = None
    #: Whether the full text may say otherwise.
    is_open: bool = False


def against_paper(view: View, found: Sequence[Candidate]) -> Iterator[Answer]:
    """Give the reasons that lie in what kind of paper it is."""
    for item in of(found, "publication_status"):
        reason = _STATUSES.get(str(item.value))
        if reason:
            yield Answer(reason, item)
    by_design = list(_against_design(view, of(found, "design")))
    yield from by_design
    said = {answer.reason for answer in by_design}
    by_kind = [reason for kind, reason in _KINDS.items() if is_kind(view, kind)]
    if not said & set(_NO_PATIENTS.values()):
        yield from map(Answer, by_kind)
    yield from _against_population(view, found, {*said, *by_kind})


def _against_design(view: View, designs: Sequence[Candidate]) -> Iterator[Answer]:
    is_said = bool(designs) and designs[0].value != "no_abstract"
    for item in designs:
        reason = _NO_PATIENTS.get(str(item.value))
        if reason:
            # Metadata that contradict the text are enough to look before pooling.
            against_text = item.section == METADATA and bool(item.warnings)
            yield Answer(reason, item, is_open=against_text and is_said)
        elif item.value == "no_abstract":
            yield Answer("no abstract", item, is_open=True)
        elif item.value == "letter_or_comment" and not has_own_patients(view):
            yield Answer("a letter or comment: no patients of its own", item)
    if not designs or designs[0].value == "other":
        yield Answer("no study of a treatment is recognised", is_open=True)


def _against_population(
    view: View, found: Sequence[Candidate], said: set[str]
) -> Iterator[Answer]:
    populations = of(found, "population")
    if populations:
        reason = _POPULATIONS.get(str(populations[0].value))
        # "A review: no patients of its own" says it already.
        if reason and not any(reason in one for one in said):
            yield Answer(reason, populations[0])
    elif not said and _has_volunteers_only(view):
        yield Answer("healthy volunteers only")


def _has_volunteers_only(view: View) -> bool:
    text = view.folded
    return bool(_VOLUNTEERS.search(text)) and not _PATIENTS.search(text)


def against_drug(
    view: View, question: Question, found: Sequence[Candidate]
) -> Iterator[Answer]:
    """Give the reasons that lie in what the drug was used for."""
    roles = of(found, "ketamine_role")
    if roles:
        role = str(roles[0].value)
        is_open = roles[0].confidence != "high"
        if role == "mentioned" and is_open and _is_in_mixture(view, question):
            return
        if role in _ROLES:
            yield Answer(_ROLES[role], roles[0], is_open=is_open)
        elif role == "comparator":
            yield Answer("the drug is only the comparator", roles[0], is_open=True)
    elif not _is_given(view, question):
        yield Answer(_ROLES["mentioned"])


def _is_given(view: View, question: Question) -> bool:
    """Say whether the drug is in the title, or was given in a sentence of the text."""
    if first_match(question.drug, view.title):
        return True
    return any(
        sentence.part not in BEFORE_RESULTS
        and first_match(question.drug, sentence.words)
        and _GIVEN.search(sentence.words)
        for sentence in view.sentences
    )


def _is_in_mixture(view: View, question: Question) -> bool:
    """Say whether the drug is one of those named in brackets behind what was given.

    "The opioid-free group (lidocaine, ketamine, magnesium)" were given it.
    """
    for sentence in view.sentences:
        match = first_match(question.drug, sentence.words)
        if match is None or sentence.part in BEFORE_RESULTS:
            continue
        in_front, bracket, inside = sentence.words[: match.start()].rpartition("(")
        if bracket and ")" not in inside and _GIVEN.search(in_front[-80:]):
            return True
    return False


def name_of(vocabulary: Vocabulary) -> str:
    """Name a vocabulary as a value does: in small letters, joined by "_"."""
    return vocabulary.code


def of(found: Sequence[Candidate], field: str) -> list[Candidate]:
    """Give the candidates of one field."""
    return [item for item in found if item.field == field]
