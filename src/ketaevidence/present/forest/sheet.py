"""What is to be shown in a forest plot, in one shape for pools and for analyses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.columns import arm_columns
from ketaevidence.present.forest.footers import (
    intervals_of_analysis,
    intervals_of_pooled,
    printed_notes,
)
from ketaevidence.synthesis.model import Analysis, Group

#: Measures whose back-transformed values are fractions, printed in per cent.
PROPORTIONS = frozenset({"PR", "PLO", "PLN", "PAS", "PFT"})

_ESTIMATORS = {
    "EE": "Equal-effects model",
    "FE": "Fixed-effects model",
    "DL": "Random-effects model, DerSimonian-Laird estimator",
    "REML": "Random-effects model, REML estimator",
}
#: What one number of an analysis is called; change without a comparator is no effect.
_EFFECT_TITLES = {
    "randomised_contrast": "Difference",
    "single_arm_change": "Change",
    "responder": "Per cent",
}
_TESTS = {
    "z": "normal (Wald) interval",
    "t": "t interval",
    "knha": "Knapp-Hartung interval",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One study, or one pooled result, on the scale that people read."""

    name: str
    estimate: float
    ci: tuple[float, float]
    columns: tuple[tuple[str, str], ...] = ()
    weight: float | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, with their pooled result or the lack of one."""

    heading: str | None
    lines: tuple[Line, ...]
    summary: Line | None = None
    prediction: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_pooled(self) -> bool:
        """Whether these lines carry one pooled result."""
        return self.summary is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a forest plot says, before rows get their places."""

    title: str
    effect_title: str
    axis_label: str
    blocks: tuple[Block, ...]
    null_value: float | None
    decimals: int
    #: Confidence level of every interval, in per cent.
    level: str = "95%"
    favours: tuple[str, str] | None = None
    limits: tuple[float, float] | None = None
    important_difference: tuple[float, float, str] | None = None
    is_log: bool = False
    heterogeneity: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    kept_out: tuple[tuple[str, str], ...] = ()


def heterogeneity_line(pooled: Pooled) -> str | None:
    """Say how far the studies differ beyond chance, or ``None`` for one study."""
    if pooled.k < 2:
        return None
    parts = []
    if pooled.tau2 is not None and pooled.method not in {"EE", "FE"}:
        parts.append(f"τ² = {words.number(pooled.tau2, 2)}")
    if pooled.I2 is not None:
        parts.append(f"I² = {words.percent(pooled.I2)}")
    if pooled.QE is not None:
        p = words.p_equals(pooled.QEp)
        parts.append(f"Q = {words.number(pooled.QE, 2)}, df = {pooled.QE_df}, {p}")
    return f"Heterogeneity: {'; '.join(parts)}" if parts else None


def method_line_of(method: str, test: str, level: float) -> str:
    """Say how results are pooled, by the short names of the choices."""
    model, interval = _ESTIMATORS.get(method, method), _TESTS.get(test, test)
    return f"{model}; {interval}; confidence level {words.level_percent(level)}."


def method_line(pooled: Pooled) -> str:
    """Say how the pooled result was computed."""
    return method_line_of(pooled.method, pooled.test, pooled.level)


