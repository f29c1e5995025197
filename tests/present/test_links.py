"""Links that are safe to print."""

from __future__ import annotations

import pytest

from ketaevidence.present.links import doi_link, pubmed_link, web_link


@pytest.mark.parametrize("pmid", ["", "12a", "1234567890", "1\n", "１２", None])
def test_only_pmids_become_pubmed_links(pmid):
    """Anything but one to nine plain digits gives no link."""
    assert pubmed_link(pmid) is None


def test_dois_are_encoded_character_by_character():
    """Quotes and angle brackets of a DOI cannot leave its link."""
    assert doi_link('10.1000/a"b<c>') == "https://doi.org/10.1000/a%22b%3Cc%3E"
    assert doi_link("javascript:alert(1)") is None


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//x.org", "file:///etc", "http://",
     "https://a b", "https://a\u202eb", "http://[", None],
)  # fmt: skip
def test_only_web_addresses_become_links(url):
    """Scripts, data, files and broken addresses give no link."""
    assert web_link(url) is None
