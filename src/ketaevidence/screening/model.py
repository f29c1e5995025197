"""A decision is a person's; a suggestion is a rule's. They are different types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["title_abstract", "full_text"]
Verdict = Literal["include", "exclude", "not_retrieved"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a record, when, and why. Never overwritten.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> decision = ke.example_review().decisions()[0]
    >>> decision.verdict, decision.by
    ('include', 'ketaevidence project')
    """

    record_key: str
    stage: Stage
    verdict: Verdict
    by: str
    #: The day and time of the decision, ISO 8601 in UTC.
    at: str
    reason: str | None = None
    #: Why this settles what reviewers saw differently; ``None`` for a reviewer's own.
    resolution: str | None = None
    #: How many people have to decide alike in the review that this was read from. It
    #: travels with each decision, so that no part of a list can be counted otherwise.
    reviewers: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record on which reviewers do not agree; it awaits a decision that settles it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> at = "2026-11-02T09:00:00Z"
    >>> one = ke.Decision("pmid:1", "title_abstract", "include", by="A", at=at)
    >>> two = ke.Decision("pmid:1", "title_abstract", "exclude", by="B", at=at)
    >>> conflict = ke.Conflict("pmid:1", "title_abstract", "verdict", (one, two))
    >>> [decision.by for decision in conflict.decisions]
    ['A', 'B']
    """

    record_key: str
    stage: Stage
    #: What they differ in: the verdict, or only the reason of an exclusion that counts
    #: at the full-text stage.
    about: Literal["verdict", "reason"]
    #: The newest decision of each person, in the order in which they were made.
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a rule would decide, named so that a reader can disagree with it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> suggestion = ke.example_review().suggestions()[0]
    >>> suggestion.verdict, suggestion.rule
    ('include', 'drug_and_condition_named')
    """

    record_key: str
    verdict: Literal["include", "exclude", "unclear"]
    #: The rule's name, one of screening.rules.
    rule: str
    reason: str
