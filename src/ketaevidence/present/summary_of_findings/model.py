"""What a summary of findings is made of, as texts that every format writes alike."""

from __future__ import annotations

from dataclasses import dataclass

#: What stands where nobody has rated the certainty.
NOT_RATED = "not rated by a person"
#: What stands where the numbers changed after somebody rated it.
RATE_AGAIN = "rated before the newest data; rate again"


@dataclass(frozen=True, slots=True)
class CertaintyCell:
    """How certain people are of one outcome, or that nobody rated it."""

    #: "Low", ``NOT_RATED`` or ``RATE_AGAIN``.
    words: str
    #: ⊕⊕⊝⊝; empty unless a rating stands.
    symbol: str = ""
    #: Letters of the footnotes that explain it.
    notes: tuple[str, ...] = ()
    #: Who rated it and on which day; ``None`` where nobody did.
    by: str | None = None
    on: str | None = None
    #: What was rated and what has changed since, where it must be rated again.
    earlier: str | None = None

    @property
    def text(self) -> str:
        """The whole cell in one line."""
        parts = [" ".join(part for part in (self.symbol, self.words) if part)]
        if self.notes:
            noun = "note" if len(self.notes) == 1 else "notes"
            parts.append(f"({noun} {', '.join(self.notes)})")
        if self.earlier:
            parts.append(f"({self.earlier})")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One outcome: who was studied, what was found, how certain people are of it."""

    row_id: str
    #: The kind of evidence, as the analysis is titled.
    evidence: str
    kind: str
    #: With time and scale.
    outcome: str
    comparator: str
    intervention: str
    difference: str
    relative_effect: str
    #: ``None`` where a source does not say.
    n: int | None
    studies: int
    participants: str
    certainty: CertaintyCell
    comments: tuple[str, ...]
    #: What a person who rates should know; facts, and never a rating.
    facts: tuple[str, ...]
    is_pooled: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The outcomes of one kind of evidence, and what must be known of that kind."""

    title: str
    about: tuple[str, ...]
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of findings.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.present.summary_of_findings import summary_of_findings
    >>> found = summary_of_findings(ke.example_review().snapshot(), ())
    >>> found.total, {row.certainty.words for row in found.rows}
    (5, {'not rated by a person'})
    """

    #: The review's title.
    title: str
    #: What the review calls the drug.
    drug: str
    sections: tuple[Section, ...]
    #: (letter, text) of each footnote.
    footnotes: tuple[tuple[str, str], ...]
    #: How many outcomes the review has, shown or not.
    total: int
    #: Ratings of outcomes that the review shows no more.
    without_row: tuple[str, ...]

    @property
    def caption(self) -> str:
        """What the table is, for a file of its own."""
        return f"Summary of findings: {self.title}"

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """Every row, in order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def left_out(self) -> int:
        """How many outcomes are not shown."""
        return self.total - len(self.rows)
