"""Confidence intervals: both ends, the level, and what the interval is of.

Two numbers in brackets are an interval only where the text says so: by "CI" or
"confidence interval" beside them, or beside an earlier bracket of the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.outcomes.interval_forms import (
    BEFORE,
    BEFORE_BRACKET,
    BRACKET,
    CURRENCY,
    ENDS,
    INFINITE,
    LEAD,
    LEAD_WITH_WORDS,
    LISTED,
    MARK,
    MEASURE,
    MEASURE_WORD,
    NAMED,
    NAMED_AFTER,
    RATIOS,
)
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

#: Brackets that hold another spread.
_OTHER_SPREAD = re.compile(
    r"\b(?:IQR|interquartile|ranges?\b(?!\s?\d)|quartiles?|percentiles?|SDs?|SEM?|standard)\b",
    re.IGNORECASE,
)
#: Where no level is printed anywhere, it is the usual one.
_USUAL_LEVEL = 95.0
_NEAR = 110


class _Interval(NamedTuple):
    """Both ends as printed; places count from the sentence's start."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    #: Whether what was read as a minus may be a dash, or the other way round.
    is_sign_open: bool = False
    estimate: float | None = None
    by_list: bool = False
    #: Whether a hyphen parts the ends, so that the first one may be a dash as well.
    is_dashed: bool = False


def read_confidence_interval(view: View, _: Question) -> Iterator[Candidate]:
    """Read every interval that the text calls a confidence (or credible) interval."""
    if not view.names_any(_WORDS) and not _is_dotted(view.folded):
        return
    level: float | None = None
    lists: _Style | None = None
    means_other = "(CI" in view.folded and bool(_OTHER_CI.search(view.folded))
    for sentence in view.sentences:
        marks = list(_marks(sentence.words, means_other=means_other))
        is_same = lists and sentence.part in {lists.part, "abstract"}
        style = lists if is_same else None
        if not marks and style is None:
            continue
        found = {one.start: one for one in _beside_marks(sentence.words, marks)}
        for one in _in_lists(sentence, marks, list(found.values()), style):
            if not any(o.start < one.end and one.start < o.end for o in found.values()):
                found[one.start] = one
        levels = [(m.start(), float(m["level"])) for m in marks if m["level"]]
        for one in sorted(found.values()):
            for place, printed in levels:
                level = printed if place <= one.end else level
            yield _candidate(view, sentence, one, level)
        if marks and found:
            lists = _Style(sentence.part, any(o.by_list for o in found.values()))


#: "Cardiac index (CI)", "continuous infusion (CI)": a text's own CI.
_OTHER_CI = re.compile(
    r"(?<!terval )(?<!tervals )(?<!limit )(?<!limits )(?<![%)\]] )\(CI[),;]"
)
_DOTTED = re.compile(r"\bC\.I\.|\bconf\.?\s?int")


def _is_dotted(folded: str) -> bool:
    """Say whether a text writes "C.I." or "conf. int."; the plain tests are quick."""
    return ("C.I." in folded or "conf" in folded) and bool(_DOTTED.search(folded))


_WORDS = frozenset(("ci", "cis", "confidence", "credible", "credibility", "cri", "uncertainty"))  # fmt: skip


def _marks(words: str, *, means_other: bool) -> Iterator[re.Match[str]]:
    """Give each name of an interval; few sentences have one."""
    if not any(hint in words for hint in _HINTS):
        return
    for mark in MARK.finditer(words):
        if not (means_other and mark[0] in {"CI", "CIs"}):
            yield mark


_HINTS = ("CI", "ci", "Ci", "interval", "Interval", "limit", "CL", "C.I", "CrI", "onf", "range", "bound")  # fmt: skip


class _Style(NamedTuple):
    """How the sentence before gave its intervals."""

    part: str
    had_list: bool


def _beside_marks(words: str, marks: list[re.Match[str]]) -> Iterator[_Interval]:
    """Give the intervals whose name stands directly before or after them."""
    for number, mark in enumerate(marks):
        stop = marks[number + 1].start() if number + 1 < len(marks) else len(words)
        at, ends = _ends_after(words, mark.end(), stop)
        if ends:
            one = _read(words, ends, words[mark.end() : at], mark)
            yield from _all_of(words, one, ends, stop)
            continue
        # The ends may stand before the name: "0.4-0.9, 95% CI".
        window = max(0, mark.start() - 60)
        turned = BEFORE.search(words[window : mark.start()])
        if turned and mark["level"] and not re.search(r"[A-Za-z]\s*$", turned[0]):
            one = _read(words, turned, "(", None)
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
            if ends:
                return at, ends
    return at, None


_AND = re.compile(r",?\s?(?:and\s|,\s)")


def _all_of(
    words: str, first: _Interval, ends: re.Match[str], stop: int
) -> Iterator[_Interval]:
    """Give an interval and those joined to it: "1.2-3.4 and 2.2-4.4, respectively"."""
    yield first
    at = ends.end()
    while joined := _AND.match(words, at, stop):
        following = ENDS.match(words, joined.end(), stop)
        is_alike = following and following["apart"].strip() == ends["apart"].strip()
        if not following or not is_alike or following["apart"].strip() in {",", "and"}:
            return
        yield _read(words, following, " ", None)._replace(by_list=True)
        at = following.end()


