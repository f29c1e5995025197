"""What checklists are filled from, and how an answer is put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.library import Version
from ketaevidence.present import words
from ketaevidence.present.checklists.model import Said
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.whats_new import News

#: The source by which a refresh, and people, call PubMed.
PUBMED: Final = "pubmed"


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that a review holds and that a checklist may say."""

    snapshot: Snapshot
    #: Every frozen version, oldest first.
    versions: tuple[Version, ...] = ()
    #: The number of the version that this state is; ``None`` if it is not frozen.
    number: str | None = None
    #: What was new in each version, newest first.
    news: tuple[News, ...] = ()
    #: What people changed in the settings since the preceding version, each
    #: ``name: before → after``; or why that is not known.
    changed_settings: tuple[str, ...] = ()
    changed_settings_unknown: str | None = None
    #: The verdict on the results since the preceding version, and the conclusions.
    since_preceding: str | None = None
    #: Sources of records that are study registries, by name.
    registries: tuple[str, ...] = ()

    @property
    def preceding(self) -> Version | None:
        """The version before this state."""
        before = [one for one in self.versions if one.number != self.number]
        return before[-1] if before else None

    @property
    def other_databases(self) -> tuple[str, ...]:
        """Sources beside PubMed and registries that count as databases."""
        # What the bundled review came with is a list of citations, and came first.
        bundled = self.snapshot.imports[:1] if self.snapshot.is_example else ()
        known = {*self.registries, *(source for source, _, _ in bundled)}
        return tuple(
            source
            for source, _ in self.snapshot.flow.identified
            if source.strip().casefold() != PUBMED and source not in known
        )

    def brought_by(self, method: str) -> tuple[str, ...]:
        """Give the sources of one of the methods beside databases, with counts."""
        other = self.snapshot.flow.other
        if other is None:
            return ()
        return tuple(
            f"{source} ({words.counted(n, 'record')})"
            for (source, n), how in zip(other.identified, other.methods, strict=True)
            if how == method
        )


def stated(text: str) -> Said:
    """Say what the review holds."""
    return Said("stated", words.clean(text))


def in_part(text: str, enter: str) -> Said:
    """Say what the review holds, and what is still missing."""
    return Said("in part", words.clean(text), enter)


def not_stated(enter: str, text: str = "Not stated.") -> Said:
    """Say that nobody said it, and where to say it."""
    return Said("not stated", words.clean(text), enter)


def not_done(text: str, enter: str = "") -> Said:
    """Say that it was not done."""
    return Said("not done", words.clean(text), enter)


def does_not_apply(text: str) -> Said:
    """Say why nothing is to be said."""
    return Said("does not apply", words.clean(text))


def told(value: str | None, enter: str) -> Said:
    """Give people's own words, or say where to put them."""
    return not_stated(enter) if value is None else stated(words.sentence(value))


def listed(items: Sequence[str]) -> str:
    """Write a list as a sentence does, its parts parted by semicolons."""
    return "; ".join(words.clean(item) for item in items)
