"""Open a file of decisions, see which tool wrote it, and read it."""

from __future__ import annotations

from dataclasses import replace
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
_UNREAD: Final = (
    "The zip has a log, which knows when each person decided and why; it was not read. "
    "To read it, say so (--log)."
)


def read_export(
    path: Path,
    tool: str = "auto",
    *,
    listed: str | None = None,
    log: Path | bool = False,
) -> Export:
    """Read the decisions in a file.

    Parameters
    ----------
    path
        A CSV, TSV, XLSX or RIS file, or Rayyan's zip.
    tool
        ``asreview``, ``rayyan``, ``covidence``, or ``auto``: as the file itself tells.
    listed
        Which of Covidence's lists the file is, where its name does not say so.
    log
        Rayyan's log of who decided when: a file, or ``True`` for the one in its zip.

    Raises
    ------
    ReadError
        If the file cannot be read, or no tool or more than one can have written it.
    """
    if tool not in (*TOOLS, "auto"):
        msg = f"{tool!r} is no tool whose decisions are read: {', '.join(TOOLS)}."
        raise ReadError(msg)
    raw, name = _bytes_of(path), path.name
    events = _log(raw, name, log=log)
    remarks: tuple[str, ...] = ()
    if raw.startswith(_ZIP) and not is_workbook(raw):
        if not log and rayyan.log_of(raw, name) is not None:
            remarks = (_UNREAD,)
        raw, name = rayyan.articles_of(raw, name)
    export = _read_articles(raw, name, tool, listed=listed, events=events)
    return replace(export, remarks=(*export.remarks, *remarks))


def _log(raw: bytes, name: str, *, log: Path | bool) -> Table | None:
    """Open Rayyan's log, where one was asked for."""
    if log is False:
        return None
    if isinstance(log, Path):
        return read_table(log)
    is_zip = raw.startswith(_ZIP) and not is_workbook(raw)
    found = rayyan.log_of(raw, name) if is_zip else None
    if found is None:
        msg = f"{name}: there is no log in it; name the file customizations_log.csv."
        raise ReadError(msg)
    return read_csv(*found)


def _read_articles(
    raw: bytes, name: str, tool: str, *, listed: str | None, events: Table | None
) -> Export:
    if is_ris(raw[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")):
        return _read_ris(raw, name, tool, events)
    table = read_xlsx(raw, name) if is_workbook(raw) else read_csv(raw, name)
    chosen = tool if tool != "auto" else _written_by(table)
    if events is not None and chosen != "rayyan":
        msg = f"{name}: a log is named, and only Rayyan writes one."
        raise ReadError(msg)
    if listed is not None and chosen != "covidence":
        msg = f"{name}: a list is named, and only Covidence exports lists."
        raise ReadError(msg)
    if chosen == "rayyan":
        return rayyan.read_table(table, events)
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


def _read_ris(raw: bytes, name: str, tool: str, events: Table | None) -> Export:
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
    if chosen == "rayyan":
        return rayyan.read_ris(records, name, events)
    if events is not None:
        msg = f"{name}: a log is named, and only Rayyan writes one."
        raise ReadError(msg)
    return asreview.read_ris(records, name)
