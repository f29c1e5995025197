"""Run a search on PubMed and get every PMID that it finds, or an error.

PubMed hands out at most 9,999 hits of one search and says nothing when it leaves out
the rest. A larger search is asked in ranges of PMIDs, halved until each fits; what the
parts find must add up to what the whole search counts. And because an index that is
being exchanged gives two answers in two seconds, one answer is none: two in a row must
agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree as ET

from ketaevidence.errors import PubMedIncompleteError, PubMedQueryError
from ketaevidence.pubmed.answers import TransientError
from ketaevidence.pubmed.client import Client
from ketaevidence.pubmed.query import Between, Query, as_query

#: The hits that PubMed gives of one search since November 2022.
CEILING = 9_999
#: How many answers may be asked for until two in a row agree.
_LOOKS = 6
#: Newest records can have numbers a little above the highest that the search showed.
_BEYOND_HIGHEST = 1_000
#: No PMID has more than nine digits.
_LAST_PMID = 999_999_999
_SAYS_NOTHING = "No items found."


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search found, and how PubMed understood it."""

    #: The search exactly as it was sent.
    term: str
    count: int
    #: Every PMID found, in ascending order.
    pmids: tuple[str, ...]
    #: PubMed's own reading of the search (QueryTranslation).
    translation: str
    #: What PubMed could not find or left out, such as ``PhraseNotFound: kettamine``.
    warnings: tuple[str, ...]
    #: The searches that were asked, each with its count: one, or the ranges.
    parts: tuple[tuple[str, int], ...]
    requests_made: int


@dataclass(frozen=True, slots=True)
class _Page:
    """One answer of ESearch."""

    count: int
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]
    unknown_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """The whole search as it stands at one time."""

    whole: _Page
    pmids: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]

    @property
    def is_whole(self) -> bool:
        found = sum(count for _, count in self.parts)
        return found == len(self.pmids) == self.whole.count


def run_search(
    client: Client,
    term: Query | str,
    *,
    allow_unknown_fields: bool = False,
    ceiling: int = CEILING,
) -> SearchAnswer:
    """Find every PMID that a search finds.

    Parameters
    ----------
    client
        The connection.
    term
        The search, as free text or built from parts.
    allow_unknown_fields
        Whether to accept that PubMed ignores a field tag that it does not know; it
        then stands among the warnings.
    ceiling
        How many hits PubMed gives of one search.

    Raises
    ------
    PubMedQueryError
        If the search is empty, or holds a field tag that PubMed does not know.
    PubMedIncompleteError
        If PubMed's answers do not add up, or no two in a row agree.
    PubMedError
        If PubMed gave no answer.
    """
    query = as_query(term)
    before = client.requests_made
    previous: _Look | None = None
    for look in range(1, _LOOKS + 1):
        found = _look(client, query, ceiling, allow_unknown_fields=allow_unknown_fields)
        agrees = previous is not None and previous.pmids == found.pmids
        if found.is_whole and agrees:
            return _answer(query, found, client.requests_made - before)
        previous = found if found.is_whole else None
        if 1 < look < _LOOKS:
            client.pause(look - 1)
    msg = (
        f"PubMed answered the search {_LOOKS} times, and no two complete answers in a "
        "row agree: its index is being changed. Nothing was changed; run this again "
        "later."
    )
    raise PubMedIncompleteError(msg)


def _answer(query: Query, found: _Look, requests_made: int) -> SearchAnswer:
    return SearchAnswer(
        term=str(query),
        count=found.whole.count,
        pmids=found.pmids,
        translation=found.whole.translation,
        warnings=found.whole.warnings,
        parts=found.parts,
        requests_made=requests_made,
    )


def _look(
    client: Client, query: Query, ceiling: int, *, allow_unknown_fields: bool
) -> _Look:
    whole = _ask(client, query, ceiling)
    if whole.unknown_fields and not allow_unknown_fields:
        msg = (
            f"PubMed knows no field {', '.join(whole.unknown_fields)} and would search "
            "everything instead; correct the tag in square brackets."
        )
        raise PubMedQueryError(msg)
    if whole.count <= ceiling:
        return _Look(whole, _ascending(whole.pmids), ((str(query), whole.count),))
    pmids: list[str] = []
    parts: list[tuple[str, int]] = []
    for part, page in _ranges(client, query, whole, ceiling):
        pmids += page.pmids
        parts.append((part, page.count))
    return _Look(whole, _ascending(pmids), tuple(parts))


