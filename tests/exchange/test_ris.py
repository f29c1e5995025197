"""References as RIS: what is written is read back, whatever stands in a title."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.exchange.strategies import records

import ketaevidence as ke
from ketaevidence.exchange.citing import title_of
from ketaevidence.exchange.ris import ris_text
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import (
    Author,
    Book,
    Correction,
    Journal,
    Keyword,
    MeshHeading,
    Registration,
    Section,
)

FULL = Record(
    title="Ketamine for pain: an invented trial",
    pmid="90000001",
    doi="10.1000/xyz.(1)_a",
    pmcid="PMC900001",
    sections=(Section("We asked.", label="AIM"), Section("We found.", label="RESULTS")),
    authors=(
        Author("Müller", "Anna B", "AB"),
        Author("van Dam", None, "C", "Jr"),
        Author(collective_name="The Pain Group, Leiden"),
        Author("Wrong", "Name", is_valid=False),
    ),
    journal=Journal("Journal of Invented Pain", "J Invent Pain", "1234-567X"),
    volume="12",
    issue="3",
    pages="304-311",
    published=PartialDate(2020, 5, 7),
    languages=("eng",),
    keywords=(Keyword("pain"),),
    mesh=(MeshHeading("Ketamine"), MeshHeading("pain")),
    registrations=(Registration("ClinicalTrials.gov", "NCT00000000"),),
)


def lines(record):
    """Give the lines of a record."""
    return ris_text([record]).split("\r\n")


def read(*written):
    """Read records back with the package's own reader."""
    return ke.read_records(ris_text(written).encode())


def test_a_pmid_stands_where_each_program_looks_for_it():
    """The PMID is the accession number in PubMed, an address, and a note."""
    found = lines(FULL)
    assert {
        "DB  - PubMed",
        "AN  - 90000001",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/90000001/",
        "N1  - PMID: 90000001",
        "DO  - 10.1000/xyz.(1)_a",
    } <= set(found)


def test_a_record_is_read_back_as_it_was():
    """Every field that RIS has comes back through our own reader."""
    (found,) = read(FULL)
    for name in (
        "key", "title", "pmid", "doi", "pmcid", "volume", "issue", "pages",
        "published", "languages",
    ):  # fmt: skip
        assert getattr(found, name) == getattr(FULL, name), name
    assert found.journal.title == FULL.journal.title
    assert found.journal.iso_abbreviation == FULL.journal.iso_abbreviation
    assert found.journal.issn == FULL.journal.issn
    assert [a.name for a in found.authors] == [
        "Müller AB",
        "van Dam Jr C",
        "The Pain Group; Leiden",
    ]
    assert found.sections[0].text == "AIM: We asked. RESULTS: We found."
    assert [k.name for k in found.keywords] == ["pain", "Ketamine"]


@settings(max_examples=30, deadline=None)
@given(records())
def test_nothing_in_a_text_can_end_a_record(record):
    """Line breaks, braces and end tags in any text leave the record whole."""
    (found,) = read(record)
    assert found.pmid == record.pmid
    assert found.doi == record.doi
    assert found.title == title_of(record)
    assert found.year == record.year
    named = {line for line in lines(record) if line.startswith("AU  - ")}
    assert len(found.authors) == len(named)


def test_a_summary_by_a_review_is_no_abstract():
    """What this project wrote goes into a note that says so, never into AB."""
    record = Record(
        "A title", pmid="1", sections=(Section("Our words.", written_by="project"),)
    )
    found = lines(record)
    assert not [line for line in found if line.startswith("AB")]
    assert "N1  - Summary by a review, not the abstract: Our words." in found


def test_a_retraction_is_told():
    """A list of references says which publication is retracted."""
    record = Record(
        "A title", pmid="1", corrections=(Correction("RetractionIn", "Pain. 2021"),)
    )
    assert "N1  - PubMed marks this publication as retracted." in lines(record)


def test_what_another_tool_noted_is_not_handed_on():
    """A label that came with a record does not speak for our decisions."""
    record = Record(
        "A title",
        pmid="1",
        notes=(("", "ASReview_relevant"), ("", "RAYYAN-LABELS: x"), ("", "kept")),
    )
    notes = [line for line in lines(record) if line.startswith("N1")]
    assert notes == ["N1  - PMID: 1", "N1  - kept"]


def test_a_record_without_a_pmid_keeps_its_own_name():
    """A record that only its source names is known again by that name."""
    record = Record("A title", local_id="thesis-7")
    assert read(record)[0].key == record.key == "local:thesis-7"
    assert not [line for line in lines(record) if line.startswith(("AN", "DB"))]


def test_a_chapter_and_a_book_are_told_apart():
    """A chapter names its book, a book its publisher and numbers."""
    book = Book(
        "Invented pain", "A Press", "Leiden", "2nd", isbns=("978-1",),
        editors=(Author("Ed", "Itor"),),
    )  # fmt: skip
    chapter = Record("Ketamine", pmid="1", kind="book", book=book)
    whole = Record("Invented pain", pmid="2", kind="book", book=book)
    found = lines(chapter)
    assert found[0] == "TY  - CHAP"
    assert {"T2  - Invented pain", "PB  - A Press", "A2  - Ed, Itor"} <= set(found)
    assert lines(whole)[0] == "TY  - BOOK"


@pytest.mark.parametrize(
    ("date", "line"),
    [
        (PartialDate(2009, 9), "DA  - 2009/09//"),
        (PartialDate(2009, words="2009 Winter"), "DA  - 2009///Winter"),
        (PartialDate(2009), None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(date, line):
    """A month or a season stands in DA; a year alone only in PY."""
    found = [x for x in lines(Record("A title", published=date)) if x[:2] == "DA"]
    assert found == ([line] if line else [])


def test_every_record_of_a_review_survives():
    """PMID, DOI and key of each record of the example come back."""
    kept = ke.example_review().records()
    back = read(*kept)
    assert [(r.key, r.pmid, r.doi, r.year) for r in back] == [
        (r.key, r.pmid, r.doi, r.year) for r in kept
    ]
