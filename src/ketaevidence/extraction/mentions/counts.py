"""Every whole number of a text, in digits or in words, with its place."""

from __future__ import annotations

import re
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


#: A run of digits; thousands may be set off by commas or spaces.
_DIGITS = re.compile(r"\d+")
_SEPARATORS = frozenset(", ")
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
    for start, end in _numerals(folded):
        before = folded[start - 1 : start]
        if before.isalnum() or before in _GLUED:
            continue
        if folded[end : end + 1] not in _ENDS and _GOES_ON.match(folded, end):
            continue
        value = read_count(folded[start:end])
        if value is not None:
            yield Count(value, start, end)


def _numerals(folded: str) -> Iterator[tuple[int, int]]:
    """Give the places of digits, with their groups of thousands: "1 234", "12,345"."""
    runs = [match.span() for match in _DIGITS.finditer(folded)]
    at = 0
    while at < len(runs):
        start, end = runs[at]
        separator = ""
        at += 1
        if end - start <= _THOUSAND and folded[start] != "0":
            separator = folded[end : end + 1]
            limit = at + _MOST_GROUPS
            while (
                at < min(limit, len(runs))
                and separator in _SEPARATORS
                and folded[end : end + 1] == separator
                and runs[at][0] == end + 1
                and runs[at][1] == end + 1 + _THOUSAND
            ):
                end = runs[at][1]
                at += 1
        if end - start <= _MOST_DIGITS or separator in _SEPARATORS:
            yield start, end


#: Digits of a group; groups behind the first; digits of a number without groups.
_THOUSAND, _MOST_GROUPS, _MOST_DIGITS = 3, 2, 7


def _in_words(view: View) -> Iterator[Count]:
    """Give the numbers in words: each is the whole run of number words."""
    run: list[Word] = []
    for word in view.words:
        lower = word.lower
        is_number = lower in NUMBER_WORDS or ("-" in lower and is_number_word(lower))
        if run:
            if (is_number or lower == "and") and _goes_on(view, run, word):
                run.append(word)
                continue
            yield from _run(view, run)
            run = []
        if is_number:
            run = [word]
    yield from _run(view, run)


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
