"""The numbers of one outcome on the scale that people read."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.footers import printed_notes
from ketaevidence.present.summary_of_findings.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Number:
    """One estimate with its interval: of one study, or pooled."""

    name: str
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """The results of an outcome one by one, and what was pooled from them."""

    studies: tuple[Number, ...]
    pooled: Number | None = None
    prediction: tuple[float, float] | None = None
    #: How far the pooled studies lie apart, in words.
    spread: str | None = None
    #: What must be read before the pooled number is used.
    caveats: tuple[str, ...] = ()
    #: Why nothing is pooled; ``None`` where something is.
    why_not: str | None = None

    @property
    def only(self) -> Number | None:
        """The one number to show: the pooled one, or that of a study by itself."""
        if self.pooled is not None:
            return self.pooled
        return self.studies[0] if len(self.studies) == 1 else None


def numbers_of(outcome: Outcome) -> Numbers | None:
    """Give the numbers of an outcome; ``None`` where no result is shown."""
    if outcome.group is None:
        return None
    studies = tuple(
        Number(words.clean(row.label), row.estimate, row.ci_lb, row.ci_ub)
        for row in outcome.rows
    )
    pooled, why = outcome.group.pooled, outcome.group.why_not_pooled
    if pooled is None:
        return Numbers(studies, why_not=why or "no reason was recorded")
    if pooled.k < 2:
        return Numbers(studies, why_not="there is one study only")
    if not pooled.effects.has_own_way_back:
        scale = "the pooled value has no way back to the scale that people read"
        return Numbers(studies, why_not=scale)
    # Of responders, people read patients of each hundred.
    factor = 100 if outcome.analysis.kind == "responder" else 1

    def read(value: float) -> float:
        return float(pooled.back_transform(value)) * factor

    value = Number(
        "Pooled", read(pooled.estimate), read(pooled.ci_lb), read(pooled.ci_ub)
    )
    prediction = None
    if pooled.pi_lb is not None and pooled.pi_ub is not None and _is_random(pooled):
        prediction = (read(pooled.pi_lb), read(pooled.pi_ub))
    caveats = printed_notes((*pooled.effects.notes, *pooled.notes))
    return Numbers(studies, value, prediction, _spread(pooled), caveats)


def _is_random(pooled: Pooled) -> bool:
    """Say whether the model lets the true effects of studies differ."""
    return pooled.method not in {"EE", "FE"}


def _spread(pooled: Pooled) -> str | None:
    parts = []
    if pooled.tau2 is not None and _is_random(pooled):
        parts.append(f"τ² = {words.number(pooled.tau2, 2)}")
    if pooled.I2 is not None:
        parts.append(f"I² = {words.percent(pooled.I2)}")
    return f"Heterogeneity: {', '.join(parts)}." if parts else None
