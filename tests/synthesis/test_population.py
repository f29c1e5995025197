"""Only patients with the review's condition are the review's patients."""

from __future__ import annotations

import pytest
from tests.synthesis.builders import study

from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.population import cohort_problem

QUESTION = shipped_question()


@pytest.mark.parametrize(
    ("cohort", "n", "told"),
    [
        ({"n_crps": 20, "n_analysed": 20, "n_enrolled": 30}, 20, None),
        ({"n_crps": 20, "n_analysed": 30}, 16, "20 of 30"),
        ({"n_crps": 20, "n_enrolled": 30}, 16, "20 of 30"),
        ({"n_crps": 20, "n_enrolled": 20}, 31, "20 of 31"),
        ({"n_crps": 20}, 20, None),
        ({"n_crps": 20}, None, None),
        ({"n_crps": 20, "condition": "pain"}, None, "“pain”"),
        ({"n_crps": 20, "condition": "pain"}, 20, None),
        ({"n_crps": 0}, None, "none of its"),
        ({"n_crps": 0}, 20, "0 of 20"),
        ({"condition": "complex regional pain syndrome, type 1"}, 20, None),
        ({"condition": "neuropathic pain other than CRPS"}, 20, "other than CRPS"),
        ({"condition": None}, 20, "not recorded"),
    ],
)
def test_the_count_decides_and_else_the_name(cohort, n, told):
    """Counted patients with the condition decide; where none are, its name does."""
    problem = cohort_problem(study(**cohort), n, QUESTION)
    if told is None:
        assert problem is None
    else:
        assert problem[0] == "mixed_cohort"
        assert told in problem[1]
