"""What a check is, what it finds, and how a person settled it.

A finding is a question to a person and never a correction. Its identifier is made of
the check, the rows and the values that were looked at: a changed value raises the
question again, and the same value never raises it twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from ketaevidence.integrity.material import Material

#: "block" keeps the rows out of every pool until a person decides; "warn" asks to look;
#: "note" says what a reader should know.
Severity = Literal["block", "warn", "note"]
#: "accept": the value stands, for a reason. "exclude": it stays out of every pool.
#: "corrected": the value was wrong and is replaced by what the source says.
Verdict = Literal["accept", "exclude", "corrected"]
#: Beside these a person may choose one of several sources, and open a question again.
Answer = Literal["accept", "exclude", "corrected", "chosen", "reopened"]

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)

#: Digits of the hash in an identifier: enough for any review, short enough to type.
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a check is from: author, year and DOI."""

    author: str
    year: int
    doi: str
    #: The part of a book that is meant ("chapter 6").
    part: str | None = None

    def __str__(self) -> str:
        """Give the reference as one line ends with it."""
        part = f", {self.part}" if self.part else ""
        return f"{self.author} {self.year}{part}, doi:{self.doi}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: studies, their results, and the field looked at.

    Without results it is about all that the studies report.
    """

    studies: tuple[str, ...]
    results: tuple[str, ...] = ()
    #: The arm, where the question is about a group and not about one result.
    arm: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        """Give the place as people look it up."""
        parts = [", ".join(self.studies), ", ".join(self.results)]
        parts += [f"arm {self.arm}" if self.arm else "", self.field or ""]
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Remark:
    """What one check has to say of one place, before it is signed by the check."""

    place: Place
    #: What was looked at: if one of these changes, it is another question.
    values: tuple[object, ...]
    #: What stands there, with its numbers.
    what: str
    #: Why that is hard to believe.
    why: str
    #: What to do, where it is not what the check always says.
    what_to_do: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it asks, how, how much hangs on it, and where it is from."""

    id: str
    title: str
    severity: Severity
    #: How it is worked out, in one line.
    formula: str
    what_to_do: str
    reference: Reference
    look: Callable[[Material], Iterator[Remark]]
    #: Whether a person may accept the value as it is. Not where a pool could not use
    #: it even then: a retracted report, a spread of no known kind.
    may_be_accepted: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a person answered a finding: verdict, reason, name and time. Never erased."""

    finding_id: str
    check: str
    verdict: Answer
    reason: str
    by: str
    #: When it was decided, ISO 8601 in UTC.
    at: str
    #: What the finding said when it was settled.
    what: str
    place: Place
    #: With "chosen": the number of the source that counts, 1 for the row's own.
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A question that a check raises about what is entered, for a person to settle.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> finding = ke.example_review().check()[0]
    >>> finding.check, finding.severity, str(finding.where)
    ('unstated_spread', 'block', 'sigtermans2009; R001; spread_type')
    >>> print(finding.what)
    Pain intensity (end of week 1) is 2.68 ± 0.51 (n 30), and the source does not say
    what ± is.
    """

    id: str
    #: The check that raises it: an id of docs/checks.md.
    check: str
    severity: Severity
    what: str
    where: Place
    why: str
    what_to_do: str
    reference: str
    #: How a person settled it; ``None`` while nobody has.
    ruling: Ruling | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.ruling is None

    @property
    def blocks(self) -> bool:
        """Whether it keeps its rows out of every pool until a person decides."""
        return self.severity == "block" and self.ruling is None


def identify(check: str, place: Place, values: tuple[object, ...]) -> str:
    """Give a finding's identifier: the check's, and a hash of where and of what.

    Notes
    -----
    The first eight hexadecimal digits of the SHA-256 of check, rows and values. Numbers
    are written as a source prints them, so that 30 and 30.0 are one value.

    Examples
    --------
    >>> place = Place(("smith2020",), ("R1",))
    >>> identify("grim", place, (30,)) == identify("grim", place, (30.0,))
    True
    >>> identify("grim", place, (30,)) == identify("grim", place, (31,))
    False
    """
    told = [
        check,
        list(place.studies),
        list(place.results),
        place.arm,
        [_plain(value) for value in values],
    ]
    digest = sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    return f"{check}-{digest[:_DIGITS]}"


def _plain(value: object) -> str | None:
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:.12g}" if is_number else str(value)
