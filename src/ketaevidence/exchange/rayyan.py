"""Decisions made in Rayyan: its zip, the articles file in it, or a RIS export.

Rayyan appends to a record's notes ``RAYYAN-INCLUSION: {"Anna"=>"Included"}``, labels,
reasons for exclusion and users' notes, with bars between them. One list of reasons
stands for everybody who excluded the record. The log beside it (``rayyan_log``) knows
when each person decided, and each person's own reasons.
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
from ketaevidence.exchange.rayyan_log import (
    SAID,
    Article,
    State,
    article_number,
    read_log,
    with_log,
)
from ketaevidence.exchange.rows import Export, Problems, Vote, row_of
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


def log_of(raw: bytes, name: str) -> tuple[bytes, str] | None:
    """Give the log in Rayyan's zip, and its name; ``None`` where there is none.

    Raises
    ------
    ReadError
        If the zip cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                is_log = member.filename.lower().endswith(".csv") and (
                    _LOG in member.filename
                    and not member.filename.startswith("__MACOSX/")
                )
                if is_log and member.file_size <= _MOST_BYTES:
                    return archive.read(member), f"{name}:{member.filename}"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        msg = f"{name}: the zip is damaged, or its kind is not read here ({error})."
        raise ReadError(msg) from error
    return None


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


def read_table(table: Table, log: Table | None = None) -> Export:
    """Read an articles file, with its log beside it where there is one.

    Raises
    ------
    ReadError
        If it has no notes, a decision in them cannot be read, or the log does not fit.
    """
    problems = Problems(table.name)
    if not table.has(*aliases.NOTES_COLUMNS):
        problems.add(
            "header",
            "no column of notes, in which Rayyan writes what was decided; export the "
            "review with its decisions",
        )
    problems.check()
    articles = []
    for row in table.rows:
        said, reason = _read_notes(
            row.first(aliases.NOTES_COLUMNS), f"row {row.number}", problems
        )
        votes, undecided = _votes(said, reason)
        told = row_of(row, problems, votes=votes, undecided=undecided)
        number = article_number(row.first(aliases.KEY_COLUMNS))
        articles.append(Article(told, number, _states(said)))
    problems.check()
    return _export(table.name, articles, log, table.remarks)


def read_ris(records: Iterable[Record], name: str, log: Table | None = None) -> Export:
    """Read the records of a RIS export, with its log beside it where there is one.

    Raises
    ------
    ReadError
        If a decision in the notes cannot be read, or the log does not fit.
    """
    problems = Problems(name)
    articles: list[Article] = []
    for place, record in enumerate(records, start=1):
        row = row_of_record(record, place)
        notes = " | ".join(note for _, note in record.notes)
        said, reason = _read_notes(notes, row.place, problems)
        votes, undecided = _votes(said, reason)
        row = replace(row, votes=votes, undecided=undecided)
        number = article_number(record.local_id or "")
        articles.append(Article(row, number, _states(said)))
    problems.check()
    return _export(name, articles, log, ())


def _export(
    name: str, articles: list[Article], log: Table | None, remarks: tuple[str, ...]
) -> Export:
    if log is None:
        return Export("rayyan", name, tuple(a.row for a in articles), remarks)
    problems = Problems(name)
    found = with_log(articles, read_log(log), problems)
    problems.check()
    return Export("rayyan", name, found.rows, (*remarks, *found.remarks), found.unnamed)


#: What was decided, by the person's name; ``None`` where the notes say nothing of it.
_Said = dict[str, str] | None


def _read_notes(notes: str, place: str, problems: Problems) -> tuple[_Said, str | None]:
    """Give Rayyan's word for each person's decision, and the reasons for exclusion."""
    parts = _parts(notes)
    written = parts.get(_INCLUSION)
    if written is None:
        return None, None
    if not _ALL_PAIRS.fullmatch(written):
        problems.add(
            place, f"what Rayyan notes as decided has been changed: {written[:60]!r}"
        )
        return None, None
    said = {}
    for name, word in _PAIR.findall(written):
        plain = word.strip().casefold()
        if plain not in aliases.VERDICTS and plain not in aliases.UNDECIDED:
            problems.add(place, f"{name}'s {word!r} is no decision of Rayyan's")
        said[name.replace('\\"', '"').strip()] = word
    return said, parts.get(_REASONS) or None


def _votes(said: _Said, reason: str | None) -> tuple[tuple[Vote, ...], tuple[str, ...]]:
    """Give the votes that the notes hold, and what is no verdict."""
    if said is None:
        return (), ("no decision in the notes",)
    votes, undecided = [], []
    for name, word in said.items():
        verdict = aliases.VERDICTS.get(word.strip().casefold())
        if verdict is None:
            undecided.append(f"{name}: {word}")
            continue
        why = reason if verdict == "exclude" else None
        votes.append(Vote(verdict, by=name or None, reason=why))
    return tuple(votes), tuple(undecided) or (() if votes else ("nobody decided",))


def _states(said: _Said) -> dict[str, State]:
    """Give what the log calls the same decisions."""
    found: dict[str, State] = {}
    for name, word in (said or {}).items():
        state = SAID.get(word.strip().casefold())
        if state is not None:
            found[name] = state
    return found


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
