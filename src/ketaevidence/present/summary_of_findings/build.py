"""Gather the summary of findings from one state of a review and people's ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.present import words
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.summary_of_findings.certainty import (
    Footnotes,
    certainty_cell,
    without_row,
)
from ketaevidence.present.summary_of_findings.effects import (
    effect_cells,
    scale_words,
)
from ketaevidence.present.summary_of_findings.facts import facts_for
from ketaevidence.present.summary_of_findings.model import (
    Section,
    Summary,
    SummaryRow,
)
from ketaevidence.present.summary_of_findings.numbers import Numbers, numbers_of
from ketaevidence.present.summary_of_findings.outcomes import (
    Outcome,
    outcomes_of,
    people_in,
    rests_on,
    results_of,
)
from ketaevidence.synthesis.model import Analysis

#: Most outcomes of a table that a reader takes in (Cochrane Handbook, chapter 14).
MOST_OUTCOMES: Final = 7
#: Most kept-out studies, and most characters of each reason, that a row repeats.
_MOST_KEPT, _REASON = 3, 100
#: What was measured, by the kind of evidence.
_MEASURED: Final = {
    "randomised_contrast": "Pain intensity",
    "single_arm_change": "Uncontrolled change in pain intensity",
    "responder": "Responders (own definition)",
}


@dataclass(frozen=True, slots=True)
class _Material:
    """What every row is made from."""

    snapshot: Snapshot
    ratings: Mapping[str, CertaintyRating]
    footnotes: Footnotes
    level: str


def summary_of_findings(
    snapshot: Snapshot,
    ratings: Iterable[CertaintyRating],
    *,
    most: int | None = MOST_OUTCOMES,
) -> Summary:
    """Sum up what a review found of each outcome, and how certain people are of it.

    Parameters
    ----------
    snapshot
        One state of a review.
    ratings
        The newest rating of each outcome that people rated.
    most
        Most outcomes to show, in the order of the analyses; ``None`` for all.

    Returns
    -------
    Summary
        One row for each group of alike times and treatments, pooled or side by side;
        one for an analysis that can show no study. No certainty is ever computed.

    References
    ----------
    Schünemann and others 2023, Cochrane Handbook, chapter 14 (completing summary of
    findings tables).

    Examples
    --------
    >>> import ketaevidence as ke
    >>> found = summary_of_findings(ke.example_review().snapshot(), ())
    >>> found.rows[1].intervention
    'uncontrolled change: −7.2 points (95% CI −8.2 to −6.2)'
    """
    outcomes = outcomes_of(snapshot.analyses)
    newest = {rating.key: rating for rating in ratings}
    material = _Material(
        snapshot,
        newest,
        Footnotes(),
        words.level_percent(snapshot.question.pooling.level),
    )
    shown = outcomes if most is None else outcomes[: max(most, 0)]
    sections = tuple(
        Section(
            words.clean(analysis.title),
            tuple(_about(analysis)),
            tuple(rows),
        )
        for analysis in snapshot.analyses
        if (rows := [_row(o, material) for o in shown if o.analysis is analysis])
    )
    keys = {outcome.key for outcome in outcomes}
    titles: dict[str, str] = {one.kind: one.title for one in snapshot.analyses}
    return Summary(
        title=words.clean(snapshot.question.title).rstrip("."),
        drug=words.clean(snapshot.question.drug.words),
        sections=sections,
        footnotes=material.footnotes.listed,
        total=len(outcomes),
        without_row=tuple(
            without_row(rating, titles.get(rating.kind, rating.kind))
            for key, rating in newest.items()
            if key not in keys
        ),
    )


def _about(analysis: Analysis) -> Iterator[str]:
    """Say what a number of this kind means, and what it must not be taken for."""
    yield words.sentence(analysis.meaning)
    if analysis.caution:
        yield words.sentence(analysis.caution)
    if analysis.kept_out and analysis.rows:
        out = len({kept.study_id for kept in analysis.kept_out})
        studies = words.counted(out, "study", "studies")
        yield (
            f"Results of {studies} could not be shown or pooled; each is listed with "
            "its reason in the results of this analysis."
        )


def _row(outcome: Outcome, material: _Material) -> SummaryRow:
    register = material.snapshot.register
    kind = outcome.analysis.kind
    numbers = numbers_of(outcome)
    cells = effect_cells(outcome, numbers, register, material.level)
    rating = None if outcome.is_ambiguous else material.ratings.get(outcome.key)
    counts = [people_in(row, kind, register) for row in outcome.rows]
    n = None if None in counts else sum(count or 0 for count in counts)
    bias = material.snapshot.bias
    return SummaryRow(
        row_id=outcome.key,
        evidence=words.clean(outcome.analysis.title),
        kind=kind,
        outcome=_outcome_words(outcome, material),
        comparator=cells.comparator,
        intervention=cells.intervention,
        difference=cells.difference,
        relative_effect=cells.relative_effect,
        n=n,
        studies=len({row.study_id for row in outcome.rows}),
        participants=_participants(outcome, n),
        certainty=certainty_cell(
            rating, rests_on(outcome, register), material.footnotes
        ),
        comments=tuple(_comments(outcome, numbers, rating, material)),
        facts=facts_for(
            outcome, numbers, n=n, register=register, bias=bias, rating=rating
        ),
        is_pooled=numbers is not None and numbers.pooled is not None,
    )


def _outcome_words(outcome: Outcome, material: _Material) -> str:
    kind = outcome.analysis.kind
    parts = [_MEASURED.get(kind, words.clean(outcome.analysis.title))]
    label = words.clause(outcome.label)
    if label:
        parts.append(f": {label}")
    times = dict.fromkeys(
        words.clean(result.time_words)
        for row in outcome.rows
        for result in results_of(row, material.snapshot.register)
        if result.time_words
    )
    if len(times) == 1 and not any(time in label for time in times):
        parts.append(f" ({', '.join(times)})")
    scale = scale_words(outcome, material.snapshot.register)
    if scale and kind != "responder":
        parts.append(f". Scale: {scale}")
    return "".join(parts)


def _participants(outcome: Outcome, n: int | None) -> str:
    if not outcome.rows:
        out = len({kept.study_id for kept in outcome.analysis.kept_out})
        return f"none shown; {words.counted(out, 'study', 'studies')} kept out"
    studies = len({row.study_id for row in outcome.rows})
    people = "not known for every study" if n is None else f"{n:,}"
    return f"{people} ({words.counted(studies, 'study', 'studies')})"


def _comments(
    outcome: Outcome,
    numbers: Numbers | None,
    rating: CertaintyRating | None,
    material: _Material,
) -> Iterator[str]:
    if numbers is None:
        yield from _why_nothing(outcome, material)
    elif numbers.why_not is not None:
        yield f"Not pooled because {words.clause(numbers.why_not)}."
    if numbers is not None and numbers.prediction is not None:
        low, high = (
            words.number(end, outcome.analysis.decimals) for end in numbers.prediction
        )
        yield f"In a new setting the result could lie between {low} and {high}."
    if numbers is not None:
        yield from map(words.sentence, numbers.caveats)
    for row in outcome.rows:
        if row.marks:
            told = "; ".join(words.clean(mark) for mark in row.marks)
            yield words.sentence(f"{words.clean(row.label)}: {told}")
    if outcome.is_ambiguous:
        yield "Cannot be rated: another group of this analysis has the same name."
    if rating is not None and rating.comment:
        yield words.sentence(f"{words.clean(rating.by)} says: {rating.comment}")


def _why_nothing(outcome: Outcome, material: _Material) -> Iterator[str]:
    """Say why an analysis shows no study, and what can be said all the same."""
    # The report shows this summary, so that its package cannot be loaded with it.
    from ketaevidence.present.report.known import known_of

    kept_out = outcome.analysis.kept_out
    if not kept_out:
        yield "No included study tells of this."
        return
    known = [
        found
        for kept in kept_out
        if (found := known_of(kept, material.snapshot, material.level)) is not None
    ]
    for one in known[:_MOST_KEPT]:
        yield (
            f"Not pooled: {one.headline} Its source does not say what ± is; what each "
            "reading would mean stands under Results."
        )
    told = {one.study_id for one in known[:_MOST_KEPT]}
    rest = [kept for kept in kept_out if kept.study_id not in told]
    reasons = [
        f"{words.clean(kept.label)}: "
        f"{words.shortened(words.clause(kept.reason), _REASON)}"
        for kept in rest[:_MOST_KEPT]
    ]
    more = len(rest) - _MOST_KEPT
    if rest:
        tail = f"; and {more} more under Results" if more > 0 else ""
        begin = "Also kept out" if known else "Not pooled because"
        yield f"{begin}: {'; '.join(reasons)}{tail}."
