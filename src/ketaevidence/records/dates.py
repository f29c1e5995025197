"""Dates of which perhaps only the year, or only the printed words, are known."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = (
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
#: First and last month of what journals call a season. A winter issue may close the
#: year before, open the year or close it, so that it says nothing beyond the year.
_SEASONS = {
    "winter": (1, 12),
    "spring": (3, 6),
    "summer": (6, 9),
    "autumn": (9, 12),
    "fall": (9, 12),
}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_QUARTER = re.compile(r"(\d{4}) ([1-4])(?:st|nd|rd|th) quarter", re.IGNORECASE)
#: One point, or two with a hyphen between; the second borrows what it leaves out.
_RANGE = re.compile(
    r"(?P<year>\d{4})(?: (?P<month>[A-Za-z]+)(?: (?P<day>\d{1,2}))?)?"
    r"(?:-(?P<last_year>\d{4}\b)? ?(?P<last_month>[A-Za-z]+)? ?(?P<last_day>\d{1,2})?)?"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which perhaps only the year, or only the printed words, are known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    #: What PubMed printed where it is no plain date ("1979 Jan-Feb", "Winter").
    words: str | None = None

    def __str__(self) -> str:
        """Give the date as far as it is known, year first."""
        if self.words:
            return self.words
        parts = [f"{self.year:04d}"] if self.year is not None else []
        if parts and self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day that the date can mean; ``None`` if unknown.

        Examples
        --------
        >>> PartialDate(2009, 9).span
        (datetime.date(2009, 9, 1), datetime.date(2009, 9, 30))
        >>> first, last = PartialDate(1998, words="1998 Dec-1999 Jan").span
        >>> str(first), str(last)
        ('1998-12-01', '1999-01-31')
        """
        if self.words is not None:
            return _span_of_words(self.words)
        if self.year is None:
            return None
        return _days(self.year, self.month, self.day)


def month_number(month: str | None) -> int | None:
    """Give the number of a month written as a number or an English name.

    "Jan-Feb" is a range and "Winter" is a season: both are ``None``.
    """
    if month is None:
        return None
    if month.isdecimal():
        return int(month) if 1 <= int(month) <= 12 else None
    return _MONTHS.get(month[:3].lower()) if month.isalpha() else None


def _span_of_words(words: str) -> tuple[date, date] | None:
    """Interpret a printed date; where it is not understood, by its years alone."""
    quarter = _QUARTER.fullmatch(words)
    if quarter:
        last_month = 3 * int(quarter[2])
        return _between(int(quarter[1]), last_month - 2, int(quarter[1]), last_month)
    whole = _RANGE.fullmatch(words)
    understood = _span_of_range(whole) if whole else None
    if understood:
        return understood
    years = [int(year) for year in _YEAR.findall(words) if int(year)]
    return _between(min(years), 1, max(years), 12) if years else None


def _span_of_range(match: re.Match[str]) -> tuple[date, date] | None:
    first_months = _months(match["month"])
    last_months = _months(match["last_month"] or match["month"])
    year = int(match["year"])
    if first_months is None or last_months is None or not year:
        return None
    has_end = match["last_year"] or match["last_month"] or match["last_day"]
    last_year = int(match["last_year"] or year)
    # "2000 Dec-Jan" ends in the next January.
    if not match["last_year"] and last_months[1] < first_months[0]:
        last_year += 1
    last_day = match["last_day"] if has_end else match["day"]
    first = _days(year, first_months[0], int(match["day"] or 0) or None)
    last = _days(last_year, last_months[1], int(last_day or 0) or None)
    if first is None or last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def _months(name: str | None) -> tuple[int, int] | None:
    """Give the first and the last month that a month, a season or nothing means."""
    if name is None:
        return 1, 12
    number = month_number(name)
    return (number, number) if number else _SEASONS.get(name.lower())


def _between(
    year: int, month: int, last_year: int, last_month: int
) -> tuple[date, date] | None:
    first, last = _days(year, month, None), _days(last_year, last_month, None)
    return (first[0], last[1]) if first and last else None


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is not None:
            return date(year, month, day), date(year, month, day)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    except ValueError:
        # No such day, such as 30 February: the calendar cannot place it.
        return None
