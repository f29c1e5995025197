"""Open a file of decisions, see which tool wrote it, and read it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ketaevidence.errors import ReadError
from ketaevidence.exchange import asreview, covidence, rayyan
from ketaevidence.exchange.aliases import NOTES_COLUMNS, Tool
from ketaevidence.exchange.rows import Export, Problems
from ketaevidence.exchange.tables import Table, is_workbook, read_csv, read_xlsx
from ketaevidence.pubmed.files import read_file
from ketaevidence.pubmed.ris import is_ris
from ketaevidence.records.model import Record

TOOLS: Final = ("asreview", "rayyan", "covidence")
_ZIP: Final = b"PK\x03\x04"
_HEAD: Final = 5000


def read_export(path: Path, tool: str = "auto", *, listed: str | None = None) -> Export:
    """Read the decisions in a file.

    Parameters
    ----------
    path
        A CSV, TSV, XLSX or RIS file, or Rayyan's zip.
    tool
        ``asreview``, ``rayyan``, ``covidence``, or ``auto``: as the file itself tells.
    listed
        Which of Covidence's lists the file is, where its name does not say so.

    Raises
    ------
    ReadError
        If the file cannot be read, or no tool or more than one can have written it.
    """
    if tool not in (*TOOLS, "auto"):
        msg = f"{tool!r} is no tool whose decisions are read: {', '.join(TOOLS)}."
        raise ReadError(msg)
    raw, name = _bytes_of(path), path.name
    if raw.startswith(_ZIP) and not is_workbook(raw):
        raw, name = rayyan.articles_of(raw, name)
    if is_ris(raw[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")):
        return _read_ris(raw, name, tool)
    table = read_xlsx(raw, name) if is_workbook(raw) else read_csv(raw, name)
    chosen = tool if tool != "auto" else _written_by(table)
    if listed is not None and chosen != "covidence":
        msg = f"{name}: a list is named, and only Covidence exports lists."
        raise ReadError(msg)
    if chosen == "rayyan":
        return rayyan.read_table(table)
    if chosen == "covidence":
        return covidence.read_table(table, listed)
    return asreview.read_table(table)


def read_table(path: Path) -> Table:
    """Read a table: CSV, TSV or XLSX.

    Raises
    ------
    ReadError
        If the file cannot be read.
    """
    raw = _bytes_of(path)
    read = read_xlsx if is_workbook(raw) else read_csv
    return read(raw, path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})."
        raise ReadError(msg) from error


def _written_by(table: Table) -> Tool:
    notes = (row.first(NOTES_COLUMNS) for row in table.rows)
    found: list[Tool] = []
    if rayyan.speaks_rayyan(notes):
        found.append("rayyan")
    if covidence.speaks_covidence(table.columns):
        found.append("covidence")
    if asreview.speaks_asreview(table.columns):
        found.append("asreview")
    return _only(found, table.name)


def _only(found: list[Tool], name: str) -> Tool:
    if len(found) == 1:
        return found[0]
    told = f"{' and '.join(found)} may" if found else "none of them can be seen to"
    msg = f"{name}: {told} have written this; name the tool: {', '.join(TOOLS)}."
    raise ReadError(msg)


def _read_ris(raw: bytes, name: str, tool: str) -> Export:
    contents = read_file(raw)
    problems = Problems(name)
    for piece in contents.broken:
        problems.add(f"byte {piece.offset}", piece.problem)
    problems.check()
    records: list[Record] = [item.record for item in contents.incoming]
    found: list[Tool] = []
    if rayyan.speaks_rayyan(note for record in records for _, note in record.notes):
        found.append("rayyan")
    if asreview.has_labels(records):
        found.append("asreview")
    chosen = tool if tool != "auto" else _only(found, name)
    if chosen == "covidence":
        msg = f"{name}: Covidence's decisions are in its CSV lists, not in RIS."
        raise ReadError(msg)
    reader = rayyan.read_ris if chosen == "rayyan" else asreview.read_ris
    return reader(records, name)
