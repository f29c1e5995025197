"""A decision is a person's; a suggestion is a rule's. They are different types."""

from __future__ import annotations

from dataclasses import dataclass
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
