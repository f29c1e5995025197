"""Decisions made in Covidence: the lists that it exports as CSV.

A list holds the records that stand at one place, and no column says which: it is in the
name that Covidence gives the file (``review_123_excluded_csv_20260131.csv``), or a
person says it. In the list of excluded reports the notes begin with the reason,
``Exclusion reason: Wrong study design;``. The lists show what came out in the end, not
who voted how.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ketaevidence.errors import ReadError
from ketaevidence.exchange import aliases
from ketaevidence.exchange.rows import Export, Problems, Vote, row_of
from ketaevidence.exchange.tables import Table

_REASON: Final = re.compile(r"Exclusion reason:\s*([^;]*)", re.IGNORECASE)
_FILE: Final = re.compile(r"review_\d+_([a-z]+)_csv_\d+", re.IGNORECASE)

#: Covidence's names of its lists, and what standing on each means.
LISTS: Final[Mapping[str, tuple[Vote, ...]]] = {
    "screen": (),
    "irrelevant": (Vote("exclude", "title_abstract"),),
    "select": (Vote("include", "title_abstract"),),
    "excluded": (Vote("include", "title_abstract"), Vote("exclude", "full_text")),
    "included": (Vote("include", "title_abstract"), Vote("include", "full_text")),
}


def speaks_covidence(columns: Iterable[str]) -> bool:
    """Say whether a table has the column that only Covidence's lists have."""
    return bool(set(columns).intersection(aliases.COVIDENCE_COLUMNS))


def read_table(table: Table, listed: str | None = None) -> Export:
    """Read one of Covidence's lists.

    Parameters
    ----------
    table
        The list.
    listed
        Which list it is; as the file's name says, if left out.

    Raises
    ------
    ReadError
        If there is no telling which list it is, or the notes contradict it.
    """
    known = _list_of(table, listed)
    problems = Problems(table.name)
    rows = []
    for row in table.rows:
        reasons = [
            words.strip() for words in _REASON.findall(row.first(aliases.NOTES_COLUMNS))
        ]
        reason = ", ".join(dict.fromkeys(reasons)) or None
        if reason and known != "excluded":
            problems.add(
                f"row {row.number}",
                f"the notes give a reason for exclusion ({reason}), and the list is "
                f"{known!r}; export the lists again, or name this one's list",
            )
        votes = tuple(
            Vote(
                vote.verdict,
                vote.stage,
                reason=reason if vote.verdict == "exclude" else None,
            )
            for vote in LISTS[known]
        )
        undecided = () if votes else ("on the list of records to be screened",)
        rows.append(row_of(row, problems, votes=votes, undecided=undecided))
    problems.check()
    remark = f"Read as Covidence's list {known!r}."
    return Export("covidence", table.name, tuple(rows), (*table.remarks, remark))


def _list_of(table: Table, listed: str | None) -> str:
    names = ", ".join(LISTS)
    if listed is not None and listed not in LISTS:
        msg = f"{listed!r} is none of Covidence's lists: {names}."
        raise ReadError(msg)
    match = _FILE.search(table.name)
    named = match[1].lower() if match else None
    if listed is not None and named in LISTS and named != listed:
        msg = (
            f"{table.name}: by its name this is the list {named!r}, and {listed!r} was "
            "said; name the file otherwise if that is right."
        )
        raise ReadError(msg)
    found = listed or named or ""
    if found not in LISTS:
        msg = (
            f"{table.name}: Covidence's files do not say inside which list they are, "
            f"and this one's name does not either; say which: {names}."
        )
        raise ReadError(msg)
    return found
