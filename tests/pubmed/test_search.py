"""A search is complete, or it is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pubmed.samples import article
from tests.pubmed.server import FakePubMed, Fault, quick_client

from ketaevidence.errors import (
    PubMedError,
    PubMedIncompleteError,
    PubMedQueryError,
    PubMedUnavailableError,
)
from ketaevidence.pubmed.query import Term
from ketaevidence.pubmed.search import run_search

RECORDS = {str(n): article(str(n)) for n in (90000003, 90000001, 5, 90000002)}
SORTED = ("5", "90000001", "90000002", "90000003")


@pytest.fixture
def pubmed():
    """Give a PubMed with four records."""
    with FakePubMed(RECORDS) as server:
        yield server


def test_a_search_gives_everything_that_was_said(pubmed, tmp_path):
    """The answer holds the exact term, the count, sorted PMIDs and the translation."""
    with quick_client(pubmed, tmp_path) as client:
        answer = run_search(client, Term("ketamine", "tiab") & "crps OR rsd")
    assert answer.term == "ketamine[tiab] AND (crps OR rsd)"
    assert answer.count == 4
    assert answer.pmids == SORTED
    assert answer.translation == f"translated {answer.term}"
    assert answer.parts == ((answer.term, 4),)
    assert answer.warnings == ()
    assert answer.requests_made == 2
    assert {form["retmax"] for form in pubmed.requests} == {"9999"}
    assert all("retstart" not in form for form in pubmed.requests)
    assert all("usehistory" not in form for form in pubmed.requests)


def test_a_search_that_finds_nothing_is_an_answer(tmp_path):
    """No hits, said twice, is an honest answer without warnings."""
    with FakePubMed({}) as pubmed, quick_client(pubmed, tmp_path) as client:
        answer = run_search(client, "nothing")
    assert (answer.count, answer.pmids, answer.warnings) == (0, (), ())


@pytest.mark.parametrize("term", ["", " \n", '"', "(ketamine", "()"])
def test_a_search_without_meaning_is_not_sent(pubmed, tmp_path, term):
    """An empty or unbalanced search is told without asking PubMed."""
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedQueryError):
        run_search(client, term)
    assert pubmed.requests == []


@pytest.mark.parametrize("kind", ["fewer hits", "drop id", "repeat id"])
def test_answers_that_disagree_are_asked_again(pubmed, tmp_path, kind):
    """One answer that lacks a record never becomes the search's answer."""
    pubmed.faults.append(Fault(kind))
    with quick_client(pubmed, tmp_path) as client:
        assert run_search(client, "ketamine").pmids == SORTED


def test_a_disagreement_in_the_second_answer_is_seen_too(pubmed, tmp_path):
    """It makes no difference which of the answers is the wrong one."""
    with quick_client(pubmed, tmp_path) as client:
        pubmed.faults.extend([Fault("phrase", "x"), Fault("fewer hits")])
        answer = run_search(client, "ketamine")
    assert answer.pmids == SORTED
    assert answer.requests_made == 4


def test_answers_that_never_agree_are_an_error(pubmed, tmp_path):
    """While the index changes under the search there is no answer."""
    flips = [Fault("fewer hits"), Fault("phrase", "x")] * 4
    pubmed.faults.extend(flips)
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedIncompleteError, match="no two"):  # fmt: skip
        run_search(client, "ketamine")


@pytest.mark.parametrize("kind", ["drop id", "repeat id"])
def test_a_count_that_never_fits_is_an_error(pubmed, tmp_path, kind):
    """A count that stays unlike the list is an error, whatever else is right."""
    pubmed.always = Fault(kind)
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedIncompleteError, match="hits"):  # fmt: skip
        run_search(client, "ketamine")
    assert len(pubmed.requests) == 6


def test_an_unknown_field_is_refused_unless_allowed(pubmed, tmp_path):
    """A tag that PubMed would ignore is an error; allowed, it stands as a warning."""
    pubmed.always = Fault("field", "tiabb")
    with quick_client(pubmed, tmp_path) as client:
        with pytest.raises(PubMedQueryError, match="tiabb"):
            run_search(client, "ketamine[tiabb]")
        assert len(pubmed.requests) == 1
        answer = run_search(client, "ketamine[tiabb]", allow_unknown_fields=True)
    assert answer.warnings == ("FieldNotFound: tiabb",)
    assert answer.pmids == SORTED


def test_a_phrase_that_is_not_found_is_a_warning(pubmed, tmp_path):
    """One word of many that PubMed does not know is told, and does not stop."""
    pubmed.always = Fault("phrase", "kettamine\n\x7f  x")
    with quick_client(pubmed, tmp_path) as client:
        answer = run_search(client, "ketamine OR kettamine")
    assert answer.warnings == ("PhraseNotFound: kettamine x",)


