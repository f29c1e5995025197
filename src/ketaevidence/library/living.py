"""What a refresh came to, and how old a review is."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.library.reconcile import Event


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh found, and what a person should look at.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> quiet = ke.Refresh(at="2026-11-01T00:00:00Z", term="ketamine", translation=None,
    ...                    count=0, asked=0, unchanged=0, events=())
    >>> quiet.has_news, quiet.is_alarming
    (False, False)
    """

    at: str
    term: str
    #: How PubMed understood the search.
    translation: str | None
    #: Records that the search found; each was received, or is named missing or
    #: unreadable.
    count: int
    #: Records that were asked for: found now, or ever seen in this review.
    asked: int
    unchanged: int
    events: tuple[Event, ...]
    warnings: tuple[str, ...] = ()
    #: Warnings that the last search did not bring.
    new_warnings: tuple[str, ...] = ()
    translation_changed: bool = False
    #: Records whose title, abstract or standing changed under a person's decision.
    to_look_at_again: tuple[str, ...] = ()
    #: Included records that were retracted or put under concern after the newest
    #: decision on them, whichever refresh or import brought the notice.
    alarms: tuple[str, ...] = ()
    is_dry_run: bool = False

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Give the records of one kind of event, such as ``new`` or ``retracted``."""
        return tuple(event.record_key for event in self.events if event.kind == kind)

    @property
    def new(self) -> tuple[str, ...]:
        """Records that the review did not have."""
        return self.of_kind("new")

    @property
    def revised(self) -> tuple[str, ...]:
        """Records whose content changed at PubMed."""
        return self.of_kind("revised")

    @property
    def retracted(self) -> tuple[str, ...]:
        """Records that PubMed now marks as retracted."""
        return self.of_kind("retracted")

    @property
    def missing(self) -> tuple[str, ...]:
        """Records that PubMed does not have any more; the review keeps them."""
        return self.of_kind("missing")

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Records that PubMed sends in a form that cannot be read.

        Each keeps the form that it had; what was sent is in quarantine. They are named
        by every refresh until they can be read again.
        """
        return self.of_kind("unreadable")

    @property
    def has_news(self) -> bool:
        """Whether there is anything to look at."""
        return bool(
            self.events
            or self.alarms
            or self.to_look_at_again
            or self.translation_changed
            or self.new_warnings
        )

    @property
    def is_alarming(self) -> bool:
        """Whether an included record was retracted or put under concern."""
        return bool(self.alarms)


@dataclass(frozen=True, slots=True)
class Status:
    """How current a review is.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> status = ke.example_review().status()
    >>> status.refreshed_at, status.awaiting
    (None, 0)
    """

    #: When the last complete refresh landed; ``None`` if none ever did.
    refreshed_at: str | None
    age_days: int | None
    #: Records that it found.
    count: int | None
    #: When the newest attempt began, what became of it, and why.
    attempted_at: str | None
    last_attempt: str | None
    why: str | None
    #: Records without a decision, and records that PubMed has no more.
    awaiting: int
    missing: int
