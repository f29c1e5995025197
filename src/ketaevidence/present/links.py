"""Links that are safe to print: PubMed, DOI, and web pages that the register names."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from ketaevidence.present.words import clean

_PMID = re.compile(r"[0-9]{1,9}")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


def pubmed_link(pmid: str | None) -> str | None:
    """Give the PubMed page of a record, if the PMID is one.

    Examples
    --------
    >>> pubmed_link("19604642")
    'https://pubmed.ncbi.nlm.nih.gov/19604642/'
    >>> pubmed_link("1 onclick=x") is None
    True
    """
    if pmid is None or not _PMID.fullmatch(pmid):
        return None
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def doi_link(doi: str | None) -> str | None:
    """Give the address of a DOI, with every unusual character encoded.

    Examples
    --------
    >>> doi_link("10.9999/a<b>(1)")
    'https://doi.org/10.9999/a%3Cb%3E%281%29'
    """
    if doi is None or not _DOI.fullmatch(doi):
        return None
    return f"https://doi.org/{quote(doi, safe='/:;.-_')}"


def web_link(url: str | None) -> str | None:
    """Give a web address back if it is one, and ``None`` for anything else.

    Examples
    --------
    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if url is None or url != clean(url) or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return None
    return url
