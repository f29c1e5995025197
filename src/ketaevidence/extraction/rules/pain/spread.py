"""What a spread stands for, where the text says so; it is never guessed.

A kind is taken from the words at the value itself, from a legend that stands for this
value ("mean (SD) pain scores", "... (mean ± SD)"), or from a sentence that says how all
values are given. Where two kinds are named, where a legend belongs to another value, or
where the letters stand for something else, the spread stays unspecified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ketaevidence.extraction.rules.pain.letters import letters_for_others
from ketaevidence.extraction.rules.pain.values import (
    CI,
    DOUBT,
    IQR,
    KIND_WORDS,
    OPEN,
    RANGE,
    SD,
    SE,
    Value,
    kind_named,
)
from ketaevidence.extraction.text import View

UNSPECIFIED = "unspecified"
#: Which kinds a spread can be, by how it is printed.
_FITS = {
    "plus_minus": frozenset({SD, SE}),
    "bare_one": frozenset({SD, SE, IQR}),
    "bare_two": frozenset({IQR, RANGE, CI}),
}
_KINDS = "|".join(f"(?P<{kind}>{words})" for kind, words in KIND_WORDS.items())
#: A kind that is followed by a number is that one number's ("age (SD 12)"), so it says
#: nothing of the others. "Range of motion" is no spread, "SD group" no deviation.
_KIND = re.compile(
    rf"(?<![\w-])(?:{_KINDS})"
    r"(?![\w-]|\s*[)\]]?\s*(?:[(\[]\w+[)\]])?\s*[=:,]?\s*(?:of\s|from\s)?[+-]?\.?\d|\sof\s(?!the\smean)|\sbetween|"
    r"[)\]]?\s(?:groups?|arms?|patients)\b)",
    re.IGNORECASE,
)
#: What stands before a kind that explains values: "mean (", "±", "SD/".
_LEGEND = re.compile(
    r"(?:\b(?:means?|medians?|averages?|averaged|differences?|values?|changes?|scores?|estimates?|parentheses|brackets)\b[^.;,\d]{0,30}|"
    r"[±(\[=]\s*|\b(?:and|or)\s|\b(?:SD|SEM?|IQR|ranges?|deviations?|errors?|CI)\s?[)\]]?\s?[/,;&(\[]\s?)$",
    re.IGNORECASE,
)
_JOINS_KINDS = re.compile(
    r"[)\]]?\s?(?:/|,|;|&|or|and|and/or)?\s?[(\[]?\s?(?:the\s)?", re.IGNORECASE
)
#: As above, but the number may be the value itself: "mean (SD), 3.1 (1.2)".
_HEAD = re.compile(
    r"(?<![\w-])(?:means?|averages?|medians?|differences?|LSMD|MD|WMD|changes?|estimates?)(?:\s\w+){0,5}?\s?[,(\[±]?\s*[(\[±]?\s*[±]?\s*(?:"
    + _KINDS
    + r")\s?[)\]]",
    re.IGNORECASE,
)
#: A legend behind its values is closed: "(mean ± SD)", "[SD]", "(= median (IQR)".
_OPENS = re.compile(
    r"(?:(?<!mean )(?<!means )(?<!median )(?<!medians )(?<!average )(?<!mean)(?<!median)[(\[][^()\[\]\d]{0,40}|"
    r"[(\[]\s?=?\s?(?:means?|medians?|averages?)\s?[(\[]|"
    r"[,;:]\s(?:(?:values|data|all)\s(?:are\s)?)?(?:means?|medians?|averages?)\s?(?:±|and|with)?)\s*$",
    re.IGNORECASE,
)
#: ... and nothing follows that it is the head of: "... and use (SD) was 21 (12)".
_CLOSES = re.compile(
    r"[^()\[\]\d]{0,30}(?:[)\]]{1,2}(?!\s?(?:[\w-]+\s){0,4}?(?:was|were|is|are|averaged|decreased|increased)\b|\s?[=:\d])|[.;]?\s*$)",
    re.IGNORECASE,
)
#: Between a legend and a measure these begin a clause of its own.
_VERB = re.compile(
    r"\b(?:was|were|had|did|decreased|increased|fell|rose|improved|dropped|declined)\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"[,;]|\b(?:and|while|whereas|but)\b", re.IGNORECASE)

_ALL_VALUES = (
    r"(?:values|data|results|figures|numbers|variables|parameters|measurements|scores)"
)
_GIVEN = (
    r"(?:(?:are|were|is|was|have\sbeen|being)\s)?(?:all\s)?(?:given|expressed|presented|reported|shown|"
    r"displayed|described|summari[sz]ed|represented|quoted|indicated)\s(?:here\s)?(?:as|in|by|with|using)\s(?:the\s)?"
)
#: A sentence that says how all values, or those of pain, are given.
_HOW_VALUES_ARE_GIVEN = re.compile(
    rf"(?:^|[.,;:(\[])\s?(?:(?:all|the|these|our|study|outcome|continuous|quantitative|numerical|numeric|parametric|non-?parametric|"
    rf"normally|non-normally|distributed|descriptive|pain|VAS|NRS|intensity|whereas|while|and|in|parentheses|brackets|Results:|Methods:)\s){{0,5}}"
    rf"{_ALL_VALUES}\s(?:in\s(?:parentheses|brackets)\s)?(?:{_GIVEN}|(?:are|were)\s(?:the\s)?(?=means?\b|medians?\b|averages?\b|SD|SE|standard|IQR|inter-?q|ranges?\b|95|±))|"
    rf"\bwe\s(?:present|express|report|show|give|describe|summari[sz]e)\w*\s(?:all\s|the\s|our\s){{0,2}}{_ALL_VALUES}\s(?:as|with)\s",
    re.IGNORECASE,
)
#: A sentence, or a bracket, that is nothing but a legend: "Mean ± SD."
_ONLY_A_LEGEND = re.compile(
    r"\W*(?:means?|medians?)(?:[\s(\[±)\]/,.:;]|and|or|standard|deviations?|errors?|of|the|mean|median|SDs?|SEMs?|IQR|inter-?quartile|ranges?)+",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:age[ds]?|weight|height|BMI|demographic\w*)\b", re.IGNORECASE
)
#: How far a head may stand before the value that it explains [characters].
_NEAR = 90
#: How far behind "values are given as" the kinds stand [characters].
_LEGENDS_WITHIN = 100


class Reach(NamedTuple):
    """How far in its sentence the words on a value may stand.

    ``since`` is where the last value before it ends that is another's, ``until`` where
    the next one begins, and ``measure`` where the words on this value begin.
    """

    measure: int
    since: int = 0
    until: int = 1_000_000


def spread_kind(view: View, words: str, reach: Reach, value: Value) -> str | None:
    """Give the kind of a value's spread, as its words, its sentence or the text say.

    Two kinds, one in doubt, or one that belongs to another value leave the spread
    unspecified. ``None`` if the value has no spread.
    """
    if not value.has_spread:
        return None
    kind = value.kind or _explained(view, words, reach, value)
    if kind in {None, OPEN}:
        return UNSPECIFIED
    letters = {SE, "SEM"} if kind == SE else {kind}
    is_level = kind == CI and "%" in words[value.start : value.end]
    if letters & view.once(letters_for_others) and not is_level:
        return UNSPECIFIED
    return UNSPECIFIED if kind == RANGE and may_be_the_scales(value) else kind


def _explained(view: View, words: str, reach: Reach, value: Value) -> str | None:
    """Give the kind that a legend states for a value, or `OPEN`, or nothing."""
    said = [
        (kind, place)
        for kind, place in (*_legends(words), *_heads(words, value))
        if _is_the_values(words, place, reach, value)
    ]
    fits = _FITS.get(value.form, frozenset())
    own = [(kind, place) for kind, place in said if kind in fits or kind == OPEN]
    near = {
        kind
        for kind, place in own
        if reach.measure - _NEAR <= place <= value.end + 30 or kind == OPEN
    }
    if len(near) == 1:
        is_anothers = _OF_SOMETHING_ELSE.search(words) and not any(
            reach.measure <= place for _, place in own
        )
        return OPEN if is_anothers else near.pop()
    if said:
        kinds = {kind for kind, _ in own}
        is_clear = len(kinds) == 1 and not _OF_SOMETHING_ELSE.search(words)
        return kinds.pop() if is_clear else OPEN
    general = view.once(_general)
    fitting = general & fits
    return next(iter(fitting)) if len(fitting) == 1 and OPEN not in general else None


def spread_warnings(kind: str | None, value: Value) -> tuple[str, ...]:
    """Warn where the kind of a spread is not stated, and of odd print."""
    odd = (value.warning,) if value.warning else ()
    if kind != UNSPECIFIED:
        return odd
    if value.kind == RANGE:
        return odd
    if value.form == "bare_two":
        return (*odd, "the text does not say what the two numbers of the spread are")
    if value.form == "bare_one":
        return (*odd, "the text does not say what the number in brackets is")
    if value.form == "plus_minus":
        return (
            *odd,
            "the text does not say whether ± is a standard deviation or error",
        )
    return (*odd, "the text leaves open what the spread is")


def may_be_the_scales(value: Value) -> bool:
    """Say whether "3.2 (range 0-10)" may give the scale, and not what patients said."""
    return value.low == 0 and value.high in {10, 100}


def _is_the_values(words: str, place: int, reach: Reach, value: Value) -> bool:
    """Say whether a legend at a place stands for a value, and for no other one."""
    if place >= value.end:
        return (
            place < reach.until
            and bool(_OPENS.search(words, max(0, place - 60), place))
            and bool(_CLOSES.match(words, _end_of_kind(words, place)))
        )
    if place < reach.since:
        return False
    # "Mean (SD) use was lower, and pain was 2.7 ± 0.5": the use's.
    verb = _VERB.search(words, place, max(place, reach.measure))
    return not (verb and _NEXT_CLAUSE.search(words, verb.end(), reach.measure))


def _end_of_kind(words: str, place: int) -> int:
    found = _KIND.match(words, place)
    return found.end() if found else place


def _heads(words: str, value: Value) -> Iterator[tuple[str, int]]:
    """Give the kinds of heads; what follows may be the value: "mean (SD), 3.1 (1.2)"."""
    return (
        (kind, start) for kind, start, end in _heads_in(words) if value.start >= end
    )


@lru_cache(maxsize=8)
def _heads_in(words: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (kind, match.start(), match.end())
        for match in _HEAD.finditer(words)
        if (kind := kind_named(match))
    )


@lru_cache(maxsize=8)
def _legends(words: str) -> tuple[tuple[str, int], ...]:
    """Give the kinds that stand in a legend: "(mean ± SD)", "median [IQR]", "(SD)"."""
    return tuple(_legends_in(words))


def _legends_in(words: str) -> Iterator[tuple[str, int]]:
    found = [match for match in _KIND.finditer(words) if kind_named(match)]
    stands = [
        bool(_LEGEND.search(words[max(0, match.start() - 50) : match.start()]))
        for match in found
    ]
    # "With SD or SEM": where one of two kinds is a legend, both are.
    for number in range(1, len(found)):
        first, second = found[number - 1], found[number]
        if _JOINS_KINDS.fullmatch(words, first.end(), second.start()):
            stands[number - 1] = stands[number] = stands[number - 1] or stands[number]
    for match, is_legend in zip(found, stands, strict=True):
        if is_legend:
            before = words[max(0, match.start() - 14) : match.start()]
            behind = words[match.end() : match.end() + 14].partition(")")[0]
            in_doubt = DOUBT.search(before) or DOUBT.search(behind)
            yield OPEN if in_doubt else kind_named(match) or OPEN, match.start()


def _general(view: View) -> frozenset[str]:
    """Give the kinds that a word on all values states."""
    kinds: set[str] = set()
    for sentence in view.sentences:
        words = sentence.words
        if _OF_SOMETHING_ELSE.search(words):
            continue
        if _ONLY_A_LEGEND.fullmatch(words):
            first, last = 0, len(words)
        elif said := _HOW_VALUES_ARE_GIVEN.search(words):
            first, last = said.start(), said.end() + _LEGENDS_WITHIN
        else:
            continue
        kinds |= {kind for kind, place in _legends(words) if first <= place < last}
    return frozenset(kinds)
