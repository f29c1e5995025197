"""A trial that reports another outcome than it registered is asked about."""

from __future__ import annotations

import pytest
from tests.integrity.builders import found
from tests.synthesis.builders import responder, result, trial

PLAN = responder(
    "R1", arm_id="one", statistic="statement", events=None, total=None, estimator=None,
    outcome_words="primary outcome as registered", definition="30% pain reduction",
    statement="registered definition: 30% pain reduction",
)  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "is_found"),
    [
        ([result("R2", statistic="test_only", p_value="<0.05", arm_id="con")], True),
        ([responder("R2", definition="≥50% less pain")], True),
        ([responder("R2", definition="at least 30% less pain")], False),
        ([responder("R2", definition="30% less", events=None, total=None, estimator=None,
                    statistic="statement")], True),
        ([], True),
    ],
)  # fmt: skip
def test_a_registered_outcome_that_is_not_reported_warns(reported, is_found):
    """The registered outcome must be there with its numbers, or it is asked for."""
    # T26
    findings = found("outcome_switched", [trial("a")], [PLAN, *reported])
    assert bool(findings) is is_found
    assert all(finding.severity == "warn" for finding in findings)


def test_without_a_registered_outcome_nothing_is_asked():
    """Where the registration is not known, nobody can have switched."""
    # T26
    rows = [result("R2", statistic="test_only", p_value="<0.05", arm_id="con")]
    assert not found("outcome_switched", [trial("a")], rows)
