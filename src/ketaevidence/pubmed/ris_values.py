"""What the values of RIS mean: identifiers, names, dates, pages.

Databases and reference managers put a PMID into many places. It is taken only where
the field itself says that its number is one: a bare number may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ketaevidence.pubmed.facts import page_range, partial_date
from ketaevidence.pubmed.medline_values import printed_date
from ketaevidence.pubmed.ris_fields import Fields
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import Author, Keyword

_NUMBER = r"[1-9][0-9]{0,8}"
#: Fields in which numbers of all kinds stand, also several in one line.
_NUMBERS = (
    "AN", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "ID",
    "U1", "U2", "U3", "U4", "U5",
)  # fmt: skip
#: Notes. They quote other works' numbers too, so that only a whole line counts.
_NOTES = ("M1", "M2", "N1", "RN")
_LINKS = ("UR", "L1", "L2", "LK")
#: ``PMID: 1``, ``PUBMED 1``, and nothing else beside it.
_SAID = re.compile(rf"(?:PMID|PubMed(?: ID)?)\s*[:#]?\s*({_NUMBER})\.?", re.IGNORECASE)
_SAID_PMC = re.compile(r"(?:PMCID\s*:?\s*)?(PMC[0-9]+)\.?")
_BETWEEN = re.compile(r"[;,|\n]")
#: How Web of Science writes the accession number of its MEDLINE records.
_ACCESSION = re.compile(rf"MEDLINE:({_NUMBER})")
_PUBMED_LINK = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed"
    rf"|europepmc\.org/(?:article|abstract)/MED)/({_NUMBER})(?![\w,])",
    re.IGNORECASE,
)
_PMC_LINK = re.compile(
    r"(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC[0-9]+)(?!\w)",
    re.IGNORECASE,
)
_PUBMED_NAME = re.compile(r"\b(?:PubMed|MEDLINE)\b", re.IGNORECASE)
_OTHER_NAME = re.compile(r"\b(?:Embase|EMBASE)\b", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_DOI_LINK = re.compile(
    r"https?://(?:dx\.|www\.)?doi\.org/(10\.[0-9]{4,9}/[^\s?#]+)", re.IGNORECASE
)
_ISSN = re.compile(r"(?<![\dXx-])([0-9]{4})-?([0-9]{3}[0-9Xx])(?![\dXx-])")
_INITIALS = re.compile(r"[^\W\d_](?:[. -]{0,2}[^\W\d_]){0,4}\.?")
_FORE_PARTS = re.compile(r"[ .-]+")
#: ``2020/03/05/``: what is not known is left empty; the last part is free words.
_DATE = re.compile(
    r"(\d{4})(?:[/-]([0-9]{0,2})(?:[/-]([0-9]{0,2})(?:/(.*))?)?)?", re.DOTALL
)


def pmids(fields: Fields) -> tuple[str, ...]:
    """Give every PMID that the record's fields say is its own, each once."""
    return tuple(dict.fromkeys(_pmids(fields)))


def _pmids(fields: Fields) -> Iterator[str]:
    yield from (m[1] for part in _noted(fields) if (m := _SAID.fullmatch(part)))
    for number in fields.all("AN"):
        match = _ACCESSION.fullmatch(number)
        if match:
            yield match[1]
        elif re.fullmatch(_NUMBER, number) and _is_from_pubmed(fields):
            yield number
    yield from (n for n in fields.all("PM") if re.fullmatch(_NUMBER, n))
    yield from (m[1] for link in _links(fields) for m in _PUBMED_LINK.finditer(link))


def _is_from_pubmed(fields: Fields) -> bool:
    """Say whether PubMed or MEDLINE, and nothing else, is named as the database."""
    names = fields.all("DB")
    return bool(names) and all(
        _PUBMED_NAME.search(name) and not _OTHER_NAME.search(name) for name in names
    )


def pmcid(fields: Fields) -> str | None:
    """Give the record's number in PubMed Central, if its fields name one only."""
    found = [m[1] for part in _noted(fields) if (m := _SAID_PMC.fullmatch(part))]
    found += [m[1].upper() for link in _links(fields) for m in _PMC_LINK.finditer(link)]
    return found[0] if len(set(found)) == 1 else None


def _noted(fields: Fields) -> Iterator[str]:
    for tag in _NUMBERS:
        for value in fields.all(tag):
            yield from (part.strip() for part in _BETWEEN.split(value))
    for tag in _NOTES:
        yield from fields.all(tag)


def _links(fields: Fields) -> Iterator[str]:
    for tag in _LINKS:
        for value in fields.all(tag):
            yield from value.split(" ")


def doi(fields: Fields) -> str | None:
    """Give the record's DOI, bare: from its own field, or else from a link to it."""
    for value in (*fields.all("DO"), *fields.all("L3"), *_links(fields)):
        bare, link = _DOI.fullmatch(value), _DOI_LINK.match(value)
        if bare:
            return bare[1]
        if link:
            return unquote(link[1])
    return None


def issn(values: tuple[str, ...]) -> str | None:
    """Give the first ISSN as it is printed, with its hyphen."""
    found = (_ISSN.search(value) for value in values)
    return next((f"{m[1]}-{m[2].upper()}" for m in found if m), None)


def keyword(line: str) -> Keyword:
    """Read a keyword; Ovid and the Cochrane Library mark the major ones with a star."""
    return Keyword(line.removeprefix("*"), is_major=line.startswith("*"))


def author(line: str) -> Author:
    """Read ``Last, First, Suffix``.

    A comma with nothing behind it marks a group. Without a comma a person cannot be
    told from a group: all of it is then the last name, as it is printed.
    """
    last, comma, rest = (part.strip() for part in line.partition(","))
    fore, _, suffix = (part.strip() for part in rest.partition(","))
    if comma and not rest:
        return Author(collective_name=last)
    return Author(
        last_name=last,
        fore_name=fore or None,
        initials=_initials(fore),
        suffix=suffix or None,
    )


def _initials(fore: str) -> str | None:
    """Give the initials of a fore name, if every part of it is a name's."""
    if _INITIALS.fullmatch(fore) and fore.isupper():
        return _letters(fore)
    parts = [part for part in _FORE_PARTS.split(fore) if part]
    if not parts or not all(part[0].isupper() for part in parts):
        return None
    return "".join(part[0] for part in parts)


def _letters(initials: str) -> str:
    return "".join(sign for sign in initials if sign.isalpha())


def pages(first: str | None, last: str | None) -> str | None:
    """Give the pages from the first to the last; some give both in the first field."""
    if first is None or first == last or not first.isalnum():
        return first
    return page_range(None, first, last)


def published(year: str | None, day: str | None) -> PartialDate:
    """Give the date of publication as far as it is known.

    Parameters
    ----------
    year
        The field of the year (PY, Y1), which may hold a whole date.
    day
        The field of the date (DA), which may be without its year. One of another year
        is another event's, such as the day of a first version.
    """
    date = _date(year) if year else PartialDate()
    if day is None or date.month is not None or date.words is not None:
        return date
    if date.year is None:
        return _date(day)
    more = _date(day)
    if more.year == date.year:
        return more
    if more.year is None and more.words:
        return printed_date(f"{date.year} {more.words.title()}")
    return date


def _date(value: str) -> PartialDate:
    match = _DATE.fullmatch(value)
    if match is None:
        return printed_date(value)
    month, day = ((part or "").lstrip("0") for part in match.group(2, 3))
    season = match[4] if not month else None
    return partial_date(match[1], month or None, (month and day) or None, season)
