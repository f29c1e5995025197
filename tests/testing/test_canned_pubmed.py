"""A PubMed of canned answers: the real client and reader, and nothing leaves."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaevidence as ke
from ketaevidence.errors import PubMedUnavailableError, UsageError
from ketaevidence.pubmed.formats import PUBMED_XML, read_record
from ketaevidence.testing import CannedPubMed, canned_client
from ketaevidence.testing.canned_record import record_xml

FULL = {
    "title": "Ketamine in an invented trial",
    "abstract": {"METHODS": "We gave < 2 mg & more.", "RESULTS": "Less pain."},
    "year": 2021,
    "journal": "J Invent Pain",
    "authors": ["Muster EA", "Group"],
    "doi": "10.9999/inv.1(2)",
    "publication_types": ["Randomized Controlled Trial"],
    "mesh": ["Ketamine"],
    "language": "ger",
}


@pytest.fixture
def no_network(monkeypatch):
    """Let every attempt at a connection be an error."""

    def refuse(*_):
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def record_of(fields):
    """Read the record that these fields make."""
    return read_record(record_xml("90000001", fields).encode(), PUBMED_XML, "here")


def test_every_field_is_read_back_as_it_was_given():
    """What a user writes is what the reader of real records reads."""
    record = record_of(FULL)
    assert record.title == FULL["title"]
    assert [(s.label, s.text) for s in record.sections] == [*FULL["abstract"].items()]
    assert (record.year, record.journal.title) == (2021, "J Invent Pain")
    assert [author.name for author in record.authors] == ["Muster EA", "Group"]
    assert record.doi == FULL["doi"]
    assert record.is_of_type("D016449")
    assert [heading.name for heading in record.mesh] == ["Ketamine"]
    assert record.languages == ("ger",)


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")),
        min_size=1,
        max_size=40,
    )
)
def test_a_title_of_any_letters_is_no_markup(title):
    """Whatever letters a title has, it is read as text and made nothing else."""
    if title.strip():
        assert " ".join(record_of({"title": title}).title.split()) == " ".join(
            title.split()
        )


@pytest.mark.parametrize(
    ("pmid", "fields", "words"),
    [
        ("012", {"title": "x"}, "is no PMID"),
        ("1", {}, "give the record a title"),
        ("1", {"title": " "}, "give the record a title"),
        ("1", {"title": "x", "titel": "y"}, "no field 'titel'"),
        ("1", {"title": "x", "year": "2020"}, "no whole number"),
        ("1", {"title": "x", "authors": "Muster EA"}, "a list of texts"),
        ("1", {"title": "x", "mesh": [1]}, "a list of texts"),
        ("1", {"title": "x", "doi": 7}, "give a text"),
        ("1", {"title": "x", "abstract": 7}, "the abstract as a text"),
        ("1", {"title": "bell \x07"}, "cannot be read"),
    ],
)
def test_a_record_that_cannot_be_one_is_refused_where_it_is_given(pmid, fields, words):
    """The error names the PMID and what to give in its place."""
    with pytest.raises(UsageError, match=words):
        CannedPubMed({pmid: fields})


def test_a_refresh_sees_what_changed_between_two_answers(tmp_path, no_network):
    """New, revised, retracted, hidden and missing arrive as from PubMed itself."""
    pubmed = CannedPubMed(
        {str(90000000 + n): {"title": f"Record {n}"} for n in range(1, 6)}
    )
    with ke.init_review(tmp_path / "r") as review, pubmed.client() as client:
        assert len(review.refresh(client=client).new) == 5
        assert not review.refresh(client=client).has_news
        pubmed.revise("90000001", title="Another title")
        pubmed.retract("90000002")
        pubmed.hide("90000003")
        pubmed.remove("90000004")
        pubmed.add("90000006", title="Record 6")
        found = review.refresh(client=client)
        assert found.new == ("pmid:90000006",)
        assert found.revised == ("pmid:90000001", "pmid:90000002")
        assert found.retracted == ("pmid:90000002",)
        assert found.of_kind("no_longer_matching") == ("pmid:90000003", "pmid:90000004")
        assert found.missing == ("pmid:90000004",)
    assert {utility for utility, _ in pubmed.asked} == {"esearch", "efetch"}
    assert not any({"email", "tool", "api_key"} & set(form) for _, form in pubmed.asked)


def test_an_outage_changes_nothing_and_takes_no_time(tmp_path, no_network):
    """A PubMed that is down is tried to the end, without waiting, and told."""
    pubmed = CannedPubMed({"90000001": {"title": "Ketamine"}})
    pubmed.is_down = True
    with ke.init_review(tmp_path / "r") as review, pubmed.client() as client:
        with pytest.raises(PubMedUnavailableError, match="6 times"):
            review.refresh(client=client)
        assert len(review.records()) == 0
        pubmed.is_down = False
        assert len(review.refresh(client=client).new) == 1


def test_a_search_finds_what_it_is_told_to_match(tmp_path):
    """The test decides which records a search finds, by its term and the PMID."""
    asked = []

    def only_the_first(term, pmid):
        asked.append(term)
        return pmid == "90000001"

    pubmed = CannedPubMed(
        {"90000001": {"title": "One"}, "90000002": {"title": "Two"}},
        matches=only_the_first,
    )
    with ke.init_review(tmp_path / "r") as review, pubmed.client() as client:
        assert review.refresh(client=client).new == ("pmid:90000001",)
        assert set(asked) == {review.question.pubmed_search}


def test_the_environment_is_left_out(monkeypatch):
    """A developer's own key and address play no part in a test."""
    monkeypatch.setenv("NCBI_API_KEY", "k" * 36)
    monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", "https://mirror.example/eutils/")
    with canned_client({"90000001": {"title": "Ketamine"}}) as client:
        assert (client.has_key, client.url) == (False, "https://pubmed.invalid/")


def test_what_is_not_there_cannot_be_changed():
    """Each step of a test names a record that is there; adding names one that is not."""
    pubmed = CannedPubMed({"90000001": {"title": "Ketamine"}})
    for step in (pubmed.retract, pubmed.hide, pubmed.remove, pubmed.revise):
        with pytest.raises(UsageError, match="no record 90000009"):
            step("90000009")
    with pytest.raises(UsageError, match="revise"):
        pubmed.add("90000001", title="Again")
