"""What a digest is made of: a verdict, items in the order of consequence, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from ketaevidence.errors import PresentError

if TYPE_CHECKING:
    from ketaevidence.curation.certainty import CertaintyRating
    from ketaevidence.library import Event
    from ketaevidence.synthesis.meaning import Meaning
    from ketaevidence.synthesis.movement import Movement
    from ketaevidence.synthesis.pools import Pool

#: What a digest comes to, the gravest first.
VerdictKind = Literal[
    "integrity", "incomplete", "baseline", "changed", "unchanged", "ineligible", "none"
]
#: Where an item stands, in the order of consequence.
SectionId = Literal[
    "integrity", "results", "studies", "queue", "revised", "search", "method"
]
SECTIONS: Final[Mapping[SectionId, str]] = {
    "integrity": "Integrity of included studies",
    "results": "Pooled results, before and after",
    "studies": "Studies and their data",
    "queue": "For people to decide, and decided since",
    "revised": "Records revised in PubMed",
    "search": "The search",
    "method": "Method and software",
}
#: How a file's name says in which form a digest is written.
KIND_OF: Final[Mapping[str, str]] = {
    ".md": "md",
    ".html": "html",
    ".json": "json",
    ".atom": "atom",
    ".xml": "atom",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One state of a review: its time, and its version where it was frozen as one."""

    #: A day, or a time in UTC, ISO 8601.
    at: str
    version: str | None = None

    @property
    def words(self) -> str:
        """Name the state as people do."""
        day = self.at[:10]
        return day if self.version is None else f"version {self.version} ({day})"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who entered something last, when and why."""

    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the store tells beside the two states that are compared."""

    until: Moment
    #: The earlier state; ``None`` where there is none.
    since: Moment | None = None
    #: The pooled results that were frozen with the earlier state, if they were.
    stored: tuple[Pool, ...] | None = None
    #: (name, version) of the software that made them.
    software: tuple[tuple[str, str], ...] | None = None
    #: Who entered each row last, by ``kind/key`` of the entry.
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    #: The newest rating of the certainty of each outcome, then and now.
    rated_then: tuple[CertaintyRating, ...] = ()
    rated_now: tuple[CertaintyRating, ...] = ()
    #: What refreshes found between the two states.
    events: tuple[Event, ...] = ()
    #: (started, status, why) of the newest refresh, landed or not.
    attempt: tuple[str, str, str | None] | None = None
    #: What could not be compared, in sentences.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed, with where to look at it."""

    section: SectionId
    #: A short stable name of what it is, for machines.
    kind: str
    text: str
    #: The place in the report, without the sign before it.
    anchor: str
    #: The record, study or row that it is about.
    key: str | None = None
    #: Sentences that belong to it.
    details: tuple[str, ...] = ()
    #: A page in PubMed.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ResultChange:
    """One pooled result that moved."""

    movement: Movement
    meaning: Meaning
    #: The analysis' own title, and its place in the report.
    title: str
    anchor: str
    #: What one number is: ``points`` or ``%``.
    unit: str
    decimals: int
    #: What a change means for the certainty that people rated, in a sentence.
    certainty: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The digest in a line, and whether the conclusions changed."""

    kind: VerdictKind
    #: What happened, in one sentence.
    line: str
    #: Whether the conclusions changed, in one sentence.
    conclusions: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What changed in a review since an earlier state, and whether it matters.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> digest = ke.example_review().digest()
    >>> digest.verdict.kind, digest.has_news
    ('baseline', False)
    """

    name: str
    title: str
    since: Moment | None
    until: Moment
    verdict: Verdict
    items: tuple[Item, ...] = ()
    results: tuple[ResultChange, ...] = ()
    #: What did not change, said explicitly.
    unchanged: tuple[str, ...] = ()
    #: What could not be compared.
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return not self.items and not self.results

    @property
    def has_news(self) -> bool:
        """Whether there is anything to look at: code 10 for schedulers."""
        return self.verdict.kind != "baseline" and not self.is_empty

    @property
    def is_alarming(self) -> bool:
        """Whether PubMed tells something new of an included study: code 20."""
        return self.verdict.kind == "integrity"

    def of_section(self, section: SectionId) -> tuple[Item, ...]:
        """Give the items of one section, in their order."""
        return tuple(item for item in self.items if item.section == section)

    def markdown(self, *, report: str = "report.html") -> str:
        """Give the digest as Markdown, for an issue or a mail.

        Parameters
        ----------
        report
            Where the report lies, for links to its rows.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> print(ke.example_review().digest().markdown().splitlines()[2])
        **Baseline: the first state of this review; there is none before it.**
        """
        from ketaevidence.present.digest.markdown import markdown

        return markdown(self, report=report)

    def html(self, *, report: str = "report.html") -> str:
        """Give the digest as one HTML page that needs no other file.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().digest().html().startswith("<!DOCTYPE html>")
        True
        """
        from ketaevidence.present.digest.page import page

        return page(self, report=report)

    def document(self) -> dict[str, Any]:
        """Give the digest as a document that ``json.dumps`` can write.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().digest().document()["verdict"]["kind"]
        'baseline'
        """
        from ketaevidence.present.digest.document import document

        return document(self)

    def atom(self, *, report: str = "report.html", page: str = "digest.html") -> str:
        """Give the digest as an Atom feed of one entry; of none where it is empty.

        Parameters
        ----------
        report, page
            Where the report and this digest's page lie; a feed reader needs whole
            addresses.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> "<feed" in ke.example_review().digest().atom()
        True
        """
        from ketaevidence.present.digest.atom import feed

        return feed((self,), report=report, page=page)

    def text(self, kind: str, *, report: str = "report.html") -> str:
        """Give the digest in a form by its short name: md, html, json or atom.

        Raises
        ------
        PresentError
            If the kind is none of these.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().digest().text("json")[0]
        '{'
        """
        import json

        if kind == "md":
            return self.markdown(report=report)
        if kind == "html":
            return self.html(report=report)
        if kind == "atom":
            return self.atom(report=report)
        if kind == "json":
            document = self.document()
            options = {"ensure_ascii": False, "sort_keys": True, "indent": 2}
            return json.dumps(document, **options) + "\n"  # type: ignore[arg-type]
        msg = f"cannot write a digest as {kind!r}; use one of md, html, json, atom"
        raise PresentError(msg)
