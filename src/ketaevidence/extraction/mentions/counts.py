"""Every whole number of a text, in digits or in words, with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.numbers import (
    NUMBER_WORDS,
    is_number_word,
    read_count,
)
from ketaevidence.extraction.text import View, Word


class Count(NamedTuple):
    """A whole number, in digits or in words."""

    value: int
    start: int
    end: int


#: A run of digits; groups of thousands may be set off by commas or spaces.
#: One digit opens the pattern: so the search is fastest.
_NUMERAL = re.compile(
    r"[0-9](?:(?<=[1-9])\d{0,2}"
    r"(?:(?P<sign>[, ])\d{3}(?!\d)(?:(?P=sign)\d{3}(?!\d))?)?(?!\d)|\d*)"
)
#: No number without groups has more digits.
_MOST_DIGITS = 7
#: A number right after one of these is a part of another, or of a word.
_GLUED = frozenset(".,/^:±-_")
#: Right behind a number these leave it whole, whatever follows.
_ENDS = frozenset(" )];-\n\"'")
#: Behind a number: it is a decimal, a percentage, a fraction or has a spread.
_GOES_ON = re.compile(r"[\w.,%/±]*[\d%°/±]")
#: No number in words has more words than this.
_LONGEST = 12


def counts(view: View) -> tuple[Count, ...]:
    """Give every whole number in order; ask through ``view.once(counts)``."""
    found = [*_in_digits(view.folded), *_in_words(view)]
    found.sort(key=lambda count: count.start)
    return tuple(found)


def _in_digits(folded: str) -> Iterator[Count]:
    for match in _NUMERAL.finditer(folded):
        start, end = match.span()
        before = folded[start - 1 : start]
        if before in _GLUED or before.isalnum():
            continue
        if folded[end : end + 1] not in _ENDS and _GOES_ON.match(folded, end):
            continue
        digits = match[0]
        if match["sign"]:
            digits = digits.replace(match["sign"], "")
        elif end - start > _MOST_DIGITS:
            continue
        yield Count(int(digits), start, end)


def _in_words(view: View) -> Iterator[Count]:
    """Give the numbers in words: each is the whole run of number words."""
    words = view.words
    at = 0
    for number in _number_words(view):
        if number < at:
            continue
        run = [words[number]]
        at = number + 1
        while (
            at < len(words)
            and (words[at].lower == "and" or _is_number(words[at].lower))
            and _goes_on(view, run, words[at])
        ):
            run.append(words[at])
            at += 1
        yield from _run(view, run)


def _number_words(view: View) -> list[int]:
    """Give which of the words are numbers, by place among the words."""
    words = view.words
    said = NUMBER_WORDS & view.vocabulary
    if not said:
        return []
    lower = view.lower
    if len(lower) != len(view.folded):  # some letter is two in lower case
        return [n for n, word in enumerate(words) if _is_number(word.lower)]
    starts = view.once(word_starts)
    found = set()
    for word in said:
        at = lower.find(word)
        while at >= 0:
            end = at + len(word)
            if not (lower[end : end + 1].isalpha() or lower[at - 1 : at].isalpha()):
                number = bisect_right(starts, at) - 1
                if number >= 0 and _is_number(words[number].lower):
                    found.add(number)
            at = lower.find(word, end)
    return sorted(found)


def word_starts(view: View) -> list[int]:
    """Give where each word starts; ask through ``view.once(word_starts)``."""
    return [word.start for word in view.words]


def _is_number(lower: str) -> bool:
    return lower in NUMBER_WORDS or ("-" in lower and is_number_word(lower))


def _goes_on(view: View, run: list[Word], word: Word) -> bool:
    """Say whether a word may belong to the number that a run of words gives."""
    gap = view.folded[run[-1].end : word.start]
    is_large = run[-1].lower.endswith(("thousand", "hundred"))
    return len(run) < _LONGEST and (gap in {" ", "-"} or (gap == ", " and is_large))


def _run(view: View, run: list[Word]) -> Iterator[Count]:
    """Read a run of number words; "twelve and ten" are two numbers."""
    while run and run[-1].lower == "and":
        run = run[:-1]
    if not run:
        return
    words = view.folded[run[0].start : run[-1].end].replace(",", "")
    value = read_count(words)
    if value is not None:
        yield Count(value, run[0].start, run[-1].end)
        return
    for position, word in enumerate(run):
        if word.lower == "and":
            yield from _run(view, run[:position])
            yield from _run(view, run[position + 1 :])
            return