def _reader(pooled: Pooled, factor: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        return float(pooled.back_transform(value)) * factor

    return read


def _summary(pooled: Pooled, name: str, read: Callable[[Any], float]) -> Line | None:
    if pooled.k < 2:
        return None
    ci = (read(pooled.ci_lb), read(pooled.ci_ub))
    return Line(name, read(pooled.estimate), ci, weight=100.0)


def _prediction(
    pooled: Pooled, read: Callable[[Any], float]
) -> tuple[float, float] | None:
    if pooled.k < 2 or pooled.pi_lb is None or pooled.pi_ub is None:
        return None
    if pooled.method in {"EE", "FE"}:
        return None
    return read(pooled.pi_lb), read(pooled.pi_ub)


def sheet_of_pooled(
    pooled: Pooled, title: str | None, arms: tuple[str, str] | None = None
) -> Sheet:
    """Set out the studies of one pooled result."""
    effects = pooled.effects
    is_share = effects.measure in PROPORTIONS
    read = _reader(pooled, 100.0 if is_share else 1.0)
    is_log = not is_share and abs(float(pooled.back_transform(0.0)) - 1) < 1e-9
    level = pooled.level if pooled.level <= 1 else pooled.level / 100
    z = NormalDist().inv_cdf(0.5 + level / 2)
    columns = arm_columns(effects.inputs, effects.ni, pooled.k, arms)
    lines = []
    for i, name in enumerate(effects.slab):
        yi, half = float(effects.yi[i]), z * float(effects.vi[i]) ** 0.5
        weight = float(pooled.weights[i]) if pooled.k > 1 else None
        ci = (read(yi - half), read(yi + half))
        lines.append(Line(str(name), read(yi), ci, columns[i], weight))
    spread = heterogeneity_line(pooled)
    notes = (spread,) if spread else ()
    if pooled.k == 1:
        notes = ("One study only: shown as it is, nothing is pooled.",)
    block = Block(
        None,
        tuple(lines),
        _summary(
            pooled, f"Pooled ({words.counted(pooled.k, 'study', 'studies')})", read
        ),
        _prediction(pooled, read),
        notes,
    )
    null = effects.null_value
    name = effects.measure_name
    return Sheet(
        title=words.clean(title or name.partition(" (")[0]),
        effect_title="Per cent" if is_share else name.partition(" (")[0],
        axis_label=f"{name.partition(' (')[0]} [per cent]" if is_share else name,
        blocks=(block,),
        null_value=None if null is None else read(null),
        decimals=0 if is_share else 2,
        level=words.level_percent(pooled.level),
        limits=(0.0, 100.0) if is_share else None,
        is_log=is_log,
        heterogeneity=notes if spread else (),
        methods=(
            *((method_line(pooled),) if pooled.k > 1 else ()),
            intervals_of_pooled(pooled, is_log=is_log),
            *printed_notes(pooled.notes),
        ),
    )


def _factor(group: Group, pooled: Pooled) -> float:
    """Give what leads from the pool's own scale to the scale of the rows."""
    if pooled.effects.measure not in PROPORTIONS:
        return 1.0
    shares = [float(pooled.back_transform(row.yi)) for row in group.rows]
    in_per_cent = any(
        abs(row.estimate - 100 * share) < abs(row.estimate - share)
        for row, share in zip(group.rows, shares, strict=True)
        if share > 0
    )
    return 100.0 if in_per_cent else 1.0


def _block(group: Group, *, is_alone: bool) -> Block:
    pooled = group.pooled
    weights: list[float | None] = [None] * len(group.rows)
    summary, prediction, notes = None, None, []
    if pooled is not None and pooled.k > 1:
        read = _reader(pooled, _factor(group, pooled))
        name = f"Pooled ({words.counted(pooled.k, 'study', 'studies')})"
        summary, prediction = _summary(pooled, name, read), _prediction(pooled, read)
        weights = [float(weight) for weight in pooled.weights]
        notes = [line for line in (heterogeneity_line(pooled),) if line]
    elif pooled is not None:
        notes = ["Not pooled: one study only."]
    elif group.why_not_pooled:
        notes = [f"Not pooled: {words.clean(group.why_not_pooled)}"]
    elif group.rows:
        notes = ["Not pooled."]
    lines = tuple(
        Line(
            row.label, row.estimate, (row.ci_lb, row.ci_ub), row.columns, weight,
            row.marks,
        )
        for row, weight in zip(group.rows, weights, strict=True)
    )  # fmt: skip
    heading = None if is_alone and not group.label else group.label
    return Block(heading, lines, summary, prediction, tuple(notes))


def sheet_of_analysis(analysis: Analysis, title: str | None) -> Sheet:
    """Set out the groups of an analysis and the studies kept out of it."""
    is_alone = len(analysis.groups) == 1
    pooled = [g.pooled for g in analysis.groups if g.pooled and g.pooled.k > 1]
    methods = dict.fromkeys(method_line(p) for p in pooled)
    notes = printed_notes(note for p in pooled for note in p.notes)
    blocks = tuple(_block(group, is_alone=is_alone) for group in analysis.groups)
    return Sheet(
        title=words.clean(title or analysis.title),
        effect_title=_EFFECT_TITLES.get(analysis.kind, "Effect"),
        axis_label=words.clean(analysis.axis_label),
        blocks=tuple(block for block in blocks if block.lines),
        null_value=analysis.null_value,
        decimals=analysis.decimals,
        level=words.level_percent(pooled[0].level if pooled else 0.95),
        favours=analysis.favours,
        limits=analysis.limits,
        important_difference=analysis.important_difference,
        heterogeneity=tuple(
            line for line in map(heterogeneity_line, pooled) if line is not None
        ),
        methods=(*methods, intervals_of_analysis(analysis), *notes),
        kept_out=tuple(
            (words.clean(kept.label), words.sentence(kept.reason))
            for kept in analysis.kept_out
        ),
    )
