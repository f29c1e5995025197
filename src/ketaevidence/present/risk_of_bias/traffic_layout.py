"""Where everything in a traffic light of the risk of bias stands, before any ink.

All lengths are in points (1/72 inch); ``y`` is counted from the top.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.pen import GAP, LINE, MARGIN, PAGE, SMALL, TEXT, TITLE
from ketaevidence.present.risk_of_bias.lamp import Entry, key
from ketaevidence.present.risk_of_bias.rows import OVERALL, Judged, JudgedRow
from ketaevidence.present.risk_of_bias.signs import Light, legend_of
from ketaevidence.present.type_metrics import LEADING, fitted, width, wrapped

#: Room of a study's name and of what was judged, before a new line.
_NAME_ROOM, _JUDGED_ROOM = 170.0, 150.0
#: Width of the column of one domain, and of the whole.
_STEP, _WHOLE = 26.0, 48.0
#: Height of a further line of a row.
_MORE = TEXT * LEADING
#: The column that a study's judgements on the whole of it do not need.
STUDY_ONLY = "The study as a whole"


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """One row: its texts, wrapped, its lights, and where it stands."""

    row: JudgedRow
    name: str
    judged: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class TrafficLayout:
    """A complete traffic light in points: everything but the ink."""

    width: float
    height: float
    title: str
    #: Wrapped lines of the title, and of the tool with its version.
    title_lines: tuple[str, ...]
    tool: str
    #: (name, title) of every column of lights, and where each stands.
    columns: tuple[tuple[str, str], ...]
    places: tuple[float, ...]
    #: Left edge of the column that says what was judged; ``None`` without it.
    judged_left: float | None
    header: float
    rows: tuple[TrafficRow, ...]
    rows_top: float
    rows_bottom: float
    notes: tuple[tuple[str, ...], ...]
    notes_top: float
    legend: tuple[Light, ...]
    key: tuple[Entry, ...]
    key_top: float


def notes_of(judged: Judged, gap: str) -> tuple[str, ...]:
    """Say what the columns are, what a gap means, and who was not judged."""
    names = "; ".join(
        f"{name}: {words.clause(title)}"
        for name, title in judged.columns
        if name != OVERALL
    )
    told = [f"{names}.", f"{judged.tool.title}; {judged.tool.reference}."]
    if any(name == OVERALL for name, _ in judged.columns):
        told.append("Overall: as people judged it; it is never worked out.")
    else:
        told.append("Nobody judged the whole of any row; it is never worked out.")
    if any(None in row.lights for row in judged.rows):
        told.append(f"{gap}: left out, or not judged by anybody.")
    if judged.not_judged:
        told.append(f"Not judged by this tool: {', '.join(judged.not_judged)}.")
    return tuple(told)


def traffic_layout(judged: Judged, title: str | None) -> TrafficLayout:
    """Measure every text and place every light so that nothing overlaps."""
    has_results = any(row.judged != STUDY_ONLY for row in judged.rows)
    shown = [
        (
            row,
            fitted(row.study, TEXT, _NAME_ROOM),
            fitted(row.judged, TEXT, _JUDGED_ROOM) if has_results else "",
        )
        for row in judged.rows
    ]
    x = MARGIN + max(
        [width("Study", TEXT, bold=True)] + [width(n, TEXT) for _, n, _ in shown]
    )
    x += GAP
    judged_left = None
    if has_results:
        judged_left = x
        x += max(
            [width("Judged", TEXT, bold=True)] + [width(j, TEXT) for *_, j in shown]
        )
        x += GAP
    places = []
    for name, _ in judged.columns:
        step = _WHOLE if name == OVERALL else _STEP
        places.append(x + step / 2)
        x += step
    sheet = max(x + MARGIN, 0.55 * PAGE)
    room = sheet - 2 * MARGIN
    heading = words.clean(title) if title else "Risk of bias"
    title_lines = tuple(fitted(heading, TITLE, room, bold=True).split("\n"))
    tool = fitted(judged.tool.title, SMALL, room)
    y = MARGIN + len(title_lines) * TITLE * LEADING
    y += (tool.count("\n") + 1) * SMALL * LEADING + 8
    header = y + TEXT * LEADING / 2
    rows_top = y = y + TEXT * LEADING + 7
    rows = []
    for row, name, what in shown:
        tall = LINE + 2 + _MORE * max(name.count("\n"), what.count("\n"))
        rows.append(TrafficRow(row, name, what, y + tall / 2, tall))
        y += tall
    rows_bottom = y + 2
    legend = legend_of(one for row in judged.rows for one in row.lights)
    key_top = rows_bottom + 8
    entries, tall = key(legend, MARGIN, room)
    notes_top = key_top + tall + 6
    notes = tuple(
        tuple(wrapped(note, SMALL, room)) for note in notes_of(judged, "No sign")
    )
    y = notes_top + sum(len(note) * SMALL * LEADING + 2 for note in notes)
    return TrafficLayout(
        sheet, y + MARGIN, heading, title_lines, tool, judged.columns, tuple(places),
        judged_left, header, tuple(rows), rows_top, rows_bottom, notes, notes_top,
        legend, tuple(entries), key_top,
    )  # fmt: skip
