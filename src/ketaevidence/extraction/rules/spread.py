"""What a spread stands for, where the text says so; it is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ketaevidence.extraction.rules.values import (
    CI,
    IQR,
    KIND_WORDS,
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
#: A kind that is followed by a number is that one number's ("age (SD 12)"), so it says
#: nothing of the others. "Range of motion" is no spread.
_KIND = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in KIND_WORDS.items())
    + r")(?![\w-]|\s*[)\]]?\s*(?:[(\[]\w+[)\]])?\s*[=:,]?\s*(?:of\s|from\s)?[+-]?\.?\d|\sof\s(?!the\smean)|\sbetween)",
    re.IGNORECASE,
)
#: What stands before a kind that explains values: "mean (", "±".
_LEGEND = re.compile(
    r"(?:\b(?:means?|medians?|averages?|averaged|differences?|values?|changes?|scores?|estimates?|parentheses|brackets)\b[^.;,\d]{0,30}|[±(\[=]\s*|\b(?:and|or)\s)$",
    re.IGNORECASE,
)
#: As above, but the number may be the value itself: "mean (SD), 3.1 (1.2)".
_HEAD = re.compile(
    r"(?<![\w-])(?:means?|averages?|medians?|differences?|LSMD|MD|WMD|changes?|estimates?)(?:\s\w+){0,5}?\s?[,(\[±]?\s*[(\[±]?\s*[±]?\s*(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in KIND_WORDS.items())
    + r")\s?[)\]]",
    re.IGNORECASE,
)
#: A sentence that says how all values are given.
_HOW_VALUES_ARE_GIVEN = re.compile(
    r"\b(?:values|data|results|figures|numbers|scores|variables|parentheses|brackets)\b[^.;]{0,80}?\b(?:means?|averages?|medians?|SDs?|SEMs?)\b|"
    r"^\W*(?:means?|medians?)\s*(?:[(\[]|±)",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:age[ds]?|weight|height|BMI|demographic\w*)\b", re.IGNORECASE
)
#: How far a head may stand before the value that it explains [characters].
_NEAR = 90


def spread_kind(view: View, words: str, start: int, value: Value) -> str | None:
    """Give the kind of a value's spread, as its words, its sentence or the text say.

    ``start`` is where the words on this value begin: a head that stands between it and
    the value is the value's. Two kinds, or one that belongs to ages, leave the spread
    unspecified. ``None`` if the value has no spread.
    """
    if not value.has_spread:
        return None
    if value.kind:
        return value.kind
    fits = _FITS.get(value.form, frozenset())
    own = [(kind, place) for kind, place in _kinds_in(words, value) if kind in fits]
    near = [kind for kind, place in own if start - _NEAR <= place <= value.end + 30]
    if len(set(near)) == 1:
        is_anothers = _OF_SOMETHING_ELSE.search(words) and not any(
            start <= place for _, place in own
        )
        return UNSPECIFIED if is_anothers else near[0]
    kinds = {kind for kind, _ in own}
    if kinds:
        is_clear = len(kinds) == 1 and not _OF_SOMETHING_ELSE.search(words)
        return kinds.pop() if is_clear else UNSPECIFIED
    general = view.once(_general) & fits
    return next(iter(general)) if len(general) == 1 else UNSPECIFIED


def spread_warnings(kind: str | None, form: str) -> tuple[str, ...]:
    """Warn where the kind of a spread is not stated."""
    if kind != UNSPECIFIED:
        return ()
    if form == "bare_two":
        return ("the text does not say what the two numbers of the spread are",)
    if form == "bare_one":
        return ("the text does not say what the number in brackets is",)
    return ("the text does not say whether ± is a standard deviation or error",)


def _kinds_in(words: str, value: Value) -> Iterator[tuple[str, int]]:
    """Give the kinds that a sentence states for values not printed at the kind."""
    yield from _legends(words)
    for match in _HEAD.finditer(words):
        named = kind_named(match)
        # "Mean (SD), 3.1 (1.2)": the number behind the head is the mean.
        if named and value.start >= match.end():
            yield named, match.start()


@lru_cache(maxsize=8)
def _legends(words: str) -> tuple[tuple[str, int], ...]:
    """Give the kinds that stand in a legend: "(mean ± SD)", "median [IQR]", "(SD)"."""
    return tuple(_legends_in(words))


def _legends_in(words: str) -> Iterator[tuple[str, int]]:
    for match in _KIND.finditer(words):
        kind = kind_named(match)
        if kind and _LEGEND.search(words[max(0, match.start() - 50) : match.start()]):
            yield kind, match.start()


def _general(view: View) -> frozenset[str]:
    """Give the kinds that a word on all values states."""
    kinds: set[str] = set()
    for sentence in view.sentences:
        words = sentence.words
        if _HOW_VALUES_ARE_GIVEN.search(words) and not _OF_SOMETHING_ELSE.search(words):
            kinds |= {kind for kind, _ in _legends(words)}
    return frozenset(kinds)
