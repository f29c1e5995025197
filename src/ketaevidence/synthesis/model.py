"""What an analysis says: rows with their effects, groups, and what was kept out.

An analysis holds one kind of evidence only. Randomised contrasts, uncontrolled change
and responder proportions of single arms answer different questions and are never in
one analysis. Within an analysis, only rows of one group may be pooled: those that are
alike in every trait of ``synthesis.alike``, all of them known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketaevidence.pooling import Pooled

AnalysisKind = Literal["randomised_contrast", "single_arm_change", "responder"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an ambiguous number, and the effect that would follow."""

    assumption: str
    estimate: float
    ci_lb: float
    ci_ub: float
    #: The standard deviation of each arm that this reading would mean, in the order of
    #: the results.
    implied_sd: tuple[float, ...] = ()
    #: Whether patients on this scale can have such standard deviations at all.
    plausible: bool = True
    #: The implied standard deviations beside the largest possible ones, in words.
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One study's effect in an analysis, ready to be shown and perhaps pooled.

    ``yi`` and ``vi`` are on the scale that is pooled; ``estimate``, ``ci_lb`` and
    ``ci_ub`` are on the scale that people read (per cent for proportions).
    """

    study_id: str
    label: str
    result_ids: tuple[str, ...]
    yi: float
    vi: float
    estimate: float
    ci_lb: float
    ci_ub: float
    #: Column title and text pairs to print beside the row, in order.
    columns: tuple[tuple[str, str], ...] = ()
    #: Short notes on how the row came about ("count derived from 48 %").
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A study that belongs to the question but not into the pool, and why."""

    study_id: str
    label: str
    result_ids: tuple[str, ...]
    #: A short stable name of the reason, for tests and machines.
    reason_id: str
    reason: str
    readings: tuple[Reading, ...] = ()
    #: What the register notes on the results, where it helps a person to decide.
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are alike enough to be pooled with each other and with no others."""

    label: str
    rows: tuple[EffectRow, ...]
    pooled: Pooled | None = None
    #: Why ``pooled`` is ``None``.
    why_not_pooled: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """One kind of evidence on one outcome: shown, and pooled only where alike.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.example_review().analyses()[2]
    <Analysis: Responders without a comparator; 4 shown, 12 kept out>
    """

    kind: AnalysisKind
    title: str
    #: What one number of this analysis means, with scale and direction.
    meaning: str
    #: Title of the effect axis, with its unit.
    axis_label: str
    #: The value of no effect on the axis, or ``None`` where there is none.
    null_value: float | None
    #: What stands left and right of the null value, or ``None``.
    favours: tuple[str, str] | None
    groups: tuple[Group, ...]
    kept_out: tuple[KeptOut, ...]
    #: What a reader must not conclude from this analysis.
    caution: str | None = None
    #: Decimals for printed effects.
    decimals: int = 1
    #: Ends of the axis where the scale has natural ones (0 and 100 for per cent).
    limits: tuple[float, float] | None = None
    #: A difference that matters to patients: (low, high) on the axis, and its source.
    important_difference: tuple[float, float, str] | None = None

    def __repr__(self) -> str:
        """Say which analysis this is, and how much it shows and keeps out."""
        shown, out = len(self.rows), len(self.kept_out)
        return f"<Analysis: {self.title}; {shown} shown, {out} kept out>"

    @property
    def rows(self) -> tuple[EffectRow, ...]:
        """Every row that is shown, in the order of the groups."""
        return tuple(row for group in self.groups for row in group.rows)
