"""An update's boxes add up with the version before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import asked_of, full, vote

from ketaevidence.errors import ScreeningError
from ketaevidence.screening.since import AGAIN, CARRIED, Version, count_since

OLD = tuple(f"pmid:{n}" for n in range(4))
ALL = tuple(f"pmid:{n}" for n in range(7))


def both(key, verdict="include", then=None, reason=None):
    """Give one reviewer's decisions on a record: on its title, perhaps on its text."""
    found = [vote(key, verdict, reviewers=1)]
    return [*found, full(key, then, reason=reason, reviewers=1)] if then else found


def count(then, now, studies=None, **more):
    """Count an update of four records to seven."""
    before = Version((("PubMed", 4),), OLD, tuple(then))
    after = Version((("PubMed", 6), ("Register", 3)), ALL, (*then, *now))
    return count_since(
        before, after, moment="2026-01-31", reasons={}, studies_of=studies or {}, **more
    )


def test_an_update_counts_what_is_new_carried_over_and_decided_again():
    """What the update looked at has its sources; what stands as it stood has none."""
    then = [
        *both(OLD[0], then="include"),
        *both(OLD[1], "exclude"),
        *both(OLD[2], "exclude"),
    ]
    now = [
        *both(OLD[1], then="include"), *both(OLD[3], then="include"),
        *both(ALL[4], then="include"), *both(ALL[5], "exclude"),
    ]  # fmt: skip
    flow = count(then, now)
    assert dict(flow.identified) == {"PubMed": 2, "Register": 3, CARRIED: 1, AGAIN: 1}
    # Two of the five that sources brought since are records that were there or twice.
    assert (flow.duplicates_removed, flow.unique) == (2, 5)
    assert (flow.screened, flow.awaiting_screening, flow.excluded_at_screening) == (
        4,
        1,
        1,
    )
    assert flow.included_reports == 3
    assert flow.previous.reports == 1
    assert flow.previous.total_reports == 4


def test_what_is_no_longer_included_is_said():
    """A report that was struck since is told, so that the totals can be followed."""
    then = [*both(OLD[0], then="include"), *both(OLD[1], then="include")]
    flow = count(
        then,
        both(OLD[0], then="exclude", reason="animal"),
        studies={OLD[0]: "a", OLD[1]: "b"},
    )
    assert (
        flow.previous.reports,
        flow.previous.reports_dropped,
        flow.previous.total_reports,
    ) == (2, 1, 1)
    assert (
        flow.previous.studies,
        flow.previous.studies_dropped,
        flow.previous.total_studies,
    ) == (2, 1, 1)
    boxes = [box for _, box, _ in flow.rows()]
    assert "Reports no longer included" in boxes


def test_only_conflicts_among_what_was_looked_at_are_counted():
    """A report that was included then and is disputed now is dropped, not awaiting."""
    then = asked_of([*both(OLD[0], then="include"), vote(OLD[0], by="B")], 2)
    then += asked_of([full(OLD[0], by="B")], 2)
    now = [
        vote(OLD[0], "exclude", "B"),
        vote(ALL[4], by="A"),
        vote(ALL[4], "exclude", "B"),
    ]
    flow = count(then, now)
    assert flow.conflicts_at_screening == 1
    assert (flow.previous.reports, flow.previous.reports_dropped) == (1, 1)


def test_a_new_report_of_an_old_study_is_no_new_study():
    """Reports and studies that are new are counted apart."""
    then = both(OLD[0], then="include")
    flow = count(then, both(ALL[4], then="include"), studies={OLD[0]: "a", ALL[4]: "a"})
    assert (flow.included_reports, flow.included_studies) == (1, 0)
    assert (flow.previous.total_reports, flow.previous.total_studies) == (2, 1)


def test_the_table_of_an_update_begins_with_the_version_before():
    """The boxes are named after what they are in an update."""
    table = count(both(OLD[0], then="include"), []).frame()
    assert table["stage"].iloc[0] == "Previous version (2026-01-31)"
    assert list(table["box"].tail(2)) == [
        "Reports included in total",
        "Studies included in total",
    ]
    assert "New reports included" in set(table["box"])


def test_a_version_that_is_later_is_refused():
    """Nothing is new since a day that has not come."""
    later = Version((), ALL, ())
    now = Version((), OLD, ())
    with pytest.raises(ScreeningError, match="later than"):
        count_since(later, now, moment="2099-01-01", reasons={}, studies_of={})


ANY = st.lists(
    st.builds(
        vote,
        st.sampled_from(ALL),
        st.sampled_from(["include", "exclude"]),
        st.sampled_from("AB"),
        st.sampled_from(["title_abstract", "full_text"]),
        st.none(),
        st.sampled_from([None, None, "why"]),
    ),
    max_size=20,
)


@given(ANY, ANY, st.sampled_from([1, 2]))
def test_the_boxes_of_an_update_add_up_whatever_was_decided(then, now, reviewers):
    """From top to bottom, and from the version before to the total, nothing is lost."""
    then = [d for d in asked_of(then, reviewers) if d.record_key in OLD]
    flow = count(
        then, asked_of(now, reviewers), studies={key: f"s{key[-1]}" for key in ALL[::2]}
    )
    assert flow.unique == flow.screened + flow.awaiting_screening
    assert flow.screened == flow.excluded_at_screening + flow.reports_sought
    assert (
        flow.reports_sought
        == flow.reports_not_retrieved + flow.reports_assessed + flow.awaiting_full_text
    )
    assert (
        flow.reports_assessed
        == sum(n for _, n in flow.excluded_at_full_text) + flow.included_reports
    )
    before = flow.previous
    assert (
        before.reports - before.reports_dropped + flow.included_reports
        == before.total_reports
    )
    assert (
        before.studies - before.studies_dropped + flow.included_studies
        == before.total_studies
    )
    assert flow.duplicates_removed >= 0
