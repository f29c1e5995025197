"""A citation must lead to the paper that it names, and the paper must stand."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ask, found
from tests.synthesis.builders import study

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import RETRACTED_PUBLICATION, Record
from ketaevidence.records.parts import Author, Correction, PublicationType

TITLE = "An invented trial of ketamine at low dose in complex regional pain syndrome"


def record(title=TITLE, author="Meer", year=2009, **more):
    """Give an invented record of PubMed."""
    values = {
        "pmid": "90000001", "authors": (Author(author, initials="A"),),
        "published": PartialDate(year),
    }  # fmt: skip
    return Record(title=title, **(values | more))


def cited(**more):
    """Give a study that cites the record."""
    values = {
        "title": TITLE, "pmid": "90000001", "first_author": "Meer A", "year": 2009,
    }  # fmt: skip
    return study("a", **(values | more))


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "An invented trial of ketamine at low dose in CRPS",
        f"{TITLE}: a randomised comparison of three doses in one centre.",
        "[An invented trial of ketamine at low dose in reflex sympathetic dystrophy].",
        "Title not found (Meer 2009)",
    ],
)
def test_the_same_paper_in_other_words_is_the_same_paper(title):
    """An abbreviation, a subtitle, an older name or brackets make no other paper."""
    assert not found("title_differs", [cited(title=title)], records=[record()])


@pytest.mark.parametrize(
    "title",
    [
        "Absence of long relief after a short infusion for fibromyalgia pain",
        "A pilot study of a high ketamine dose in refractory CRPS patients",
        "The natural history of complex regional pain syndrome",
    ],
)
def test_a_pmid_of_another_paper_blocks(title):
    """The same author and year with another title is another paper."""
    # T35, T36
    (finding,) = found("title_differs", [cited(title=title)], records=[record()])
    assert finding.blocks
    assert TITLE in finding.why
    assert not finding.where.results


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, None),
        ({"first_author": "Meer-Hof AB"}, None),
        ({"first_author": "Brook C"}, "the first author Meer A"),
        ({"year": 2010}, None),
        ({"year": 2013}, "the year 2009"),
        ({"first_author": None, "year": None}, None),
    ],
)
def test_an_author_or_year_that_the_record_contradicts_warns(more, told):
    """Another surname, or more than the year between online and print, is asked about."""
    # T36
    findings = found("author_or_year_differs", [cited(**more)], records=[record()])
    assert [told in f.why for f in findings] == [True] * (told is not None)


def test_a_pmid_that_leads_nowhere_warns():
    """No record of the PMID, or one that PubMed lost, is told."""
    # T36
    (finding,) = found("citation_missing", [cited()])
    assert "no record of this PMID" in finding.why
    (lost,) = found(
        "citation_missing", [cited()], records=[record()], missing=["pmid:90000001"]
    )
    assert "when it was last asked" in lost.why
    assert not found("citation_missing", [cited()], records=[record()])


def test_citations_without_identifiers_are_named_once():
    """Two studies without PMID and DOI are one note."""
    studies = [study("a"), study("b"), study("c", doi="10.9999/inv.1")]
    (finding,) = found("citation_unnamed", studies)
    assert finding.where.studies == ("a", "b")
    assert finding.severity == "note"
    assert "2 studies have neither" in finding.what


def test_a_paper_in_pubmed_central_is_not_said_to_be_nowhere():
    """Its number shows that it exists; without a PMID its retraction is not known."""
    central = record(pmid=None, local_id="a", pmcid="PMC9999999")
    studies = [study("a", record_key="local:a"), study("b")]
    first, second = found("citation_unnamed", studies, records=[central])
    assert first.where.studies == ("a",)
    assert "PubMed Central has it as PMC9999999" in first.what
    assert "exists" not in first.why
    assert second.where.studies == ("b",)
    assert "1 study has neither" in second.what


def test_a_study_named_by_its_record_is_not_asked_about():
    """A PMID or DOI in the review's own record of the report is enough."""
    studies = [study("a", record_key="pmid:90000001")]
    assert found("citation_unnamed", studies, records=[record()]) == []


@pytest.mark.parametrize(
    ("more", "check"),
    [
        ({"publication_types": (PublicationType("Retracted Publication", RETRACTED_PUBLICATION),)},
         "retracted"),
        ({"corrections": (Correction("RetractionIn", "Inv J. 2012"),)}, "retracted"),
        ({"corrections": (Correction("ExpressionOfConcernIn", "Inv J. 2012"),)}, "concern"),
        ({"corrections": (Correction("ErratumIn", "Inv J. 2010"),)}, "notice"),
        ({"corrections": (Correction("CommentIn", "Inv J. 2010"),)}, None),
    ],
)  # fmt: skip
def test_what_pubmed_says_of_a_report_is_asked(more, check):
    """Retracted blocks and cannot be accepted; concern and erratum are warnings."""
    # T41
    checks = {
        finding.check: finding
        for finding in ask([cited()], records=[record(**more)])
        if finding.check in ("retracted", "concern", "notice")
    }
    assert set(checks) == ({check} if check else set())
    assert all(f.blocks is (f.check == "retracted") for f in checks.values())


@pytest.mark.parametrize(
    ("authors", "told"), [((), "(PMID 90000001)"), (None, "(Meer A (2009))")]
)
def test_a_retracted_report_without_authors_is_told_by_its_number(authors, told):
    """Nobody reads that a study was retracted "(No author named ...)"."""
    kind = PublicationType("Retracted Publication", RETRACTED_PUBLICATION)
    more = {} if authors is None else {"authors": authors}
    one = record(publication_types=(kind,), **more)
    (finding,) = found("retracted", [cited()], records=[one])
    assert told in finding.what


def test_a_second_notice_is_another_question():
    """An erratum that was read settles nothing about the next one."""
    # T41
    first = Correction("ErratumIn", "Inv J. 2010")
    second = Correction("ErratumIn", "Inv J. 2011")
    ids = [
        found("notice", [cited()], records=[record(corrections=notices)])[0].id
        for notices in ((first,), (first, second))
    ]
    assert ids[0] != ids[1]
