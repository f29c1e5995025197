"""References as CSL-JSON: its variables and types, and nothing else."""

from __future__ import annotations

import json

from hypothesis import given, settings
from tests.exchange.strategies import records
from tests.exchange.test_ris import FULL

from ketaevidence.exchange.csl_json import csl_item, csl_json
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Book

#: Variables that the schema has, of those that may occur here, by their type.
TEXTS = {
    "id", "type", "title", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL",
    "abstract", "keyword", "language", "note", "annote", "container-title",
    "container-title-short", "ISSN", "publisher", "publisher-place", "edition", "ISBN",
}  # fmt: skip
NAMES = {"author", "editor"}
PARTS = {"family", "given", "suffix", "literal"}


def check(item):
    """Check an item against the schema's required fields and types."""
    assert {"id", "type"} <= set(item)
    assert item["type"] in ("article-journal", "book", "chapter")
    assert set(item) <= TEXTS | NAMES | {"issued"}
    assert all(isinstance(item[n], str) and item[n] for n in TEXTS & set(item))
    for name in NAMES & set(item):
        assert all(set(p) <= PARTS and p and all(p.values()) for p in item[name])
    if "issued" in item:
        assert set(item["issued"]) in ({"date-parts"}, {"literal"})


@settings(max_examples=25, deadline=None)
@given(records())
def test_any_record_is_valid(record):
    """Required fields are there, every value has its type, nothing is empty."""
    text = csl_json([record])
    (item,) = json.loads(text)
    check(item)
    assert item["PMID"] == record.pmid
    assert text == csl_json([record])
    text.encode()


def test_a_record_is_told_in_full():
    """Names, date as far as known, identifiers and pages are there."""
    item = csl_item(FULL)
    check(item)
    assert item["issued"] == {"date-parts": [[2020, 5, 7]]}
    assert item["author"] == [
        {"family": "Müller", "given": "Anna B"},
        {"family": "van Dam", "given": "C.", "suffix": "Jr"},
        {"literal": "The Pain Group, Leiden"},
    ]
    assert (item["DOI"], item["page"]) == ("10.1000/xyz.(1)_a", "304-311")


def test_books_chapters_and_dates_without_a_year():
    """A chapter has its book as container; a date of words stays words."""
    book = Book("Invented pain", "A Press")
    chapter = csl_item(Record("Ketamine", pmid="1", kind="book", book=book))
    whole = csl_item(Record("Invented pain", pmid="1", kind="book", book=book))
    assert (chapter["type"], chapter["container-title"]) == ("chapter", "Invented pain")
    assert (whole["type"], "container-title" in whole) == ("book", False)
    undated = csl_item(Record("A", pmid="1", published=PartialDate(words="Winter")))
    assert undated["issued"] == {"literal": "Winter"}
