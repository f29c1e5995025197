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
_SCALES = {"hundred": 100, "thousand": 1000}

#: Every single word of a number.
NUMBER_WORDS = frozenset((*_VALUES, *_SCALES))

_WORD = "|".join(sorted((*_VALUES, *_SCALES), key=len, reverse=True))
#: A count in words: "sixty", "fifty-nine", "one hundred and thirty-seven", "one
#: thousand two hundred". The whole run of number words, never a part of one.
WORDED = (
    rf"(?:(?<![A-Za-z])(?:{_WORD})(?:(?:\s|-)(?:and\s)?(?:{_WORD})){{0,7}}"
    rf"(?![A-Za-z]|(?:\s|-)(?:{_WORD}|million|dozen)\b))"
)
#: A whole number in digits, with thousands separated by a comma or a hard space. No
#: count of people has more than seven digits.
WHOLE = r"[1-9]\d{0,2}(?:[,\u202f\u00a0\u2009]\d{3}){1,2}(?!\d)|\d{1,7}(?!\d)"
#: The minus of folded text, for use inside a character class.
MINUS = r"\-"


def read_count(words: str) -> int | None:
    """Read a whole number in digits or English words; ``None`` if it is neither."""
    bare = words.strip().lower()
    digits = re.sub(r"[, \u202f\u00a0\u2009]", "", bare)
    if digits.isdecimal() and len(digits) <= 9:
        return int(digits)
    total = part = 0
    for word in re.split(r"[\s-]+", bare):
        if word == "and":
            continue
        if word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _VALUES and _fits(part, _VALUES[word]):
            part += _VALUES[word]
        else:
            return None
    return (total + part) or None


def is_number_word(word: str) -> bool:
    """Say whether a word in lower case is a number: "sixty", "fifty-nine"."""
    if word in NUMBER_WORDS:
        return True
    return "-" in word and all(
        part in NUMBER_WORDS or part == "and" for part in word.split("-")
    )


def _fits(part: int, value: int) -> bool:
    """Say whether a word may follow: "sixty five" is a number, "five sixty" is two."""
    below_hundred = part % 100
    return not below_hundred or (
        below_hundred % 10 == 0 and below_hundred > 10 and value < 10
    )


def read_decimal(words: str) -> float:
    """Read a number with decimals, whichever dot it was printed with."""
    return float(words.replace("·", ".").replace(" ", ""))
