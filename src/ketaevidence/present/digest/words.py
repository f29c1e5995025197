"""The results of a digest in words: the same in every format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.digest.model import Digest, ResultChange
from ketaevidence.synthesis.meaning import Why
from ketaevidence.synthesis.movement import Cause
from ketaevidence.synthesis.pools import Pool

#: What each cause is, in the order in which they are changed one at a time.
CAUSE_WORDS: Final[Mapping[Cause, str]] = {
    "software": "Changed software",
    "corrected": "Corrected data of the same studies",
    "studies": "New data: studies added, removed or retracted",
    "method": "Changed method",
}
#: Said beside every split.
ORDER: Final = (
    "One thing is changed at a time, in this order, each step starting where the one "
    "before ended; the differences add up to the whole. In another order the shares "
    "could be others."
)
NOT_POOLED: Final = "not pooled"


def compared(digest: Digest) -> str:
    """Say which states are compared: the dates that no digest leaves out."""
    if digest.since is None:
        return f"State of {digest.until.words}."
    return f"State of {digest.until.words}, compared with {digest.since.words}."


def as_told(text: str) -> str:
    """Give somebody's words as they are, to be ended by our own full stop.

    Examples
    --------
    >>> as_told(" PubMed gave no answer. ")
    'PubMed gave no answer'
    """
    return words.clean(text).rstrip(".")


def unchanged_title(digest: Digest) -> str:
    """Head the list of what is as it was; a baseline only has what is there."""
    return "What it holds" if digest.since is None else "Unchanged"


def estimate(pool: Pool | None, decimals: int) -> str:
    """Write a pooled result with its interval."""
    if pool is None:
        return NOT_POOLED
    value = words.number(pool.estimate, decimals)
    span = words.interval(pool.ci_lb, pool.ci_ub, decimals)
    return f"{value} ({words.level_percent(pool.level)} CI {span})"


def name(change: ResultChange) -> str:
    """Name a result: its analysis, the time and what its rows share."""
    return f"{change.title}: {change.movement.label}"


def numbers(change: ResultChange) -> tuple[tuple[str, str, str], ...]:
    """Give (what, before, after) of everything that is compared."""
    decimals, pair = change.decimals, (change.movement.before, change.movement.after)

    def both(title: str, texts: list[str]) -> tuple[str, str, str]:
        return title, texts[0], texts[1]

    def spans(pool: Pool | None) -> str:
        if pool is None:
            return NOT_POOLED
        return words.interval(pool.pi_lb, pool.pi_ub, decimals)

    def of(pool: Pool | None, part: str, digits: int, ending: str = "") -> str:
        if pool is None:
            return NOT_POOLED
        value = getattr(pool, part)
        text = words.number(value, digits, missing="not stated")
        return text if value is None else f"{text}{ending}"

    return (
        both("Studies", [of(p, "k", 0) for p in pair]),
        both("Patients", [of(p, "n", 0) for p in pair]),
        both(f"Pooled result [{change.unit}]", [estimate(p, decimals) for p in pair]),
        both("Prediction interval", [spans(p) for p in pair]),
        both("tau²", [of(p, "tau2", 3) for p in pair]),
        both("I²", [of(p, "i2", 0, "%") for p in pair]),
    )


def signed(value: float | None, decimals: int) -> str:
    """Write a difference with its sign; what is below the last decimal is 0."""
    text = words.number(value, decimals, missing="not a number")
    is_plus = value is not None and value > 0 and float(f"{value:.{decimals}f}") != 0
    return f"+{text}" if is_plus else text


def steps(change: ResultChange) -> tuple[tuple[str, str, str], ...]:
    """Give (cause, the result after it, what it moved) in the order of the causes."""
    found = []
    for step in change.movement.steps:
        after = estimate(step.pool, change.decimals)
        if not step.is_known:
            moved = "not known: no numbers were stored"
        elif not step.has_moved:
            moved = "0" if step.pool is not None else "nothing"
        elif step.difference is None:
            moved = "no longer pooled" if step.pool is None else "now pooled"
        else:
            moved = signed(step.difference, change.decimals)
        found.append((CAUSE_WORDS[step.cause], after, moved))
    return tuple(found)


def meaning(change: ResultChange) -> str:
    """Say whether the result means what it meant, and by which rule."""
    found, movement = change.meaning, change.movement
    if not movement.has_moved:
        return "It is where it was; causes that moved it outweigh each other."
    moved = signed(movement.difference, change.decimals)
    by = f"It moved by {moved} {change.unit}" if movement.difference is not None else ""
    limit = ""
    if found.threshold is not None and by:
        unit = (
            "point" if (found.threshold, change.unit) == (1, "points") else change.unit
        )
        limit = f"; the review's threshold is {words.plain(found.threshold)} {unit}"
    head = f"{by}{limit}. " if by else ""
    if not found.has_changed:
        return f"{head}Unchanged in meaning."
    why = "; ".join(_why(reason) for reason in found.why)
    return f"{head}Changed in meaning: {why}."


def _why(reason: Why) -> str:
    return {
        "now_pooled": "there was no pooled result before",
        "no_longer_pooled": "there is no pooled result any more",
        "moved": "it moved by the threshold or more",
        "crossed_null": "the estimate went over to the other side of 0",
        "reached_important_difference": (
            "the estimate is as large as the important difference, and was not before"
        ),
        "fell_below_important_difference": (
            "the estimate is smaller than the important difference, and was not before"
        ),
        "scale_unknown": (
            "the ends of its scale are not known, so the threshold cannot be applied"
        ),
    }[reason]


def null_fact(change: ResultChange) -> str | None:
    """Say that the interval begins or ceases to hold 0: a fact, and no verdict."""
    held, holds = change.meaning.held_null, change.meaning.holds_null
    if held is None or holds is None or held == holds:
        return None
    told = "holds" if holds else "does not hold"
    return (
        f"The interval {told} 0 now; before, it {'did' if held else 'did not'}. "
        "By itself that is no change in meaning."
    )
