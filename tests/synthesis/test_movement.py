"""What moved a pooled result: one cause at a time, adding up to the whole."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.synthesis import builders

from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import PublicationType
from ketaevidence.synthesis.movement import CAUSES, are_equal, movements
from ketaevidence.synthesis.pools import Pool, matched, pools_of
from ketaevidence.synthesis.premises import Premises, studies_with, with_corrections

QUESTION = shipped_question()
BASE = {"a": 3.0, "b": 3.6, "c": 4.1}
PLANS = [
    replace(QUESTION.pooling, method=method, test=test)
    for method, test in (("REML", "knha"), ("DL", "z"), ("EE", "z"))
]


def state(means, *, plan=QUESTION.pooling, struck=(), scale=(0.0, 10.0)):
    """Give a state with one alike trial for each mean under ketamine."""
    studies = [builders.trial(name) for name in means]
    ends = {"scale_low": scale[0], "scale_high": scale[1]}
    rows = [
        row
        for name, mean in means.items()
        for row in builders.contrast(
            name, k=(mean, scale[1] / 5, 20), c=(scale[1] / 2, scale[1] / 5, 22), **ends
        )
    ]
    return Premises(
        included=frozenset(means),
        register=builders.register(studies, rows),
        findings=(),
        struck=dict.fromkeys(struck, "retracted"),
        warned={},
        question=replace(QUESTION, pooling=plan),
    )


def stored_of(premises, shift=0.0):
    """Give a state's pooled results as other software would have stored them."""
    pools = pools_of(premises.analyses(), premises.register)
    return [replace(pool, estimate=pool.estimate + shift) for pool in pools]


def by_cause(movement):
    """Give the step of each cause."""
    return dict(zip(CAUSES, movement.steps, strict=True))


means = st.floats(0.5, 9.5).map(lambda value: round(value, 2))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    old=st.fixed_dictionaries(dict.fromkeys("abc", means)),
    new=st.fixed_dictionaries(dict.fromkeys("abc", means)),
    added=st.dictionaries(st.sampled_from("def"), means, max_size=2),
    removed=st.sampled_from(["", "a", "b"]),
    plan=st.sampled_from(PLANS),
    shift=st.floats(-1, 1),
)
def test_the_steps_add_up_to_the_whole(  # noqa: PLR0917 (drawn by Hypothesis)
    old, new, added, removed, plan, shift
):
    """Whatever changes at once, the causes' differences sum to the difference."""
    before = state(old)
    after = state({k: v for k, v in new.items() if k != removed} | added, plan=plan)
    for moved in movements(before, after, stored_of(before, shift)):
        assert [step.cause for step in moved.steps] == list(CAUSES)
        assert moved.steps[-1].pool == moved.after
        parts = [step.difference for step in moved.steps]
        if moved.difference is None or None in parts:
            forms = [moved.before, *(step.pool for step in moved.steps)]
            assert None in forms
        else:
            assert isclose(sum(parts), moved.difference, abs_tol=1e-9)


@settings(max_examples=10, deadline=None)
@given(
    old=st.fixed_dictionaries(dict.fromkeys("abc", means)), plan=st.sampled_from(PLANS)
)
def test_the_same_state_moves_nothing(old, plan):
    """Two equal states have equal results, at each step."""
    same = state(old, plan=plan)
    for moved in movements(same, state(old, plan=plan), stored_of(same)):
        assert not moved.has_moved
        assert not any(step.has_moved for step in moved.steps)


@pytest.mark.parametrize(
    ("cause", "after", "shift"),
    [
        ("software", state(BASE), 0.25),
        ("corrected", state(BASE | {"a": 2.0}), 0.0),
        ("studies", state(BASE | {"d": 1.0}), 0.0),
        ("studies", state(BASE | {"d": 1.0}, struck=["a"]), 0.0),
        ("method", state(BASE, plan=PLANS[2]), 0.0),
    ],
)
def test_one_cause_moves_its_own_step_only(cause, after, shift):
    """What was not changed has no share."""
    before = state(BASE)
    (moved,) = movements(before, after, stored_of(before, shift))
    assert {c for c, step in by_cause(moved).items() if step.has_moved} == {cause}


