"""What came in: records, their revisions, searches, and the past."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from ketaevidence.errors import LibraryError
from ketaevidence.library import ImportCount, Search
from ketaevidence.pubmed.files import read_file
from ketaevidence.records.collection import Records
from ketaevidence.review.clock import now
from ketaevidence.review.opened import Opened
from ketaevidence.software import software_name

#: A day, or a time in UTC to the second.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


class Collected(Opened):
    """An opened review with the records that it received."""

    def records(self) -> Records:
        """Give every record in its newest form.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> records = ke.example_review().records()
        >>> any(record.has_abstract for record in records)
        False
        """
        return self._library.records()

    def revisions(self, record_key: str) -> Records:
        """Give every form that a record ever had, oldest first.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> len(ke.example_review().revisions("pmid:19604642"))
        1
        """
        return self._library.revisions(record_key)

    def import_files(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        source: str,
        at: str | None = None,
    ) -> ImportCount:
        """Take in the records of files that PubMed gave you, all files or none.

        Parameters
        ----------
        paths
            PubMed XML (also ``.xml.gz``) or PubMed text files (``.nbib``).
        source
            Where the records are from ("PubMed"); PRISMA counts by it.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        ImportCount
            Received, new, revised, unchanged and repeated records.

        Raises
        ------
        ReadError
            If a file is missing, damaged or not from PubMed. Nothing is taken in.
        LibraryError
            If the store cannot be written. Nothing is taken in.
        """
        if not source.strip():
            msg = "Say where the records are from, for example source='PubMed'."
            raise LibraryError(msg)
        names = [Path(path) for path in paths]
        incoming = [item for path in names for item in read_file(path)]
        return self._library.add_records(
            incoming,
            kind="import",
            source=source,
            at=at or now(),
            software=software_name(),
            detail={"files": [path.name for path in names]},
        )

    def searches(self) -> tuple[Search, ...]:
        """Give what PubMed said to each search of this review, oldest first.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().searches()
        ()
        """
        return self._library.searches()

    def as_of(self, moment: str) -> Self:
        """Give the review as it was at the end of a day, to be read and not changed.

        Parameters
        ----------
        moment
            A day (``2026-01-31``) or a UTC time (``2026-01-31T12:00:00Z``).

        Returns
        -------
        Review
            Its records, decisions and register are those of that time. It shares the
            store with this review: close this one when you are done with both.

        Raises
        ------
        LibraryError
            If the moment is no day and no UTC time.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> len(review.as_of("2026-10-31").records())
        0
        >>> len(review.as_of("2026-11-01").records())
        59
        """
        if not _MOMENT.fullmatch(moment):
            msg = (
                f"as_of({moment!r}): give a day such as 2026-01-31, or a UTC time such "
                "as 2026-01-31T12:00:00Z."
            )
            raise LibraryError(msg)
        return type(self)(
            self._library.as_of(moment), self.question, folder=self.folder
        )
