"""A pooled result under the other choices that were open, one changed at a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from ketaevidence.curation.bias_tools import CRITICAL, HIGH, SERIOUS
from ketaevidence.curation.model import Result
from ketaevidence.errors import EffectError, PoolingError, PoolingWarning
from ketaevidence.pooling import Pooled, pool
from ketaevidence.present import words
from ketaevidence.present.bias_words import judgements_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.synthesis.model import Analysis, AnalysisKind, EffectRow, Group
from ketaevidence.synthesis.pools import Pool, pools_of
from ketaevidence.synthesis.spreads import conversion_mark

if TYPE_CHECKING:
    from ketaevidence.pooling.choices import Method, Test

#: Estimators of the variance between studies that readers ask for, and their names.
_ESTIMATORS: Final = {
    "REML": "Restricted maximum likelihood",
    "DL": "DerSimonian and Laird",
    "PM": "Paule and Mandel",
}
#: Intervals that readers ask for, and their names.
_INTERVALS: Final = {"knha": "Knapp-Hartung interval", "z": "Normal (Wald) interval"}
#: Judgements on the whole that count as a high risk of bias.
_GRAVE: Final = frozenset({HIGH, SERIOUS, CRITICAL})


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One other choice, and what it gives or why it gives nothing."""

    what: str
    #: Studies in it, effect with interval, I²; empty where it cannot be done.
    k: str = ""
    effect: str = ""
    i2: str = ""
    why_not: str = ""
    #: Which studies are left out.
    without: tuple[str, ...] = ()


def other_choices(
    analysis: Analysis, group: Group, snapshot: Snapshot
) -> tuple[ChoiceRow, ...]:
    """Pool a group again under other choices, each alone; the first row is as planned.

    Parameters
    ----------
    analysis, group
        A group that is pooled, and its analysis.
    snapshot
        The state that they belong to: it has the judgements, the results, the plan.

    Returns
    -------
    tuple of ChoiceRow
        What each choice gives, on the scale of the analysis. What leaves fewer studies
        than the review pools from is not pooled, and says so.
    """
    pooled = group.pooled
    if pooled is None:
        return ()
    return tuple(_rows(analysis, group, pooled, snapshot))


def _rows(
    analysis: Analysis, group: Group, pooled: Pooled, snapshot: Snapshot
) -> Iterator[ChoiceRow]:
    plan = snapshot.question.pooling

    def told(what: str, again: Callable[[], Pooled]) -> ChoiceRow:
        return _told(what, again, analysis, group, snapshot)

    yield told("As planned", lambda: pooled)
    for method, name in _ESTIMATORS.items():
        if method != pooled.method:
            yield told(
                f"{name} for the variance between studies",
                lambda m=method: _again(pooled, method=m),  # type: ignore[misc]
            )
    yield told(
        "One common effect, without variance between studies",
        lambda: _again(pooled, method="EE", test="z"),
    )
    for test, name in _INTERVALS.items():
        if test != pooled.test:
            yield told(name, lambda t=test: _again(pooled, test=t))  # type: ignore[misc]
    for what, nothing, is_out in _exclusions(analysis, group, snapshot):
        out = [row.label for row in group.rows if is_out(row)]
        left = len(group.rows) - len(out)
        if not out:
            yield ChoiceRow(what, why_not=nothing)
        elif left < max(plan.minimum_studies, 2):
            why = (
                f"{words.counted(left, 'study is', 'studies are')} left; the review "
                f"pools from {plan.minimum_studies}"
            )
            yield ChoiceRow(what, why_not=why, without=tuple(map(words.clean, out)))
        else:
            inside = [not is_out(row) for row in group.rows]
            row = told(what, lambda i=inside: _again(pooled, rows=i))  # type: ignore[misc]
            yield replace(row, without=tuple(map(words.clean, out)))


def _again(
    pooled: Pooled,
    *,
    method: str | None = None,
    test: str | None = None,
    rows: Sequence[bool] | None = None,
) -> Pooled:
    """Pool the same effects again with one thing changed."""
    effects = pooled.effects if rows is None else pooled.effects.take(np.array(rows))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(
            effects,
            method=cast("Method", method or pooled.method),
            test=cast("Test", test or pooled.test),
            level=pooled.level,
        )


def _told(
    what: str,
    again: Callable[[], Pooled],
    analysis: Analysis,
    group: Group,
    snapshot: Snapshot,
) -> ChoiceRow:
    try:
        made = again()
    except (PoolingError, EffectError, ArithmeticError) as error:
        return ChoiceRow(what, why_not=words.sentence(str(error)).rstrip("."))
    found = _read(made, analysis, group, snapshot)
    level = words.level_percent(found.level)
    value = words.number(found.estimate, analysis.decimals)
    span = words.interval(found.ci_lb, found.ci_ub, analysis.decimals)
    return ChoiceRow(
        what,
        f"{found.k}",
        f"{value} ({level} CI {span})",
        words.percent(found.i2) if found.i2 is not None else "not defined",
    )


def _read(made: Pooled, analysis: Analysis, group: Group, snapshot: Snapshot) -> Pool:
    """Bring a pool to the scale that people read, as everywhere else."""
    alone = replace(analysis, groups=(replace(group, pooled=made),))
    (found,) = pools_of((alone,), snapshot.register)
    return found


_Exclusion = tuple[str, str, Callable[[EffectRow], bool]]


def _exclusions(
    analysis: Analysis, group: Group, snapshot: Snapshot
) -> tuple[_Exclusion, ...]:
    """Give (what is left out, what is said where there is none, whether a row is)."""
    register = snapshot.register
    designs = {study.study_id: study.design for study in register.studies}
    results = {row.result_id: row for row in register.results}

    def overall(row: EffectRow) -> list[str]:
        made = judgements_of(row.result_ids, row.study_id, snapshot.bias, register)
        return [one.overall for one in made if one.overall]

    n = sum(bool(overall(row)) for row in group.rows)
    return (
        (
            "Without studies at high risk of bias",
            f"no study is judged so; {n} of {len(group.rows)} are judged as a whole",
            lambda row: not _GRAVE.isdisjoint(overall(row)),
        ),
        (
            "Without values that were worked out from others",
            "every value is used as its source prints it; nothing is imputed",
            lambda row: any(
                _is_worked_out(results[key], analysis.kind)
                for key in row.result_ids
                if key in results
            ),
        ),
        (
            "Without crossover trials",
            "no crossover trial is among them",
            lambda row: designs.get(row.study_id) == "rct_crossover",
        ),
    )


def _is_worked_out(result: Result, kind: AnalysisKind) -> bool:
    """Tell whether a value that is pooled is not the one that its source prints."""
    # The standard error of a change is what is pooled of it, as it is printed.
    is_used_as_it_is = kind == "single_arm_change" and result.spread_type == "SE"
    is_converted = conversion_mark(result) is not None and not is_used_as_it_is
    return is_converted or result.status != "stated"
