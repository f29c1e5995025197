"""Whether one result speaks for less pain or better function, against it, or neither.

A result speaks for a change only where its numbers, or the words of its source, say the
direction. A test without a direction, and an interval on both sides of no difference,
are unclear. The level of 0.05 is the sources' own custom, not this project's judgement.
"""

from __future__ import annotations

import re
from typing import Final

from ketaevidence.claims.model import Stance
from ketaevidence.curation.model import Result

#: Where sources draw the line of a test.
CUSTOM: Final = 0.05
_P: Final = re.compile(r"(?P<sign>[<>=\u2264\u2265]?)\s*(?P<p>0?\.\d+)")
#: Words that say nothing of a direction, whatever stands beside them.
_NEITHER: Final = re.compile(
    r"\b(?:associat\w*|correlat\w*|predict\w*|separable|not\s+found|cut\s+off|as\s+registered|"
    r"no\s+(?:\w+\s+)?difference\s+(?:among|between)\s+(?:the\s+)?(?:dose|group)s|faster|"
    r"plateau\w*|minimal|stopped)\b",
    re.IGNORECASE,
)
_AGAINST: Final = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|lack\s+of|little|un)\s*(?:or\s+no\s+)?"
    r"(?:\w+\s+){0,3}?(?:improve\w*|reduc\w*|reliev\w*|relief|chang\w*|effect\w*|"
    r"differen\w*|benefi\w*|decreas\w*|respon\w*|lower)\b|\bunchanged\b|"
    r"\b(?:worse\w*|increased\s+pain|higher\s+pain)\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:improve\w*|reduc\w*|reliev\w*|relief|decreas\w*|lower\w*|fell|less|better|"
    r"remission|benefi\w*|inhibited)\b",
    re.IGNORECASE,
)
#: Outcomes of which less is better, and of which more is.
_LESS: Final = frozenset({"pain_intensity", "evoked_pain"})


def of_words(statement: str | None) -> Stance:
    """Say what the words of a source say of a change for the better.

    Examples
    --------
    >>> of_words("no reduction"), of_words("marked reduction"), of_words("tested")
    ('against', 'for', 'unclear')
    """
    words = statement or ""
    if _NEITHER.search(words):
        return "unclear"
    if _AGAINST.search(words):
        return "against"
    return "for" if _FOR.search(words) else "unclear"


def p_of(result: Result) -> tuple[str, float] | None:
    """Give the sign and the number of a printed p value.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> rows = ke.example_review().register.results_of("sigtermans2009")
    >>> p_of(next(row for row in rows if row.result_id == "R004"))
    ('=', 0.07)
    """
    match = _P.search(result.p_value or "")
    return (match["sign"] or "=", float(match["p"])) if match else None


def is_beyond_custom(result: Result) -> bool:
    """Say whether a printed p value is above the custom: nothing is told apart."""
    found = p_of(result)
    if found is None:
        return False
    sign, p = found
    return p > CUSTOM if sign == "=" else sign in ">\u2265" and p >= CUSTOM


def is_within_custom(result: Result) -> bool:
    """Say whether a printed p value is below the custom."""
    found = p_of(result)
    if found is None:
        return False
    sign, p = found
    return (p < CUSTOM and sign == "=") or (sign in "<\u2264" and p <= CUSTOM)


def of_contrast(result: Result) -> Stance:
    """Say what a printed difference between two groups speaks for."""
    low, high = result.ci_low, result.ci_high
    ratio = result.statistic in ("odds_ratio", "risk_ratio")
    none = 1.0 if ratio else 0.0
    if low is not None and high is not None:
        less = result.outcome in _LESS
        if result.outcome not in {*_LESS, "responder"}:
            return "unclear"  # nobody says which direction is the better one
        if low <= none <= high:
            return "unclear"
        return "for" if (high < none) == less else "against"
    said = of_words(result.statement)
    if said != "unclear" and not is_beyond_custom(result):
        return said
    return "unclear"


def of_change(before: Result | None, after: Result) -> Stance:
    """Say what one group's course speaks for, with no group beside it."""
    if after.statement:
        return of_words(after.statement)
    if after.outcome == "responder":
        share = share_of(after)
        return "unclear" if share is None else ("for" if share > 0 else "against")
    if after.outcome not in _LESS or after.value is None:
        return "unclear"
    if after.statistic == "mean_change":
        change = after.value
    elif before is not None and before.value is not None:
        # Of a range of means the nearest ends are compared.
        change = (after.value_high or after.value) - before.value
    else:
        return "unclear"
    return "for" if change < 0 else "against"


def share_of(result: Result) -> float | None:
    """Give the per cent of people that a result counts, if it counts people."""
    if result.unit_of_analysis in ("infusion", "study"):
        return None
    if result.events is not None and result.total:
        return 100 * result.events / result.total
    return result.percent
