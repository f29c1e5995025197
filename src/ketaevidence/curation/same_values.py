"""Whether two sources state the same: 2.7 and 2.68 may be one number, 13 and 17 not."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

#: Words that say that a source says nothing.
_SILENT: Final = {
    "spread_type": frozenset({"unspecified"}),
    "phase": frozenset({"unclear"}),
    "statistic": frozenset({"not_found", "statement"}),
}
#: A count and a percentage may be one and the same thing.
_ALIKE: Final = {"percent": "count"}
#: Choices of the source and not measurements: never rounded.
_EXACT: Final = frozenset({"ci_level", "scale_low", "scale_high"})
#: Time is printed in weeks here and in months there: 84 days and 90 are three months.
_TIME_SLACK: Final = Fraction(15, 100)
_P: Final = re.compile(r"^p\s*(?:value)?\s*=?\s*", re.IGNORECASE)


def is_silent(column: str, text: str) -> bool:
    """Say whether a cell says that its source says nothing.

    Examples
    --------
    >>> is_silent("spread_type", "unspecified"), is_silent("spread_type", "SE")
    (True, False)
    """
    return text in _SILENT.get(column, ())


def same_values(column: str, kind: type, first: str, second: str) -> bool:
    """Say whether two cells of a column may state the same.

    Numbers that are printed with fewer decimals may be rounded; whole numbers may
    not, but for percentages. A share of people, such as ``17/20``, is a percentage.

    Parameters
    ----------
    column
        The column's name.
    kind
        What it holds.
    first, second
        The two cells, neither of them blank.

    Examples
    --------
    >>> same_values("value", float, "2.7", "2.68")
    True
    >>> same_values("events", int, "13", "17")
    False
    >>> same_values("percent", float, "65", "17/20")
    False
    """
    if kind is float:
        one, other = _number(first), _number(second)
        slack = max(_half_unit(column, first), _half_unit(column, second))
        if column in _EXACT:
            slack = Fraction(0)
        if column == "time_days":
            slack = max(slack, _TIME_SLACK * max(abs(one), abs(other)))
        return abs(one - other) <= slack
    if kind is int:
        return int(first) == int(second)
    if column == "p_value":
        first, second = _P.sub("", first), _P.sub("", second)
    if column == "statistic":
        first, second = _ALIKE.get(first, first), _ALIKE.get(second, second)
    return _plain(first) == _plain(second)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _number(text: str) -> Fraction:
    events, share, total = text.partition("/")
    return 100 * Fraction(events) / Fraction(total) if share else Fraction(text)


def _half_unit(column: str, text: str) -> Fraction:
    """Give half of the last decimal that is printed; a share of people is exact.

    A number without decimals may have lost a nought (3.0 is 3 in a cell), so only a
    percentage is taken for rounded there.
    """
    decimals = len(text.partition(".")[2])
    is_whole = decimals == 0 and column != "percent"
    if is_whole or "/" in text or "e" in text.lower():
        return Fraction(0)
    return Fraction(1, 2 * 10**decimals)
