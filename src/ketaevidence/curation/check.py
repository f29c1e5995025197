"""Check a register for what cannot be: unknown words, counts above totals, and so on.

Every problem is collected before anything is raised, so that a person mends a sheet
once and not one cell at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields
from typing import Final

from ketaevidence.curation import vocabulary
from ketaevidence.curation.cells import wrong_kinds
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.problem import Problem, place, rows_of
from ketaevidence.curation.tabular import cell_text
from ketaevidence.errors import CurationError

#: Counts of people by table, with the least that each can be. Nobody measures nought
#: patients; but none of those enrolled may have the condition, or the event.
_STUDY_COUNTS: Final = {"n_enrolled": 0, "n_analysed": 0, "n_crps": 0}
_ARM_COUNTS: Final = {"n": 1}
_RESULT_COUNTS: Final = {"n": 1, "events": 0, "total": 1}
#: What is allowed where a question lists no words for a column.
NO_WORDS: Final = "nothing: this review's question lists none"
#: More people than any study has: such a number was typed wrongly.
_MOST_PEOPLE: Final = 10**7

#: Statistics that stand on the scale itself; changes and differences do not.
_ON_THE_SCALE = frozenset({"mean", "median", "mean_range"})
#: Statistics that cannot be larger than the scale is wide.
_WITHIN_ITS_WIDTH = frozenset({"mean_change", "mean_difference"})


def check_register(register: Register) -> None:
    """Refuse a register that says something impossible, naming every such place.

    Parameters
    ----------
    register
        The studies, arms and results to look at. Nothing is changed.

    Raises
    ------
    CurationError
        If anything is impossible; one line per problem with table, row, field,
        value and what is allowed.

    Examples
    --------
    >>> from ketaevidence.curation.model import Register
    >>> check_register(Register())
    """
    problems = find_problems(register)
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"The register has {len(problems)} problem(s):\n{lines}"
        raise CurationError(msg)


def find_problems(register: Register) -> tuple[Problem, ...]:
    """List everything in a register that is impossible as given.

    Parameters
    ----------
    register
        The studies, arms and results to look at.

    Returns
    -------
    tuple of Problem
        In the order of the kinds of problem; empty for a sound register.

    Examples
    --------
    >>> from ketaevidence.curation.model import Arm, Register
    >>> arm = Arm(study_id="smith2020", arm_id="a", label="Ketamine", role="single")
    >>> for problem in find_problems(Register(arms=(arm,))):
    ...     print(problem)
    arms, smith2020/a, study_id: 'smith2020' is not possible; allowed: a study_id of
    the studies.
    """
    wrong = tuple(wrong_kinds(register))
    if wrong:
        # What follows compares numbers, and texts cannot be compared with them.
        return wrong
    return (
        *_duplicate_ids(register),
        *_unknown_references(register),
        *_unknown_words(register),
        *_unwritable_text(register),
        *_impossible_counts(register),
        *_events_above_total(register.results),
        *_percent_out_of_range(register.results),
        *_spread_problems(register.results),
        *_interval_problems(register.results),
        *_values_off_the_scale(register.results),
        *_statements_with_events(register.results),
        *_infusions_as_patients(register.results),
    )


def _repeated(keys: Iterable[Hashable]) -> list[Hashable]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _duplicate_ids(register: Register) -> Iterator[Problem]:
    """Find identifiers that stand for more than one row."""
    for key in _repeated(study.study_id for study in register.studies):
        yield Problem("studies", str(key), "study_id", key, "every study_id once")
    for key in _repeated((arm.study_id, arm.arm_id) for arm in register.arms):
        study_id, arm_id = key if isinstance(key, tuple) else (key, key)
        allowed = "every arm_id once in a study"
        yield Problem("arms", f"{study_id}/{arm_id}", "arm_id", arm_id, allowed)
    for key in _repeated(row.result_id for row in register.results):
        yield Problem("results", str(key), "result_id", key, "every result_id once")


def _unknown_references(register: Register) -> Iterator[Problem]:
    """Find rows that point to a study or an arm that is not there."""
    studies = {study.study_id for study in register.studies}
    arms = {(arm.study_id, arm.arm_id) for arm in register.arms}
    a_study = "a study_id of the studies"
    pointing: tuple[Arm | Result, ...] = (*register.arms, *register.results)
    for row in pointing:
        if row.study_id not in studies:
            yield Problem(*place(row), "study_id", row.study_id, a_study)
    for result in register.results:
        if (result.study_id, result.arm_id) not in arms:
            own = sorted(arm for study, arm in arms if study == result.study_id)
            allowed = f"an arm_id of this study ({', '.join(own) or 'it has none'})"
            yield Problem(*place(result), "arm_id", result.arm_id, allowed)
    for study in register.studies:
        parent = study.secondary_of
        if parent is not None and (parent not in studies or parent == study.study_id):
            allowed = "the study_id of another study"
            yield Problem(*place(study), "secondary_of", parent, allowed)


def _unknown_words(register: Register) -> Iterator[Problem]:
    """Find words that are not of the register's vocabulary."""
    for row in rows_of(register):
        table, _ = place(row)
        for column, words in register.words[table].items():
            value = cell_text(row, column)
            if value and value not in words:
                allowed = ", ".join(words) or NO_WORDS
                yield Problem(*place(row), column, value, allowed)


