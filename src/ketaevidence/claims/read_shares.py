"""Claims of how many are helped: "most patients", "8 of 10", "a rate of 85%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ketaevidence.claims.model import ShareIs

_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20,
}  # fmt: skip
_N: Final = rf"(?:\d{{1,4}}|{'|'.join(_NUMBERS)})"
_MORE: Final = r"(?P<more>more\s+than|over|at\s+least|above|upwards\s+of|>|\u2265)"
_LESS: Final = r"(?P<less>less\s+than|fewer\s+than|under|below|at\s+most|<|\u2264)"
_LIMIT: Final = rf"(?:(?:{_MORE}|{_LESS}|(?:up\s+to|about|around|nearly))\s*)?"
_PEOPLE: Final = (
    r"(?:patients?|people|persons?|sufferers?|individuals?|cases|clients?|"
    r"of\s+(?:them|those|our))"
)
_OURS: Final = r"(?:of\s+)?(?:the\s+|our\s+|all\s+)?"
_PERCENT: Final = re.compile(
    rf"{_LIMIT}(?P<percent>\d{{1,3}}(?:\.\d+)?)\s?(?:%|per\s?cent\b)", re.IGNORECASE
)
_OF: Final = re.compile(
    rf"\b{_LIMIT}(?P<events>{_N})\s+(?:(?:out\s+)?of|in)\s+(?:every\s+)?(?P<total>{_N})\b",
    re.IGNORECASE,
)
_KINDS: Final[tuple[tuple[str, float, ShareIs], ...]] = (
        (r"\bthree[\s-]quarters\b", 75.0, "about"),
        (r"\btwo[\s-]thirds\b", 200 / 3, "about"),
        (r"\b(?:a|one)[\s-]third\b", 100 / 3, "about"),
        (r"\b(?:a|one)[\s-]quarter\b", 25.0, "about"),
        (r"\bmore\s+than\s+half\b", 50.0, "more_than"),
        (r"(?<!than )\bhalf\s+" + _OURS + _PEOPLE, 50.0, "about"),
        (r"\b(?:vast\s+|great\s+|large\s+)?majority\b", 50.0, "more_than"),
        (r"\bmost\s+(?:\w+\s+){0,2}?" + _PEOPLE, 50.0, "more_than"),
        (r"\ba\s+minority\b", 50.0, "less_than"),
        (
        r"\b(?:nearly|almost|virtually)\s+(?:all|every(?:one|body)?)\b",
        90.0, "more_than",
    ),
        (
        r"(?<!nearly )(?<!almost )(?<!at )\b(?:all|every)\s+" + _OURS + _PEOPLE,
        100.0, "about",
    ),
    (
        r"\b(?:helps|works\s+for|effective\s+(?:for|in))\s+every(?:one|body)\b",
        100.0, "about",
    ),
)  # fmt: skip
_WORDS: Final = tuple(
    (re.compile(words, re.IGNORECASE), share, kind) for words, share, kind in _KINDS
)
#: "Cut pain by 50%", "a 50% reduction": how much less, and no share of people.
_SIZE_BEFORE: Final = re.compile(
    r"\b(?:by|of)\s+(?:(?:about|around|over|up\s+to|more\s+than|at\s+least|nearly)\s+)?$",
    re.IGNORECASE,
)
_RATE_BEFORE: Final = re.compile(
    r"\b(?:rates?|chance|probability|likelihood|share|proportion)\s+(?:\w+\s+){0,2}?of\s+"
    r"(?:(?:about|around|over|up\s+to|more\s+than|at\s+least|nearly)\s+)?$",
    re.IGNORECASE,
)
_SIZE_AFTER: Final = re.compile(
    r"\s*(?:or\s+more\s+|or\s+greater\s+)?(?:\w+\s+)?(?:reduction|less|lower|decrease|drop|relief|fall|improvement|decline)\b",
    re.IGNORECASE,
)


class Share(NamedTuple):
    """A share of people that a sentence claims [per cent], and its place."""

    percent: float
    is_: ShareIs
    start: int
    end: int


class Size(NamedTuple):
    """How much less a sentence claims in per cent of what was: no share of people."""

    start: int
    end: int


def shares(words: str) -> Iterator[Share | Size]:
    """Find the shares of people, and the sizes that look like one, of a sentence.

    Examples
    --------
    >>> [(s.percent, s.is_) for s in shares("Over 80% of patients, 3 out of 4 in all.")]
    [(80.0, 'more_than'), (75.0, 'about')]
    >>> [type(s).__name__ for s in shares("It cuts pain by 50%.")]
    ['Size']
    """
    for match in _PERCENT.finditer(words):
        percent = float(match["percent"])
        if percent > 100 or re.match(r"\s*(?:CI|confidence)\b", words[match.end() :]):
            continue
        before = words[: match.start()]
        is_rate = _RATE_BEFORE.search(before)
        if not is_rate and (
            _SIZE_BEFORE.search(before) or _SIZE_AFTER.match(words, match.end())
        ):
            yield Size(match.start(), match.end())
        else:
            yield Share(percent, _kind(match), match.start(), match.end())
    for match in _OF.finditer(words):
        events, total = _number(match["events"]), _number(match["total"])
        # "One of two studies": only people are counted as helped.
        is_people = not re.match(r"\s+(?:stud|trial|arm|group)", words[match.end() :])
        if total > 1 and events <= total and is_people:
            share = 100 * events / total
            yield Share(share, _kind(match), match.start(), match.end())
    for pattern, share, kind in _WORDS:
        for match in pattern.finditer(words):
            yield Share(share, kind, match.start(), match.end())


def _kind(match: re.Match[str]) -> ShareIs:
    if match["more"]:
        return "more_than"
    return "less_than" if match["less"] else "about"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
