"""What has changed in a review since an earlier state, and whether it matters."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ketaevidence.errors import LibraryError, PresentError, QuestionError
from ketaevidence.library import ENTRY_KINDS, EntryKind, Event, Version
from ketaevidence.question.load import parse_question
from ketaevidence.review.versioned import Versioned

if TYPE_CHECKING:
    from ketaevidence.present.digest import Digest, Moment, Signature
    from ketaevidence.synthesis.pools import Pool

#: Entries of the register: who entered a row last is told with it.
_ROWS: Final[tuple[EntryKind, ...]] = ("study", "arm", "result")
#: The time of a review that holds nothing.
_NO_TIME: Final = "1970-01-01T00:00:00Z"


class Digested(Versioned):
    """A review that tells what changed."""

    def digest(self, since: str | None = None) -> Digest:
        """Say what changed since an earlier state, and whether it matters.

        Parameters
        ----------
        since
            The number of a version (``2026.3.1``), a day (``2026-01-31``) or a UTC
            time. Left out: the newest version that is not this very state; without
            versions, the state before the newest arrival of records.

        Returns
        -------
        Digest
            The verdict first, then integrity, pooled results before and after with
            what moved them, studies, queue, revised records, search, settings. It has
            ``markdown()``, ``html()``, ``document()`` and ``atom()``. Where there is
            no earlier state it is a baseline.

        Raises
        ------
        LibraryError
            If there is no such version, the moment is none, or it holds no review yet.

        Notes
        -----
        What moved a pooled result is worked out by changing one thing at a time, in
        this order: software, corrected data, studies, settings. Whether it changed in
        meaning is decided by ``[digest]`` in ``review.toml``; no p value is looked at.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> review = ke.example_review()
        >>> _ = review.freeze("the first version")
        >>> _ = review.correct("R001", spread_type="SE", by="A. Reader", reason="told")
        >>> digest = review.digest(since="2026.0.0")
        >>> digest.verdict.kind, digest.has_news
        ('unchanged', True)
        """
        from ketaevidence.present.digest import Told, digest_of

        after = self.snapshot()
        until = self._this_state()
        earlier, moment, version = self._earlier(since)
        if earlier is None or moment is None:
            told = Told(until=until, attempt=self._attempt())
            return digest_of(None, after, told)
        notes: list[str] = []
        stored = self._stored(version, notes)
        told = Told(
            until=until,
            since=moment,
            stored=stored,
            software=version.software if version is not None else None,
            signatures=self._signatures(),
            rated_then=earlier.certainty(),
            rated_now=self.certainty(),
            events=self._events_since(earlier),
            attempt=self._attempt(),
            notes=tuple(notes),
        )
        return digest_of(earlier.snapshot(), after, told)

    def write_digest(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        since: str | None = None,
        kind: str | None = None,
    ) -> Path:
        """Write the digest to a file, as the file's name ends.

        Parameters
        ----------
        path
            A file ending in .md, .html, .json, .atom or .xml. Left out, it goes into
            the review's folder as ``digest.html``, beside the report to which it links.
        since
            As in :meth:`digest`.
        kind
            ``md``, ``html``, ``json`` or ``atom``, whatever the name ends in.

        Raises
        ------
        PresentError
            If the ending is none of these, or the file cannot be written.
        """
        from ketaevidence.present.digest import KIND_OF
        from ketaevidence.present.files import write_whole

        if path is None:
            default = self.folder / "digest.html" if self.folder else None
            path = default or Path("ketaevidence-digest.html")
        target = Path(path)
        chosen = kind or KIND_OF.get(target.suffix.lower())
        if chosen is None:
            msg = f"{target}: a digest is written as .md, .html, .json or .atom."
            raise PresentError(msg)
        return write_whole(target, self.digest(since).text(chosen))

    # The earlier state --------------------------------------------------------

    def _earlier(
        self, since: str | None
    ) -> tuple[Digested | None, Moment | None, Version | None]:
        """Give the earlier state, what it is called, and its version if it is one."""
        from ketaevidence.present.digest import Moment

        versions = {version.number: version for version in self.versions()}
        if since is None:
            since = self._last_other_state()
            if since is None:
                return None, None, None
        version = versions.get(since)
        if version is None:
            earlier = self.as_of(since)
            if not earlier._library.runs():  # noqa: SLF001 (of this same class)
                msg = (
                    f"The review held nothing yet at {since}; give a later day, or a "
                    "version."
                )
                raise LibraryError(msg)
            return earlier, Moment(since), None
        earlier = self._as_version(version)
        at = earlier._newest_moment() or _NO_TIME  # noqa: SLF001 (of this same class)
        return earlier, Moment(at, version.number), version

    def _as_version(self, version: Version) -> Digested:
        try:
            return self.as_of(version.number)
        except QuestionError as error:
            msg = (
                f"The settings of version {version.number} cannot be read any more "
                f"({error}); give a day, which is compared under today's settings."
            )
            raise LibraryError(msg) from error

    def _last_other_state(self) -> str | None:
        """Name the newest version that something was told to the store after.

        Without one: the time of the newest arrival that is older than the last.
        """
        for version in reversed(self.versions()):
            if not self._is_now(version):
                return version.number
        times = sorted({run.at for run in self._library.runs()})
        return times[-2] if len(times) > 1 else None

    def _is_now(self, version: Version) -> bool:
        """Tell whether nothing was told to the store, or set, since a version."""
        seen, limits = self._library.seen_now(), version.limits
        if any(
            getattr(seen, p) != getattr(limits, p) for p in ("run", "decision", "entry")
        ):
            return False
        try:
            return parse_question(version.question, version.number) == self.question
        except QuestionError:
            return False

    def _this_state(self) -> Moment:
        """Name the present state by its own time, and its version if it is one."""
        from ketaevidence.present.digest import Moment

        newest = self.versions()[-1:]
        number = newest[0].number if newest and self._is_now(newest[0]) else None
        return Moment(self._newest_moment() or _NO_TIME, number)

    def _stored(
        self, version: Version | None, notes: list[str]
    ) -> tuple[Pool, ...] | None:
        """Give the pooled results that were frozen, or note why there are none."""
        from ketaevidence.synthesis.stored import stored_pools

        if version is None:
            notes.append(
                "The earlier state is no version: its numbers were not stored, so they "
                "were worked out again by today's software and under today's settings."
            )
            return None
        name = f"version {version.number}"
        if not version.is_whole:
            notes.append(
                f"The stored numbers of {name} are damaged (`ketaevidence verify` says "
                "more); they were worked out again by today's software."
            )
            return None
        try:
            return stored_pools(version.document, name)
        except LibraryError as error:
            notes.append(f"{error} They were worked out again by today's software.")
            return None

    # What the store tells beside two states -----------------------------------

    def _attempt(self) -> tuple[str, str, str | None] | None:
        """Give the newest refresh, landed or not; of the past it is not known."""
        try:
            self._library.check_is_present()
        except LibraryError:
            return None
        return self._library.last_attempt()

    def _newest_moment(self) -> str | None:
        """Give the time of the newest thing in the review; ``None`` if it is empty."""
        moments = [run.at for run in self._library.runs()]
        moments += [decision.at for decision in self.decisions()]
        for kind in ENTRY_KINDS:
            moments += [entry.at for entry in self._library.entries(kind)]
        return max(moments) if moments else None

    def _signatures(self) -> Mapping[str, Signature]:
        from ketaevidence.present.digest import Signature

        return {
            f"{entry.kind}/{entry.key}": Signature(entry.by, entry.at, entry.reason)
            for kind in _ROWS
            for entry in self._library.entries(kind)
        }

    def _events_since(self, earlier: Digested) -> tuple[Event, ...]:
        """Give what refreshes found since, without what the last one before found too.

        A record that cannot be read is named by every refresh: it is news once.
        """
        library = earlier._library
        old = library.events()
        last = max((run for run, _ in old), default=0)
        refreshes = [run.run_id for run in library.runs() if run.kind == "refresh"]
        known = {
            (event.record_key, event.kind)
            for run, event in old
            if run == last and refreshes and run == refreshes[-1]
        }
        return tuple(
            event
            for _, event in self._library.events()[len(old) :]
            if event.kind != "unreadable" or (event.record_key, event.kind) not in known
        )
