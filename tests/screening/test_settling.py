"""Which decisions settle a record where two people decide by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import asked_of, full, vote

from ketaevidence.screening.decide import newest, standings
from ketaevidence.screening.settling import conflicts, settle, settled

KEY = "pmid:1"
ANY = st.builds(
    vote,
    st.sampled_from(["pmid:1", "pmid:2"]),
    st.sampled_from(["include", "exclude"]),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["title_abstract", "full_text"]),
    st.sampled_from([None, "animal"]),
    st.sampled_from([None, None, None, "talked about it"]),
)


def where(*decisions):
    """Give where the one record stands."""
    return standings([KEY], decisions)[KEY][0]


def test_one_person_of_two_settles_nothing():
    """Silence is never agreement: after one decision a record still awaits."""
    assert where(vote(KEY, "exclude", "A")) == "awaiting"
    assert where(vote(KEY, "exclude", "A"), vote(KEY, "exclude", "A")) == "awaiting"
    assert conflicts([vote(KEY)]) == ()


def test_two_who_decide_alike_settle_a_record():
    """Agreement settles; of those who agree the newest decision is the one shown."""
    made = [vote(KEY, "exclude", "A"), vote(KEY, "exclude", "B")]
    assert standings([KEY], made)[KEY] == ("excluded", made[1])


def test_the_decision_that_is_shown_is_the_newest_of_those_who_agree():
    """Who decides the same again is the one whose words are shown."""
    made = [vote(KEY, "exclude", by, reason=why) for by, why in ("A1", "B2", "A3")]
    assert standings([KEY], made)[KEY] == ("excluded", made[2])


def test_two_who_decide_differently_are_a_conflict():
    """A conflict awaits a decision and is given with what each of them decided."""
    made = [vote(KEY, "include", "A"), vote(KEY, "exclude", "B")]
    assert where(*made) == "awaiting"
    (found,) = conflicts(made)
    assert (found.record_key, found.stage, found.about) == (
        KEY, "title_abstract", "verdict",
    )  # fmt: skip
    assert found.decisions == tuple(made)


def test_a_third_person_makes_no_majority():
    """Two against one is still a conflict, until somebody settles it with a reason."""
    made = [vote(KEY, "include", "A"), vote(KEY, "exclude", "B"), vote(KEY, by="C")]
    assert where(*made) == "awaiting"
    assert len(conflicts(made)[0].decisions) == 3
    settling = vote(KEY, "exclude", "C", resolution="the methods name rats")
    assert standings([KEY], [*made, settling])[KEY] == ("excluded", settling)
    assert conflicts([*made, settling]) == ()


def test_each_persons_newest_decision_counts_for_that_person():
    """Who changes their mind is heard with the newer word."""
    made = [
        vote(KEY, "include", "A"),
        vote(KEY, "exclude", "B"),
        vote(KEY, "exclude", "A"),
    ]
    assert where(*made) == "excluded"


def test_a_name_in_other_letters_is_the_same_person():
    """Nobody becomes the second reviewer by writing the own name differently."""
    assert where(vote(KEY, by="A. Reader"), vote(KEY, by=" a.  READER ")) == "awaiting"


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (vote(KEY, "exclude", "A"), "excluded"),
        (vote(KEY, "include", "A"), "awaiting"),
        (vote(KEY, "include", "C"), "awaiting"),
    ],
)
def test_a_settled_record_is_open_again_when_somebody_decides_otherwise(later, told):
    """After a settling decision, only a different one opens the matter again."""
    made = [
        vote(KEY, by="A"),
        vote(KEY, "exclude", "B"),
        vote(KEY, "exclude", "C", resolution="why"),
    ]
    assert where(*made) == "excluded"
    assert where(*made, later) == told


def test_two_reasons_for_one_exclusion_are_a_conflict_where_reasons_count():
    """At the full-text stage PRISMA counts by reason, so that two reasons do not do."""
    both = [vote(KEY, by="A"), vote(KEY, by="B")]
    made = [
        *both,
        full(KEY, "exclude", "A", "animal"),
        full(KEY, "exclude", "B", "protocol"),
    ]
    assert where(*made) == "awaiting"
    (found,) = conflicts(made)
    assert (found.stage, found.about) == ("full_text", "reason")
    settling = full(KEY, "exclude", "C", "animal", "the paper is on rats")
    assert standings([KEY], [*made, settling])[KEY] == ("excluded", settling)


def test_reasons_in_own_words_need_not_be_the_same():
    """On title and abstract two people may exclude for what each of them saw."""
    made = [
        vote(KEY, "exclude", "A", reason="rats"),
        vote(KEY, "exclude", "B", reason="x"),
    ]
    assert where(*made) == "excluded"


def test_full_texts_are_in_conflict_only_where_the_title_is_settled():
    """What stands between two people on a text waits until its title is settled."""
    texts = [full(KEY, "include", "A"), full(KEY, "exclude", "B", "animal")]
    assert conflicts([vote(KEY, by="A"), *texts]) == ()
    assert len(conflicts([vote(KEY, by="A"), vote(KEY, by="B"), *texts])) == 1


@given(st.lists(ANY, max_size=12))
def test_with_one_reviewer_the_newest_decision_counts_whoever_made_it(decisions):
    """In a review of one reviewer nothing is a conflict and nothing has changed."""
    alone = asked_of(decisions, 1)
    for stage in ("title_abstract", "full_text"):
        assert settled(alone, stage) == newest(alone, stage)
    assert conflicts(alone) == ()


@given(st.lists(ANY, max_size=12))
def test_a_record_is_settled_or_in_conflict_or_lacks_a_person(decisions):
    """Of each record exactly one of the three is true, whatever was decided."""
    for key in ("pmid:1", "pmid:2"):
        own = [
            d for d in decisions if (d.record_key, d.stage) == (key, "title_abstract")
        ]
        disagree = any(
            c.record_key == key and c.stage == "title_abstract"
            for c in conflicts(decisions)
        )
        people = {d.by for d in own if d.resolution is None}
        is_settled = settle(own, 2) is not None
        assert not (is_settled and disagree)
        if not is_settled and not disagree:
            assert len(people) < 2


@given(st.lists(ANY, max_size=8), st.data())
def test_people_may_decide_in_any_order(decisions, data):
    """Where nothing is settled by hand, the order among people does not matter."""
    votes = {
        (d.record_key, d.stage, d.by): d for d in decisions if d.resolution is None
    }
    one = list(votes.values())
    other = data.draw(st.permutations(one))
    verdicts = [
        {key: d.verdict for key, d in settled(made, "title_abstract").items()}
        for made in (one, other)
    ]
    assert verdicts[0] == verdicts[1]


@given(st.lists(ANY, max_size=8))
def test_no_part_of_the_decisions_is_counted_by_other_rules(decisions):
    """How many must agree travels with each decision, so that a part keeps the rule."""
    assert all(
        settled([d], "title_abstract") == {} for d in decisions if d.resolution is None
    )