def _in_lists(
    sentence: Sentence,
    marks: list[re.Match[str]],
    named: list[_Interval],
    style: _Style | None,
) -> Iterator[_Interval]:
    """Give later brackets of a list of which an earlier one is named an interval.

    "mean (95% CI) 54 (42-65)", "0.73 (95% CI 0.61-0.85) and 0.52 (0.31-0.77)"; in the
    sentences after it only where they are printed alike and tell of a ratio or of a
    difference.
    """
    words = sentence.words
    if marks and not named and not _is_heading(words, marks[0]):
        return
    first = marks[0].end() if marks else 0
    for bracket in BRACKET.finditer(words, first):
        ends = ENDS.match(words, bracket.end())
        if ends and _closes(words, bracket, ends):
            estimate = _signed(bracket["estimate"])
            one = _read(words, ends, "(", None)
            near = words[max(0, bracket.start() - _NEAR) : bracket.start()]
            is_one = (
                _is_plausible(one, estimate)
                if marks
                else _is_alike(one, estimate, ends, near, style)
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
        return bool(re.match(r"\s?[)\]]", after))
    return bool(re.match(r"\s?(?:[)\],;]|$)", after))


def _is_plausible(one: _Interval, estimate: float) -> bool:
    """Say whether an estimate lies in its interval, or would but for a misprint."""
    return one.low <= estimate <= one.high or one.low > one.high


def _is_alike(
    one: _Interval,
    estimate: float,
    ends: re.Match[str],
    near: str,
    style: _Style | None,
) -> bool:
    """Say whether a bracket without a name continues the intervals before it."""
    if _OTHER_SPREAD.search(near) or not re.search(r"[.·]", ends["low"]):
        return False
    if not (style and style.had_list) and not MEASURE_WORD.search(near):
        return False
    return _is_plausible(one, estimate)


def _is_heading(words: str, mark: re.Match[str]) -> bool:
    """Say whether "(95% CI)" heads a list: "mean (95% CI) was 54 (42-65)"."""
    closed = re.match(r"\s?[)\]]", words[mark.end() : mark.end() + 2])
    return bool(closed) or words[mark.start() - 1 : mark.start()] in {"(", "["}


def _read(
    words: str, ends: re.Match[str], lead: str, mark: re.Match[str] | None
) -> _Interval:
    low, high = _number(ends["low"]), _number(ends["high"])
    start = ends.start()
    apart = ends["apart"].strip()
    sign, sign2 = (ends["minus"] or "").strip(), (ends["minus2"] or "").strip()
    estimate = _estimate(words, mark) if mark else None
    is_open = False
    if sign == "-":
        # "CI-0.80-2.56": after the name a hyphen may be a dash. A minus is joined to
        # its number and parted from the name; else the estimate must tell.
        glued = lead == ""
        parted = ends["minus"].endswith(" ") and lead == " "
        fits_plus = estimate is not None and low <= estimate <= high
        fits_minus = estimate is not None and -low <= estimate <= high
        if glued or (parted and fits_plus and not fits_minus):
            is_open = True
            start += len(ends["minus"])
        elif parted and estimate is None and apart == "-":
            is_open, low = True, -low
        else:
            low = -low
    if sign2 == "-":
        high = -high
    elif apart == "-" and sign == "-" and low > high and sign2 != "+":
        is_open = True
    unit = (ends["unit2"] or ends["unit"] or "").strip()
    return _Interval(
        start, ends.end(), low, high, unit, is_open, estimate, is_dashed=apart == "-"
    )


def _number(printed: str) -> float:
    bare = re.sub(rf"{CURRENCY}|[\s,]", "", printed).replace("·", ".")
    if re.fullmatch(INFINITE, bare):
        return float("inf")
    counted = read_count(bare) if bare.isalpha() else None
    return float(counted) if counted is not None else float(bare)


def _signed(printed: str) -> float:
    return (
        -_number(printed.lstrip("- ")) if printed.startswith("-") else _number(printed)
    )


def _estimate(words: str, mark: re.Match[str]) -> float | None:
    """Give the number directly before a named interval, if it is its estimate."""
    before = words[max(0, mark.start() - 40) : mark.start()]
    found = BEFORE_BRACKET.search(before)
    return _signed(found["number"]) if found else None


def _candidate(
    view: View, sentence: Sentence, one: _Interval, level: float | None
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


def _fits(one: _Interval, estimate: float) -> bool:
    """Say whether an estimate, or a fall printed without its minus, lies inside."""
    return one.low <= estimate <= one.high or one.low <= -estimate <= one.high


def _measure(words: str, start: int) -> str | None:
    """Name what an interval is of: the nearest measure named before it."""
    named = None
    for match in MEASURE.finditer(words, max(0, start - _NEAR), start):
        named = match.lastgroup
    return named


def _quoted(words: str, one: _Interval) -> tuple[int, int]:
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
