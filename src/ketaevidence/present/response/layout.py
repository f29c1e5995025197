"""What stands where in a dose or time response, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ketaevidence.present.canvas import (
    MARGIN,
    SMALL_LINE,
    TITLE_LINE,
    fitted,
    heading,
    widest,
)
from ketaevidence.present.forest.scale import axis_limits, linear_ticks, tick_texts
from ketaevidence.present.legend import PlacedKey, Sizes, placed_keys
from ketaevidence.present.pen import PAGE, SMALL, TEXT
from ketaevidence.present.response.axis import NUMBERED, Spread, spread
from ketaevidence.present.response.points import Panel, Point
from ketaevidence.present.response.words import (
    MOST,
    axis_words,
    name_of,
    panel_notes,
    response_keys,
)
from ketaevidence.present.type_metrics import LEADING, wrapped
from ketaevidence.present.words import (
    clean,
    level_percent,
    number,
    sentence,
)

#: Width of the sheet and height of the part of a panel with marks [points].
SHEET, PLOT = PAGE, 165.0
#: The line of numbers above the marks, and the free space between panels.
NUMBERS, SPACE = 13.0, 16.0
#: The farthest that a mark may stand from its place [points].
ASIDE = 30.0
#: Area of the least precise effect, at least [points²].
LEAST = 14.0
#: Marks that stand close shrink to no less than this share of their area.
_THINNEST = 0.15
_LINE = TEXT * LEADING


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point with where it stands: across in the axis' units."""

    point: Point
    #: 1, 2, ... from the left, as in the list below the panel.
    number: int
    x: float
    area: float
    #: The interval as far as the axis goes, and whether it is cut below and above.
    ends: tuple[float, float]
    clipped: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """One panel: heading, axes, points, the list of names, notes; tops in points."""

    panel: Panel
    title_lines: tuple[str, ...]
    caution_lines: tuple[str, ...]
    top: float
    plot_top: float
    plot_left: float
    plot_wide: float
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    x_ticks: tuple[tuple[float, tuple[str, ...]], ...]
    y_ticks: tuple[tuple[float, str], ...]
    axis_lines: tuple[str, ...]
    points: tuple[PlacedPoint, ...]
    is_numbered: bool
    #: (left edge, top, lines) of the names.
    names: tuple[tuple[float, float, tuple[str, ...]], ...]
    #: The least space between two marks [points].
    space: float
    notes: tuple[str, ...]
    note_lines: tuple[str, ...]
    notes_top: float


@dataclass(frozen=True, slots=True)
class ResponseLayout:
    """The whole picture: one panel for each kind of evidence."""

    title: str
    title_lines: tuple[str, ...]
    x_label: str
    #: The classes across, where there are no numbers.
    classes: tuple[str, ...]
    wide: float
    high: float
    panels: tuple[PlacedPanel, ...]
    keys: tuple[PlacedKey, ...]
    notes: tuple[str, ...]
    note_lines: tuple[str, ...]
    notes_top: float


@dataclass(frozen=True, slots=True)
class Across:
    """What the axis across shows: its title, and its classes if it has no numbers."""

    label: str
    #: The least that the axis reaches to, in its units.
    least: float = 0.0
    classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: The level of the intervals, where it is known.
    level: float | None = None


def response_layout(
    panels: Sequence[Panel], across: Across, *, title: str
) -> ResponseLayout:
    """Lay out the panels below each other."""
    room = SHEET - 2 * MARGIN
    title_lines = heading(title, room)
    y = MARGIN + len(title_lines) * TITLE_LINE + 8
    placed = []
    # All panels reach equally far, so that they can be compared.
    last = max((p.x for panel in panels for p in panel.points), default=0.0)
    last = max(last, across.least) or 1.0
    for panel in panels:
        placed.append(_panel(panel, across, y, last))
        y = placed[-1].notes_top + len(placed[-1].note_lines) * SMALL_LINE + SPACE
    placed, scale = _thinned(placed)
    points = [point for panel in panels for point in panel.points]
    keys, end = placed_keys(response_keys(points, MOST * scale), MARGIN, y, room)
    notes = list(across.notes)
    if points:
        level = "" if across.level is None else f"{level_percent(across.level)} "
        notes.append(
            f"Bars: {level}confidence intervals. Area by precision (1 / variance) "
            "within a panel. Kinds of evidence stand in panels of their own; which "
            "effects are alike enough to pool, the forest plot says."
        )
    lines = [line for note in notes for line in wrapped(note, SMALL, room)]
    top = end + 5 if keys else end
    return ResponseLayout(
        title, title_lines, across.label, across.classes, SHEET,
        top + len(lines) * SMALL_LINE + MARGIN, tuple(placed), keys, tuple(notes),
        tuple(lines), top,
    )  # fmt: skip


