"""The words that prove a number on pain: from its measure on, with tidy ends."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.pain.values import Value

#: Of a longer stretch only the value itself is quoted [characters].
_LONGEST = 160
#: A value that goes on a row is quoted from the measure on if that is near.
_NEAR = 100
#: How far behind a value its bracket may close [characters].
_CLOSES_WITHIN = 80
#: "At week 4", "after 24 h": when the value was rated.
_WHEN_BEHIND = re.compile(
    r"\s?(?:at|after|before|by|on|during|in)\s(?:(?:rest|baseline|discharge|movement|motion|coughing|night)\b|"
    r"(?:the\s)?(?:\w+\s)?(?:weeks?|days?|months?|hours?|years?)(?:\s\d{1,3})?(?![\w.,]\d)\b|"
    r"\d{1,3}[\s-]?(?:weeks?|wk|days?|months?|mo|hours?|hrs?|h|minutes?|min|years?)\b)",
    re.IGNORECASE,
)


def quote(
    words: str, value: Value, measure: tuple[int, int], *, goes_on: bool
) -> tuple[int, int]:
    """Give where the words begin and end that prove a value of a measure.

    ``goes_on`` says that other values of its row stand between.
    """
    end = max(value.end, measure[1]) if measure[0] >= value.end else value.end
    start = min(measure[0], value.start)
    if end - start > (_NEAR if goes_on else _LONGEST):
        when = _WHEN_BEHIND.match(words, value.end)
        start, end = value.start, when.end() if when else value.end
    return _tidied(words, start, end)


def _tidied(words: str, start: int, end: int) -> tuple[int, int]:
    """End a quote behind an open bracket's close, and at no space or mark."""
    opened, is_others = _brackets(words, start, end)
    if opened:
        end = _closing(words, end, opened) or end
    elif is_others:
        end -= 1
    quoted = words[start:end]
    end -= len(quoted) - len(quoted.rstrip(" ,;:"))
    return start + len(quoted) - len(quoted.lstrip()), end


def _brackets(words: str, start: int, end: int) -> tuple[int, bool]:
    """Say how many brackets are open at the end, and if it closes an earlier one."""
    depth, is_others = 0, False
    for sign in words[start:end]:
        is_others = False
        if sign in "([":
            depth += 1
        elif sign in ")]":
            is_others = depth == 0
            depth = max(0, depth - 1)
    return depth, is_others


def _closing(words: str, end: int, opened: int) -> int | None:
    """Give where the last of the open brackets closes, if that is near."""
    for place in range(end, min(len(words), end + _CLOSES_WITHIN)):
        if words[place] in "([":
            opened += 1
        elif words[place] in ")]":
            opened -= 1
            if not opened:
                return place + 1
    return None
