"""Weights of the user's choice."""

import numpy as np
import pytest

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool

YI, VI = np.array([-1.2, -0.4, 0.3, -2.0]), np.array([0.1, 0.1, 0.2, 0.2])
GIVEN = np.array([1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize("method", ["EE", "DL", "REML", "PM"])
def test_given_weights_are_used_for_the_mean_and_its_error(method):
    """The mean is weighted as given; its error still counts vi and tau2."""
    pooled = pool(YI, VI, method=method, test="z", weights=GIVEN)
    share = GIVEN / GIVEN.sum()
    assert pooled.estimate == pytest.approx((share * YI).sum(), rel=1e-13)
    variance = (share**2 * (VI + pooled.tau2)).sum()
    assert pooled.se == pytest.approx(np.sqrt(variance), rel=1e-13)
    assert pooled.weights == pytest.approx(100 * share, rel=1e-13)
    assert pooled.tau2 == pool(YI, VI, method=method, test="z").tau2
    assert pooled.settings["weights"] == "given by the user"


def test_only_the_ratios_of_weights_count():
    """Weights times any factor, however large, give the same result."""
    here, there = (
        pool(YI, VI, method="GENQ", test="z", weights=GIVEN * c) for c in (1.0, 1e200)
    )
    assert there.estimate == pytest.approx(here.estimate, rel=1e-14)
    assert there.tau2 == pytest.approx(here.tau2, rel=1e-13)


def test_weights_belong_to_their_studies():
    """The weights follow the order of the studies that were given."""
    here = pool(YI, VI, test="z", weights=GIVEN)
    there = pool(YI[::-1], VI[::-1], test="z", weights=GIVEN[::-1])
    assert there.estimate == pytest.approx(here.estimate, rel=1e-14)
    assert list(there.weights) == pytest.approx(list(here.weights[::-1]))


def test_unweighted_is_the_plain_mean():
    """'unweighted' is the mean of the effects, each with the same weight."""
    pooled = pool(YI, VI, method="EE", test="z", weights="unweighted")
    assert pooled.estimate == pytest.approx(YI.mean(), rel=1e-14)
    assert pooled.se == pytest.approx(np.sqrt(VI.sum()) / 4, rel=1e-14)
    assert list(pooled.weights) == [25.0] * 4
    assert pooled.settings["weights"] == "the same for every study"


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ([1, 2, 3], r"shape \(3,\), but there are 4 studies"),
        ([1, 2, 0, 4], r"'Study 3' \(row 3\) has 0; leave out"),
        ([1, -2, 3, 4], r"'Study 2' \(row 2\) has -2"),
        ([1, 2, 3, np.nan], r"'Study 4' \(row 4\) has nan"),
        ([1, 2, 3, np.inf], r"\(row 4\) has inf"),
        ("equal", "weights='equal' is not on offer"),
        (["a", "b", "c", "d"], "must be numbers, one for each study"),
    ],
)
def test_impossible_weights_are_refused(weights, says):
    """A weight that is missing, not above 0 or no number is an error with its row."""
    with pytest.raises(PoolingError, match=says):
        pool(YI, VI, weights=weights)


def test_genq_needs_weights():
    """GENQ without weights is refused with an example of weights."""
    with pytest.raises(PoolingError, match=r"needs weights=.*1 / sqrt\(vi\)"):
        pool(YI, VI, method="GENQ")


def test_knapp_and_hartung_scale_the_error_of_given_weights():
    """With given weights the scale is that of the inverse variances, as in metafor."""
    plain, scaled = (pool(YI, VI, test=test, weights=GIVEN) for test in ("t", "knha"))
    own = pool(YI, VI, test="knha")
    assert scaled.s2w == own.s2w
    assert scaled.se == pytest.approx(plain.se * np.sqrt(own.s2w), rel=1e-14)
