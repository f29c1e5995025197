"""The bars of the risk of bias: how often each judgement was made, domain by domain.

All lengths are in points (1/72 inch); ``y`` is counted from the top.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.pen import GAP, MARGIN, PAGE, SMALL, TEXT, TITLE
from ketaevidence.present.risk_of_bias.lamp import Entry, key
from ketaevidence.present.risk_of_bias.rows import OVERALL, Judged
from ketaevidence.present.risk_of_bias.signs import Light, legend_of
from ketaevidence.present.risk_of_bias.traffic_layout import notes_of
from ketaevidence.present.type_metrics import LEADING, fitted, width, wrapped

#: Room of a domain's title; height of a bar and of the room to the next.
_TITLE_ROOM, BAR, BETWEEN = 190.0, 16.0, 5.0
#: Said of the share that nobody judged.
NOBODY = "Left out, or not judged"


@dataclass(frozen=True, slots=True)
class Segment:
    """The share of one judgement in one bar."""

    #: ``None`` for the share that nobody judged.
    light: Light | None
    #: Judged rows, and their share of the bar [per cent].
    count: int
    percent: float
    #: Where it begins [per cent].
    start: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One domain, or the whole."""

    name: str
    title: str
    #: The title, wrapped.
    label: str
    segments: tuple[Segment, ...]
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class BarsLayout:
    """Complete bars in points: everything but the ink."""

    width: float
    height: float
    title: str
    title_lines: tuple[str, ...]
    tool: str
    bars: tuple[Bar, ...]
    bars_left: float
    bars_width: float
    bars_top: float
    axis_top: float
    #: How the rows were counted, in a sentence.
    weights: str
    notes: tuple[tuple[str, ...], ...]
    notes_top: float
    legend: tuple[Light, ...]
    key: tuple[Entry, ...]
    key_top: float


def weights_of(judged: Judged, given: object) -> tuple[list[float], str]:
    """Give the weight of each row, and say in a sentence what it is.

    Parameters
    ----------
    judged
        The rows.
    given
        ``None``, a pooled result, or a mapping from a study's label or identifier to
        a number above 0.

    Raises
    ------
    PresentError
        If a judged study has no weight, or several rows share one.
    """
    n = words.counted(len(judged.rows), "judgement")
    among = f"{n} in {words.counted(judged.studies, 'study', 'studies')}"
    if given is None:
        return [1.0] * len(judged.rows), f"Unweighted: each of {among} counts the same."
    if isinstance(given, Pooled):
        known: Mapping[object, object] = dict(
            zip(given.effects.slab, map(float, given.weights), strict=True)
        )
        told = "by the weight of each study in the pooled result"
    elif isinstance(given, Mapping):
        known, told = given, "by the weights given"
    else:
        msg = (
            "weights= takes a pooled result, or a mapping from a study to its weight, "
            f"not {type(given).__name__}"
        )
        raise PresentError(msg)
    if judged.studies < len(judged.rows):
        msg = (
            f"weights= gives one weight for each study, but there are {among}; pass "
            "the judgements of one result for each study, or draw without weights"
        )
        raise PresentError(msg)
    clean = {words.clean(name): value for name, value in known.items()}
    weights, lacking = [], []
    for row in judged.rows:
        value = clean.get(row.study, clean.get(row.study_id))
        if not _is_weight(value):
            lacking.append(
                f"{row.study} ({value!r})" if value is not None else row.study
            )
            continue
        weights.append(float(value))  # type: ignore[arg-type]
    if lacking:
        listed = ", ".join(lacking[:10])
        msg = (
            f"weights= has no number above 0 for {listed}; name each study by its "
            "label or identifier, or draw without weights"
        )
        raise PresentError(msg)
    return weights, f"Weighted {told}: {among}."


def _is_weight(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value > 0  # type: ignore[arg-type,operator]


def segments_of(
    lights: Sequence[Light | None], weights: Sequence[float], legend: Sequence[Light]
) -> tuple[Segment, ...]:
    """Give the share of each judgement of one domain, from low to grave."""
    total = math.fsum(weights)
    found, start = [], 0.0
    for one in (*legend, None):
        mine = [w for w, light in zip(weights, lights, strict=True) if light == one]
        if not mine:
            continue
        percent = 100 * math.fsum(mine) / total
        found.append(Segment(one, len(mine), percent, start))
        start += percent
    return tuple(found)


def bars_layout(judged: Judged, weights: object, title: str | None) -> BarsLayout:
    """Work out every share, measure every text, and place every bar."""
    shares, told = weights_of(judged, weights)
    legend = legend_of(one for row in judged.rows for one in row.lights)
    labels = [
        fitted(words.capital(long), TEXT, _TITLE_ROOM) if name != OVERALL else OVERALL
        for name, long in judged.columns
    ]
    left = MARGIN + max(width(label, TEXT, bold=True) for label in labels) + GAP
    room = PAGE - 2 * MARGIN
    heading = words.clean(title) if title else "Risk of bias, share of judgements"
    title_lines = tuple(fitted(heading, TITLE, room, bold=True).split("\n"))
    tool = fitted(judged.tool.title, SMALL, room)
    y = MARGIN + len(title_lines) * TITLE * LEADING
    y += (tool.count("\n") + 1) * SMALL * LEADING + 8
    bars_top = y
    bars = []
    for place, (name, long) in enumerate(judged.columns):
        tall = max(BAR, (labels[place].count("\n") + 1) * TEXT * LEADING)
        column = [row.lights[place] for row in judged.rows]
        segments = segments_of(column, shares, legend)
        bars.append(Bar(name, long, labels[place], segments, y + tall / 2, tall))
        y += tall + BETWEEN
    axis_top = y
    key_top = axis_top + 14 + SMALL * LEADING + 8
    entries, tall = key(legend, MARGIN, room)
    notes_top = key_top + tall + 6
    # The first note names the domains, and they stand beside the bars.
    texts = [told, *notes_of(judged, "Hatched")[1:]]
    notes = tuple(tuple(wrapped(note, SMALL, room)) for note in texts)
    y = notes_top + sum(len(note) * SMALL * LEADING + 2 for note in notes)
    return BarsLayout(
        PAGE, y + MARGIN, heading, title_lines, tool, tuple(bars), left,
        PAGE - MARGIN - 8 - left, bars_top, axis_top, told, notes, notes_top, legend,
        tuple(entries), key_top,
    )  # fmt: skip
