"""A text cut where quotes begin and end, so that any of them can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketaevidence.extraction.model import METADATA, Candidate


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading with the number under which it is listed."""

    number: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text within which no quote begins or ends."""

    text: str
    #: Numbers of the quotes that cover it, that begin with it, and that end with it.
    inside: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def numbered(candidates: Iterable[Candidate]) -> tuple[Mark, ...]:
    """Give each reading its number: in the order of the text, metadata's last."""
    ordered = sorted(
        candidates, key=lambda c: (c.section == METADATA, c.start, -c.end, c.field)
    )
    return tuple(Mark(number, one) for number, one in enumerate(ordered, start=1))


def pieces(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
    """Cut ``text[start:end]`` at every place where a quote begins or ends.

    A quote that reaches beyond this stretch is cut at its ends.
    """
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for mark in marks:
        low, high = max(mark.candidate.start, start), min(mark.candidate.end, end)
        if low < high:
            opens.setdefault(low, []).append(mark.number)
            closes.setdefault(high, []).append(mark.number)
    open_now: dict[int, None] = {}
    for low, high in pairwise(sorted({start, end, *opens, *closes})):
        begun, ended = opens.get(low, ()), closes.get(high, ())
        open_now |= dict.fromkeys(begun)
        yield Piece(text[low:high], tuple(open_now), tuple(begun), tuple(ended))
        for number in ended:
            del open_now[number]
