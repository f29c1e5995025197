"""Decisions made in ASReview: its CSV, TSV, XLSX and RIS exports.

The export adds ``asreview_label`` (1 relevant, 0 irrelevant, blank not seen),
``asreview_time`` in UTC, ``asreview_note`` and, on a server, who decided. In RIS they
are notes (N1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ketaevidence.exchange import aliases
from ketaevidence.exchange.citing import one_line
from ketaevidence.exchange.rows import Export, Problems, Row, Vote, doi, row_of
from ketaevidence.exchange.tables import Table, TableRow
from ketaevidence.records.model import Record

#: ``asreview_time`` as the export writes it, from seconds since 1970 in UTC.
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?Z?")
#: ASReview's other results in RIS: ``asreview_time: "2026-01-31 12:00:00"``.
_RESULT: Final = re.compile(r"(asreview_\w+): (.+)")
#: What Zotero puts around a note.
_PARAGRAPH: Final = re.compile(r"^<p>|</p>$")


def speaks_asreview(columns: Iterable[str]) -> bool:
    """Say whether a table has a column under which ASReview looks for labels."""
    return bool(set(columns).intersection(aliases.LABEL_COLUMNS))


def read_table(table: Table) -> Export:
    """Read an export as a table.

    Raises
    ------
    ReadError
        If there is no label column or no telling which, a label means nothing, or a
        spreadsheet has changed a PMID or a time.
    """
    problems = Problems(table.name)
    column = _label_column(table, problems)
    problems.check()
    rows = tuple(_row(row, column, problems) for row in table.rows)
    problems.check()
    return Export("asreview", table.name, rows, table.remarks)


def _label_column(table: Table, problems: Problems) -> str:
    present = [name for name in aliases.LABEL_COLUMNS if table.has(name)]
    if not present:
        known = ", ".join(aliases.LABEL_COLUMNS)
        problems.add("header", f"no column of labels; ASReview names it one of {known}")
        return ""
    # What ASReview itself adds was decided in it; the others came with the data.
    if len(present) > 1 and present[0] != aliases.LABEL_COLUMNS[0]:
        problems.add(
            "header",
            f"{' and '.join(present)} may each be the label; leave one of them",
        )
    return present[0]


def _row(row: TableRow, column: str, problems: Problems) -> Row:
    place = f"row {row.number}"
    label = row.cells.get(column, "").strip()
    vote = _vote(
        label,
        place,
        problems,
        column=column,
        at=row.first(aliases.TIME_COLUMNS),
        by=row.first(aliases.PERSON_COLUMNS),
        reason=row.first((*aliases.REASON_COLUMNS, *aliases.NOTE_COLUMNS)),
    )
    if vote is None:
        return row_of(row, problems, undecided=(label or "no label",))
    return row_of(row, problems, votes=(vote,))


def _vote(  # noqa: PLR0913 (the parts of a vote, each by name)
    label: str,
    place: str,
    problems: Problems,
    *,
    column: str,
    at: str,
    by: str,
    reason: str,
) -> Vote | None:
    word = label.casefold().removesuffix(".0")
    if word in aliases.UNDECIDED:
        return None
    verdict = aliases.VERDICTS.get(word)
    if verdict is None:
        problems.add(place, f"column {column}: {label!r} is no label; allowed: 1, 0")
        return None
    moment = _TIME.fullmatch(at)
    if at and moment is None:
        problems.add(
            place,
            f"column {aliases.TIME_COLUMNS[0]}: {at!r} is not how ASReview writes a "
            "time (2026-01-31 12:00:00); a spreadsheet has changed it, export the file "
            "again",
        )
    return Vote(
        verdict,
        by=by or None,
        at=f"{moment[1]}T{moment[2]}Z" if moment else None,
        reason=reason or None,
    )


def has_labels(records: Iterable[Record]) -> bool:
    """Say whether records from RIS carry a label of ASReview's."""
    return any(_label(record) is not None for record in records)


def read_ris(records: Iterable[Record], name: str) -> Export:
    """Read the records of a RIS export.

    Raises
    ------
    ReadError
        If a time is none of ASReview's.
    """
    problems = Problems(name)
    rows = []
    for number, record in enumerate(records, start=1):
        row = row_of_record(record, number)
        label = _label(record)
        results = _results(record)
        vote = _vote(
            label or "",
            row.place,
            problems,
            column="N1",
            at=results.get("asreview_time", ""),
            by=results.get(
                "asreview_user_name", results.get("asreview_user_email", "")
            ),
            reason=results.get("asreview_note", ""),
        )
        if vote is None:
            rows.append(
                replace(row, undecided=("not seen" if label == "" else "no label",))
            )
        else:
            rows.append(replace(row, votes=(vote,)))
    problems.check()
    return Export("asreview", name, tuple(rows))


def row_of_record(record: Record, number: int) -> Row:
    """Give which record a record of a RIS file is; its place is its number there."""
    return Row(
        place=f"record {number}",
        title=record.title,
        year=record.year,
        doi=doi(record.doi or ""),
        pmid=record.pmid,
        # RIS carries the name by which a record without PMID and DOI goes.
        record_key=one_line(record.key) if record.local_id else None,
    )


def _label(record: Record) -> str | None:
    for _, note in record.notes:
        label = aliases.RIS_LABELS.get(_PARAGRAPH.sub("", note))
        if label is not None:
            return label
    return None


def _results(record: Record) -> dict[str, str]:
    """Give what ASReview notes beside the label."""
    found = {}
    for _, note in record.notes:
        match = _RESULT.fullmatch(note)
        if match:
            try:
                value = json.loads(match[2])
            except ValueError:
                value = match[2]  # as it stands; what it must be is checked later
            found[match[1]] = "" if value is None else str(value)
    return found
