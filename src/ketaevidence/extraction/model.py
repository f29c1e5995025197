"""A Candidate: a value that a rule read in a text, with the words that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

#: Version of the rule set; it changes whenever a rule may read a text differently.
RULES_VERSION = "5"

#: How sure a rule is of what it read. "high": the text says it in so many words;
#: "medium": the words bind it, with a choice made on the way; "low": look before use.
Confidence = Literal["high", "medium", "low"]
#: "stated" by the text; "derived" from what it states (a sum, a count of the patients
#: described); "inferred" from PubMed's metadata or from what usually goes together.
Status = Literal["stated", "derived", "inferred"]
#: The section of a candidate that comes from PubMed's metadata: it has no quote.
METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that one rule read in one record. Not confirmed by anyone.

    ``quote`` is ``text[start:end]`` of the record's ``text``, always. What PubMed's
    metadata say (a publication type, an affiliation) has an empty quote, the section
    "metadata", and the metadata's own words as ``sentence``.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> found = review.candidates().of("n_total")
    >>> found[0].value, found[0].quote, found[0].status
    (60, 'low-dose ketamine (n = 30) or placebo (n = 30)', 'derived')
    >>> record = review.records().by_key(found[0].record_key)
    >>> record.text[found[0].start : found[0].end] == found[0].quote
    True
    """

    record_key: str
    field: str
    value: str | float | int
    quote: str
    #: Where the quote stands: "title", the abstract section's label or number, or
    #: "metadata".
    section: str
    start: int
    end: int
    rule: str
    #: The sentence in which the quote stands: what a reader checks the value against.
    sentence: str
    pmid: str | None = None
    value_high: float | None = None
    unit: str | None = None
    #: What a number is: "mean", "median", "range_of_means", "value" (one patient's).
    statistic: str | None = None
    spread: float | None = None
    #: The ends of a spread that the text gives as two numbers (IQR, range, CI).
    spread_low: float | None = None
    spread_high: float | None = None
    #: SD, SE, IQR, range or CI as the text states it; "unspecified" where it does not.
    spread_type: str | None = None
    events: int | None = None
    total: int | None = None
    percent: float | None = None
    arm: str | None = None
    time: str | None = None
    status: Status = "stated"
    confidence: Confidence = "high"
    #: What else it might have been, most likely first.
    alternatives: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    #: Whose words the quote is: "publisher" or "project".
    written_by: str = "publisher"
    #: Which version of the rules read it: a later one may read the text differently.
    rules_version: str = RULES_VERSION

    def body(self) -> dict[str, Any]:
        """Give what JSON can hold: every part that is not left at its default."""
        parts = {
            part.name: (getattr(self, part.name), part.default) for part in fields(self)
        }
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, (value, default) in parts.items()
            if value != default or name == "rules_version"
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        """Make the candidate again that gave this body."""
        parts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in body.items()
        }
        return cls(**parts)
