"""How current a report says it is, by its own dates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.present import builders

from ketaevidence.library import Search
from ketaevidence.present.report.beside import Beside
from ketaevidence.present.report.currency import currency_of


def search(day="2001-02-03", count=6, retrieved=6):
    """Give what PubMed said on a day."""
    return Search(f"{day}T00:00:00Z", "x", "x", count, retrieved, ())


def state(awaiting=0, **changes):
    """Give a user's review of six records, some of them not decided on."""
    flow = replace(builders.curated(6).flow, awaiting_screening=awaiting)
    return builders.curated(6, is_example=False, flow=flow, **changes)


def test_a_complete_search_with_all_decided_is_current_on_its_day_and_no_later():
    """The badge carries the day, so that it stays true however old the page gets."""
    found = currency_of(state(searches=(search(),)), Beside())
    assert (found.status, found.badge) == ("current", "Current on 2001-02-03")
    assert found.searched == "Last complete PubMed search: 2001-02-03, 6 records"
    assert found.planned == "Next search: no schedule is stated"


def test_a_schedule_says_after_which_day_the_page_is_stale():
    """A reader compares one date with a calendar; the page needs no clock."""
    found = currency_of(state(searches=(search(),)), Beside(search_every_days=30))
    assert found.planned == "Next search planned: 2001-03-05; stale after that day"


def test_records_without_a_decision_are_new_evidence():
    """What awaits is counted beside the badge."""
    found = currency_of(state(3, searches=(search(),)), Beside())
    assert found.status == "awaiting"
    assert found.why.startswith("3 records await a person's decision")


def test_work_after_the_due_day_shows_that_the_search_is_stale():
    """People's own entries can tell that a search is overdue."""
    snapshot = state(searches=(search("2000-12-01"),))
    found = currency_of(snapshot, Beside(search_every_days=30))
    assert (found.status, found.badge) == ("stale", "Stale since 2000-12-31")
    fresh = replace(snapshot, as_of="2000-12-31")
    assert currency_of(fresh, Beside(search_every_days=30)).status == "current"


@pytest.mark.parametrize(
    ("searches", "attempt"),
    [
        ((search("2001-01-01"), search(count=9)), None),
        ((search(),), ("2001-02-04T00:00:00Z", "failed", "PubMed gave no answer.")),
    ],
)
def test_a_search_that_did_not_end_well_comes_before_everything(searches, attempt):
    """Whatever else is good, an incomplete search is what a reader hears."""
    found = currency_of(state(3, searches=searches), Beside(attempt=attempt))
    assert found.status == "incomplete"
    assert "2001-0" in found.why or "6 of 9" in found.why


def test_the_last_complete_search_is_named_and_not_a_newer_incomplete_one():
    """The date that a reader judges by is that of a search that got everything."""
    both = (search("2001-01-01"), search(count=9))
    found = currency_of(state(searches=both), Beside())
    assert found.searched == "Last complete PubMed search: 2001-01-01, 6 records"


def test_the_count_is_that_of_the_complete_search_and_not_of_another_on_its_day():
    """Of two searches on one day the incomplete one lends no number."""
    searches = (search(), search(count=9, retrieved=8))
    found = currency_of(state(searches=searches), Beside())
    assert found.searched == "Last complete PubMed search: 2001-02-03, 6 records"
    assert found.status == "incomplete"


def test_a_review_that_was_never_searched_says_so():
    """No search is not a complete search."""
    assert currency_of(state(), Beside()).status == "never"
    assert "came bundled" in currency_of(builders.curated(6), Beside()).why
