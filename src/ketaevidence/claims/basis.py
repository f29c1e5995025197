"""What a review holds that can answer a claim: rows of its register, sorted by kind.

A row is controlled where a randomised trial sets the treatment beside placebo or
another treatment; else nobody knows what would have happened without it. Rows of
reviews stand beside. What people or checks keep out is shown with the reason and counts
for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from ketaevidence.claims import stance
from ketaevidence.claims.intervals import interval_notes, note_on
from ketaevidence.claims.model import Stance
from ketaevidence.claims.state import State
from ketaevidence.curation.inclusion import included_studies, study_keys
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.vocabulary import SYNTHESES
from ketaevidence.integrity.rulings import without_excluded
from ketaevidence.records.integrity import signals
from ketaevidence.synthesis.model import Analysis
from ketaevidence.synthesis.population import arm_problem, cohort_problem

Setting = Literal["controlled", "uncontrolled", "comparator", "synthesis"]

_AGAINST_WHAT: Final = frozenset({"placebo", "active_placebo", "active", "none"})
#: Why a row of which sources disagree counts for nothing.
SOURCES_DISAGREE: Final = "sources disagree on the number, and nobody has chosen"


@dataclass(frozen=True, slots=True)
class Row:
    """One or two results that together say one thing of one study."""

    study: Study
    results: tuple[Result, ...]
    setting: Setting
    stance: Stance
    arm: str = ""
    #: What the others got, in the register's words; empty where it is not recorded.
    comparator: str = ""
    #: What the review's own analyses make of it: the difference, share and interval.
    note: str = ""
    #: Why it counts for nothing; ``None`` where it counts.
    kept: str | None = None

    @property
    def result(self) -> Result:
        """The result of the treated group, or of the contrast."""
        return self.results[0]

    @property
    def counts(self) -> bool:
        """Whether the row may decide a verdict."""
        return self.kept is None and self.setting in ("controlled", "uncontrolled")


@dataclass(frozen=True, slots=True)
class Basis:
    """What the review holds, ready to answer."""

    state: State
    included: tuple[Study, ...]
    rows: tuple[Row, ...]

    def of(self, *outcomes: str) -> tuple[Row, ...]:
        """Give the rows on some outcomes, in the register's order."""
        return tuple(row for row in self.rows if row.result.outcome in outcomes)

    @property
    def looked_through(self) -> str:
        """What was looked through, in words."""
        k, n = len(self.included), len(self.state.records)
        studies = f"{k:,} included {'study' if k == 1 else 'studies'}"
        records = f"{n:,} {'record' if n == 1 else 'records'}"
        day = self.state.as_of or "a day that is not recorded"
        return f"{studies} and {records} of this review, as of {day}"


def basis_of(state: State) -> Basis:
    """Sort what a state of a review holds."""
    keys = [record.key for record in state.records]
    struck = {record.key for record in state.records if "retracted" in signals(record)}
    # What a person excluded after a check is kept out here too.
    register = without_excluded(state.register, state.findings)
    included = tuple(
        study
        for study in included_studies(register, keys, state.decisions)
        if struck.isdisjoint(study_keys(study))
    )
    inside = {study.study_id for study in included}
    apart = frozenset(
        d.key for d in state.disagreements if d.table == "results" and not d.choice
    )
    rows: list[Row] = []
    for study in register.studies:
        results = register.results_of(study.study_id)
        if study.study_id in inside:
            arms = {a.arm_id: a for a in register.arms if a.study_id == study.study_id}
            rows += _of_study(_Case(study, results, arms, register, state, apart))
        elif study.design in SYNTHESES:
            rows += [_beside(study, row) for row in results]
    noted = interval_notes(state)
    told = (
        replace(
            row,
            note=note_on(row.results, noted),
            comparator=comparator_words(row.study, register),
        )
        for row in rows
    )
    return Basis(state, included, tuple(told))


def comparator_words(study: Study, register: Register) -> str:
    """Say what the others got as this register's words have it; empty if unknown."""
    kind = study.comparator_kind
    words = register.words["studies"]["comparator_kind"]
    return words.get(kind, kind) if kind else ""


def _beside(study: Study, row: Result) -> Row:
    return Row(study, (row,), "synthesis", "beside", kept="a review of other studies")


@dataclass(frozen=True, slots=True)
class _Case:
    """One included study, with all that its rows are judged by."""

    study: Study
    results: tuple[Result, ...]
    arms: Mapping[str, Arm]
    register: Register
    state: State
    #: Results of which sources disagree.
    apart: frozenset[str]

    @property
    def is_controlled(self) -> bool:
        """Whether chance decided who got the treatment and who something else."""
        return bool(
            self.study.is_randomised
            and self.study.comparator_kind in _AGAINST_WHAT
            and any(a.role in ("comparator", "contrast") for a in self.arms.values())
        )

    def controlled(self, results: tuple[Result, ...], told: Stance) -> Row:
        """Give a comparison; to be no better than another treatment settles nothing."""
        arm = self.arms.get(results[0].arm_id)
        label = arm.label if arm and arm.role == "intervention" else ""
        kept = self.kept(results[0])
        problem = cohort_problem(self.study, results[0].n, self.state.question)
        if self.study.comparator_kind == "active" and told == "against":
            told = "unclear"
        return Row(
            self.study,
            results,
            "controlled",
            told,
            arm="" if len(results) > 1 else label,
            kept=kept or (problem[1] if problem else None),
        )

    def kept(self, row: Result) -> str | None:
        """Say why a row counts for nothing, in the register's words if it has any."""
        if self.study.secondary_of:
            return "tells again of patients of another report"
        if row.result_id in self.apart:
            return SOURCES_DISAGREE
        if row.unit_of_analysis in ("infusion", "study"):
            return f"counts {row.unit_of_analysis}s and not people"
        if row.kept_out_because or row.outcome in ("adverse_event", "evoked_pain"):
            return row.kept_out_because
        return self.study.kept_out_because


