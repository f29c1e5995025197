"""What PubMed's elements mean, once their text is read: dates, pages, identifiers.

Both readers of PubMed XML use these, so that they cannot come to two meanings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketaevidence.records.dates import PartialDate, month_number

_YEAR = re.compile(r"\d{4}")
#: Identifiers that have a place of their own in a record.
_OWN_PLACE = frozenset({"pubmed", "doi", "pmc"})

Pairs = Iterable[tuple[str, str]]


def partial_date(
    year: str | None,
    month: str | None = None,
    day: str | None = None,
    season: str | None = None,
    words: str | None = None,
) -> PartialDate:
    """Give a date as far as its parts tell it; what is no plain date stays in words."""
    number = month_number(month)
    if words is None and (season or (month and number is None)):
        words = " ".join(part for part in (year, season or month) if part)
    found = _YEAR.search(year or words or "")
    return PartialDate(
        year=int(found[0]) if found else None,
        month=number,
        day=int(day) if day and day.isdecimal() else None,
        words=words,
    )


def page_range(printed: str | None, first: str | None, last: str | None) -> str | None:
    """Give the pages as MEDLINE prints them, or from the first to the last."""
    if printed:
        return printed
    return f"{first}-{last}" if first and last else first


def version_number(version: str) -> int:
    """Give the version of a PMID.

    Raises
    ------
    ValueError
        If it is no number of up to four digits.
    """
    if not (version.isascii() and version.isdecimal() and 1 <= len(version) <= 4):
        msg = f"the version {version[:20]!r} of its PMID is no number"
        raise ValueError(msg)
    return max(1, int(version))


def own_doi(places: Iterable[tuple[str, str, bool]], ids: Pairs) -> str | None:
    """Give the record's DOI: a valid one of the article, or else PubMed's own list's.

    ``places`` are (type, value, is_valid) of the article's electronic locations.
    """
    for kind, value, is_valid in places:
        if kind == "doi" and is_valid and value:
            return value
    return next((value for kind, value in ids if kind == "doi"), None)


def further_ids(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    """Give the identifiers that have no place of their own in a record, each once."""
    return tuple(
        dict.fromkeys(pair for pair in pairs if pair[0] not in _OWN_PLACE and pair[1])
    )
