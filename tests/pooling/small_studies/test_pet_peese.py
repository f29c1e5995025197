"""PET, PEESE and the rule between them."""

import pytest
from tests.pooling.small_studies.builders import VI, YI, bcg

import ketaevidence as ke
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies import pet_peese, regression_test

#: Studies with a clear effect, also in the precise ones.
CLEAR = tuple(y - 2 for y in YI)


def test_the_estimates_are_the_limits_of_both_regressions():
    """PET is the limit over standard errors, PEESE the one over variances."""
    found = pet_peese(YI, VI)
    for fit, predictor in ((found.pet, "sei"), (found.peese, "vi")):
        assert fit.limit == regression_test(YI, VI, predictor=predictor).limit


def test_pet_stands_when_it_finds_no_effect():
    """With a PET p of alpha or more the estimate is PET's, with its interval."""
    found = pet_peese(YI, VI)
    assert found.pet_pval >= found.alpha == 0.1
    assert found.chosen == "PET"
    assert (found.estimate, found.ci_lb, found.ci_ub) == (
        found.pet.limit, found.pet.limit_lb, found.pet.limit_ub)  # fmt: skip


def test_peese_stands_when_pet_finds_an_effect():
    """With a PET p below alpha the estimate is PEESE's, with its interval."""
    found = pet_peese(CLEAR, VI, level=0.8)
    assert found.pet_pval < 0.1
    assert found.chosen == "PEESE"
    assert (found.estimate, found.ci_lb, found.ci_ub) == (
        found.peese.limit, found.peese.limit_lb, found.peese.limit_ub)  # fmt: skip
    assert pet_peese(CLEAR, VI, alpha=found.pet_pval / 2).chosen == "PET"


def test_the_level_comes_with_a_pool():
    """A pool brings its level; its estimator of tau2 plays no part."""
    found = pet_peese(ke.pool(YI, VI, method="DL", test="z", level=0.9))
    assert found.level == 0.9
    assert found.estimate == pet_peese(YI, VI).estimate


def test_it_is_said_to_be_what_it_is():
    """Notes and summary say that a line foretells and nothing is proven."""
    text = str(pet_peese(bcg("RR")))
    for words in (
        "a line through the studies foretells",
        "For the measure RR",
        "PEESE if that p < 0.1",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_frame_marks_the_choice():
    """Both estimates stand in a table, one of them chosen."""
    frame = pet_peese(CLEAR, VI).frame()
    assert frame["chosen"].to_list() == [False, True]


def test_proportions_are_refused():
    """Without a value of "no effect" the rule has no meaning."""
    es = ke.effect_sizes("PLO", xi=range(2, 14), ni=range(20, 44, 2))
    with pytest.raises(PoolingError, match="no value that means none"):
        pet_peese(es)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"alpha": 0}, "alpha=0"),
        ({"alpha": 5}, "alpha=5"),
        ({"alpha": "5 %"}, "alpha='5 %'"),
        ({"level": 1}, "level"),
    ],
)
def test_impossible_levels_are_refused(choices, message):
    """Alpha and level lie between 0 and 1."""
    with pytest.raises(PoolingError, match=message):
        pet_peese(YI, VI, **choices)


def test_few_studies_are_refused():
    """Below ten studies there is no estimate unless it is wanted."""
    with pytest.raises(PoolingError, match="PET-PEESE is not made for 9 studies"):
        pet_peese(YI[:9], VI[:9])
    assert pet_peese(YI[:9], VI[:9], few_studies="allow").k == 9
