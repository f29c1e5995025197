"""What came in: records, their revisions, searches, what is broken, and the past."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Self

from ketaevidence.errors import BrokenRecordWarning, LibraryError
from ketaevidence.library import ImportCount, Quarantined, Search, Version
from ketaevidence.pubmed.files import read_file, told
from ketaevidence.pubmed.formats import Incoming
from ketaevidence.question.load import parse_question
from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.collection import Records
from ketaevidence.review.clock import now
from ketaevidence.review.opened import Opened
from ketaevidence.screening.methods import check_method
from ketaevidence.software import software_name

#: A day, or a time in UTC to the second.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")
#: The number of a version.
_NUMBER = re.compile(r"\d{4}\.\d+\.\d+")


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
        method: str | None = None,
        at: str | None = None,
    ) -> ImportCount:
        """Take in the records of files that PubMed gave you, all files or none.

        A record that cannot be read costs itself only: it goes into quarantine with
        its bytes, and the rest arrives.

        Parameters
        ----------
        paths
            Files, folders or zips of what :func:`read_records` reads.
        source
            Where the records are from ("PubMed"); PRISMA counts by it.
        method
            How this source finds records, where it is no database and no register:
            ``citations``, ``websites`` or ``organisations`` (people too); PRISMA counts
            them in a column of their own. Left out, names such as "citation searching"
            tell; ``database`` says that this one is a database all the same.
        at
            When, ISO 8601 in UTC; now if left out.

        Returns
        -------
        ImportCount
            Received, new, revised, unchanged and repeated records; those kept beside
            another form; pieces that are broken; records of this review that an update
            file of PubMed's deletes.

        Raises
        ------
        ReadError
            If a file is missing, cut short, not from PubMed, or if not one record of
            it can be read. Nothing is taken in.
        LibraryError
            If the store cannot be written. Nothing is taken in.

        Warns
        -----
        BrokenRecordWarning
            Once, if some records cannot be read. Where you make it an error, nothing
            is taken in.
        """
        if not source.strip():
            msg = "Say where the records are from, for example source='PubMed'."
            raise LibraryError(msg)
        check_method(source, method, self._said_of_sources())
        names = [Path(path) for path in paths]
        incoming: list[Incoming] = []
        broken: list[BrokenRecord] = []
        kept: list[BrokenRecord] = []
        deleted: dict[str, int] = {}
        for path in names:
            found = read_file(path)
            incoming += found.incoming
            broken += found.broken
            # What a later file brings again is not deleted.
            for item in found.incoming:
                deleted.pop(item.record.key, None)
            for pmid, version in found.deleted:
                key = f"pmid:{pmid}"
                deleted[key] = max(version, deleted.get(key, 0))
            # Where the file lay on this machine is no part of the review.
            place = f"{path.parent}{os.sep}"
            kept += [
                replace(piece, source=piece.source.removeprefix(place))
                for piece in found.broken
            ]
        if broken:
            warnings.warn(told(broken), BrokenRecordWarning, stacklevel=2)
        count = self._library.add_records(
            incoming,
            kind="import",
            source=source,
            at=at or now(),
            software=software_name(),
            detail={
                "files": [path.name for path in names],
                **({} if method is None else {"method": method}),
            },
            broken=kept,
            withdrawn=self._withdrawn(deleted, incoming),
        )
        self._landed()
        return count

    def _landed(self) -> None:
        """Do what follows on a landed import or refresh; see ``frozen``."""

    def _said_of_sources(self) -> list[tuple[str, str | None]]:
        """Give (source, the method that its import named) of every arrival."""
        return [(run.source, run.detail.get("method")) for run in self._library.runs()]

    def _withdrawn(
        self, deleted: Mapping[str, int], incoming: Iterable[Incoming]
    ) -> list[str]:
        """Give the records of which the version that stands, or a later, is deleted.

        A deletion of an older version leaves the newer one as it is.
        """
        if not deleted:
            return []
        standing: dict[str, int] = {}
        for record in chain(self.records(), (item.record for item in incoming)):
            standing[record.key] = max(record.version, standing.get(record.key, 0))
        return sorted(
            key for key, version in deleted.items() if version >= standing.get(key, 1)
        )

    def quarantine(self) -> tuple[Quarantined, ...]:
        """Give the pieces that came and are no readable record, oldest first.

        They came in imported files, or as PubMed's answer to a refresh. Each has its
        own bytes, so that a person, or a later version, can read what is in it.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> for piece in ke.example_review().quarantine():
        ...     print(piece.at, piece.broken)

        In the bundled review nothing is broken.
        """
        return self._library.quarantine()

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
            A day (``2026-01-31``), a UTC time (``2026-01-31T12:00:00Z``), or the
            number of a version (``2026.3.1``).

        Returns
        -------
        Review
            Its records, decisions and register are those of that time; as a version
            it has the question of that time too, and otherwise today's. It shares the
            store with this review: close this one when you are done with both.

        Raises
        ------
        LibraryError
            If the moment is no day, no UTC time and no version of this review.
        QuestionError
            If the question of that version cannot be read any more.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> len(review.as_of("2026-10-31").records())
        0
        >>> len(review.as_of("2026-11-01").records())
        59
        """
        if _NUMBER.fullmatch(moment):
            version = self._version_named(moment)
            question = parse_question(version.question, f"version {version.number}")
            library = self._library.within(version.limits)
            return type(self)(library, question, folder=self.folder)
        if not _MOMENT.fullmatch(moment):
            msg = (
                f"as_of({moment!r}): give a day such as 2026-01-31, a UTC time such as "
                "2026-01-31T12:00:00Z, or a version such as 2026.3.1."
            )
            raise LibraryError(msg)
        return type(self)(
            self._library.as_of(moment), self.question, folder=self.folder
        )

    def _version_named(self, number: str | None) -> Version:
        """Give the version with this number, or the newest.

        Raises
        ------
        LibraryError
            If there is none.
        """
        known = {version.number: version for version in self._library.versions()}
        if number is None and known:
            return list(known.values())[-1]
        if number in known:
            return known[number]
        msg = (
            f"There is no version {number} in this review; its versions: "
            f"{', '.join(known)}."
            if known
            else "This review has no version yet; `ketaevidence versions FOLDER "
            "--freeze REASON` makes one."
        )
        raise LibraryError(msg)
