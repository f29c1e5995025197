"""A decision is a person's; a suggestion is a rule's. They are different types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["title_abstract", "full_text"]
Verdict = Literal["include", "exclude", "not_retrieved"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a record, when, and why. Never overwritten."""

    record_key: str
    stage: Stage
    verdict: Verdict
    by: str
    #: The day and time of the decision, ISO 8601 in UTC.
    at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a rule would decide, named so that a reader can disagree with it."""

    record_key: str
    verdict: Literal["include", "exclude", "unclear"]
    #: The rule's name, one of screening.rules.
    rule: str
    reason: str
