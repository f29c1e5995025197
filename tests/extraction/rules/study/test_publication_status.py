"""Retractions, corrections, and results that were told before; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.study.publication_status import (
    read_publication_status,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Correction, PublicationType, Section


def read(title, text="Pain fell.", types=(), links=()):
    """Give the statuses of an invented record, and check their quotes."""
    record = Record(
        title=title,
        pmid="1",
        sections=(Section(text),),
        publication_types=tuple(PublicationType(name) for name in types),
        corrections=tuple(Correction(kind, "Pain 2010", "2") for kind in links),
    )
    found = list(read_publication_status(View.of(record), shipped_question()))
    assert all(record.text[c.start : c.end] == c.quote for c in found)
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        # trap 33
        ("RETRACTED: Fablocaine for pain", "retracted"),
        ("WITHDRAWN: Fablocaine for pain", "retracted"),
        ("Retraction: Fablocaine for pain", "retraction_notice"),
        ("Retraction of: Fablocaine for pain", "retraction_notice"),
        ("Expression of concern: Fablocaine for pain", "expression_of_concern"),
        ("Erratum to: Fablocaine for pain", "erratum"),
        ("Corrigendum: Fablocaine for pain", "erratum"),
        ("Comment on: Fablocaine for pain", "comment"),
    ],
)
def test_a_title_says_what_became_of_a_paper(title, status):
    """The word in front of a title is its status."""
    assert read(title) == [status]


@pytest.mark.parametrize(
    "title",
    [
        "Correction of scoliosis in children",
        "Tendon retraction after injury",
        "Response to fablocaine in pain",
        "Withdrawn patients in trials of fablocaine",
    ],
)
def test_the_same_words_in_medicine_are_no_status(title):
    """What is corrected or retracted may be a bone."""
    assert "retracted" not in read(title)
    assert "retraction_notice" not in read(title)
    assert "erratum" not in read("Operative correction of scoliosis")


@pytest.mark.parametrize(
    ("types", "links", "expected"),
    [
        # trap 33
        (["Retracted Publication"], [], ["retracted"]),
        ([], ["RetractionIn"], ["retracted"]),
        (["Retracted Publication"], ["RetractionIn"], ["retracted"]),
        (["Retraction of Publication"], [], ["retraction_notice"]),
        ([], ["ErratumIn"], ["erratum_exists"]),
        ([], ["ErratumFor"], ["erratum"]),
        ([], ["ExpressionOfConcernIn"], ["expression_of_concern"]),
        (["Preprint"], ["UpdateIn"], ["preprint", "updated_later"]),
        ([], ["CommentIn"], []),
    ],
)
def test_pubmeds_types_and_links_are_read_once(types, links, expected):
    """What PubMed links to a record is its status; a comment on it is none."""
    assert read("Fablocaine for pain", types=types, links=links) == expected


@pytest.mark.parametrize(
    "text",
    [
        # trap 26
        "This is a secondary analysis of a randomized trial.",
        "We report a post hoc analysis of data from two trials.",
        "This was a substudy of the OPAL trial.",
        "A follow-up of a randomised trial was done.",
        # trap 20
        "They were treated as part of a larger study.",
        "We analysed data from a previous trial.",
        "The main results of the trial were reported previously.",
    ],
)
def test_results_of_other_papers_patients_are_known(text):
    """An analysis of patients whom another paper reports says so."""
    assert read("Fablocaine for pain", text) == ["secondary_analysis"]


@pytest.mark.parametrize(
    "text",
    [
        "A post hoc analysis showed no difference.",
        "The secondary analysis of sleep showed no difference.",
        "It has been reported previously that fablocaine helps.",
        "The median follow-up of the whole cohort was 9 months.",
        "Part of the study was done at night.",
    ],
)
def test_a_trials_own_further_analyses_are_no_second_report(text):
    """A secondary outcome is not a secondary analysis."""
    assert read("Fablocaine for pain", text) == []
