"""Whether a paper is about other papers: a review, a meta-analysis, a guideline.

What a title says, and a search of the literature, is believed. Words that a report of
patients may use too count only where the text shows no patients of its own.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.study.design_words import CASE_TITLE, ONE_PERSON
from ketaevidence.extraction.rules.study.kind_words import (
    MEDICAL,
    PAST,
    PRESENT,
    RESEARCH,
    SEARCHED,
    SYNTHESIS_PERHAPS,
    SYNTHESIS_SAID,
    SYNTHESIS_TEXT,
    SYNTHESIS_TITLE,
)
from ketaevidence.extraction.rules.study.own_patients import own_patients
from ketaevidence.extraction.rules.study.paper import (
    OWN_TYPES,
    REVIEW_TYPES,
    Kind,
    is_randomised_in_title,
    span_of_title,
    types_of,
)
from ketaevidence.extraction.rules.study.randomised import randomisations
from ketaevidence.extraction.rules.study.signs import Place, before, first_sign
from ketaevidence.extraction.text import View
from ketaevidence.records.model import CASE_REPORTS

#: A title of a study, whatever the tense of its abstract.
_STUDY_TITLE = re.compile(
    r"\b(?:blind(?:ed)?|trial|study|studies|comparison|comparative|versus|vs|randomi[sz]ed|effects?\sof|survey|experience|pharmacokinetics)\b",
    re.IGNORECASE,
)
_RETROSPECTIVE = re.compile(
    r"\bretrospective\s(?:study|analysis|cohort)\b", re.IGNORECASE
)
#: What "is discussed" at the end of a study: its own results.
_OF_RESULTS = re.compile(
    r"\b(?:results?|findings?|data|observations?|implications?|significance|importance|cases?|relevance|relation\w*|mechanisms?|possible|possibility|role|hypothes[ie]s|consequences|value|origin)\b[^.\n]{0,80}$",
    re.IGNORECASE,
)
#: In front of a guideline: it is used here, not given.
_APPLIED = re.compile(
    r"\b(?:adheren\w+|compliance|impact|implement\w+|effects?|according|based|knowledge|use|using|awareness|influence|introduction|application|evaluation|validation|following|concordance|conformity|deviation|before and after)\s(?:\w+\s){0,6}$",
    re.IGNORECASE,
)
#: A look through charts is a study of patients, not of papers.
_OF_PATIENTS = re.compile(
    r"\b(?:chart|charts|record|records|retrospective|case|cases|file|files|audit|peer|utili[sz]ation|drug[\s-]use|\d+[\s-]years?|years?|single[\s-]\w+|institutional|multi-?institutional|clinical experience)[\s-]",
    re.IGNORECASE,
)
#: In front of a synthesis: it is another paper.
_CITED = re.compile(
    r"\b(?:previous|prior|earlier|recent|another|published|latest|cochrane|future|one|et al\.?)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


def synthesis(view: View) -> Kind | None:
    """Say whether a paper is about other papers: a review, a guideline, an essay."""
    title = first_sign(view, SYNTHESIS_TITLE, title=True, refuse=_is_applied)
    types = types_of(view)
    if title is not None and title.says != "perhaps":
        is_sure = title.says in {"meta_analysis", "systematic_review"}
        if is_sure or not (
            types & OWN_TYPES or is_randomised_in_title(view) or _is_a_case(view)
        ):
            return Kind("synthesis", title)
    is_tagged = bool(types & REVIEW_TYPES) and not types & OWN_TYPES
    searched = first_sign(view, SEARCHED, refuse=is_cited)
    is_study = is_randomised_in_title(view) or _RETROSPECTIVE.search(view.title)
    if searched and not is_study and not _is_a_case(view):
        return Kind("synthesis", title or searched)
    text = first_sign(view, SYNTHESIS_TEXT, refuse=is_cited)
    if text and (is_tagged or not is_randomised_in_title(view)):
        return Kind("synthesis", title or text)
    said, is_sure = _said(view, title, is_tagged=is_tagged)
    if is_tagged or (said is not None and _is_believed(view, is_sure=is_sure)):
        return Kind("synthesis", said, is_sure)
    return None


def _is_believed(view: View, *, is_sure: bool) -> bool:
    """Say whether a text shows no patients of its own, so that it may be a review."""
    if types_of(view) & OWN_TYPES or _has_treated(view):
        return False
    return is_sure or first_sign(view, CASE_TITLE, title=True) is None


def _has_treated(view: View) -> bool:
    """Say whether people of its own were studied; that a trial is named is too little."""
    given = (r.kind in {"assigned", "unit"} for r in view.once(randomisations))
    return any(given) or view.once(own_patients) is not None


def _said(
    view: View, title: Place | None, *, is_tagged: bool
) -> tuple[Place | None, bool]:
    """Give what a paper says of itself, and whether it says so in clear words."""
    if title is not None and title.says != "perhaps":
        return title, True
    said = first_sign(view, SYNTHESIS_SAID, refuse=is_cited)
    if said is not None:
        return said, True
    perhaps = title or first_sign(view, SYNTHESIS_PERHAPS, refuse=_is_of_results)
    if perhaps is not None and (is_tagged or not first_sign(view, RESEARCH)):
        return perhaps, False
    return _essay(view), False


def _is_a_case(view: View) -> bool:
    """Say whether a text that speaks of a search reports a patient all the same."""
    if types_of(view) & {CASE_REPORTS} or first_sign(view, CASE_TITLE, title=True):
        return True
    return first_sign(view, ONE_PERSON) is not None


def _essay(view: View) -> Place | None:
    """Find a text that explains and tells of nothing that was done.

    Nothing in it says so in words: what proves it is the whole text, so that the
    place is the title's.
    """
    if not view.record.sections or not view.names_any(MEDICAL):
        return None
    if _STUDY_TITLE.search(view.title):
        return None
    spoken = view.lower.split()
    past = sum(map(PAST.__contains__, spoken))
    present = sum(map(PRESENT.__contains__, spoken))
    if present < 2 or past * 2 > present or first_sign(view, RESEARCH):
        return None
    return Place("essay", *span_of_title(view))


def _is_of_results(text: str, match: re.Match[str]) -> bool:
    """Say whether what "is discussed" are a study's own results."""
    return bool(_OF_RESULTS.search(before(text, match.start())))


def _is_applied(text: str, match: re.Match[str]) -> bool:
    """Say whether a title speaks of using a guideline, or of reviewing patients."""
    words_before = before(text, match.start())
    if _OF_PATIENTS.search(match[0]) or _OF_PATIENTS.search(words_before[-30:]):
        return True
    return bool(_APPLIED.search(words_before))


def is_cited(text: str, match: re.Match[str]) -> bool:
    """Say whether a synthesis is another paper: "a recent systematic review"."""
    return bool(_CITED.search(before(text, match.start())))
