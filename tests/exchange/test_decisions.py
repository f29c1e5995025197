"""From rows to decisions: each row is recorded, known already, or listed with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.builders import AT, record

from ketaevidence.errors import ScreeningError
from ketaevidence.exchange.decisions import Terms, take_over
from ketaevidence.exchange.matching import Index
from ketaevidence.exchange.reasons import Reasons
from ketaevidence.exchange.rows import Export, Row, Vote
from ketaevidence.screening.model import Decision

INDEX = Index([record(n) for n in range(1, 6)])
KNOWN = {
    "wrong_design": "no original data (review, guideline, comment)",
    "animal": "animal study",
}


def row(number, *votes, pmid=None, undecided=()):
    """Make a row about one of five records."""
    return Row(
        f"row {number + 1}",
        f"T{number}",
        2020,
        None,
        pmid or str(90000000 + number),
        votes,
        undecided,
    )


def take(rows, earlier=(), reasons=None, reason=None, **terms):
    """Take over rows."""
    terms.setdefault("by", "A")
    return take_over(
        Export("asreview", "a.csv", tuple(rows)),
        INDEX,
        earlier,
        Terms(AT, **terms),
        Reasons(KNOWN, called=reasons, default=reason),
    )


def made(number, verdict, **more):
    """Make a decision that is there already."""
    more = {"by": "A", "at": AT, "stage": "title_abstract"} | more
    return Decision(f"pmid:{90000000 + number}", verdict=verdict, **more)


def test_every_row_is_accounted_for():
    """Recorded, without a verdict, unmatched and ambiguous rows are told apart."""
    done = take(
        [
            row(1, Vote("include")),
            row(2, undecided=("not seen",)),
            row(3, Vote("include"), pmid="1"),
            row(4, Vote("include")), replace(row(4, Vote("exclude")), place="row 6"),
        ]
    )  # fmt: skip
    assert done.decisions == (made(1, "include"),)
    assert [(left.place, left.why) for left in done.without_verdict] == [
        ("row 3", "not seen")
    ]
    assert [left.place for left in done.unmatched] == ["row 4"]
    assert [left.place for left in done.ambiguous] == ["row 5", "row 6"]
    assert "A decides differently on pmid:90000004" in done.ambiguous[0].why
    frame = done.left_out()
    assert list(frame["outcome"]) == [
        "without_verdict",
        "unmatched",
        "ambiguous",
        "ambiguous",
    ]


def test_the_files_people_and_times_count_before_anything_said():
    """A name in the file is the name of the decision; only a blank one is filled."""
    done = take(
        [row(1, Vote("include", by="Anna", at="2026-01-01T00:00:00Z"), Vote("exclude"))]
    )
    assert [(d.by, d.at) for d in done.decisions] == [
        ("Anna", "2026-01-01T00:00:00Z"),
        ("A", AT),
    ]
    assert done.by_person == (("A", 1), ("Anna", 1))


def test_people_can_be_called_by_their_names_here():
    """A name of the other tool becomes the name of the same person in the review."""
    done = take([row(1, Vote("include", by="anna"))], people={"Anna": "A. Reader"})
    assert [d.by for d in done.decisions] == ["A. Reader"]
    with pytest.raises(
        ScreeningError, match="nobody is called 'Carl' in it; its people are: anna"
    ):
        take([row(1, Vote("include", by="anna"))], people={"Carl": "C"})


def test_somebody_must_have_decided():
    """A file without names needs a name."""
    with pytest.raises(ScreeningError, match="does not say who decided"):
        take([row(1, Vote("include"))], by=None)


def test_what_is_known_is_not_recorded_again():
    """The same decision of the same person is counted and left alone."""
    earlier = [
        made(1, "exclude"),
        made(1, "include", by="a"),
        made(2, "include", by="B"),
    ]
    done = take([row(1, Vote("include")), row(2, Vote("include"))], earlier)
    assert done.unchanged == 1
    assert [d.record_key for d in done.decisions] == ["pmid:90000002"]


def test_what_settled_a_conflict_is_not_that_persons_own_vote():
    """A person's vote and the same person's settling decision are kept apart."""
    earlier = [made(1, "exclude"), made(1, "include", resolution="talked")]
    assert take([row(1, Vote("exclude"))], earlier).unchanged == 1
    assert take([row(1, Vote("include"))], earlier, resolution="talked").unchanged == 1
    assert (
        len(take([row(1, Vote("exclude"))], earlier, resolution="again").decisions) == 1
    )


@pytest.mark.parametrize(
    ("at", "older"),
    [("2026-02-01T00:00:00Z", 1), ("2026-03-01T00:00:00Z", 0), (None, 0)],
)
def test_an_older_file_does_not_undo_what_was_decided_since(at, older):
    """A dated decision that is older than the same person's here is listed."""
    earlier = [made(1, "exclude", at="2026-02-15T00:00:00Z")]
    done = take([row(1, Vote("include", at=at))], earlier)
    assert (len(done.older), len(done.decisions)) == (older, 1 - older)


