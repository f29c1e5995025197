"""Claims of time: how fast it works, how long it lasts, whether for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

#: Days that "long-term" and "lasting" are read as: about three months, as long as pain
#: must last to be called chronic (Treede 2015, doi:10.1097/j.pain.0000000000000160).
LASTING_DAYS: Final = 90.0
_DAYS: Final = {
    "min": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375,
    "year": 365.25,
}  # fmt: skip
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "a single": 1, "two": 2, "a couple of": 2, "three": 3,
    "several": 3, "a few": 3, "few": 3, "many": 6, "four": 4, "five": 5, "six": 6,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_N: Final = (
    rf"(?:\d{{1,3}}(?:\.\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
)
_UNIT: Final = r"(?P<unit>min|hour|day|week|month|year)(?:ute)?s?"
_SPAN: Final = (
    rf"(?:(?P<first>{_N})\s*(?:-|to|or)\s*)?(?:(?P<last>{_N})[\s-]+)?"
    rf"(?:\w+\s+)?{_UNIT}\b"
)
_DOSE: Final = (
    r"(?:(?:the|an?|one|their|your|each|every|only|just|single|first|last|final|brief|"
    r"short)\s+){0,4}(?:\w+\s+)?(?:infusions?|treatments?|sessions?|doses?|courses?)\b"
)
_LASTS: Final = re.compile(
    rf"\b(?:last(?:s|ed|ing)?|persist\w*|sustain\w*|remain\w*|continu\w*|endur\w+|for|"
    rf"up\s+to|beyond)\s+(?:\w+\s+){{0,3}}?{_SPAN}"
    # "For six months after an injury" is when, and "after one infusion" since when.
    rf"(?!\s+(?:after(?!\s+{_DOSE})|old|of\s+treatment))",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(
    r"\b(?:long[\s-](?:term|lasting)|lasting|durable|sustained|prolonged)\b"
    r"(?=[^.;]{0,50}\b(?:relief|benefi\w+|improve\w+|remission|reduction|results?|"
    r"effects?|pain))",
    re.IGNORECASE,
)
_FAST: Final = re.compile(
    rf"\b(?:within|in\s+(?:just|only|as\s+little\s+as)|after\s+(?:just|only))\s+{_SPAN}",
    re.IGNORECASE,
)
_AT_ONCE: Final = re.compile(
    r"\b(?:immediate(?:ly)?|instant(?:ly)?|rapid(?:ly)?|fast[\s-]acting|right\s+away|"
    r"quick(?:ly)?|after\s+(?:the|a|one|their|your)\s+(?:first|single|one)?\s*"
    r"(?:infusion|treatment|session|dose))\b",
    re.IGNORECASE,
)
_FOR_GOOD: Final = re.compile(
    r"\b(?:cur(?:e|es|ed|ing|ative)|permanent(?:ly)?|forever|for\s+good|for\s+life|"
    r"life-?long|once\s+and\s+for\s+all|eradicat\w+|(?:pain|it)\s+(?:will\s+)?never\s+"
    r"(?:returns?|comes?\s+back)|eliminates?|(?:completely?|fully)\s+"
    r"(?:gone|resolv\w+|recover\w*)|complete\s+(?:recovery|remission|resolution))\b",
    re.IGNORECASE,
)
_RELIEF: Final = re.compile(
    r"\b(?:relief|reliev\w+|benefi\w+|improve\w*|pain[\s-]free|remission|results?|"
    r"effects?|reduc\w+|respon\w+|works?|less\s+pain|better|gone|symptom[\s-]free)\b",
    re.IGNORECASE,
)
_HARMFUL: Final = re.compile(
    r"\b(?:side[\s-]effects?|adverse|risks?|infusions?\s+(?:takes?|runs?|lasts?))\b",
    re.IGNORECASE,
)
_PERMANENT_HARM: Final = re.compile(r"\b(?:damage|injur\w+|harm|side)\b", re.IGNORECASE)
#: At once: within a day.
AT_ONCE_DAYS: Final = 1.0


class Time(NamedTuple):
    """A time that a sentence claims, and its place."""

    kind: Literal["speed", "duration", "permanence"]
    days: float | None
    start: int
    end: int


def times(words: str) -> Iterator[Time]:
    """Find the times of relief that a sentence claims; times of harm are none.

    Examples
    --------
    >>> [(t.kind, t.days) for t in times("Relief within 2 days lasts for six weeks.")]
    [('speed', 2.0), ('duration', 42.0)]
    """
    good = _FOR_GOOD.search(words)
    if good and not _PERMANENT_HARM.search(words[good.end() : good.end() + 30]):
        yield Time("permanence", None, good.start(), good.end())
    if not _RELIEF.search(words) or _HARMFUL.search(words):
        return
    fast = _FAST.search(words)
    taken = fast.span() if fast else (0, 0)
    longest = [
        match
        for match in _LASTS.finditer(words)
        if not taken[0] <= match.start() < taken[1]
    ]
    lasting = _LASTING.search(words)
    at_once = [
        match
        for match in _AT_ONCE.finditer(words)
        if not any(_is_since(match, long, words) for long in longest)
    ]
    if fast:
        yield Time("speed", _at_most(fast), fast.start(), fast.end())
    elif at_once:
        yield Time("speed", AT_ONCE_DAYS, at_once[0].start(), at_once[0].end())
    if longest:
        match = max(longest, key=_days)
        yield Time("duration", _days(match), match.start(), match.end())
    elif lasting:
        yield Time("duration", LASTING_DAYS, lasting.start(), lasting.end())


def _is_since(at_once: re.Match[str], lasts: re.Match[str], words: str) -> bool:
    """Say whether "after one infusion" tells since when relief lasts, not how fast."""
    if not at_once[0].lower().startswith("after"):
        return False
    if at_once.start() >= lasts.end():
        return not words[lasts.end() : at_once.start()].strip()
    between = words[at_once.end() : lasts.start()]
    return re.fullmatch(r",?(?:\s+(?!and\b)[\w'-]+){0,4}\s*", between) is not None


def _days(match: re.Match[str]) -> float:
    """Give the longest time that the words can mean: "3 to 6 months" is six."""
    word = match["last"]
    # "For months", "for years": at least two.
    count = 2.0 if word is None else _value(word)
    return round(count * _DAYS[match["unit"].lower()], 4)


def _at_most(match: re.Match[str]) -> float:
    """Give the time that "within hours" ends at the latest: the next longer unit."""
    if match["last"] is not None:
        return _days(match)
    units = list(_DAYS)
    place = min(units.index(match["unit"].lower()) + 1, len(units) - 1)
    return _DAYS[units[place]]


def _value(word: str) -> float:
    lower = " ".join(word.lower().split())
    return float(_NUMBERS[lower]) if lower in _NUMBERS else float(word)
