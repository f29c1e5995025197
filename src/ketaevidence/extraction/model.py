"""A Candidate: a value that a rule read in a text, with the words that prove it."""

from __future__ import annotations

from dataclasses import dataclass

#: Version of the rule set; it changes whenever a rule may read a text differently.
RULES_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that one rule read in one record. Not confirmed by anyone.

    ``quote`` is ``text[start:end]`` of the record's ``text``, always.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> found = [c for c in review.candidates() if c.field == "n_total"]
    >>> found[0].value, found[0].quote, found[0].rule
    (60, 'took part sixty CRPS-1 patients', 'sample.took_part')
    >>> record = review.records().by_key(found[0].record_key)
    >>> record.text[found[0].start : found[0].end] == found[0].quote
    True
    """

    record_key: str
    field: str
    value: str | float | int
    quote: str
    #: Where the quote stands: "title", or the abstract section's label or number.
    section: str
    start: int
    end: int
    rule: str
    #: The sentence in which the quote stands: what a reader checks the value against.
    sentence: str
    pmid: str | None = None
    value_high: float | None = None
    unit: str | None = None
    spread: float | None = None
    #: SD, SE, IQR_width, ... as the text states it; "unspecified" where it does not.
    spread_type: str | None = None
    events: int | None = None
    total: int | None = None
    percent: float | None = None
    arm: str | None = None
    time: str | None = None
    #: "stated" or "derived".
    status: str = "stated"
    warnings: tuple[str, ...] = ()
    #: Whose words the quote is: "publisher" or "project".
    written_by: str = "publisher"
    #: Which version of the rules read it: a later one may read the text differently.
    rules_version: str = RULES_VERSION