def test_a_stage_is_the_files_or_said():
    """A file's own stage counts; another that is said contradicts it."""
    vote = Vote("include", "full_text")
    assert take([row(1, vote)]).decisions[0].stage == "full_text"
    assert (
        take([row(1, Vote("include"))], stage="full_text").decisions[0].stage
        == "full_text"
    )
    with pytest.raises(ScreeningError, match="leave the stage out"):
        take([row(1, vote)], stage="title_abstract")


def test_titles_are_decided_before_texts():
    """Decisions come in the order in which a record passes the stages."""
    rows = [
        row(n, Vote("include", "full_text"), Vote("include", "title_abstract"))
        for n in (1, 2)
    ]
    stages = [d.stage for d in take(rows).decisions]
    assert stages == ["title_abstract", "title_abstract", "full_text", "full_text"]


def excluded(*reasons):
    """Make rows of reports that are excluded with these reasons."""
    return [
        row(n, Vote("exclude", "full_text", reason=r))
        for n, r in enumerate(reasons, start=1)
    ]


def test_reasons_are_the_reviews_own():
    """Short name, words and mapped words of a reason all become its short name."""
    rows = excluded(
        "Wrong_Design",
        "Animal  study",
        "No original data (review, guideline, comment)",
        "Wrong species",
    )
    done = take(rows, reasons={"wrong species": "animal"})
    assert [d.reason for d in done.decisions] == [
        "wrong_design",
        "animal",
        "wrong_design",
        "animal",
    ]


def test_unknown_reasons_are_all_named():
    """No reason is guessed: the unknown ones are told with their numbers."""
    with pytest.raises(
        ScreeningError, match=r"'Odd' \(2\), 'Strange' \(1\).*wrong_design, animal"
    ):
        take(excluded("Odd", "Strange", "Odd"))
    with pytest.raises(ScreeningError, match=r"1 exclusions give no reason \(row 2\)"):
        take(excluded(None))
    assert take(excluded(None), reason="animal").decisions[0].reason == "animal"
    with pytest.raises(ScreeningError, match="none of this review's reasons"):
        take([], reasons={"x": "y"})


def test_on_titles_a_reason_stays_in_its_words():
    """At the first stage a person's own words are kept."""
    done = take([row(1, Vote("exclude", reason="rats, I think"))])
    assert done.decisions[0].reason == "rats, I think"


VOTES = st.lists(
    st.builds(
        Vote, st.sampled_from(["include", "exclude"]), by=st.sampled_from([None, "B"])
    ),
    max_size=2,
).map(tuple)
ROWS = st.lists(st.tuples(st.integers(1, 7), VOTES), max_size=12)


@given(ROWS)
def test_no_row_is_lost(rows):
    """Every row with a verdict is a decision, known, unmatched or ambiguous."""
    made_rows = [
        Row(
            f"row {n}",
            "T",
            2020,
            None,
            str(90000000 + number),
            votes,
            () if votes else ("none",),
        )
        for n, (number, votes) in enumerate(rows)
    ]
    done = take(made_rows)
    told = {
        left.place for left in (*done.without_verdict, *done.unmatched, *done.ambiguous)
    }
    keys = {(d.record_key, d.by) for d in done.decisions}
    assert len(keys) == len(done.decisions)
    for item in made_rows:
        decided = {(f"pmid:{item.pmid}", vote.by or "A") for vote in item.votes}
        assert item.place in told or decided <= keys


@given(ROWS)
def test_taking_over_twice_changes_nothing(rows):
    """A file that is imported again brings no decision."""
    made_rows = [
        row(n, *votes, undecided=() if votes else ("none",))
        for n, votes in rows
        if n < 6
    ]
    first = take(made_rows)
    again = take(made_rows, first.decisions)
    assert again.decisions == ()
    assert again.unchanged == len(first.decisions)
