"""The public search: everything or an error."""

from __future__ import annotations

import pytest
from tests.pubmed.samples import article
from tests.pubmed.server import FakePubMed, Fault, quick_client

from ketaevidence.errors import (
    PubMedError,
    PubMedIncompleteError,
    PubMedQueryError,
)
from ketaevidence.pubmed import client as client_module
from ketaevidence.pubmed.gate import Gate
from ketaevidence.pubmed.online import search, search_with
from ketaevidence.pubmed.query import Mesh, Term

RECORDS = {str(n): article(str(n)) for n in (90000002, 90000001, 5)}


def test_one_line_brings_all_records(monkeypatch, tmp_path):
    """Search and records come in one call, in ascending order of PMID."""

    def own_gate(*, with_key, clock, url):
        assert not with_key
        assert url == pubmed.url
        return Gate(tmp_path / "gate", per_second=1e3, now=clock.now, sleep=clock.sleep)

    monkeypatch.setattr(client_module, "shared_gate", own_gate)
    with FakePubMed(RECORDS) as pubmed:
        monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", pubmed.url)
        records = search("ketamine AND CRPS", email="you@lab.example")
    assert [record.pmid for record in records] == ["5", "90000001", "90000002"]


def test_a_built_query_is_sent_as_it_prints(tmp_path):
    """A query of parts is as good as text."""
    with FakePubMed(RECORDS) as pubmed, quick_client(pubmed, tmp_path) as client:
        search_with(client, Term("ketamine", "tiab") & Mesh("Causalgia"))
    assert pubmed.requests[0]["term"] == 'ketamine[tiab] AND "Causalgia"[mh]'


def test_the_highest_version_is_the_record(tmp_path):
    """Of several versions of a PMID the search gives the highest."""
    versions = article("5", version=2, title="New") + article("5", title="Old")
    with FakePubMed({"5": versions}) as pubmed, quick_client(pubmed, tmp_path) as client:  # fmt: skip
        (record,) = search_with(client, "ketamine")
    assert (record.version, record.title) == (2, "New")


def test_more_than_the_limit_is_an_error_before_loading(tmp_path):
    """A limit never cuts a search short: it refuses it, and loads nothing."""
    with FakePubMed(RECORDS) as pubmed, quick_client(pubmed, tmp_path) as client:
        assert len(search_with(client, "ketamine", limit=3)) == 3
        before = len(pubmed.requests)
        with pytest.raises(PubMedQueryError, match="finds 3 records, more than the limit of 2"):  # fmt: skip
            search_with(client, "ketamine", limit=2)
    assert {form["endpoint"] for form in pubmed.requests[before:]} == {"esearch"}


def test_a_hit_without_its_record_is_an_error(tmp_path):
    """If PubMed lists a PMID and does not give it, the search is not complete."""
    with FakePubMed(RECORDS) as pubmed, quick_client(pubmed, tmp_path) as client:
        pubmed.always = Fault("missing", "5", "efetch")
        with pytest.raises(PubMedIncompleteError, match=r"1 of them \(PMID 5\)"):
            search_with(client, "ketamine")


def test_a_search_needs_an_address():
    """Without an e-mail address nothing is sent."""
    with pytest.raises(PubMedError, match="e-mail"):
        search("ketamine", email="")