def _ranges(
    client: Client, query: Query, whole: _Page, ceiling: int
) -> Iterator[tuple[str, _Page]]:
    """Yield the parts of a search that is too large, in ascending order of PMID."""
    highest = max((int(pmid) for pmid in whole.pmids), default=0) + _BEYOND_HIGHEST
    first, last, found = 1, min(highest, _LAST_PMID), 0
    # The first hits need not hold the newest record: go on above while hits lack.
    while first <= _LAST_PMID and found < whole.count:
        waiting = [(first, last)]
        while waiting:
            low, high = waiting.pop()
            part = query & Between(str(low), str(high), "uid")
            page = _ask(client, part, ceiling)
            if page.count <= ceiling:
                found += page.count
                yield str(part), page
                continue
            if low == high:
                msg = (
                    f"PubMed counts {page.count} hits for the one PMID {low}; it does "
                    "not understand the range, and the search cannot be completed."
                )
                raise PubMedIncompleteError(msg)
            middle = (low + high) // 2
            waiting += [(middle + 1, high), (low, middle)]
        first, last = last + 1, min(2 * last, _LAST_PMID)


def _ask(client: Client, query: Query, ceiling: int) -> _Page:
    params = {
        "db": "pubmed",
        "term": str(query),
        "retmax": str(ceiling),
        "retmode": "xml",
    }
    return client.ask("esearch", params, partial(_read, ceiling=ceiling))


def _read(body: bytes, *, ceiling: int) -> _Page:
    """Read one answer of ESearch, and refuse one that is not whole."""
    root = _root(body)
    count = (root.findtext("Count") or "").strip()
    pmids = tuple((item.text or "").strip() for item in root.findall("IdList/Id"))
    if root.tag != "eSearchResult" or not _is_number(count):
        msg = "an answer that is none to a search"
        raise TransientError(msg)
    if not all(map(_is_number, pmids)) or len(set(pmids)) != len(pmids):
        msg = "a list of hits with one twice, or one that is no PMID"
        raise TransientError(msg, final=PubMedIncompleteError)
    if len(pmids) != min(int(count), ceiling) and int(count) <= ceiling:
        msg = f"a search that counts {int(count)} hits and lists {len(pmids)}"
        raise TransientError(msg, final=PubMedIncompleteError)
    warnings, unknown = _warnings(root)
    return _Page(
        count=int(count),
        pmids=pmids,
        translation=_line(root.findtext("QueryTranslation")),
        warnings=warnings,
        unknown_fields=unknown,
    )


def _root(body: bytes) -> ET.Element:
    start = body.find(b"<!DOCTYPE")
    if start >= 0 and b"[" in body[start : body.find(b">", start)]:
        msg = "an answer that declares entities of its own"
        raise TransientError(msg)
    try:
        return ET.fromstring(body)  # noqa: S314 (entities are refused above)
    except (ET.ParseError, ValueError, LookupError):
        pass
    msg = "an answer that is cut short or no well-formed XML"
    raise TransientError(msg)


def _warnings(root: ET.Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give (warnings, unknown fields); an error of another kind is asked again."""
    warnings: list[str] = []
    unknown: list[str] = []
    for item in root.findall("ErrorList/*"):
        text = _line(item.text)
        if item.tag == "FieldNotFound":
            unknown.append(text)
        elif item.tag != "PhraseNotFound":
            msg = "a search with an error that is not known"
            raise TransientError(msg)
        warnings.append(f"{item.tag}: {text}")
    warnings += [
        f"{_line(item.tag)}: {text}"
        for item in root.findall("WarningList/*")
        # It comes with every search that finds nothing, and says no more than that.
        if (text := _line(item.text)) != _SAYS_NOTHING
    ]
    return tuple(dict.fromkeys(warnings)), tuple(dict.fromkeys(unknown))


def _line(text: str | None) -> str:
    """Give a text as one printable line."""
    words = "".join(c for c in text or "" if c.isprintable() or c.isspace()).split()
    return " ".join(words)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _ascending(pmids: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(pmids), key=int))
