"""Read numbers as abstracts print them, in digits or in words."""

from __future__ import annotations

import re

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: number for number, word in enumerate(_ONES, start=1)}
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}

_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
#: A count in words: "sixty", "fifty-nine", "one hundred and thirty-seven".
WORDED = (
    rf"(?:(?:{_WORD})\s+hundred(?:\s+and)?(?:[\s-]+(?:{_WORD}))*"
    rf"|(?:{_WORD})(?:[\s-]+(?:{_WORD}))?)"
)
#: A whole number in digits, with thousands separated by a comma or a space.
WHOLE = r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+"
#: A number with decimals behind a point or a middle dot; no exponent.
DECIMAL = r"\d+(?:[.·]\d+)?|[.·]\d+"


def read_count(words: str) -> int | None:
    """Read a whole number in digits or English words; ``None`` if it is neither."""
    bare = words.strip().lower()
    digits = re.sub(r"[,\u202f\u00a0]", "", bare)
    if digits.isdecimal():
        return int(digits)
    total = 0
    for word in re.split(r"[\s-]+", bare):
        if word == "and":
            continue
        if word == "hundred":
            total = (total or 1) * 100
        elif word in _VALUES:
            total += _VALUES[word]
        else:
            return None
    return total or None


def read_decimal(words: str) -> float:
    """Read a number with decimals, whichever dot it was printed with."""
    return float(words.replace("·", "."))