def test_an_error_of_unknown_kind_is_no_answer(pubmed, tmp_path):
    """An entry in the error list that no one knows is never passed over."""
    pubmed.always = Fault("odd error list")
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedUnavailableError),
    ):
        run_search(client, "ketamine")


def test_more_hits_than_pubmed_gives_are_asked_in_ranges(tmp_path):
    """Above the ceiling the parts add up to the whole, and each fits."""
    records = {str(n): "" for n in (*range(1, 40), *range(5000, 5030), 30_000_000)}
    with FakePubMed(records, ceiling=10) as pubmed, quick_client(pubmed, tmp_path) as client:  # fmt: skip
        answer = run_search(client, "a OR b", ceiling=10)
    assert answer.pmids == tuple(sorted(records, key=int))
    assert answer.count == len(records) == sum(count for _, count in answer.parts)
    assert all(count <= 10 for _, count in answer.parts)
    assert all(part.startswith("(a OR b) AND ") for part, _ in answer.parts)
    assert answer.translation == "translated a OR b"
    assert {form["retmax"] for form in pubmed.requests} == {"10"}


def test_ranges_reach_above_the_highest_hit_shown(tmp_path):
    """When the first hits are old ones, the newest are still found."""
    records = {str(n): "" for n in (1, 2, 3, 4, 39_999_999, 41_000_000)}
    with (
        FakePubMed(records, ceiling=2, newest_first=False) as pubmed,
        quick_client(pubmed, tmp_path) as client,
    ):
        answer = run_search(client, "a", ceiling=2)
    assert answer.pmids == tuple(records)


def test_parts_that_do_not_add_up_are_an_error(tmp_path):
    """If the parts find less than the whole counts, there is no answer."""
    records = {str(n): "" for n in range(1, 9)}

    def only_as_a_whole(term, pmid, _xml):
        return "[uid]" not in term or pmid != "4"

    with (
        FakePubMed(records, ceiling=3, matches=only_as_a_whole) as pubmed,
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError),
    ):
        run_search(client, "a", ceiling=3)


def test_a_range_that_pubmed_ignores_is_an_error(tmp_path, monkeypatch):
    """If PubMed does not understand the ranges, the search ends with an error."""
    monkeypatch.setattr(
        "tests.pubmed.server._RANGE", __import__("re").compile("(never)(x)")
    )
    records = {str(n): "" for n in range(1, 9)}
    with (
        FakePubMed(records, ceiling=3) as pubmed,
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match="does not understand the range"),
    ):
        run_search(client, "a", ceiling=3)


class Direct:
    """A client of the fake without a connection between them, for many examples."""

    def __init__(self, pubmed) -> None:
        self.pubmed = pubmed
        self.requests_made = 0

    def ask(self, endpoint, params, read):
        """Ask the fake."""
        self.requests_made += 1
        return read(self.pubmed._data(endpoint, params, None).body)

    def pause(self, failures):
        """Do not wait."""


@given(
    st.sets(st.one_of(st.integers(1, 60), st.integers(1, 999_999_999)), max_size=60),
    st.integers(1, 12),
    st.booleans(),
)
def test_every_record_is_found_exactly_once(ids, ceiling, newest_first):
    """Whatever the PMIDs and the ceiling, each is in exactly one part."""
    pubmed = FakePubMed({str(n): "" for n in ids}, ceiling=ceiling, newest_first=newest_first)  # fmt: skip
    answer = run_search(Direct(pubmed), "a", ceiling=ceiling)
    assert answer.pmids == tuple(map(str, sorted(ids)))
    assert sum(count for _, count in answer.parts) == len(ids) == answer.count
    assert all(count <= ceiling for _, count in answer.parts)


@pytest.mark.parametrize(
    "body",
    [
        b"<eSearchResult><Count>0</Count>",
        b"<eSearchResult><IdList/></eSearchResult>",
        b"<eSearchResult><Count>-1</Count></eSearchResult>",
        b"<eSearchResult><Count>1</Count><IdList><Id>x</Id></IdList></eSearchResult>",
        b"<other><Count>0</Count></other>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><eSearchResult><Count>0</Count></eSearchResult>',
        b"<eSearchResult><Count>0</Count>\xff</eSearchResult>",
    ],
)
def test_what_is_no_search_answer_is_never_no_hits(pubmed, tmp_path, monkeypatch, body):
    """A cut, foreign or damaged answer is an error, never an empty search."""
    from tests.pubmed.server import Answer

    monkeypatch.setattr(pubmed, "_data", lambda *_: Answer(body))
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedError):
        run_search(client, "ketamine")