def _panel(panel: Panel, across: Across, top: float, last: float) -> PlacedPanel:
    room = SHEET - 2 * MARGIN
    analysis = panel.analysis
    title_lines = tuple(wrapped(clean(analysis.title), TEXT, room, bold=True))
    caution = (
        wrapped(sentence(analysis.caution), SMALL, room) if analysis.caution else []
    )
    y = top + len(title_lines) * _LINE + len(caution) * SMALL_LINE + 3
    notes = panel_notes(panel)
    note_lines = tuple(line for note in notes for line in wrapped(note, SMALL, room))
    if not panel.points:
        return PlacedPanel(
            panel, title_lines, tuple(caution), top, y, MARGIN, room, (0.0, 1.0),
            (0.0, 1.0), (), (), (), (), False, (), NUMBERED, notes, note_lines, y,  # noqa: FBT003 (no point, no number)
        )  # fmt: skip
    axis_lines = fitted(axis_words(analysis), room)
    plot_top = y + len(axis_lines) * SMALL_LINE + NUMBERS
    y_limits, y_ticks = _upright(panel)
    left = MARGIN + widest(text for _, text in y_ticks) + 9
    wide = SHEET - MARGIN - left
    x_limits, x_ticks = _across(across, wide, last)
    marks = _spread(panel, x_limits, wide, has_classes=bool(across.classes))
    is_numbered = marks.is_numbered and len(panel.points) < 100
    points = _points(panel, marks, x_limits, y_limits, wide)
    below = plot_top + PLOT + 5
    below += max(len(lines) for _, lines in x_ticks) * SMALL_LINE + SMALL_LINE + 4
    names, end = _names(points, below) if is_numbered else ((), below)
    if not is_numbered:
        notes = (*notes, "Too many marks for their names: the table has each one.")
    moved = max(abs(placed.x - placed.point.x) for placed in points)
    if not across.classes and moved > 0.5 * (x_limits[1] - x_limits[0]) / wide:
        most = number(moved, 1) if moved >= 0.1 else "0.1"
        note = (
            f"Marks near each other stand side by side, up to {most} on the axis from "
            "their place; the table has it."
        )
        notes = (*notes, note)
    note_lines = tuple(line for note in notes for line in wrapped(note, SMALL, room))
    return PlacedPanel(
        panel, title_lines, tuple(caution), top, plot_top, left, wide, x_limits,
        y_limits, x_ticks, y_ticks, axis_lines, points, is_numbered, names, marks.space,
        notes, note_lines, end + 3,
    )  # fmt: skip


def _thinned(panels: list[PlacedPanel]) -> tuple[list[PlacedPanel], float]:
    """Make all marks smaller where some stand close, by one factor for all panels."""
    space = min((panel.space for panel in panels), default=NUMBERED)
    scale = min(1.0, max(_THINNEST, (1.4 * space / NUMBERED) ** 2))
    thinned = [
        replace(
            panel,
            points=tuple(replace(p, area=p.area * scale) for p in panel.points),
        )
        for panel in panels
    ]
    return thinned, scale


def _upright(
    panel: Panel,
) -> tuple[tuple[float, float], tuple[tuple[float, str], ...]]:
    """Choose the axis of effects as the forest plot does."""
    analysis, rows = panel.analysis, [point.row for point in panel.points]
    if analysis.limits is not None:
        low, high = analysis.limits
    else:
        anchors = [] if analysis.null_value is None else [analysis.null_value]
        low, high = axis_limits(
            [row.estimate for row in rows], [(r.ci_lb, r.ci_ub) for r in rows], anchors
        )
    ticks = linear_ticks(low, high)
    texts = tick_texts(ticks, is_log=False)
    return (min(low, ticks[0]), max(high, ticks[-1])), tuple(
        zip(ticks, texts, strict=True)
    )


def _across(
    across: Across, wide: float, last: float
) -> tuple[tuple[float, float], tuple[tuple[float, tuple[str, ...]], ...]]:
    if across.classes:
        n = len(across.classes)
        room = wide / n - 1.5
        ticks = tuple((float(i), fitted(t, room)) for i, t in enumerate(across.classes))
        return (-0.5, n - 0.5), ticks
    places = linear_ticks(0.0, last)
    # Room beside the first and the last place for marks that stand side by side.
    pad = places[-1] * 22 / (wide - 44)
    texts = tick_texts(places, is_log=False)
    named = tuple((p, (t,)) for p, t in zip(places, texts, strict=True))
    return (-pad, places[-1] + pad), named


def _spread(
    panel: Panel, limits: tuple[float, float], wide: float, *, has_classes: bool
) -> Spread:
    low, high = limits
    per_unit = wide / (high - low)
    wanted = [(point.x - low) * per_unit for point in panel.points]
    # A mark may fill its class and never stand in the next.
    most = per_unit / 2 - NUMBERED / 2 if has_classes else ASIDE
    return spread(wanted, ends=(5.0, wide - 5.0), most=most)


def _points(
    panel: Panel,
    marks: Spread,
    x_limits: tuple[float, float],
    y_limits: tuple[float, float],
    wide: float,
) -> tuple[PlacedPoint, ...]:
    precisions = [1 / p.row.vi if p.row.vi > 0 else 0.0 for p in panel.points]
    sizes = Sizes(max(precisions), MOST, LEAST)
    unit = (x_limits[1] - x_limits[0]) / wide
    low, high = y_limits
    placed = []
    for i, (point, place) in enumerate(zip(panel.points, marks.places, strict=True)):
        ci = point.row.ci_lb, point.row.ci_ub
        placed.append(
            PlacedPoint(
                point, i + 1, x_limits[0] + place * unit, sizes.area(precisions[i]),
                (max(ci[0], low), min(ci[1], high)), (ci[0] < low, ci[1] > high),
            )
        )  # fmt: skip
    return tuple(placed)


def _names(
    points: Sequence[PlacedPoint], top: float
) -> tuple[tuple[tuple[float, float, tuple[str, ...]], ...], float]:
    """List the names in three columns, read down and then across."""
    columns = min(3, len(points))
    each = (SHEET - 2 * MARGIN) / columns
    rows = -(-len(points) // columns)
    found, ends = [], [top]
    for column in range(columns):
        y = top
        for placed in points[column * rows : (column + 1) * rows]:
            lines = fitted(f"{placed.number}  {name_of(placed.point)}", each - 8)
            found.append((MARGIN + column * each, y, lines))
            y += len(lines) * SMALL_LINE
        ends.append(y)
    return tuple(found), max(ends)
