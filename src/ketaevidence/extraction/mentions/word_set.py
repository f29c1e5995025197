"""Sets of words, written as a line of text so that a table of them reads easily."""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    """Give the words of some lines as a set.

    Examples
    --------
    >>> sorted(word_set("ten men", "two women"))
    ['men', 'ten', 'two', 'women']
    """
    return frozenset(word for line in lines for word in line.split())
