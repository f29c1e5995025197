"""What stands where in a timeline, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ketaevidence.errors import PresentError
from ketaevidence.present.canvas import (
    MARGIN,
    SMALL_LINE,
    TITLE_LINE,
    fitted,
    heading,
    widest,
)
from ketaevidence.present.design_marks import half_height, in_order
from ketaevidence.present.legend import (
    Key,
    PlacedKey,
    Sizes,
    design_keys,
    placed_keys,
    size_keys,
)
from ketaevidence.present.pen import PAGE, SMALL
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.study_facts import WHICH_PATIENTS
from ketaevidence.present.timeline.entries import (
    SECTIONS,
    Entry,
    awaiting_by_year,
    entries_of,
)
from ketaevidence.present.type_metrics import width, wrapped
from ketaevidence.present.words import counted, shortened

#: Width of the sheet, and the widest that names and funders may be [points].
SHEET, NAMES, FUNDERS = PAGE, 150.0, 110.0
#: Height of the bars of what awaits, with the number above them.
BARS = 40.0
#: The area of the largest study, and of one whose size is not stated [points²].
MOST, UNKNOWN = 140.0, 40.0
#: Space between columns.
GAP = 10.0
NO_YEAR = "no year"
#: Steps between years on the axis.
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: an entry with its wrapped texts, or a section's heading."""

    #: Top and height, in points from the top of the rows.
    y: float
    high: float
    lines: tuple[str, ...]
    entry: Entry | None = None
    #: Place on the axis of years; the last place for those without a year.
    x: float = 0.0
    area: float = UNKNOWN
    n_text: str = ""
    funding: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        """The middle of the line."""
        return self.y + self.high / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """How many records of one year await a decision."""

    x: float
    n: int


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """The whole picture: years across, points down."""

    title: str
    title_lines: tuple[str, ...]
    wide: float
    high: float
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    awaiting: int
    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    #: Left edge and width of the axis, its top, height of the rows, of all [points].
    plot_left: float
    plot_wide: float
    plot_top: float
    rows_high: float
    plot_high: float
    #: Right end of the numbers, left edge of the funders.
    n_right: float
    funding_left: float | None
    #: What stands above the funders.
    funding_head: str
    keys: tuple[PlacedKey, ...]
    notes: tuple[str, ...]
    note_lines: tuple[str, ...]
    notes_top: float

    @property
    def entries(self) -> tuple[Row, ...]:
        """The rows that are studies, reports or protocols."""
        return tuple(row for row in self.rows if row.entry is not None)


def timeline_layout(snapshot: Snapshot, *, title: str | None = None) -> TimelineLayout:
    """Lay out the timeline of a review.

    Raises
    ------
    PresentError
        If nothing is included, and nothing awaits a decision.
    """
    entries, awaiting = entries_of(snapshot), awaiting_by_year(snapshot)
    if not entries and not awaiting:
        msg = (
            "There is nothing to draw a timeline of: no study is included and no "
            "record awaits a decision. Collect or import records first."
        )
        raise PresentError(msg)
    title = title or "Studies by year"
    title_lines = heading(title, SHEET - 2 * MARGIN)
    has_funding = any(entry.funding for entry in entries)
    is_entered = any(not entry.is_funding_read for entry in entries)
    names = NAMES if has_funding else NAMES + 40
    labels = [fitted(_name(entry), names) for entry in entries]
    heads = [*SECTIONS.values(), "Awaiting a decision"]
    wide_names = max(
        widest(line for ls in labels for line in ls), widest(heads, bold=True)
    )
    numbers = [_n_text(entry) for entry in entries]
    wide_n = max(widest(numbers), width("Patients", SMALL, bold=True))
    right = wide_n + (GAP + FUNDERS if has_funding else 0.0)
    left = MARGIN + wide_names + GAP
    plot = SHEET - MARGIN - right - GAP - left
    years = [e.year for e in entries if e.year is not None]
    years += [year for year, _ in awaiting if year is not None]
    has_unknown = any(e.year is None for e in entries) or any(
        year is None for year, _ in awaiting
    )
    limits, ticks, unknown = _axis(years, plot, has_unknown=has_unknown)
    sizes = Sizes(max((e.n for e in entries if e.n is not None), default=0), MOST)
    rows, bottom = _rows(entries, labels, numbers, sizes, unknown)
    bars = tuple(Bar(unknown if y is None else y, n) for y, n in awaiting)
    top = MARGIN + len(title_lines) * TITLE_LINE + SMALL_LINE + 8
    high = bottom + (BARS + 6 if bars else 0.0)
    n_right = left + plot + GAP + wide_n
    keys, keys_end = placed_keys(
        _keys(entries, sizes), MARGIN, top + high + SMALL_LINE + 16, SHEET - 2 * MARGIN
    )
    notes = _notes(entries, sizes, sum(n for _, n in awaiting))
    lines = [ln for note in notes for ln in wrapped(note, SMALL, SHEET - 2 * MARGIN)]
    return TimelineLayout(
        title, title_lines, SHEET,
        keys_end + 5 + len(lines) * SMALL_LINE + MARGIN, rows, bars,
        sum(n for _, n in awaiting), limits, ticks, left, plot, top, bottom, high,
        n_right, n_right + GAP if has_funding else None,
        "Funding" if is_entered else "Funding (read by a rule)", keys, notes,
        tuple(lines),
        keys_end + 5,
    )  # fmt: skip


