"""Decisions made in Rayyan: its zip, the articles file in it, or a RIS export.

Rayyan appends to a record's notes ``RAYYAN-INCLUSION: {"Anna"=>"Included"}``, labels,
reasons for exclusion and users' notes, with bars between them. One list of reasons
stands for everybody who excluded the record. The log in the zip is not read: it names
people by their e-mail addresses, and does not say which of the names above they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ketaevidence.errors import ReadError
from ketaevidence.exchange import aliases
from ketaevidence.exchange.asreview import row_of_record
from ketaevidence.exchange.rows import Export, Problems, Row, Vote, row_of
from ketaevidence.exchange.tables import Table
from ketaevidence.records.model import Record

_INCLUSION: Final = "RAYYAN-INCLUSION"
_REASONS: Final = "RAYYAN-EXCLUSION-REASONS"
#: What Rayyan writes before each of its parts.
_PART: Final = re.compile(
    rf"\s*\|?\s*\b({_INCLUSION}|{_REASONS}|RAYYAN-LABELS|USER-NOTES)\s*:\s*"
)
_PAIR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')
_ALL_PAIRS: Final = re.compile(rf"\{{\s*(?:{_PAIR.pattern}\s*,?\s*)*\}}")
#: The other file of the zip.
_LOG: Final = "customizations_log"
_MOST_BYTES: Final = 1 << 28


def speaks_rayyan(texts: Iterable[str]) -> bool:
    """Say whether some notes hold a decision of Rayyan's."""
    return any(_INCLUSION in text for text in texts)


def articles_of(raw: bytes, name: str) -> tuple[bytes, str]:
    """Give the articles file in Rayyan's zip, and its name.

    Raises
    ------
    ReadError
        If the zip cannot be read, or does not hold one such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [
                member
                for member in archive.infolist()
                if member.filename.lower().endswith((".csv", ".ris"))
                and _LOG not in member.filename
                and not member.filename.startswith("__MACOSX/")
            ]
            if len(members) != 1 or members[0].file_size > _MOST_BYTES:
                told = ", ".join(member.filename for member in members) or "none"
                msg = (
                    f"{name}: one articles file (.csv or .ris) is expected in Rayyan's "
                    f"zip; found: {told}."
                )
                raise ReadError(msg)
            inner = members[0].filename
            return archive.read(members[0]), f"{name}:{inner}"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        msg = f"{name}: the zip is damaged, or its kind is not read here ({error})."
        raise ReadError(msg) from error


def read_table(table: Table) -> Export:
    """Read an articles file.

    Raises
    ------
    ReadError
        If it has no notes, or a decision in them cannot be read.
    """
    problems = Problems(table.name)
    if not table.has(*aliases.NOTES_COLUMNS):
        problems.add(
            "header",
            "no column of notes, in which Rayyan writes what was decided; export the "
            "review with its decisions",
        )
    problems.check()
    rows = []
    for row in table.rows:
        notes = row.first(aliases.NOTES_COLUMNS)
        votes, undecided = _read_notes(notes, f"row {row.number}", problems)
        rows.append(row_of(row, problems, votes=votes, undecided=undecided))
    problems.check()
    return Export("rayyan", table.name, tuple(rows), table.remarks)


def read_ris(records: Iterable[Record], name: str) -> Export:
    """Read the records of a RIS export.

    Raises
    ------
    ReadError
        If a decision in the notes cannot be read.
    """
    problems = Problems(name)
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        row = row_of_record(record, number)
        notes = " | ".join(note for _, note in record.notes)
        votes, undecided = _read_notes(notes, row.place, problems)
        rows.append(replace(row, votes=votes, undecided=undecided))
    problems.check()
    return Export("rayyan", name, tuple(rows))


def _read_notes(
    notes: str, place: str, problems: Problems
) -> tuple[tuple[Vote, ...], tuple[str, ...]]:
    """Give the votes in a record's notes, and what is no verdict."""
    parts = _parts(notes)
    said = parts.get(_INCLUSION)
    if said is None:
        return (), ("no decision in the notes",)
    if not _ALL_PAIRS.fullmatch(said):
        problems.add(
            place, f"what Rayyan notes as decided has been changed: {said[:60]!r}"
        )
        return (), ()
    reason = parts.get(_REASONS) or None
    votes, undecided = [], []
    for name, word in _PAIR.findall(said):
        verdict = aliases.VERDICTS.get(word.strip().casefold())
        if verdict is not None:
            excluded = verdict == "exclude"
            by = name.replace('\\"', '"').strip() or None
            votes.append(Vote(verdict, by=by, reason=reason if excluded else None))
        elif word.strip().casefold() in aliases.UNDECIDED:
            undecided.append(f"{name}: {word}")
        else:
            problems.add(place, f"{name}'s {word!r} is no decision of Rayyan's")
    return tuple(votes), tuple(undecided) or (() if votes else ("nobody decided",))


def _parts(notes: str) -> dict[str, str]:
    """Give Rayyan's parts of the notes by name.

    Where a file was exported, imported and exported again, what was decided in the
    last place stands last; it is that which counts.
    """
    found: dict[str, str] = {}
    marks = list(_PART.finditer(notes))
    ends = [*(mark.start() for mark in marks[1:]), len(notes)]
    for mark, end in zip(marks, ends, strict=False):
        if mark[1] == _INCLUSION:
            found.clear()
        found[mark[1]] = notes[mark.end() : end].strip().removesuffix("|").strip()
    return found
