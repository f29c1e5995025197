"""Records: an immutable sequence of Record that can become a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.columns import frame_of
from ketaevidence.records.model import Record

if TYPE_CHECKING:
    import pandas as pd


class Records(Sequence[Record]):
    """The records of a search, a file or a review, in a fixed order.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> records = ke.example_review().records()
    >>> len(records) == len(records.frame())
    True
    >>> records.by_key("pmid:19604642").year
    2009
    """

    __slots__ = ("_records", "broken", "deleted")

    def __init__(
        self,
        records: Iterable[Record] = (),
        *,
        broken: Iterable[BrokenRecord] = (),
        deleted: Iterable[tuple[str, int]] = (),
    ) -> None:
        self._records = tuple(records)
        #: What the same files held and could not be read.
        self.broken = tuple(broken)
        #: (PMID, version) of records that the same files say to delete.
        self.deleted = tuple(deleted)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        """Go through the records in order."""
        return iter(self._records)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Records: ...
    def __getitem__(self, index: int | slice) -> Record | Records:
        """Give one record by position, or some of them as Records."""
        if isinstance(index, slice):
            return Records(self._records[index])
        return self._records[index]

    def __eq__(self, other: object) -> bool:
        """Compare record by record."""
        return isinstance(other, Records) and self._records == other._records

    def __hash__(self) -> int:
        """Hash as the tuple of records."""
        return hash(self._records)

    def __repr__(self) -> str:
        """Say how many records there are."""
        return f"<Records: {len(self)}>"

    def by_key(self, key: str) -> Record:
        """Give the record with this key, such as ``pmid:19604642``.

        Raises
        ------
        KeyError
            If there is no such record.
        """
        for record in self._records:
            if record.key == key:
                return record
        raise KeyError(key)

    def frame(self) -> pd.DataFrame:
        """Give one row per record; PMIDs are text, what is missing is ``NA``.

        Returns
        -------
        pandas.DataFrame
            Every column that the page "Records" lists. Text has the type "string", a
            year, version or count "Int64", a yes or no "boolean". ``abstract`` is the
            publisher's; a summary by this project is not in it.
        """
        return frame_of(self)
