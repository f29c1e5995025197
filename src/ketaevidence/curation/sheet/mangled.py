"""What a spreadsheet makes of a text without being asked: dates, rounded numbers."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
#: 1-3 becomes 03-Jan, 3/4 becomes 04.03.2026 or 2026-04-03 00:00:00.
_DATE: Final = re.compile(
    rf"\d{{1,2}}[-.] ?(?:{_MONTHS})\.?(?:[-. ]\d{{2,4}})?"
    rf"|(?:{_MONTHS})[-.]\d{{2}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|\d{4}-\d{2}-\d{2} 00:00:00",
    re.IGNORECASE,
)
#: 19604642 becomes 1.96E+07, and digits are gone.
_ROUNDED: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+]?[0-9]+")


def mangled(text: str) -> str | None:
    """Say what a spreadsheet has made of a cell; ``None`` where nothing looks like it.

    Examples
    --------
    >>> mangled("03-Jan")
    "'03-Jan' is a date that a spreadsheet made of it; write it as text, or in words"
    >>> mangled("1.9E7")
    "'1.9E7' was rounded by a spreadsheet; write every digit, as text"
    >>> mangled("week 1-3") is None
    True
    """
    plain = text.strip()
    if _DATE.fullmatch(plain):
        return (
            f"{text!r} is a date that a spreadsheet made of it; write it as text, or "
            "in words"
        )
    if _ROUNDED.fullmatch(plain):
        return f"{text!r} was rounded by a spreadsheet; write every digit, as text"
    return None
