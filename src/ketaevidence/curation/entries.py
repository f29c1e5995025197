"""Keep studies, arms and results as plain entries, and read them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from ketaevidence.curation.check import check_register
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.vocabulary import WORDS, Words
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry, EntryKind

Row = Study | Arm | Result
#: What to do where no row has the id that was given.
ROWS_ARE_LISTED = (
    "The sheet lists every row with its id (`ketaevidence sheet export FOLDER "
    "sheet.xlsx`; in Python review.studies() and review.results()); an arm is "
    "STUDY/ARM."
)
_T = TypeVar("_T", Study, Arm, Result)


def key_of(row: Row) -> str:
    """Give what identifies a study, arm or result in the store."""
    if isinstance(row, Study):
        return row.study_id
    if isinstance(row, Arm):
        return f"{row.study_id}/{row.arm_id}"
    return row.result_id


def to_entry(row: Row, *, by: str, at: str, reason: str) -> Entry:
    """Make the entry that keeps a study, arm or result in the store."""
    kind: EntryKind = (
        "study"
        if isinstance(row, Study)
        else "arm"
        if isinstance(row, Arm)
        else "result"
    )
    return Entry(kind, key_of(row), asdict(row), reason=reason, by=by, at=at)


def to_register(
    studies: Iterable[Entry],
    arms: Iterable[Entry],
    results: Iterable[Entry],
    words: Words = WORDS,
) -> Register:
    """Make the register from its entries, with what codes mean in its review.

    Raises
    ------
    CurationError
        If an entry is no longer readable, or the register contradicts itself.
    """
    register = Register(
        studies=tuple(_read(entry, Study) for entry in studies),
        arms=tuple(_read(entry, Arm) for entry in arms),
        results=tuple(_read(entry, Result) for entry in results),
        words=words,
    )
    check_register(register)
    return register


def with_rows(register: Register, rows: Iterable[Row]) -> Register:
    """Give the register with newer forms of some of its rows, and with new rows."""
    newer = {(type(row), key_of(row)): row for row in rows}

    def merged(kind: type[_T], known: Iterable[_T]) -> tuple[_T, ...]:
        by_key: dict[str, Any] = {key_of(row): row for row in known}
        by_key |= {key: row for (of, key), row in newer.items() if of is kind}
        return tuple(by_key.values())

    return Register(
        studies=merged(Study, register.studies),
        arms=merged(Arm, register.arms),
        results=merged(Result, register.results),
        words=register.words,
    )


def from_entry(entry: Entry) -> Row:
    """Make the study, arm or result that an entry of the register keeps.

    Raises
    ------
    CurationError
        If the entry is no longer readable.
    """
    if entry.kind == "study":
        return _read(entry, Study)
    return _read(entry, Arm) if entry.kind == "arm" else _read(entry, Result)


def _read(entry: Entry, kind: type[_T]) -> _T:
    fields: dict[str, Any] = dict(entry.body)
    try:
        if "source" in fields:
            fields["source"] = Source(**fields["source"])
        return kind(**fields)
    except TypeError as error:
        msg = f"The {entry.kind} {entry.key} in the store cannot be read ({error})."
        raise CurationError(msg) from error
