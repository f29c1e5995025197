"""Two documents compared place by place: what differs, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

#: Two numbers that differ by less than this, relative to the larger, were rounded
#: differently: the last bits of a double precision number, and no more.
ROUNDING: Final = 1e-12


class _Absent:
    """Nothing stands at a place of one of the documents."""

    def __repr__(self) -> str:
        """Say so."""
        return "(nothing)"


#: Stands where one of the documents has no such place.
ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two documents differ.

    Examples
    --------
    >>> from ketaevidence.synthesis.differences import differences
    >>> (found,) = differences({"pooled": {"k": 3}}, {"pooled": {"k": 4}})
    >>> str(found), found.by, found.is_rounding
    ('pooled > k: 3, now 4', 1, False)
    """

    #: The names that lead to it.
    place: tuple[str, ...]
    before: Any
    after: Any

    @property
    def by(self) -> float | None:
        """How much more it is now; ``None`` where it is no number in both."""
        if _is_number(self.before) and _is_number(self.after):
            change: float = self.after - self.before
            return change
        return None

    @property
    def is_rounding(self) -> bool:
        """Whether it is a number that was rounded differently, and nothing else."""
        by = self.by
        if by is None:
            return False
        larger: float = max(abs(self.before), abs(self.after))
        return abs(by) <= ROUNDING * larger

    def __str__(self) -> str:
        """Give the place, what stood there and what stands there now."""
        before, after = (_short(value) for value in (self.before, self.after))
        return f"{' > '.join(self.place)}: {before}, now {after}"


def differences(
    before: Any, after: Any, place: tuple[str, ...] = ()
) -> Iterator[Difference]:
    """Yield every place at which two plain documents differ, in the order of names.

    Numbers are equal if they are the same number, to the last bit. What is ``None``
    and what does not stand there at all are the same: nothing.
    """
    before, after = (ABSENT if value is None else value for value in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            inner = before.get(name, ABSENT), after.get(name, ABSENT)
            yield from differences(*inner, (*place, name))
    elif isinstance(before, list) and isinstance(after, list):
        pairs = zip_longest(before, after, fillvalue=ABSENT)
        for number, inner in enumerate(pairs, start=1):
            yield from differences(*inner, (*place, str(number)))
    elif type(before) is not type(after) or before != after:
        yield Difference(place, before, after)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: object) -> str:
    """Give a value as a line can hold it."""
    words = repr(value)
    return words if len(words) <= 80 else f"{words[:77]}..."