def _of_study(case: _Case) -> Iterator[Row]:
    pairs = _pairs(case.results, case.arms) if case.is_controlled else {}
    paired = {r.result_id for pair in pairs.values() for r in pair}
    tested = [row for row in case.results if _role(row, case.arms) == "contrast"]
    for row in case.results:
        if row.result_id in pairs:
            pair = pairs[row.result_id]
            yield case.controlled(pair, _of_pair(pair, tested, case.state.analyses))
        elif row.result_id not in paired:
            yield _single(case, row)


def _single(case: _Case, row: Result) -> Row:
    study, arm = case.study, case.arms.get(row.arm_id)
    role = _role(row, case.arms)
    if role == "contrast" and case.is_controlled:
        return case.controlled((row,), stance.of_contrast(row))
    label = "" if arm is None or role in ("all", "single", "contrast") else arm.label
    kept = case.kept(row)
    if role in ("comparator", "contrast"):
        return Row(study, (row,), "comparator", "beside", arm=label, kept=kept)
    if row.outcome == "adverse_event":
        return Row(study, (row,), "uncontrolled", "beside", arm=label, kept=kept)
    if arm is None:
        kept = kept or "its arm is not in the register"
    else:
        n = row.total if row.total is not None else row.n
        problem = arm_problem(study, arm, n, case.register, case.state.question)
        kept = kept or (problem[1] if problem else None)
    if case.is_controlled and role == "intervention":
        kept = kept or "one arm of a trial, without the other at the same time"
    if row.phase == "before" or row.statistic == "not_found":
        kept = kept or "measured before treatment"
    told = stance.of_change(_before(row, case.results), row)
    return Row(study, (row,), "uncontrolled", told, arm=label, kept=kept)


def _role(row: Result, arms: Mapping[str, Arm]) -> str:
    arm = arms.get(row.arm_id)
    return arm.role if arm else ""


def _before(row: Result, results: Iterable[Result]) -> Result | None:
    same = (
        one
        for one in results
        if one.phase == "before"
        and (one.arm_id, one.outcome, one.scale, one.statistic)
        == (row.arm_id, row.outcome, row.scale, row.statistic)
        and one.value is not None
    )
    return next(same, None)


def _pairs(
    results: Iterable[Result], arms: Mapping[str, Arm]
) -> dict[str, tuple[Result, Result]]:
    """Give, by the treated arm's result, what both arms of a trial measured alike."""
    pairs: dict[str, tuple[Result, Result]] = {}
    for row in results:
        if _role(row, arms) != "intervention" or row.phase == "before":
            continue
        for other in results:
            if _role(other, arms) == "comparator" and _key(row) == _key(other):
                pairs.setdefault(row.result_id, (row, other))
    return pairs


def _key(row: Result) -> tuple[object, ...]:
    return (
        row.outcome, row.outcome_words, row.statistic, row.time_words, row.time_days,
        row.scale, row.definition,
    )  # fmt: skip


def _of_pair(
    pair: tuple[Result, Result], tested: Iterable[Result], analyses: Iterable[Analysis]
) -> Stance:
    """Say what two arms speak for: by the review's interval, or a printed test."""
    treated, other = pair
    ids = {treated.result_id, other.result_id}
    for analysis in analyses:
        if analysis.kind != "randomised_contrast":
            continue
        for shown in analysis.rows:
            if ids <= set(shown.result_ids):
                return _side(shown.ci_lb, shown.ci_ub)
        for kept in analysis.kept_out:
            if ids <= set(kept.result_ids) and kept.readings:
                sides = {_side(one.ci_lb, one.ci_ub) for one in kept.readings}
                return sides.pop() if len(sides) == 1 else "unclear"
    difference = _difference(treated, other)
    if difference is None or difference == 0:
        return "unclear"
    is_better = (difference < 0) == (treated.outcome != "responder")
    is_tested = _is_told_apart(treated, tested)
    return ("for" if is_better else "against") if is_tested else "unclear"


def _side(low: float, high: float) -> Stance:
    if high < 0:
        return "for"
    return "against" if low > 0 else "unclear"


def _difference(treated: Result, other: Result) -> float | None:
    if treated.outcome == "responder":
        a, b = stance.share_of(treated), stance.share_of(other)
    elif treated.outcome in ("pain_intensity", "evoked_pain"):
        a, b = treated.value, other.value
    else:
        return None
    return None if a is None or b is None else a - b


def _is_told_apart(row: Result, tested: Iterable[Result]) -> bool:
    """Say whether the source tells two arms apart, in the row or in its contrast."""
    return stance.is_within_custom(row) or any(
        stance.is_within_custom(one)
        for one in tested
        if one.outcome == row.outcome
        and one.time_words == row.time_words
        and one.outcome_words == row.outcome_words
    )
