"""A row of another tool's export: which record it is about, and what people decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ketaevidence.errors import ReadError
from ketaevidence.exchange.aliases import RECORD_COLUMNS, Tool
from ketaevidence.exchange.tables import TableRow
from ketaevidence.screening.model import Stage, Verdict

_PMID: Final = re.compile(r"[1-9][0-9]{0,8}")
#: How pandas writes a whole number beside a blank; nothing of it is lost.
_WHOLE: Final = re.compile(r"([1-9][0-9]{0,8})\.0+")
#: How a spreadsheet shortens a long number: digits are gone.
_SHORTENED: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_SAID: Final = re.compile(r"(?:PMID|MEDLINE)\s*:\s*([1-9][0-9]{0,8})", re.IGNORECASE)
_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE
)
_YEAR: Final = re.compile(r"([12][0-9]{3})(?:\.0+)?")
_NOTHING: Final = frozenset({"", "na", "n/a", "nan", "none", "null", "-", "<na>"})


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person decided, as the file has it; ``None`` is what it does not say."""

    verdict: Verdict
    stage: Stage | None = None
    by: str | None = None
    #: ISO 8601 in UTC.
    at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export."""

    #: Where it stands: "row 12".
    place: str
    title: str
    year: int | None
    doi: str | None
    pmid: str | None
    votes: tuple[Vote, ...] = ()
    #: Why somebody's verdict is none: "Anna: Maybe".
    undecided: tuple[str, ...] = ()
    #: The record's key in the review that wrote the file, if this program did.
    record_key: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What a file of another tool says, before it is matched with any record."""

    tool: Tool
    name: str
    rows: tuple[Row, ...]
    #: What a reader should know of how the file was read.
    remarks: tuple[str, ...] = ()
    #: People whom the file names by their address only: who they are here must be said.
    unnamed: tuple[str, ...] = ()


class Problems:
    """What is wrong with a file, collected so that a person hears of all of it."""

    #: More than so many are counted and not told.
    _MOST: Final = 8

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[str] = []

    def add(self, place: str, what: str) -> None:
        """Note one thing that is wrong."""
        self._found.append(f"{place}: {what}")

    def check(self) -> None:
        """Raise if anything was wrong.

        Raises
        ------
        ReadError
            With the first of what was noted.
        """
        if not self._found:
            return
        told = "; ".join(self._found[: self._MOST])
        more = len(self._found) - self._MOST
        rest = f"; and {more} more" if more > 0 else ""
        msg = f"{self._name}: {told}{rest}. Nothing was taken over."
        raise ReadError(msg)


def row_of(
    row: TableRow,
    problems: Problems,
    *,
    votes: tuple[Vote, ...] = (),
    undecided: tuple[str, ...] = (),
) -> Row:
    """Make a row from a table's row: which record it is about."""
    place = f"row {row.number}"
    pmid = _pmid(row, place, problems)
    return Row(
        place=place,
        title=row.first(RECORD_COLUMNS["title"]),
        year=year(row.first(RECORD_COLUMNS["year"])),
        doi=doi(row.first(RECORD_COLUMNS["doi"])),
        pmid=pmid,
        votes=votes,
        undecided=undecided,
        record_key=row.first(RECORD_COLUMNS["record_key"]) or None,
    )


def year(text: str) -> int | None:
    """Give a year, or ``None`` where the cell is no bare year."""
    match = _YEAR.fullmatch(text.strip())
    return int(match[1]) if match else None


def doi(text: str) -> str | None:
    """Give a DOI, bare and in small letters, or ``None`` where the cell has none.

    Examples
    --------
    >>> doi("https://doi.org/10.1000/ABC"), doi("see journal")
    ('10.1000/abc', None)
    """
    match = _DOI.fullmatch(text.strip())
    return match[1].lower() if match else None


def _pmid(row: TableRow, place: str, problems: Problems) -> str | None:
    found = dict.fromkeys(_pmids(row, place, problems))
    if len(found) > 1:
        problems.add(place, f"two PMIDs, {' and '.join(found)}; leave the record's own")
    return next(iter(found), None)


def _pmids(row: TableRow, place: str, problems: Problems) -> Iterator[str]:
    for column in RECORD_COLUMNS["pmid"]:
        cell = row.cells.get(column, "").strip()
        match = _PMID.fullmatch(cell) or _WHOLE.fullmatch(cell)
        if match:
            yield match[0].partition(".")[0]
        elif _SHORTENED.fullmatch(cell):
            problems.add(
                place,
                f"column {column}: {cell!r} is a PMID that a spreadsheet shortened; "
                "its last digits are lost. Export the file again and leave it "
                "unopened, or format the column as text first",
            )
        elif cell.casefold() not in _NOTHING:
            problems.add(place, f"column {column}: {cell!r} is no PMID")
    for column in RECORD_COLUMNS["accession"]:
        said = _SAID.fullmatch(row.cells.get(column, "").strip())
        if said:
            yield said[1]
