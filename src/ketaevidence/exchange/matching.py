"""Find the record that a row of another tool's file is about, and never guess one.

A PMID decides, then a DOI; then the key that this program wrote beside the same title;
then the same title in the same year. What is contradicted by another identifier, or
fits several records, is no match.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ketaevidence.exchange.citing import one_line, title_of
from ketaevidence.exchange.rows import Row
from ketaevidence.records.model import Record


@dataclass(frozen=True, slots=True)
class Match:
    """The record of a row, or why there is none."""

    record_key: str | None
    kind: Literal["matched", "unmatched", "ambiguous"]
    why: str = ""


class Index:
    """The records of a review, to be found by what a row says of one."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_key: dict[str, Record] = {}
        self._by_pmid: dict[str, list[Record]] = {}
        self._by_doi: dict[str, list[Record]] = {}
        self._by_title: dict[tuple[str, int], list[Record]] = {}
        for record in records:
            self._by_key[one_line(record.key)] = record
            if record.pmid:
                self._by_pmid.setdefault(record.pmid, []).append(record)
            if record.doi:
                self._by_doi.setdefault(record.doi.lower(), []).append(record)
            if record.year:
                title = (same_title(record.title), record.year)
                self._by_title.setdefault(title, []).append(record)

    def match(self, row: Row) -> Match:
        """Give the record that a row is about."""
        by_pmid = self._by_pmid.get(row.pmid or "", [])
        by_doi = self._by_doi.get(row.doi or "", [])
        found = by_pmid or by_doi
        if by_pmid and by_doi and not _share(by_pmid, by_doi):
            why = f"its PMID is that of {_keys(by_pmid)}, its DOI of {_keys(by_doi)}"
            return Match(None, "ambiguous", why)
        named = self._by_key.get(row.record_key or "")
        if found:
            how = "PMID" if by_pmid else "DOI"
            if named is not None and _is_ours(row, named):
                if not _share(found, [named]):
                    why = f"its {how} is that of {_keys(found)}, its key {named.key}"
                    return Match(None, "ambiguous", why)
                found = [named]
            return self._one(row, found, f"by its {how}")
        if named is not None and _is_ours(row, named):
            return self._one(row, [named], "by its key")
        title = same_title(row.title)
        if not title or row.year is None:
            missing = "no title" if not title else "no year beside its title"
            return Match(None, "unmatched", f"no PMID or DOI of this review; {missing}")
        return self._one(row, self._by_title.get((title, row.year), []), "by its title")

    def _one(self, row: Row, found: list[Record], how: str) -> Match:
        fitting = [record for record in found if not _contradicts(row, record)]
        if len(fitting) == 1:
            return Match(fitting[0].key, "matched")
        if fitting:
            return Match(None, "ambiguous", f"{how} it is each of {_keys(fitting)}")
        if found:
            why = f"{how} it is {_keys(found)}, which has another PMID or DOI"
            return Match(None, "ambiguous", why)
        return Match(None, "unmatched", "no record of this review has its identifiers")


def same_title(title: str) -> str:
    """Give a title as it is compared: its letters and digits, in one case.

    Examples
    --------
    >>> same_title("Ketamine: a trial."), same_title("KETAMINE - A TRIAL")
    ('ketamineatrial', 'ketamineatrial')
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(char for char in plain if char.isalnum())


def _is_ours(row: Row, record: Record) -> bool:
    """Say whether a key may be believed: another review may use it for another work."""
    if one_line(row.title) == title_of(record):
        return True
    title = same_title(row.title)
    return bool(title) and title == same_title(title_of(record))


def _contradicts(row: Row, record: Record) -> bool:
    """Say whether a row names another PMID than a record, or, lacking one, a DOI."""
    if row.pmid and record.pmid:
        return row.pmid != record.pmid
    if row.doi and record.doi:
        return row.doi != record.doi.lower()
    return False


def _share(one: Iterable[Record], two: Iterable[Record]) -> bool:
    return bool({r.key for r in one} & {r.key for r in two})


def _keys(records: Iterable[Record]) -> str:
    return " and ".join(record.key for record in records)
