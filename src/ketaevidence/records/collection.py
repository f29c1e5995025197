"""Records: an immutable sequence of Record that can become a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.model import Record

if TYPE_CHECKING:
    import pandas as pd

#: Columns of :meth:`Records.frame`, in order.
COLUMNS = (
    "key",
    "pmid",
    "version",
    "title",
    "abstract",
    "authors",
    "journal",
    "year",
    "published",
    "doi",
    "pmcid",
    "publication_types",
    "mesh",
    "keywords",
    "registrations",
    "languages",
    "status",
    "is_retracted",
)


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
            Columns as in ``records.collection.COLUMNS``. ``abstract`` is the
            publisher's; a summary by this project is not in it.
        """
        import pandas as pd

        table = pd.DataFrame([_row(record) for record in self], columns=list(COLUMNS))
        types = {"version": "Int64", "year": "Int64", "is_retracted": "boolean"}
        return table.astype({name: types.get(name, "string") for name in COLUMNS})


def _row(record: Record) -> dict[str, object]:
    abstract = "\n".join(
        f"{section.label}: {section.text}" if section.label else section.text
        for section in record.sections
        if section.written_by == "publisher"
    )
    return {
        "key": record.key,
        "pmid": record.pmid,
        "version": record.version,
        "title": record.title,
        "abstract": abstract or None,
        "authors": "; ".join(author.name for author in record.authors) or None,
        "journal": record.journal.title,
        "year": record.year,
        "published": str(record.published) or None,
        "doi": record.doi,
        "pmcid": record.pmcid,
        "publication_types": "; ".join(t.name for t in record.publication_types)
        or None,
        "mesh": "; ".join(heading.name for heading in record.mesh) or None,
        "keywords": "; ".join(keyword.name for keyword in record.keywords) or None,
        "registrations": "; ".join(r.accession for r in record.registrations) or None,
        "languages": "; ".join(record.languages) or None,
        "status": record.status,
        "is_retracted": record.is_retracted,
    }
