"""The effects of a review with the dose or the time that each belongs to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from numbers import Real

from ketaevidence.curation.model import Register, Result
from ketaevidence.errors import PresentError
from ketaevidence.present.design_marks import NOT_GIVEN, DesignMark, mark_of
from ketaevidence.present.words import clean
from ketaevidence.synthesis.model import Analysis, EffectRow, KeptOut

DAYS_OF_A_WEEK = 7.0
NOT_STATED = "not stated"

#: Gives the place of an effect, or why it has none, from its row and its results.
Place = Callable[[EffectRow, tuple[Result, ...]], float | str]


@dataclass(frozen=True, slots=True)
class Point:
    """One effect with its place across."""

    row: EffectRow
    #: Weeks, total dose, or the place of a dose class.
    x: float
    mark: DesignMark
    #: One of vocabulary.PHASES.
    phase: str
    #: The group of the analysis that it stands in.
    group: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One kind of evidence: its points, and what has none and why."""

    analysis: Analysis
    points: tuple[Point, ...]
    #: (effect, why it has no place).
    lacking: tuple[tuple[EffectRow, str], ...]

    @property
    def studies(self) -> int:
        """Studies with a point."""
        return len({point.row.study_id for point in self.points})


def panels_of(
    analyses: Iterable[Analysis], register: Register | None, place: Place
) -> tuple[Panel, ...]:
    """Give one panel for each kind of evidence; kinds are never mixed."""
    results = {row.result_id: row for row in register.results} if register else {}
    designs = {s.study_id: s.design for s in register.studies} if register else {}
    return tuple(
        _panel(analysis, results, designs, place, has_register=register is not None)
        for analysis in analyses
    )


def _panel(
    analysis: Analysis,
    results: Mapping[str, Result],
    designs: Mapping[str, str],
    place: Place,
    *,
    has_register: bool,
) -> Panel:
    points: list[Point] = []
    lacking: list[tuple[EffectRow, str]] = []
    for group in analysis.groups:
        for row in group.rows:
            own = tuple(results[key] for key in row.result_ids if key in results)
            x = place(row, own)
            numbers = (row.estimate, row.ci_lb, row.ci_ub)
            if not all(map(math.isfinite, numbers)):
                x = "its effect or interval is not a number"
            if isinstance(x, str):
                lacking.append((row, x))
                continue
            design = designs.get(row.study_id) if has_register else None
            mark = NOT_GIVEN if design is None else mark_of(design)
            points.append(Point(row, x, mark, _phase(own), clean(group.label)))
    points.sort(key=lambda p: (p.x, p.row.label, p.row.result_ids))
    return Panel(analysis, tuple(points), tuple(lacking))


def _phase(results: Iterable[Result]) -> str:
    """Give the phase in which the results of an effect were measured, if it is one."""
    phases = {row.phase for row in results}
    return phases.pop() if len(phases) == 1 else "unclear"


def weeks_of(row: EffectRow, results: tuple[Result, ...]) -> float | str:
    """Give the weeks since treatment began, or why they are not known."""
    del row
    days = {result.time_days for result in results}
    if len(days) > 1:
        return "its results were measured at different times"
    day = days.pop() if days else None
    return "no time in days is entered" if day is None else day / DAYS_OF_A_WEEK


def given(
    numbers: Mapping[str, object], what: str, analyses: Iterable[Analysis]
) -> Place:
    """Place effects by numbers that the caller gave.

    Parameters
    ----------
    numbers
        By the identifier of a result or a study, or by a study's label.
    what
        What they are called, for errors: ``doses`` or ``weeks``.
    analyses
        What is drawn: a name that none of them has is refused.

    Raises
    ------
    PresentError
        If a name is of no effect, or a number is none, negative or not finite.
    """
    known = {
        name
        for analysis in analyses
        for row in chain[EffectRow | KeptOut](analysis.rows, analysis.kept_out)
        for name in (row.study_id, row.label, *row.result_ids)
    }
    problems = [f"{name!r} is no study or result here" for name in numbers
                if name not in known]  # fmt: skip
    problems += [
        f"{name!r} is {value!r}, not a number from 0"
        for name, value in numbers.items()
        if isinstance(value, bool)
        or not isinstance(value, Real)
        or not math.isfinite(value)
        or value < 0
    ]
    if problems:
        msg = f"{what}: {'; '.join(problems)}; give one number for each study"
        raise PresentError(msg)

    values = {name: float(str(value)) for name, value in numbers.items()}

    def place(row: EffectRow, results: tuple[Result, ...]) -> float | str:
        del results
        for name in (*row.result_ids, row.study_id, row.label):
            if name in values:
                return values[name]
        return f"not among the {what} that were given"

    return place


def by_dose_class(
    register: Register, analyses: Iterable[Analysis]
) -> tuple[Place, tuple[str, ...]]:
    """Place effects by the register's dose classes; give the classes as words.

    Classes that no effect has are left out. A study without one has a place of its own,
    the last: it is seen, and not left out.
    """
    classes = {study.study_id: study.dose_class for study in register.studies}
    used = {classes.get(row.study_id) for one in analyses for row in one.rows}
    words = register.words["studies"]["dose_class"]
    codes = [code for code in words if code in used]

    def place(row: EffectRow, results: tuple[Result, ...]) -> float | str:
        del results
        code = classes.get(row.study_id)
        return float(codes.index(code) if code in codes else len(codes))

    names = [words[code] for code in codes]
    if not used <= set(codes):
        names.append(f"dose class {NOT_STATED}")
    return place, tuple(names)