def _unwritable_text(register: Register) -> Iterator[Problem]:
    """Find texts that a CSV file would not give back as they are."""
    for row in rows_of(register):
        for name, value in _texts(row):
            # A blank cell is read as "none"; NUL and CR do not survive spreadsheets.
            if not value.strip() or "\r" in value or "\0" in value:
                allowed = "some text without NUL or carriage return, or nothing"
                yield Problem(*place(row), name, value, allowed)


def _texts(row: Study | Arm | Result | Source) -> Iterator[tuple[str, str]]:
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Source):
            yield from ((f"source_{name}", text) for name, text in _texts(value))
        elif isinstance(value, str):
            yield field.name, value


def _impossible_counts(register: Register) -> Iterator[Problem]:
    """Find numbers of people that no study can have."""
    for row in rows_of(register):
        match row:
            case Study():
                least = _STUDY_COUNTS
            case Arm():
                least = _ARM_COUNTS
            case Result():
                least = _RESULT_COUNTS
        for name, lowest in least.items():
            value = getattr(row, name)
            if value is not None and not lowest <= value <= _MOST_PEOPLE:
                allowed = f"{lowest} or more, and at most {_MOST_PEOPLE}"
                yield Problem(*place(row), name, value, allowed)


def _events_above_total(results: Iterable[Result]) -> Iterator[Problem]:
    """Find more events than people."""
    for row in results:
        if row.events is not None and row.total is not None and row.events > row.total:
            yield Problem(*place(row), "events", row.events, f"0 to {row.total}")


def _percent_out_of_range(results: Iterable[Result]) -> Iterator[Problem]:
    """Find percentages below 0 or above 100."""
    for row in results:
        if row.percent is not None and not 0 <= row.percent <= 100:
            yield Problem(*place(row), "percent", row.percent, "0 to 100")


def _spread_problems(results: Iterable[Result]) -> Iterator[Problem]:
    """Find negative spreads, spreads of no named kind, and kinds without a spread."""
    for row in results:
        if row.spread is not None and row.spread < 0:
            yield Problem(*place(row), "spread", row.spread, "0 or more")
        if row.spread is not None and row.spread_type is None:
            allowed = ", ".join(vocabulary.SPREAD_TYPES)
            yield Problem(*place(row), "spread_type", None, allowed)
        if row.spread is None and row.spread_type is not None:
            allowed = "nothing, as the row has no spread"
            yield Problem(*place(row), "spread_type", row.spread_type, allowed)


def _interval_problems(results: Iterable[Result]) -> Iterator[Problem]:
    """Find intervals that end before they start, or have an impossible coverage."""
    for row in results:
        low, high, level = row.ci_low, row.ci_high, row.ci_level
        if low is not None and high is not None and low > high:
            yield Problem(*place(row), "ci_low", low, f"at most ci_high ({high})")
        # A level without an interval is harmless; an interval may lack its level.
        if level is not None and not 0 < level < 1:
            allowed = "a fraction between 0 and 1, such as 0.95"
            yield Problem(*place(row), "ci_level", level, allowed)
        end = row.value_high
        if row.value is not None and end is not None and row.value > end:
            yield Problem(*place(row), "value", row.value, f"at most {end}")


def _values_off_the_scale(results: Iterable[Result]) -> Iterator[Problem]:
    """Find means, medians and changes that the scale cannot give."""
    for row in results:
        low, high = row.scale_low, row.scale_high
        if low is not None and high is not None and low >= high:
            yield Problem(*place(row), "scale_low", low, f"below scale_high ({high})")
            continue
        if row.statistic in _WITHIN_ITS_WIDTH and low is not None and high is not None:
            yield from _changes_wider_than_the_scale(row, high - low)
        if row.statistic not in _ON_THE_SCALE:
            continue
        for name in ("value", "value_high"):
            value = getattr(row, name)
            if value is None:
                continue
            if (low is not None and value < low) or (high is not None and value > high):
                yield Problem(*place(row), name, value, f"{low} to {high}, the scale")


def _changes_wider_than_the_scale(row: Result, width: float) -> Iterator[Problem]:
    for name in ("value", "value_high"):
        value = getattr(row, name)
        if value is not None and abs(value) > width:
            allowed = f"−{width:g} to {width:g}, the width of the scale"
            yield Problem(*place(row), name, value, allowed)


def _statements_with_events(results: Iterable[Result]) -> Iterator[Problem]:
    """Find statements that were turned into counts ("none significant" into 0/16)."""
    for row in results:
        if row.statistic == "statement":
            for name in ("events", "total"):
                value = getattr(row, name)
                if value is not None:
                    allowed = "nothing, as a statement is no count"
                    yield Problem(*place(row), name, value, allowed)


def _infusions_as_patients(results: Iterable[Result]) -> Iterator[Problem]:
    """Find rows on infusions that carry a number of patients."""
    for row in results:
        if row.unit_of_analysis == "infusion" and row.n is not None:
            allowed = "nothing, as infusions are not patients"
            yield Problem(*place(row), "n", row.n, allowed)
