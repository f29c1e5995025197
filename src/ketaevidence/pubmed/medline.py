"""Read PubMed's text format (.nbib, MEDLINE), with Biopython's reader of its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from ketaevidence.errors import ReadError
from ketaevidence.records.model import (
    UI_OF_TYPE,
    Author,
    Correction,
    Journal,
    MeshHeading,
    PartialDate,
    PublicationType,
    Record,
    Registration,
    Section,
)

#: How a record starts in this format.
_START = re.compile(r"^PMID ?- ?(?=\d)", re.MULTILINE)
_DATE = re.compile(r"^(\d{4})(?: ([A-Z][a-z]{2})(?: (\d{1,2}))?)?$")
_IDENTIFIER = re.compile(r"^(.*\S)\s*\[(doi|pii|pmc)\]$")
#: The format's tags for notices and comments, under the names that the XML has.
_LINKS = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}
_LINKED = re.compile(r"\bPMID:\s*(\d+)")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def is_medline(text: str) -> bool:
    """Say whether a text looks like PubMed's text format."""
    return _START.search(text[:5000]) is not None


def medline_slices(text: str) -> Iterator[str]:
    """Yield the text of each record."""
    starts = [match.start() for match in _START.finditer(text)]
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[begin:end].rstrip() + "\n"


def read_medline(text: str, name: str) -> Record:
    """Read one record of PubMed's text format.

    Parameters
    ----------
    text
        The record, from its ``PMID-`` line on.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If the record has no title.
    """
    from Bio import Medline

    fields: Mapping[str, Any] = Medline.read(StringIO(text))  # type: ignore[no-untyped-call]
    pmid = str(fields.get("PMID", "")).strip()
    title = fields.get("TI") or fields.get("BTI") or fields.get("TT")
    if not title:
        msg = f"{name}: record PMID {pmid} has no title (TI); export the file again."
        raise ReadError(msg)
    ids = _identifiers(fields)
    return Record(
        title=title,
        pmid=pmid,
        kind="book" if "BTI" in fields else "article",
        status=fields.get("STAT"),
        vernacular_title=fields.get("TT"),
        sections=(Section(fields["AB"]),) if fields.get("AB") else (),
        authors=_authors(fields),
        journal=Journal(
            title=fields.get("JT"),
            iso_abbreviation=fields.get("TA"),
            nlm_id=fields.get("JID"),
        ),
        volume=fields.get("VI"),
        issue=fields.get("IP"),
        pages=fields.get("PG"),
        published=_date(fields.get("DP")),
        doi=ids.get("doi"),
        pmcid=fields.get("PMC"),
        other_ids=tuple(pair for pair in ids.items() if pair[0] == "pii"),
        languages=tuple(fields.get("LA", ())),
        publication_types=tuple(
            PublicationType(name, UI_OF_TYPE.get(name)) for name in fields.get("PT", ())
        ),
        mesh=tuple(_heading(line) for line in fields.get("MH", ())),
        keywords=tuple(fields.get("OT", ())),
        registrations=tuple(_registration(line) for line in fields.get("SI", ())),
        corrections=tuple(
            _correction(kind, line)
            for tag, kind in _LINKS.items()
            for line in fields.get(tag, ())
        ),
    )


def _authors(fields: Mapping[str, Any]) -> tuple[Author, ...]:
    short = fields.get("AU", [])
    full = fields.get("FAU", [])
    people = []
    for position, name in enumerate(short):
        last, _, initials = name.rpartition(" ")
        fore = full[position].partition(", ")[2] if position < len(full) else None
        people.append(
            Author(last_name=last or name, fore_name=fore or None, initials=initials)
        )
    groups = [Author(collective_name=name) for name in fields.get("CN", ())]
    return tuple(people + groups)


def _identifiers(fields: Mapping[str, Any]) -> dict[str, str]:
    lines = [*_lines(fields.get("LID")), *_lines(fields.get("AID"))]
    found: dict[str, str] = {}
    for line in lines:
        match = _IDENTIFIER.match(line)
        if match:
            found.setdefault(match[2], match[1])
    return found


def _lines(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    # Biopython joins several LID lines into one text.
    return [part.strip() + "]" for part in value.split("]") if part.strip()]


def _date(words: str | None) -> PartialDate:
    if not words:
        return PartialDate()
    match = _DATE.match(words)
    if match is None:
        year = re.search(r"\d{4}", words)
        return PartialDate(year=int(year[0]) if year else None, words=words)
    month = _MONTHS.index(match[2]) + 1 if match[2] in _MONTHS else None
    return PartialDate(int(match[1]), month, int(match[3]) if match[3] else None)


def _registration(line: str) -> Registration:
    registry, _, accession = line.partition("/")
    return Registration(registry, accession or registry)


def _correction(kind: str, line: str) -> Correction:
    match = _LINKED.search(line)
    reference = line[: match.start()] if match else line
    return Correction(kind, reference.strip(), match[1] if match else None)


def _heading(line: str) -> MeshHeading:
    name, *qualifiers = line.split("/")
    return MeshHeading(
        name=name.lstrip("*"),
        is_major=name.startswith("*"),
        qualifiers=tuple((q.lstrip("*"), None, q.startswith("*")) for q in qualifiers),
    )
