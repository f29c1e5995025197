"""Facts for the person who rates: countable things, labelled as facts, never a rating.

References
----------
Guyatt and others 2011, J Clin Epidemiol 64:1283-1293,
doi:10.1016/j.jclinepi.2011.01.012 (about 400 people to find a difference of 0.2
standard deviations).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.curation.model import Register
from ketaevidence.present import words
from ketaevidence.present.bias_words import judgements_of
from ketaevidence.present.summary_of_findings.effects import is_one_scale
from ketaevidence.present.summary_of_findings.numbers import Numbers
from ketaevidence.present.summary_of_findings.outcomes import Outcome, results_of

#: Fewer people than this are few for a mean, by GRADE's rule of thumb.
FEW_PEOPLE: Final = 400
#: The scale on which the review states a difference that matters.
_NRS: Final = (0.0, 10.0)


def facts_for(  # noqa: PLR0913 (what is known of an outcome, each by name)
    outcome: Outcome,
    numbers: Numbers | None,
    *,
    n: int | None,
    register: Register,
    bias: Sequence[BiasJudgement],
    rating: CertaintyRating | None,
) -> tuple[str, ...]:
    """List what a person should know who rates the certainty of one outcome."""
    if numbers is None:
        return ("No result can be shown, so that no number stands behind a rating.",)
    return (
        *_people(outcome, n, register),
        *_interval(outcome, numbers, register),
        *_spread(numbers),
        *_bias(outcome, register, bias, rating),
    )


def _people(outcome: Outcome, n: int | None, register: Register) -> Iterator[str]:
    studies = len({row.study_id for row in outcome.rows})
    if studies == 1:
        yield "One study only."
    if n is None:
        yield "How many people were studied is not known for every result."
    elif outcome.analysis.kind == "responder":
        # Told one by one: a sum would pool what each study defines in its own way.
        told = [
            f"{result.events} of {result.total}"
            for row in outcome.rows
            for result in results_of(row, register)
            if None not in (result.events, result.total)
        ]
        if told:
            yield f"Responders: {', '.join(told)}."
    elif n < FEW_PEOPLE:
        yield (
            f"{words.counted(n, 'person', 'people')}; GRADE's rule of thumb for a mean "
            f"is {FEW_PEOPLE}."
        )


def _interval(outcome: Outcome, numbers: Numbers, register: Register) -> Iterator[str]:
    """Say which values an interval holds that would be read in another way."""
    null = outcome.analysis.null_value
    if numbers.only is None:
        return
    low, high = numbers.only.low, numbers.only.high
    if null is not None and low <= null <= high:
        yield f"The interval includes {words.plain(null)}."
    important = outcome.analysis.important_difference
    if important is not None and _is_nrs(outcome, register):
        for edge in important[:2]:
            if low < edge < high:
                points = words.plain(edge)
                yield (
                    f"The interval holds differences smaller and larger than {points} "
                    "points, from where on the review calls a difference important."
                )
    if numbers.prediction is not None and null is not None:
        low, high = numbers.prediction
        if low <= null <= high:
            yield f"The prediction interval includes {words.plain(null)}."


def _is_nrs(outcome: Outcome, register: Register) -> bool:
    """Say whether every result is on the scale that the important difference is on."""
    ends = {
        (result.scale_low, result.scale_high)
        for row in outcome.rows
        for result in results_of(row, register)
    }
    return is_one_scale(outcome, register) and ends == {_NRS}


def _spread(numbers: Numbers) -> Iterator[str]:
    if numbers.spread is not None:
        yield numbers.spread
    elif len(numbers.studies) > 1:
        yield "The studies stand side by side; how far they agree was not computed."


def _bias(
    outcome: Outcome,
    register: Register,
    bias: Sequence[BiasJudgement],
    rating: CertaintyRating | None,
) -> Iterator[str]:
    about = {
        (row.study_id, row.result_ids): judgements_of(
            row.result_ids, row.study_id, bias, register
        )
        for row in outcome.rows
    }
    judged = sum(bool(made) for made in about.values())
    yield (
        f"Risk of bias was judged by people for {judged} of "
        f"{words.counted(len(about), 'result')}."
    )
    if rating is not None and any(
        one.at > rating.at for made in about.values() for one in made
    ):
        yield "Risk of bias was judged after the certainty was rated."
