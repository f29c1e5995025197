"""Dates known in part: the days that they can mean, and never a day more than is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.pubmed.facts import partial_date
from ketaevidence.records.dates import PartialDate, month_number

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip


@pytest.mark.parametrize(
    ("known", "first", "last"),
    [
        (PartialDate(2020), "2020-01-01", "2020-12-31"),
        (PartialDate(2020, 2), "2020-02-01", "2020-02-29"),
        (PartialDate(2021, 2), "2021-02-01", "2021-02-28"),
        (PartialDate(1900, 2), "1900-02-01", "1900-02-28"),
        (PartialDate(2020, 12), "2020-12-01", "2020-12-31"),
        (PartialDate(2020, 3, 5), "2020-03-05", "2020-03-05"),
        (PartialDate(2020, 2, 29), "2020-02-29", "2020-02-29"),
    ],
)
def test_a_plain_date_means_its_days(known, first, last):
    """A year is its twelve months, a month its days, and a day itself."""
    assert known.span == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2000", "2000-01-01", "2000-12-31"),
        ("2000 Mar", "2000-03-01", "2000-03-31"),
        ("2000 March", "2000-03-01", "2000-03-31"),
        ("2000 Mar 5", "2000-03-05", "2000-03-05"),
        ("2000 Jan-Feb", "2000-01-01", "2000-02-29"),
        ("2000 Mar-Apr", "2000-03-01", "2000-04-30"),
        ("2000 Dec-Jan", "2000-12-01", "2001-01-31"),
        ("2000 Dec-2001 Jan", "2000-12-01", "2001-01-31"),
        ("2000-2001", "2000-01-01", "2001-12-31"),
        ("2000 Mar 5-12", "2000-03-05", "2000-03-12"),
        ("2000 Mar 25-Apr 2", "2000-03-25", "2000-04-02"),
        ("2000 Dec 25-2001 Jan 2", "2000-12-25", "2001-01-02"),
        ("2000 Spring", "2000-03-01", "2000-06-30"),
        ("2000 Summer", "2000-06-01", "2000-09-30"),
        ("2000 Autumn", "2000-09-01", "2000-12-31"),
        ("2000 Fall", "2000-09-01", "2000-12-31"),
        ("2000 fall", "2000-09-01", "2000-12-31"),
        ("2000 Winter", "2000-01-01", "2000-12-31"),
        ("2000 Spring-Summer", "2000-03-01", "2000-09-30"),
        ("2000 1st Quarter", "2000-01-01", "2000-03-31"),
        ("2000 2nd Quarter", "2000-04-01", "2000-06-30"),
        ("2000 3rd quarter", "2000-07-01", "2000-09-30"),
        ("2000 4th Quarter", "2000-10-01", "2000-12-31"),
        # What is not understood is the whole of the years that it names.
        ("2000 Christmas", "2000-01-01", "2000-12-31"),
        ("Easter 2000 or 2001", "2000-01-01", "2001-12-31"),
        ("2000 Feb 30", "2000-01-01", "2000-12-31"),
        ("2000 Mar 12-5", "2000-01-01", "2000-12-31"),
        ("2001-2000", "2000-01-01", "2001-12-31"),
    ],
)
def test_printed_words_mean_days(words, first, last):
    """Ranges, seasons and quarters mean their days; the rest means its years."""
    span = PartialDate(2000, words=words).span
    assert span == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "known",
    [
        PartialDate(),
        PartialDate(month=3),
        PartialDate(words=""),
        PartialDate(words="in press"),
        PartialDate(words="0000"),
        PartialDate(words="0000 Jan"),
        PartialDate(words="12345678"),
        PartialDate(2000, 2, 30),
        PartialDate(2000, 13),
        PartialDate(0),
    ],
)
def test_what_names_no_day_has_no_span(known):
    """A date without a year, or on a day that does not exist, is not placed."""
    assert known.span is None


YEARS = st.integers(1, 9999)
POINTS = st.builds(
    "{:04d}{}{}".format,
    YEARS,
    st.sampled_from(("", *(f" {month}" for month in (*MONTHS, "Spring", "Winter", "Foo")))),
    st.sampled_from(("", " 1", " 29", " 31", " 0", " 99")),
)  # fmt: skip
WORDS = st.one_of(
    POINTS,
    st.builds("{}-{}".format, POINTS, POINTS),
    st.builds("{}-{}".format, POINTS, st.sampled_from((*MONTHS, "Summer", "5", "31"))),
    st.builds("{:04d} {}th Quarter".format, YEARS, st.integers(0, 5)),
    st.text(alphabet="0123456789 -JanFebWinter/,", max_size=20),
    st.text(max_size=15),
)


@given(WORDS)
def test_a_span_is_in_order_and_within_the_years_named(words):
    """The first day is not after the last, and neither is far from the years named."""
    span = PartialDate(words=words).span
    if span is None:
        return
    first, last = span
    years = [int(words[i : i + 4]) for i in range(len(words) - 3) if words[i : i + 4].isdecimal()]  # fmt: skip
    assert first <= last
    # "2000 Dec-Jan" ends in the year after the one named.
    assert min(years) <= first.year
    assert last.year <= max(years) + 1


@given(YEARS, st.integers(1, 12), st.integers(1, 12))
def test_a_range_holds_its_ends(year, first_month, last_month):
    """A range of months begins with its first month and ends with its last."""
    span = PartialDate(words=f"{year:04d} {MONTHS[first_month - 1]}-{MONTHS[last_month - 1]}").span  # fmt: skip
    if year == 9999 and last_month < first_month:
        assert span is None or span[1].year == 9999
        return
    assert span is not None
    assert (span[0].year, span[0].month, span[0].day) == (year, first_month, 1)
    assert span[1].month == last_month
    assert span[1].year == year + (last_month < first_month)


@pytest.mark.parametrize(
    ("month", "number"),
    [("1", 1), ("01", 1), ("12", 12), ("Jan", 1), ("january", 1), ("DEC", 12), ("0", None), ("13", None), ("Jan-Feb", None), ("Winter", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_month_is_a_number_or_a_name(month, number):
    """A month is read as a number or an English name; anything else is none."""
    assert month_number(month) == number


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("2020", "Mar", "5"), "2020-03-05"),
        (("2020", "13", None), "2020 13"),
        (("2020", None, None, "Winter"), "2020 Winter"),
        (("2020", "Jul-Aug", "5"), "2020 Jul-Aug"),
        ((None, None, None, None, "1979 Jan-Feb"), "1979 Jan-Feb"),
        ((None, None, None, None, "no year"), "no year"),
        ((None,), ""),
    ],
)
def test_a_date_is_printed_as_far_as_it_is_known(parts, printed):
    """A plain date is printed year first, and odd words as they stood."""
    assert str(partial_date(*parts)) == printed


@pytest.mark.parametrize("words", ["1979 Jan-Feb", "Jan 1979", "1979-1980"])
def test_the_year_of_a_printed_date_is_the_first_named(words):
    """A date in words still says its year."""
    assert partial_date(None, words=words).year == 1979
