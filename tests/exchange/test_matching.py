"""A row is matched with one record beyond doubt, or with none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.builders import record

from ketaevidence.exchange.matching import Index
from ketaevidence.exchange.rows import Row

RECORDS = [
    record(1, doi="10.1000/One"),
    record(2, "Ketamine & pain: a trial"),
    record(3, "The same title", doi="10.1000/three"),
    record(4, "The same title", doi="10.1000/four"),
    record(5, "Without a PMID", pmid=False, doi="10.1000/five"),
    record(6, "No year", year=None),
    record(7, "A preprint", doi="10.1000/one", pmid=False),
    record(8, "A poster", year=None, pmid=False),
    record(9, "A poster", year=None, pmid=False),
]
INDEX = Index(RECORDS)


def match(title="", year=None, doi=None, pmid=None, key=None):
    """Match a row."""
    return INDEX.match(Row("row 2", title, year, doi, pmid, record_key=key))


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"pmid": "90000001"}, "pmid:90000001"),
        (
            {"pmid": "90000001", "title": "another title", "doi": "10.1000/unknown"},
            "pmid:90000001",
        ),
        ({"pmid": "90000001", "doi": "10.1000/one"}, "pmid:90000001"),
        ({"doi": "10.1000/THREE".lower()}, "pmid:90000003"),
        ({"pmid": "1", "doi": "10.1000/five"}, "doi:10.1000/five"),
        ({"title": "KETAMINE & PAIN — a trial.", "year": 2020}, "pmid:90000002"),
        (
            {"title": "the same title", "year": 2020, "doi": "10.1000/four"},
            "pmid:90000004",
        ),
        ({"title": "A poster", "key": "local:r9"}, "local:r9"),
        (
            {"doi": "10.1000/one", "title": "A preprint", "key": "doi:10.1000/one"},
            "doi:10.1000/one",
        ),
        # Another review calls another work so: the key is not believed.
        (
            {"title": "Ketamine & pain: a trial", "year": 2020, "key": "local:r8"},
            "pmid:90000002",
        ),
    ],
)
def test_identifiers_come_before_titles(row, key):
    """A PMID decides, then a DOI, then the same title in the same year."""
    found = match(**row)
    assert (found.record_key, found.kind) == (key, "matched")


@pytest.mark.parametrize(
    ("row", "kind", "why"),
    [
        (
            {"pmid": "90000001", "doi": "10.1000/three"},
            "ambiguous",
            "its PMID is that of",
        ),
        ({"title": "The same title", "year": 2020}, "ambiguous", "is each of"),
        (
            {"title": "Ketamine & pain: a trial", "year": 2020, "pmid": "123"},
            "ambiguous",
            "another PMID or DOI",
        ),
        ({"doi": "10.1000/three", "pmid": "123"}, "ambiguous", "another PMID or DOI"),
        ({"doi": "10.1000/one"}, "ambiguous", "by its DOI it is each of"),
        (
            {"title": "The same title", "year": 2020, "doi": "10.1000/none"},
            "ambiguous",
            "another PMID or DOI",
        ),
        ({"title": "Ketamine & pain: a trial", "year": 2021}, "unmatched", "no record"),
        ({"title": "Ketamine & pain: a trial"}, "unmatched", "no year"),
        ({"title": "Ketamine & pain: a trail", "year": 2020}, "unmatched", "no record"),
        ({"title": "No year", "year": 2020}, "unmatched", "no record"),
        ({"title": "Another poster", "key": "local:r8"}, "unmatched", "no year"),
        ({"key": "local:r8"}, "unmatched", "no title"),
        (
            {"title": "A poster", "key": "local:r8", "pmid": "90000001"},
            "ambiguous",
            "its key local:r8",
        ),
        ({"year": 2020}, "unmatched", "no title"),
        ({"title": "…", "year": 2020}, "unmatched", "no title"),
    ],
)
def test_what_is_not_beyond_doubt_is_no_match(row, kind, why):
    """Contradiction, two records and a title that is nearly the same are no match."""
    found = match(**row)
    assert (found.record_key, found.kind) == (None, kind)
    assert why in found.why


@given(
    st.sampled_from(["", *(r.title for r in RECORDS)]),
    st.sampled_from([None, 2020, 2021]),
    st.sampled_from(
        [None, "10.1000/one", "10.1000/three", "10.1000/five", "10.1000/x"]
    ),
    st.sampled_from([None, "90000001", "90000003", "1"]),
    st.sampled_from([None, *(r.key for r in RECORDS)]),
)
def test_a_match_never_contradicts_the_row(title, year, doi, pmid, key):
    """Whatever a row says, the record that it is matched with has none of it otherwise."""
    found = match(title, year, doi, pmid, key)
    if found.record_key is None:
        assert found.why
        return
    (hit,) = (r for r in RECORDS if r.key == found.record_key)
    if pmid and hit.pmid:
        assert hit.pmid == pmid
    elif doi and hit.doi and not pmid:
        assert hit.doi.lower() == doi
