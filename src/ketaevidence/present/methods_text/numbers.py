"""How numbers were read, converted and pooled, in sentences with references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from ketaevidence.pooling.reporting.methods import methods_of
from ketaevidence.present import words
from ketaevidence.present.basis import basis_of
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.methods_text.references import Cited
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import PoolingPlan

#: A mark of a row names its result in brackets; what was done is before that.
_RESULT: Final = re.compile(r" \([^()]*\)$")
#: The models that a question file can plan, in words, and what they cite.
_METHODS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "EE": ("an equal-effects model", ()),
    "DL": (
        "a random-effects model, the variance between studies by DerSimonian-Laird",
        ("dersimonian1986",),
    ),
    "REML": (
        "a random-effects model, the variance between studies by REML",
        ("viechtbauer2005",),
    ),
}
_TESTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "z": ("intervals by the normal distribution", ()),
    "t": ("intervals by the t distribution", ("follmann1999",)),
    "knha": ("intervals by the Knapp-Hartung method", ("knapp2003",)),
}


def extraction(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say who entered numbers, from where, and what was converted."""
    basis = basis_of(snapshot, included_studies(snapshot))
    yield (
        f"{basis.entries} Numbers are never imputed: a spread whose kind the source "
        "does not state keeps its study out of every pool until a person settles it."
    )
    yield _conversions(snapshot, cite)


def _conversions(snapshot: Snapshot, cite: Cited) -> str:
    marks = Counter(
        _RESULT.sub("", words.clean(mark))
        for analysis in snapshot.analyses
        for row in analysis.rows
        for mark in row.marks
    )
    if not marks:
        return "No number that is shown or pooled was converted or derived."
    told = "; ".join(
        f"{what} ({words.counted(n, 'time')})" for what, n in sorted(marks.items())
    )
    source = cite("handbook") if any("SD from" in mark for mark in marks) else ""
    return f"Said of numbers that are shown or pooled: {told}{source}."


def synthesis(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say what may be pooled with what, the plan, and the models that were used."""
    question = snapshot.question
    windows = "; ".join(
        f"{words.clean(window.label)}, day {words.plain(window.from_days)} to day "
        f"{words.plain(window.to_days)}"
        for window in question.windows
    )
    yield (
        "Randomised comparisons, change without a comparison group and proportions of "
        "single groups are separate analyses and are never mixed. Results are pooled "
        "only where they are alike in measure, stretch of follow-up, treatment and "
        "what they are compared with, all of it known; studies that share patients "
        f"enter a pool once. Stretches of follow-up: {windows or 'none are set'}."
    )
    yield _plan(question.pooling, cite)
    yield from _used(snapshot, cite)
    yield _shown_alone(snapshot, cite)
    if question.important_difference is not None:
        source = words.clean(question.important_difference_source or "")
        yield (
            "A difference that matters to patients was taken to be "
            f"{words.plain(question.important_difference)} points on a scale from 0 to "
            f"10 (source: {source.rstrip('.') or 'not recorded'})."
        )


def _plan(plan: PoolingPlan, cite: Cited) -> str:
    model, of_model = _METHODS[plan.method]
    interval, of_interval = _TESTS[plan.test]
    return (
        f"Planned: {model}{cite(*of_model)}, with {interval}{cite(*of_interval)} at "
        f"the level of {words.level_percent(plan.level)}, from "
        f"{words.counted(plan.minimum_studies, 'alike study', 'alike studies')} on; "
        "fewer are shown side by side and not pooled."
    )


def _used(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Tell the models of the pools there are, each text once."""
    found: dict[str, list[str]] = {}
    for analysis in snapshot.analyses:
        for group in analysis.groups:
            if group.pooled is not None:
                text = methods_of(group.pooled, cite, None)
                name = f"{words.clean(analysis.title)}, {words.clean(group.label)}"
                found.setdefault(text, []).append(name)
    if not found:
        yield (
            "No result is pooled in this state of the review: the planned model has "
            "not been used. The reason stands beside each group of results in the "
            "report."
        )
    for text, names in found.items():
        yield f"Pooled ({'; '.join(names)}): {text}"


def _shown_alone(snapshot: Snapshot, cite: Cited) -> str:
    kinds = {analysis.kind for analysis in snapshot.analyses if analysis.rows}
    told = []
    if "responder" in kinds:
        told.append(
            f"of a proportion it is exact, by Clopper and Pearson{cite('clopper1934')}"
        )
    if kinds - {"responder"}:
        told.append(
            "of a mean or a difference it is normal, from the study's own standard "
            "error"
        )
    if not told:
        return "No study has a number of its own that could be shown."
    return f"The interval of a single study: {'; '.join(told)}."
