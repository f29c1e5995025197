"""Confidence intervals: both ends, the level, and what the interval is of.

Two numbers in brackets are an interval only where the text says so: by "CI" or
"confidence interval" beside them, or beside an earlier bracket of the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.outcomes.interval_forms import (
    BEFORE,
    ENDS,
    LEAD,
    LEAD_WITH_WORDS,
    LISTED,
    MARK,
    MEASURE,
    NAMED,
    NAMED_AFTER,
    RATIOS,
)
from ketaevidence.extraction.rules.outcomes.interval_lists import Style, in_lists
from ketaevidence.extraction.rules.outcomes.interval_read import Interval, read_ends
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

#: Where no level is printed anywhere, it is the usual one.
_USUAL_LEVEL = 95.0
_NEAR = 110


def read_confidence_interval(view: View, _: Question) -> Iterator[Candidate]:
    """Read every interval that the text calls a confidence (or credible) interval."""
    if not view.names_any(_WORDS) and not _is_dotted(view.folded):
        return
    level: float | None = None
    lists: Style | None = None
    means_other = "(CI" in view.folded and bool(_OTHER_CI.search(view.folded))
    for sentence in view.sentences:
        marks = list(_marks(sentence.words, means_other=means_other))
        is_same = lists and sentence.part in {lists.part, "abstract"}
        style = lists if is_same else None
        if not marks and style is None:
            continue
        found = {one.start: one for one in _beside_marks(sentence.words, marks)}
        for one in in_lists(sentence, marks, list(found.values()), style):
            if not any(o.start < one.end and one.start < o.end for o in found.values()):
                found[one.start] = one
        levels = [
            (m.start(), float(said))
            for m in marks
            if (said := m["level"] or m["level_after"])
        ]
        for one in sorted(found.values()):
            for place, printed in levels:
                level = printed if place <= one.end else level
            yield _candidate(view, sentence, one, level)
        if marks and found:
            lists = Style(sentence.part, any(o.by_list for o in found.values()))


#: "Cardiac index (CI)", "continuous infusion (CI)": a text's own CI.
_OTHER_CI = re.compile(
    r"(?<!terval )(?<!tervals )(?<!limit )(?<!limits )(?<![%)\]] )\(CI[),;]"
)
_DOTTED = re.compile(r"\bC\.I\b|\bconf\.?\s?int")


def _is_dotted(folded: str) -> bool:
    """Say whether a text writes "C.I." or "conf. int."; the plain tests are quick."""
    return ("C.I" in folded or "conf" in folded) and bool(_DOTTED.search(folded))


_WORDS = frozenset(("ci", "cis", "confidence", "credible", "credibility", "cri", "uncertainty", "cl"))  # fmt: skip


def _marks(words: str, *, means_other: bool) -> Iterator[re.Match[str]]:
    """Give each name of an interval; few sentences have one."""
    if not any(hint in words for hint in _HINTS):
        return
    for mark in MARK.finditer(words):
        if not (means_other and mark[0] in {"CI", "CIs"}):
            yield mark


_HINTS = ("CI", "ci", "Ci", "interval", "Interval", "limit", "CL", "Cl", "C.I", "CrI", "onf", "range", "bound")  # fmt: skip


def _beside_marks(words: str, marks: list[re.Match[str]]) -> Iterator[Interval]:
    """Give the intervals whose name stands directly before or after them."""
    for number, mark in enumerate(marks):
        stop = marks[number + 1].start() if number + 1 < len(marks) else len(words)
        at, ends = _ends_after(words, mark.end(), stop)
        if ends:
            one = read_ends(words, ends, words[mark.end() : at], mark)
            yield from _all_of(words, one, ends, stop)
            continue
        # The ends may stand before the name: "0.4-0.9, 95% CI".
        window = max(0, mark.start() - 60)
        turned = BEFORE.search(words[window : mark.start()])
        if turned and mark["level"] and not re.search(r"[A-Za-z]\s*$", turned[0]):
            one = read_ends(words, turned, "(", None)
            shift = window
            yield one._replace(start=one.start + shift, end=one.end + shift)


def _ends_after(words: str, start: int, stop: int) -> tuple[int, re.Match[str] | None]:
    """Find both ends after the name of an interval, and where they begin."""
    at = start
    for lead in (LEAD, LEAD_WITH_WORDS):
        found = lead.match(words, start, stop)
        if found:
            at = found.end()
            ends = ENDS.match(words, at, stop)
            if (
                ends
                and ends["apart"].strip() == ","
                and _GOES_ON.match(words, ends.end())
            ):
                # "OR, 95% CI: 2.8, 1.1-7.3": the first number is the estimate.
                at = ends.start("high")
                ends = ENDS.match(words, at, stop)
            if ends:
                return at, ends
    return at, None


_GOES_ON = re.compile(r"\s?(?:-|to)\s?\d")
_AND = re.compile(r",?\s?(?:and\s|,\s)")


def _all_of(
    words: str, first: Interval, ends: re.Match[str], stop: int
) -> Iterator[Interval]:
    """Give an interval and those joined to it: "1.2-3.4 and 2.2-4.4, respectively"."""
    yield first
    at = ends.end()
    while joined := _AND.match(words, at, stop):
        following = ENDS.match(words, joined.end(), stop)
        is_alike = following and following["apart"].strip() == ends["apart"].strip()
        if not following or not is_alike or following["apart"].strip() in {",", "and"}:
            return
        yield read_ends(words, following, " ", None)._replace(by_list=True)
        at = following.end()


def _candidate(
    view: View, sentence: Sentence, one: Interval, level: float | None
) -> Candidate:
    warnings = []
    measure = _measure(sentence.words, one.start)
    if measure in RATIOS and one.is_dashed and -one.high <= one.low < 0:
        # A ratio is never negative: "OR -0.8-1.4" has a dash before it.
        one = one._replace(low=-one.low, is_sign_open=True)
    if one.low > one.high:
        warnings.append("the lower end is above the upper end")
    elif one.estimate is not None and not _fits(one, one.estimate):
        warnings.append(f"the interval excludes its own estimate, {one.estimate:g}")
    if one.is_sign_open:
        warnings.append("a hyphen before the interval may be a minus or a dash")
    if level is None:
        warnings.append("the text gives no level; 95 % is the usual one")
    start, end = _quoted(sentence.words, one)
    return candidate(
        view,
        "confidence_interval",
        one.low,
        sentence.start + start,
        sentence.start + end,
        "outcome.interval_in_list" if one.by_list else "outcome.interval",
        value_high=one.high,
        percent=level or _USUAL_LEVEL,
        unit=measure or one.unit or None,
        statistic="confidence_interval",
        spread_type="CI",
        confidence="medium" if one.by_list or one.is_sign_open else "high",
        warnings=tuple(warnings),
    )


def _fits(one: Interval, estimate: float) -> bool:
    """Say whether an estimate, or a fall printed without its minus, lies inside."""
    return one.low <= estimate <= one.high or one.low <= -estimate <= one.high


def _measure(words: str, start: int) -> str | None:
    """Name what an interval is of: the nearest measure named before it."""
    named = None
    for match in MEASURE.finditer(words, max(0, start - _NEAR), start):
        named = match.lastgroup
    return named


def _quoted(words: str, one: Interval) -> tuple[int, int]:
    """Give the quote's place: from the estimate and the interval's name to its end."""
    before = words[max(0, one.start - 80) : one.start]
    named = NAMED.search(before)
    if named and not one.by_list:
        return one.start - len(before) + named.start(), one.end
    listed = LISTED.search(before)
    if listed:
        return one.start - len(before) + listed.start(), one.end
    after = NAMED_AFTER.match(words, one.end, one.end + 60)
    return one.start, after.end() if after else one.end