def _name(entry: Entry) -> str:
    if entry.again is None:
        return entry.label
    return f"{shortened(entry.label, 60)} (again {shortened(entry.again, 60)})"


def _n_text(entry: Entry) -> str:
    return "not stated" if entry.n is None else f"{entry.n:,}"


def _axis(
    years: list[int], plot: float, *, has_unknown: bool
) -> tuple[tuple[float, float], tuple[tuple[float, str], ...], float]:
    """Choose the years of the axis; those without one stand beyond its end."""
    first, last = (min(years), max(years)) if years else (0, 0)
    span = max(last - first, 4)
    middle = (first + last) / 2
    pad = 0.06 * span
    low, high = middle - span / 2 - pad, middle + span / 2 + pad
    per_year = (plot - 50) / (high - low)
    unknown = high + 30 / per_year
    limits = (low, unknown + 24 / per_year if has_unknown else high)
    per_year = plot / (limits[1] - limits[0])
    room = width("0000", SMALL) + 8
    step = next((s for s in _STEPS if s * per_year >= room), _STEPS[-1])
    ticks = [
        (float(year), str(year))
        for year in range(first - first % step, last + step + 1)
        if year % step == 0 and low <= year <= high
    ]
    if not years:
        ticks = []
    if has_unknown:
        ticks.append((unknown, NO_YEAR))
    for (a, _), (b, text) in pairwise(tuple(ticks)):
        if text == NO_YEAR and (b - a) * per_year < room / 2 + 20:
            ticks.remove((a, str(int(a))))
    return limits, tuple(ticks), unknown


def _rows(
    entries: tuple[Entry, ...],
    labels: list[tuple[str, ...]],
    numbers: list[str],
    sizes: Sizes,
    unknown: float,
) -> tuple[tuple[Row, ...], float]:
    rows: list[Row] = []
    y, section = 0.0, None
    is_entered = any(not entry.is_funding_read for entry in entries)
    for entry, lines, number in zip(entries, labels, numbers, strict=True):
        if entry.section != section:
            section = entry.section
            y += 5 if rows else 0
            rows.append(Row(y, SMALL_LINE + 3, (SECTIONS[section],)))
            y += SMALL_LINE + 3
        area = UNKNOWN if entry.n is None else sizes.area(entry.n)
        mark = "Read by a rule: " if is_entered and entry.is_funding_read else ""
        funding = fitted(f"{mark}{entry.funding}", FUNDERS) if entry.funding else ()
        high = max(
            2 * half_height(entry.mark.shape, area) + 2,
            max(len(lines), len(funding)) * SMALL_LINE + 1,
        )
        x = unknown if entry.year is None else float(entry.year)
        rows.append(Row(y, high, lines, entry, x, area, number, funding))
        y += high
    return tuple(rows), y + 3


def _keys(entries: tuple[Entry, ...], sizes: Sizes) -> tuple[Key, ...]:
    keys = (
        *design_keys(in_order(entry.mark for entry in entries)),
        *size_keys(sizes, "patient", "patients"),
    )
    if any(entry.n is None for entry in entries):
        dotted = Key("Number of patients not stated", "o", UNKNOWN, is_dotted=True)
        keys = (*keys, dotted)
    return keys


def _notes(entries: tuple[Entry, ...], sizes: Sizes, awaiting: int) -> tuple[str, ...]:
    notes = []
    if any(entry.n is not None for entry in entries):
        notes.append(f"Area by number of patients. {WHICH_PATIENTS}")
    small = [e.n for e in entries if e.n is not None and e.n < sizes.smallest_true]
    if small:
        notes.append(
            f"Drawn larger than in proportion, to be seen: up to {max(small)} patients "
            f"({counted(len(small), 'study', 'studies')})."
        )
    read = [entry for entry in entries if entry.funding and entry.is_funding_read]
    paid = sum(entry.funding is not None for entry in entries)
    if read:
        which = f" of {counted(len(read), 'line')}" if len(read) < paid else ""
        notes.append(f"Funding{which} was read by a rule; nobody has confirmed it.")
    elif not paid:
        notes.append("Funding is not known of any study.")
    if any(entry.again for entry in entries):
        notes.append("“Again”: the same patients as in the study that is named.")
    if awaiting:
        notes.append(
            f"{counted(awaiting, 'record')} awaiting a decision: not yet included or "
            "excluded by a person."
        )
    return tuple(notes)