def test_the_software_is_unknown_without_stored_numbers():
    """Nobody kept the old numbers, so the software's share is said not to be known."""
    (moved,) = movements(state(BASE), state(BASE | {"a": 2.0}))
    first, *others = moved.steps
    assert (first.is_known, first.difference, first.has_moved) == (False, None, False)
    assert all(step.is_known for step in others)
    assert moved.before.estimate == first.pool.estimate


def test_a_pool_that_ends_and_one_that_begins_have_no_difference():
    """Without a result on one side there is no number to give, and none is made up."""
    two = {name: BASE[name] for name in "ab"}
    (ends,) = movements(state(BASE), state(two))
    assert (ends.after, ends.difference) == (None, None)
    assert by_cause(ends)["studies"].has_moved
    (begins,) = movements(state(two), state(BASE))
    assert (begins.before, begins.difference) == (None, None)


def test_a_result_between_the_states_is_nobodys():
    """A pool that exists only while one thing is changed is not told as a result."""
    two = {name: BASE[name] for name in "ab"}
    least = replace(QUESTION.pooling, minimum_studies=4)
    assert movements(state(two), state(BASE, plan=least)) == ()


def test_corrections_leave_the_studies_as_they_were():
    """The mixed state has the earlier studies, with today's values where both have."""
    before, after = state(BASE), state({"a": 1.0, "b": 3.6, "d": 2.0})
    mixed = with_corrections(before, after)
    assert mixed.included == before.included
    assert [s.study_id for s in mixed.register.studies] == list("abc")
    values = {r.result_id: r.value for r in mixed.register.results}
    assert (values["a-ket-28"], values["c-ket-28"]) == (1.0, 4.1)


def test_percentages_and_wide_scales_come_in_their_own_unit():
    """Responders are read in per cent; a scale to 100 is said beside its result."""
    studies, rows = builders.three(builders.study)
    arms = builders.register(studies, rows)
    premises = replace(state({}), included=frozenset("abc"), register=arms)
    (pool,) = pools_of(premises.analyses(), arms)
    assert (pool.kind, pool.scale, pool.n) == ("responder", None, 30)
    assert 0 < pool.ci_lb < pool.estimate < pool.ci_ub < 100
    assert 30 < pool.estimate < 50
    wide = state({k: 10 * v for k, v in BASE.items()}, scale=(0.0, 100.0))
    (pool,) = pools_of(wide.analyses(), wide.register)
    assert pool.scale == (0.0, 100.0)


def made(label="g", studies="abc", estimate=1.0, kind="responder"):
    """Give a pooled result."""
    return Pool(
        kind=kind, label=label, studies=frozenset(studies), k=len(studies), n=None,
        estimate=estimate, ci_lb=0.0, ci_ub=2.0,
    )  # fmt: skip


def test_results_are_followed_by_label_and_studies():
    """A result may pause; of two with one label the studies decide; labels never mix."""
    one, two = made(studies="abc"), made(studies="xyz")
    assert matched([[one], [], [one]]) == ((one, None, one),)
    assert matched([[one, two], [two, one]]) == ((one, one), (two, two))
    other = made(label="h")
    assert matched([[one], [other]]) == ((one, None), (None, other))
    change = made(kind="single_arm_change")
    assert matched([[one], [change]]) == ((one, None), (None, change))


def test_equal_is_equal_but_for_rounding():
    """The last bits of a number are no movement; another study behind it is one."""
    pool = made(estimate=1.0)
    assert are_equal(pool, replace(pool, estimate=1.0 + 1e-12))
    assert not are_equal(pool, replace(pool, estimate=1.0 + 1e-6))
    assert not are_equal(pool, replace(pool, studies=frozenset("abd")))
    assert not are_equal(pool, replace(pool, tau2=0.1))
    assert are_equal(None, None)
    assert not are_equal(pool, None)


def test_a_retracted_report_strikes_its_own_study():
    """PubMed's mark is found by the study's record, and told in words."""
    retracted = Record(
        title="An invented trial", pmid="90000001",
        publication_types=(PublicationType("Retracted Publication", "D016441"),),
    )  # fmt: skip
    trials = [builders.trial("a", record_key="pmid:90000001"), builders.trial("b")]
    found = studies_with("retracted", [retracted], builders.register(trials, []))
    assert found == {"a": "PubMed marks its report as retracted"}
    assert state(BASE, struck=["a"]).in_play == {"b", "c"}
