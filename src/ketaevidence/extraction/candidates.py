"""Candidates: what the rules read, as a sequence and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, overload

from ketaevidence.extraction.model import Candidate

if TYPE_CHECKING:
    import pandas as pd

#: The table's columns: what was read, then how, then where, then what to know of it.
_FIRST = (
    "pmid", "field", "value", "value_high", "unit", "spread", "spread_type", "events",
    "total", "percent", "arm", "time", "status", "confidence", "quote", "section",
    "start", "end", "rule", "alternatives", "warnings",
)  # fmt: skip
_NUMBERS = ("value_high", "spread", "spread_low", "spread_high", "percent")
COLUMNS = (*_FIRST, *(f.name for f in fields(Candidate) if f.name not in _FIRST))


class Candidates(Sequence[Candidate]):
    """What the rules read: a sequence of Candidate that can become a DataFrame.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = ke.example_review().candidates().frame()
    >>> table[["field", "value", "quote"]].iloc[0].tolist()
    ['design', 'rct_parallel', 'randomized, placebo-controlled, parallel-group trial']
    """

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Candidate] = ()) -> None:
        self._items = tuple(items)

    def __len__(self) -> int:
        """Count the candidates."""
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...
    @overload
    def __getitem__(self, index: slice) -> Candidates: ...
    def __getitem__(self, index: int | slice) -> Candidate | Candidates:
        """Give one candidate by position, or some of them as Candidates."""
        if isinstance(index, slice):
            return Candidates(self._items[index])
        return self._items[index]

    def __repr__(self) -> str:
        """Say how many candidates there are."""
        return f"<Candidates: {len(self)}>"

    def of(self, field: str) -> Candidates:
        """Give the candidates of one field.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> [c.value for c in ke.example_review().candidates().of("n_total")][:2]
        [60, 20]
        """
        return Candidates(item for item in self._items if item.field == field)

    def frame(self) -> pd.DataFrame:
        """Give one row per candidate.

        ``value`` is text, since a field may hold words or a number; ``start`` and
        ``end`` count characters of the record's ``text``; ``alternatives`` and
        ``warnings`` are joined with "; ".
        """
        import pandas as pd

        rows = [
            [
                "; ".join(value) if isinstance(value, tuple) else value
                for value in (getattr(item, name) for name in COLUMNS)
            ]
            for item in self
        ]
        kinds = dict.fromkeys(COLUMNS, "string")
        kinds |= dict.fromkeys(_NUMBERS, "Float64")
        kinds |= dict.fromkeys(("start", "end", "events", "total"), "Int64")
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(kinds)
