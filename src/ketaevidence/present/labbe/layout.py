"""What stands where in L'Abbé's plot, before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ketaevidence.effects import Effects
from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.chart.ink import BLACK, INK, MARGIN, SHEET
from ketaevidence.present.chart.labels import Dot, Label, beside
from ketaevidence.present.chart.model import Axis, Frame, Key, tick_room
from ketaevidence.present.chart.reading import reading_of, two_names
from ketaevidence.present.chart.words import (
    inside,
    name_of,
    pool_line,
    pooled_sentence,
    unnamed,
)
from ketaevidence.present.forest.scale import linear_ticks, tick_texts

#: Side of the plot, and largest and smallest radius of a study [points].
SIDE, LARGEST, SMALLEST = 400.0, 12.0, 2.5
#: Steps of the pooled curve.
_STEPS = 200


def _of_risk_ratio(risk: float, log_ratio: float) -> float:
    return risk * math.exp(log_ratio)


def _of_odds_ratio(risk: float, log_ratio: float) -> float:
    odds = math.exp(log_ratio)
    return risk * odds / (1 - risk + risk * odds)


def _of_difference(risk: float, difference: float) -> float:
    return risk + difference


def _of_arcsine(risk: float, difference: float) -> float:
    turned = math.asin(math.sqrt(risk)) + difference
    return math.sin(turned) ** 2 if 0 <= turned <= math.pi / 2 else math.nan


#: The risk in group 1 that an effect leads to from the risk in group 2.
CURVES: dict[str, Callable[[float, float], float]] = {
    "RR": _of_risk_ratio,
    "OR": _of_odds_ratio,
    "PETO": _of_odds_ratio,
    "RD": _of_difference,
    "AS": _of_arcsine,
}


@dataclass(frozen=True, slots=True)
class LabbeStudy:
    """One study: events and patients of both groups, and the size of its bubble."""

    name: str
    events: tuple[float, float]
    patients: tuple[float, float]
    #: Weight in the pool [per cent], or patients of both groups without a pool.
    size: float
    #: Radius of the bubble [points]; its area follows the size.
    radius: float

    @property
    def risks(self) -> tuple[float, float]:
        """Share of patients with the event in groups 1 and 2 [per cent]."""
        first, second = (
            100 * e / n for e, n in zip(self.events, self.patients, strict=True)
        )
        return first, second


@dataclass(frozen=True, slots=True)
class LabbeLayout:
    """The whole picture in data units [per cent].

    Parameters
    ----------
    frame
        Axes, key and notes: group 2 across, group 1 upright.
    studies
        Every study with its counts.
    curve
        (risk in group 2, risk in group 1) along the pooled effect; empty without one.
    arms
        Names of groups 1 and 2.
    labels
        Names that are written in the plot.
    is_pooled
        Whether sizes are weights in a pool.
    sentences
        The picture in words.
    """

    frame: Frame
    studies: tuple[LabbeStudy, ...]
    curve: tuple[tuple[float, float], ...]
    arms: tuple[str, str]
    labels: tuple[Label, ...]
    is_pooled: bool
    sentences: tuple[str, ...]


def labbe_layout(
    what: Effects | Pooled,
    *,
    title: str | None = None,
    arms: tuple[str, str] | None = None,
    event: str | None = None,
) -> LabbeLayout:
    """Lay out L'Abbé's plot.

    Raises
    ------
    PresentError
        When the effects are not of events in two groups, or their counts are missing.
    """
    # One study comes back from pool() as it is: nothing is pooled then either.
    pooled = what if isinstance(what, Pooled) and what.k > 1 else None
    effects = what.effects if isinstance(what, Pooled) else what
    given = arms is not None
    names = two_names(arms, "arms", "('Ketamine', 'Placebo')") if given else None
    first, second = names or ("Group 1", "Group 2")
    studies = _studies(effects, pooled)
    event = words.clean(event or "the event")
    highest = max(max(study.risks) for study in studies)
    axis_of = _axis_to(min(100.0, 1.08 * highest or 1.0))
    x = axis_of(f"{second}: patients with {event} [%]")
    y = axis_of(f"{first}: patients with {event} [%]")
    # As wide as high, so that the line of equal risks stands at 45 degrees.
    left = tick_room(y)
    bare = Frame("", x, y, SIDE, left=left, right=max(MARGIN, SHEET - left - SIDE))
    curve = () if pooled is None else _curve(pooled, x.limits[1])
    labels = _labels(bare, studies, curve)
    reading = reading_of(effects, 1.0 if pooled is None else pooled.se)
    keys = [Key("the same risk in both groups", "line", BLACK)]
    more = f"more patients with {event} in"
    told = [f"Above the line: {more} “{first}”; below it: {more} “{second}”."]
    said = []
    if pooled is not None:
        text = reading.estimate(pooled.estimate, pooled.ci_lb, pooled.ci_ub)
        keys.append(Key(f"pooled {inside(reading.name)} {text}", "dashed", INK))
        said.append(pooled_sentence(pooled, reading))
        told.append("Area of a bubble: the study's weight in the pool.")
    else:
        told.append(
            "Area of a bubble: patients of both groups. Nothing is pooled here."
        )
    told += _about_counts(effects)
    told += unnamed(len(studies) - len(labels))
    if pooled is not None:
        told.append(pool_line(pooled))
    frame = Frame(
        title=words.clean(title or f"L'Abbé plot: {reading.name}"),
        x=x,
        y=y,
        plot_height=SIDE,
        key=tuple(keys),
        notes=tuple(told),
        left=bare.left,
        right=bare.right,
    )
    said += [_sentence(study, (first, second)) for study in studies]
    return LabbeLayout(
        frame, studies, curve, (first, second), labels, pooled is not None, tuple(said)
    )


def _studies(effects: Effects, pooled: Pooled | None) -> tuple[LabbeStudy, ...]:
    if effects.measure not in CURVES:
        msg = (
            f"L'Abbé's plot is for events in two groups ({', '.join(CURVES)}); these "
            f"effects are {effects.measure} ({effects.measure_name})"
        )
        raise PresentError(msg)
    given = effects.inputs
    if not {"ai", "ci"} <= set(given) or not (
        {"n1i", "n2i"} <= set(given) or {"bi", "di"} <= set(given)
    ):
        msg = (
            f"L'Abbé's plot needs the counts of both groups, and these effects "
            f"({effects.measure}) come without; make them with "
            f"effect_sizes({effects.measure!r}, ai=..., n1i=..., ci=..., n2i=...)"
        )
        raise PresentError(msg)
    rows = []
    for i in range(effects.k):
        events = float(given["ai"][i]), float(given["ci"][i])
        if "n1i" in given:
            patients = float(given["n1i"][i]), float(given["n2i"][i])
        else:
            patients = (
                events[0] + float(given["bi"][i]),
                events[1] + float(given["di"][i]),
            )
        rows.append((events, patients))
    lost = [
        effects.slab[i]
        for i, (events, patients) in enumerate(rows)
        if not all(n > 0 and 0 <= e <= n for e, n in zip(events, patients, strict=True))
    ]
    if lost:
        msg = (
            f"L'Abbé's plot needs the counts of both groups, which are missing for "
            f"{', '.join(lost)}; leave out the study, or give its counts"
        )
        raise PresentError(msg)
    sizes = [float(sum(patients)) for _, patients in rows]
    if pooled is not None:
        sizes = pooled.weights.tolist()
    return tuple(
        LabbeStudy(
            name_of(effects.slab[i]), events, patients, sizes[i],
            max(SMALLEST, LARGEST * math.sqrt(sizes[i] / max(sizes))),
        )
        for i, (events, patients) in enumerate(rows)
    )  # fmt: skip


def _axis_to(high: float) -> Callable[[str], Axis]:
    ticks = [tick for tick in linear_ticks(0.0, high) if tick <= high]
    marks = tuple(zip(ticks, tick_texts(ticks, is_log=False), strict=True))
    return lambda label: Axis(label, (0.0, high), marks)


def _curve(pooled: Pooled, end: float) -> tuple[tuple[float, float], ...]:
    to = CURVES[pooled.effects.measure]
    risks = [end * i / _STEPS for i in range(_STEPS + 1)]
    points = [(risk, 100 * to(risk / 100, pooled.estimate)) for risk in risks]
    return tuple((a, b) for a, b in points if 0 <= b <= 100)


def _labels(
    bare: Frame,
    studies: tuple[LabbeStudy, ...],
    curve: tuple[tuple[float, float], ...],
) -> tuple[Label, ...]:
    def at(across: float, up: float) -> tuple[float, float]:
        return bare.x.share(across) * bare.plot_width, (1 - bare.y.share(up)) * SIDE

    dots = [Dot(*at(s.risks[1], s.risks[0]), s.radius + 0.5) for s in studies]
    end = bare.x.limits[1]
    path = [at(*point) for point in curve[::10]]
    lines = [
        (*at(0, 0), *at(end, end)),
        *((*a, *b) for a, b in pairwise(path)),
    ]
    order = sorted(range(len(studies)), key=lambda i: -studies[i].size)
    names = [study.name for study in studies]
    return beside(dots, names, order, (bare.plot_width, SIDE), lines)


def _about_counts(effects: Effects) -> list[str]:
    """Say which studies have no effect, and which counts the effect had changed."""
    told = []
    left_out = effects.settings.get("left_out") or []
    if isinstance(left_out, list | tuple) and left_out:
        names = words.clean(", ".join(map(str, left_out)))
        told.append(f"Not shown, since they say nothing about this measure: {names}.")
    adjusted = effects.settings.get("adjusted") or []
    if isinstance(adjusted, list | tuple) and adjusted:
        names = words.clean(", ".join(map(str, adjusted)))
        told.append(
            "Points stand at the counts as reported; what was added to them for the "
            f"effects is not shown: {names}."
        )
    return told


def _sentence(study: LabbeStudy, arms: tuple[str, str]) -> str:
    parts = [
        f"{arm} {words.plain(e)} of {words.plain(n)} ({words.percent(risk)})"
        for arm, e, n, risk in zip(
            arms, study.events, study.patients, study.risks, strict=True
        )
    ]
    return f"{study.name}: {', '.join(parts)}."
