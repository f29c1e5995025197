"""What the review's own analyses make of a result: difference, share and interval."""

from __future__ import annotations

from collections.abc import Iterable

from ketaevidence.claims.state import State
from ketaevidence.curation.model import Result
from ketaevidence.synthesis.words import number


def interval_notes(state: State) -> tuple[tuple[frozenset[str], str], ...]:
    """Give what the analyses say of results, with the results' ids."""
    level = f"{number(100 * state.question.pooling.level)}% CI"
    found = []
    for analysis in state.analyses:
        what = {
            "randomised_contrast": "difference",
            "single_arm_change": "change",
            "responder": "share of people [%]",
        }[analysis.kind]
        for group in analysis.groups:
            pool = group.pooled
            for row in group.rows:
                low, middle, high = (
                    number(round(value, analysis.decimals))
                    for value in (row.ci_lb, row.estimate, row.ci_ub)
                )
                note = f"{what} {middle} ({level} {low} to {high})"
                if pool is not None:
                    note += f"; in the pool “{group.label}” of {pool.k} studies"
                found.append((frozenset(row.result_ids), note))
        for kept in analysis.kept_out:
            if kept.readings:
                spans = "; ".join(
                    f"{one.assumption}: {_short(one.ci_lb)} to {_short(one.ci_ub)}"
                    for one in kept.readings
                )
                note = (
                    f"{what} {_short(kept.readings[0].estimate)}; its {level} depends "
                    f"on a reading that nobody has confirmed ({spans})"
                )
                found.append((frozenset(kept.result_ids), note))
    return tuple(found)


def _short(value: float) -> str:
    return number(round(value, 2))


def note_on(
    results: Iterable[Result], notes: Iterable[tuple[frozenset[str], str]]
) -> str:
    """Give what the analyses say of some results together."""
    ids = {result.result_id for result in results}
    return "; ".join(note for known, note in notes if known and known <= ids)
