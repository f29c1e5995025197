"""What a dose or time response says: names, notes below a panel, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ketaevidence.curation.vocabulary import PHASES
from ketaevidence.present.canvas import INK, WHITE
from ketaevidence.present.design_marks import in_order
from ketaevidence.present.legend import Key
from ketaevidence.present.response.points import Panel, Point
from ketaevidence.present.words import capital, clause, clean, counted, shortened
from ketaevidence.synthesis.model import Analysis

#: Fewer studies than this carry no line (Cochrane Handbook 10.11.4).
LINE_FROM = 10
#: Area of the most precise effect [points²].
MOST = 110.0
#: Fill by phase: a light grey that differs from white and from ink in one colour.
FILLS = {"off_drug": INK, "on_drug": WHITE, "unclear": "#aab4c3", "before": "#aab4c3"}


def axis_words(analysis: Analysis) -> str:
    """Name the axis of effects, and what lies below and above no difference."""
    if analysis.favours is None or analysis.null_value is None:
        return analysis.axis_label
    below, above = analysis.favours
    return f"{analysis.axis_label}; below: {clause(below)}, above: {clause(above)}"


def name_of(point: Point) -> str:
    """Give a point's study, with its time in the source's words if it is known."""
    time = dict(point.row.columns).get("Time")
    return clean(f"{point.row.label}, {time}" if time else point.row.label)


def panel_notes(panel: Panel) -> tuple[str, ...]:
    """Say how many are shown, why no line is, and what has no mark."""
    notes = []
    k, studies = len(panel.points), panel.studies
    if not panel.points:
        notes.append("No study has an effect that can be shown here.")
    elif studies < LINE_FROM:
        notes.append(
            f"{counted(studies, 'study', 'studies')}: shown, and no line is fitted; "
            f"fewer than {LINE_FROM} studies cannot carry one."
        )
    else:
        notes.append(
            f"{counted(studies, 'study', 'studies')}: no line is fitted here; a "
            "meta-regression states its model beside its line."
        )
    if k > studies:
        notes.append("Points of one study share patients and are not independent.")
    by_reason: dict[str, list[str]] = {}
    for row, why in panel.lacking:
        by_reason.setdefault(why, []).append(shortened(clean(row.label), 80))
    for why, labels in by_reason.items():
        names = ", ".join(dict.fromkeys(labels))
        notes.append(f"Without a place, because {why}: {names}.")
    out = len(panel.analysis.kept_out)
    if out:
        notes.append(
            f"Kept out of this analysis, without a mark: {out:,} (studies or single "
            "results); the table has each with its reason."
        )
    return tuple(notes)


def response_keys(points: Sequence[Point], most: float) -> tuple[Key, ...]:
    """Give the keys of designs, phases and precision."""
    if not points:
        return ()
    marks = in_order(point.mark for point in points)
    phases = [phase for phase in PHASES if any(p.phase == phase for p in points)]
    return tuple(
        chain(
            (Key(mark.name, mark.shape) for mark in marks),
            (Key(capital(PHASES[p]), "o", face=FILLS[p]) for p in phases),
            (Key("Most precise in a panel", "o", most),),
            (Key("a quarter as precise", "o", most / 4),),
        )
    )
