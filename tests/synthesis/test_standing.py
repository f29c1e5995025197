"""Retractions, concerns and bad rows change what is said and never end the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.synthesis.builders import (
    changed,
    contrast,
    register,
    responder,
    study,
    three,
    trial,
)

from ketaevidence.errors import PoolingError
from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis import groups
from ketaevidence.synthesis.assemble import analyse

QUESTION = shipped_question()
RETRACTED = {"a": "PubMed marks its report as retracted"}


def test_a_retracted_study_is_kept_out_of_each_of_its_analyses():
    """A struck study is named as retracted wherever it would have stood."""
    item = study(kept_out_because="another reason")
    rows = [changed("R1"), responder("R2")]
    found = analyse((item,), register([item], rows), QUESTION, struck=RETRACTED)
    told = [[(k.reason_id, k.reason) for k in a.kept_out] for a in found]
    said = [("retracted", "PubMed marks its report as retracted")]
    assert told == [[], said, said]
    assert not any(analysis.rows for analysis in found)
    one = trial()
    found = analyse((one,), register([one], contrast()), QUESTION, struck=RETRACTED)
    assert [k.reason_id for k in found[0].kept_out] == ["retracted"]


def test_a_retracted_study_leaves_its_pool():
    """Without the struck one, two of three are too few to pool."""
    studies, rows = three(trial)
    known = register(studies, rows)
    (group,) = analyse(tuple(studies), known, QUESTION, struck=RETRACTED)[0].groups
    assert [row.study_id for row in group.rows] == ["b", "c"]
    assert group.pooled is None


def test_an_expression_of_concern_is_a_mark():
    """A warned study is shown with the words of the warning."""
    studies, rows = three(trial)
    words = "PubMed shows an expression of concern"
    known = register(studies, rows)
    (group,) = analyse(tuple(studies), known, QUESTION, warned={"b": words})[0].groups
    assert [words in row.marks for row in group.rows] == [False, True, False]


def test_equal_effects_are_not_pooled_as_certain():
    """Knapp and Hartung's interval of equal effects has no width, so none is given."""
    studies = [study(name) for name in "abc"]
    rows = [responder(f"R{i}", name, 3 * i, 10 * i) for i, name in enumerate("abc", 1)]
    (group,) = analyse(tuple(studies), register(studies, rows), QUESTION)[2].groups
    assert group.pooled is None
    assert len(group.rows) == 3
    assert group.why_not_pooled == (
        "all effects are equal, so the interval cannot be judged"
    )
    trials = [trial(name) for name in "abc"]
    means = {"a": (3.0, 5.0), "b": (2.1, 4.1), "c": (0.7, 2.7)}
    arms = [
        row
        for name, (k, c) in means.items()
        for row in contrast(name, k=(k, 2.0, 20), c=(c, 2.0, 20))
    ]
    (group,) = analyse(tuple(trials), register(trials, arms), QUESTION)[0].groups
    assert group.pooled is None


@pytest.mark.parametrize(
    "bad",
    [
        {"events": 0, "total": 0, "percent": 0.0},
        {"events": 0, "total": 0},
        {"events": 12, "total": 10},
        {"events": -1},
    ],
)
def test_a_bad_responder_row_ends_nothing(bad):
    """A row that no check saw is a reason, and the pool of the others stands."""
    studies, rows = three(study, "abcd")
    rows[3] = replace(rows[3], **bad)
    found = analyse(tuple(studies), register(studies, rows), QUESTION)[2]
    assert [kept.study_id for kept in found.kept_out] == ["d"]
    assert found.kept_out[0].reason
    assert found.groups[0].pooled.k == 3


def test_a_bad_contrast_ends_nothing():
    """An arm of one patient or with no spread leaves the other trials pooled."""
    for bad in ({"n": 1}, {"spread": 0.0}, {"spread": 1e300}):
        studies, rows = three(trial, "abcd")
        rows = [replace(r, **bad) if r.study_id == "d" else r for r in rows]
        found = analyse(tuple(studies), register(studies, rows), QUESTION)[0]
        assert [kept.study_id for kept in found.kept_out] == ["d"]
        assert found.groups[0].pooled.k == 3


def test_a_pool_that_fails_says_why(monkeypatch):
    """Where pooling ends in an error, the rows are shown with the reason."""

    def fail(*_args, **_kwargs):
        msg = "the maximum cannot be found"
        raise PoolingError(msg)

    monkeypatch.setattr(groups, "pool", fail)
    studies, rows = three(trial)
    (group,) = analyse(tuple(studies), register(studies, rows), QUESTION)[0].groups
    assert group.pooled is None
    assert group.why_not_pooled == "they cannot be pooled: the maximum cannot be found"


def test_equal_effects_are_pooled_where_the_interval_has_its_width():
    """The normal interval of equal effects comes from their variances and stands."""
    plan = replace(QUESTION.pooling, test="z")
    studies = [study(name) for name in "abc"]
    rows = [responder(f"R{i}", name, 3 * i, 10 * i) for i, name in enumerate("abc", 1)]
    asked = replace(QUESTION, pooling=plan)
    (group,) = analyse(tuple(studies), register(studies, rows), asked)[2].groups
    assert group.pooled.ci_lb < group.pooled.estimate < group.pooled.ci_ub


def test_one_study_beside_a_pool_says_what_keeps_it_out():
    """A single unlike study beside pooled ones is not called the only one."""
    studies, rows = three(study, "abcd")
    studies[3] = replace(studies[3], form="S")
    pooled, rest = analyse(tuple(studies), register(studies, rows), QUESTION)[2].groups
    assert pooled.pooled.k == 3
    assert rest.why_not_pooled == ("the studies differ in form of ketamine")
