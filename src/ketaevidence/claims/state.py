"""What claims need of a review: one state of it, with nothing left to look up."""

from __future__ import annotations

from typing import Protocol

from ketaevidence.curation.model import Register
from ketaevidence.curation.sources import Disagreement
from ketaevidence.integrity.model import Finding
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision
from ketaevidence.synthesis.model import Analysis


class State(Protocol):
    """One state of a review; a snapshot of a review is one."""

    @property
    def question(self) -> Question:
        """The review's question."""
        ...

    @property
    def as_of(self) -> str | None:
        """The day of the newest entry."""
        ...

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record."""
        ...

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What people decided on records."""
        ...

    @property
    def register(self) -> Register:
        """The confirmed studies, arms and results."""
        ...

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """What is shown, pooled and kept out."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What checks asked, with how people answered."""
        ...

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Rows of which sources disagree."""
        ...


class HasSnapshot(Protocol):
    """A review: something that gives one state of itself."""

    def snapshot(self) -> State:
        """Give one state of the review."""
        ...
