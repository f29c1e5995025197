"""What is to be shown in a forest plot, in one shape for pools and for analyses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from ketaevidence.effects import Effects
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
    "HE": "Random-effects model, Hedges estimator",
    "HS": "Random-effects model, Hunter-Schmidt estimator",
    "SJ": "Random-effects model, Sidik-Jonkman estimator",
    "ML": "Random-effects model, maximum-likelihood estimator",
    "REML": "Random-effects model, REML estimator",
    "EB": "Random-effects model, empirical Bayes estimator",
    "PM": "Random-effects model, Paule-Mandel estimator",
    "GENQ": "Random-effects model, generalised Q estimator with given weights",
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
    "knha-se": "Knapp-Hartung interval, its standard error never below the ordinary",
    "knha-ci": "the wider of the Knapp-Hartung and the normal (Wald) interval",
}
#: Why a pool has no diamond although its studies can be shown.
_NO_WAY_BACK = (
    "No pooled result is drawn: a value pooled on the Freeman-Tukey scale has no way "
    "back to per cent of its own (Schwarzer 2019, doi:10.1002/jrsm.1348). Pool on the "
    "logit scale instead."
)


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


def _study_readers(effects: Effects, factor: float) -> list[Callable[[Any], float]]:
    """Give the way back of each study; Freeman-Tukey needs its number of patients."""

    def reader(n: int | None) -> Callable[[Any], float]:
        return lambda value: float(effects.back_transform(value, n=n)) * factor

    if effects.has_own_way_back or effects.ni is None:
        return [reader(None)] * effects.k
    return [reader(n) for n in effects.ni]


def _can_be_read(effects: Effects) -> bool:
    """Whether each study has a way back to the scale that people read."""
    return effects.has_own_way_back or effects.ni is not None


def _summary(pooled: Pooled, name: str, read: Callable[[Any], float]) -> Line | None:
    if pooled.k < 2 or not pooled.effects.has_own_way_back:
        return None
    ci = (read(pooled.ci_lb), read(pooled.ci_ub))
    return Line(name, read(pooled.estimate), ci, weight=100.0)


def _prediction(
    pooled: Pooled, read: Callable[[Any], float]
) -> tuple[float, float] | None:
    if pooled.k < 2 or pooled.pi_lb is None or pooled.pi_ub is None:
        return None
    if pooled.method in {"EE", "FE"} or not pooled.effects.has_own_way_back:
        return None
    return read(pooled.pi_lb), read(pooled.pi_ub)


def sheet_of_pooled(
    pooled: Pooled, title: str | None, arms: tuple[str, str] | None = None
) -> Sheet:
    """Set out the studies of one pooled result."""
    effects = pooled.effects
    is_readable = _can_be_read(effects)
    is_share = effects.measure in PROPORTIONS and is_readable
    factor = 100.0 if is_share else 1.0
    read = _reader(pooled, factor)
    readers = [float] * pooled.k if not is_readable else _study_readers(effects, factor)
    is_log = effects.scale == "log" and not is_share
    level = pooled.level if pooled.level <= 1 else pooled.level / 100
    z = NormalDist().inv_cdf(0.5 + level / 2)
    columns = arm_columns(effects.inputs, effects.ni, pooled.k, arms)
    is_drawn = effects.has_own_way_back
    lines = []
    for i, name in enumerate(effects.slab):
        yi, half = float(effects.yi[i]), z * float(effects.vi[i]) ** 0.5
        weight = float(pooled.weights[i]) if is_drawn and pooled.k > 1 else None
        back = readers[i]
        ci = (back(yi - half), back(yi + half))
        lines.append(Line(str(name), back(yi), ci, columns[i], weight))
    spread = heterogeneity_line(pooled)
    notes = (spread,) if spread else ()
    if not is_drawn and pooled.k > 1:
        notes = (_NO_WAY_BACK,)
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
        heterogeneity=(spread,) if spread and is_drawn else (),
        methods=(
            *((method_line(pooled),) if block.is_pooled else ()),
            intervals_of_pooled(pooled),
            *printed_notes((*effects.notes, *(pooled.notes if is_drawn else ()))),
        ),
    )


def _factor(group: Group, pooled: Pooled) -> float:
    """Give what leads from the pool's own scale to the scale of the rows."""
    effects = pooled.effects
    if effects.measure not in PROPORTIONS or not effects.has_own_way_back:
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
        notes = [line for line in (heterogeneity_line(pooled),) if line]
        if pooled.effects.has_own_way_back:
            weights = [float(weight) for weight in pooled.weights]
        else:
            notes = [_NO_WAY_BACK]
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
    notes = printed_notes(n for p in pooled for n in (*p.effects.notes, *p.notes))
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
