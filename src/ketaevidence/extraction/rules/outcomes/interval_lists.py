"""Later brackets of a list of which one is named a confidence interval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.rules.outcomes.interval_forms import (
    BRACKET,
    ENDS,
    MEASURE_WORD,
)
from ketaevidence.extraction.rules.outcomes.interval_read import (
    Interval,
    read_ends,
    signed,
)
from ketaevidence.extraction.text import Sentence

#: Brackets that hold another spread.
_OTHER_SPREAD = re.compile(
    r"\b(?:IQR|interquartile|ranges?\b(?!\s?\d)|quartiles?|percentiles?|SDs?|SEM?|standard)\b",
    re.IGNORECASE,
)
#: How far before a bracket the words that tell what it is may stand [characters].
_NEAR = 110


class Style(NamedTuple):
    """How the sentence before gave its intervals."""

    part: str
    had_list: bool


def in_lists(
    sentence: Sentence,
    marks: list[re.Match[str]],
    named: list[Interval],
    style: Style | None,
) -> Iterator[Interval]:
    """Give later brackets of a list of which an earlier one is named an interval.

    "mean (95% CI) 54 (42-65)", "0.73 (95% CI 0.61-0.85) and 0.52 (0.31-0.77)"; in the
    sentences after it only where they are printed alike and tell of a ratio or of a
    difference.
    """
    words = sentence.words
    is_behind = bool(marks) and not named and _stands_behind(words, marks[-1])
    if marks and not (named or is_behind or _is_heading(words, marks[0])):
        return
    # Brackets before the first name are its own only where the text has said so.
    goes_on = is_behind or style is not None
    first = marks[0].end() if marks and not goes_on else 0
    for bracket in BRACKET.finditer(words, first):
        ends = ENDS.match(words, bracket.end())
        if ends and _closes(words, bracket, ends):
            estimate = signed(bracket["estimate"])
            one = read_ends(words, ends, "(", None)
            near = words[max(0, bracket.start() - _NEAR) : bracket.start()]
            if marks and bracket.start() >= marks[0].start():
                is_one = _is_plausible(one, estimate)
            elif is_behind:
                is_one = _is_within(one, estimate) and not _OTHER_SPREAD.search(near)
            else:
                # A percentage needs no decimals where the sentence names intervals.
                is_share = bool(marks) and (ends["unit2"] or "").strip() == "%"
                is_listed = is_share or (style is not None and style.had_list)
                is_exact = is_share or re.search(r"[.·]", ends["low"]) is not None
                is_one = (
                    is_exact
                    and (is_listed or MEASURE_WORD.search(near) is not None)
                    and not _OTHER_SPREAD.search(near)
                    and _is_plausible(one, estimate)
                )
            if is_one:
                yield one._replace(estimate=estimate, by_list=True)


def _closes(words: str, bracket: re.Match[str], ends: re.Match[str]) -> bool:
    """Say whether two numbers fill their bracket, but for a p value after them."""
    after = words[ends.end() :][:3]
    if ends["apart"].strip() in {"and", ":", "~", ";"}:
        return False
    if not bracket["open"]:
        # "(36%; 17-59)": the estimate shares the bracket.
        return bool(re.match(r"\s?(?:[)\]]|;\s?p)", after))
    return bool(re.match(r"\s?(?:[)\],;]|$)", after))


def _is_plausible(one: Interval, estimate: float) -> bool:
    """Say whether an estimate lies in its interval, or would but for a misprint."""
    return one.low <= estimate <= one.high or one.low > one.high


def _is_within(one: Interval, estimate: float) -> bool:
    """Say whether an estimate lies truly between the two ends."""
    return one.low < estimate < one.high


def _stands_behind(words: str, mark: re.Match[str]) -> bool:
    """Say whether a name closes its list: "87% [79-93%] and 76% [70-82%] (95% CI)"."""
    return bool(
        mark["level"]
        and re.search(r"[(\[]\s?$|[)\]],\s$", words[: mark.start()][-3:])
        and re.match(r"\s?[)\]]?\s?[.;]?\s?$", words[mark.end() :][:6])
    )


#: "(95% CI)", "95% CI = 3.5 (1.1-11.1)".
_HEADS = re.compile(r"\s?[)\]]|\s?[=:]\s?-?\d{1,4}(?:\.\d{1,3})?%?\s?[(\[]")


def _is_heading(words: str, mark: re.Match[str]) -> bool:
    """Say whether "(95% CI)" heads a list: "mean (95% CI) was 54 (42-65)"."""
    closed = _HEADS.match(words, mark.end())
    return bool(closed) or words[mark.start() - 1 : mark.start()] in {"(", "["}
