"""The sums behind every estimate keep their digits."""

from fractions import Fraction

import numpy as np
import pytest

from ketaevidence.pooling.batch.curve import BEND, GAIN, LOSS, TURN, curve, totals
from ketaevidence.pooling.batch.rows import rows_of

#: Studies of like weight, one with nearly all of it, and two with nearly all of it.
VARIANCES = {
    "alike": [0.2, 0.3, 0.5, 0.4],
    "one dominates": [1e-13, 0.3, 2.0, 50.0],
    "two dominate": [1e-9, 2e-9, 0.5, 1e6],
}
EFFECTS = [0.3, -1.1, 2.0, 0.7]


def exact(v, tau2, *, restricted):
    """Compute y'Py, y'PPy, y'PPPy and the traces with matrices of fractions."""
    size = range(len(v))
    w = [1 / (Fraction(x) + Fraction(tau2)) for x in v]
    total = sum(w)
    p = [[(w[i] if i == j else 0) - w[i] * w[j] / total for j in size] for i in size]
    y = [Fraction(x) for x in EFFECTS]

    def times(vector):
        return [sum(p[i][j] * vector[j] for j in size) for i in size]

    py = times(y)
    ppy = times(py)
    loss = sum(p[i][i] for i in size) if restricted else total
    squares = [p[i][j] * p[j][i] for i in size for j in size]
    turn = sum(squares) if restricted else sum(x * x for x in w)
    return {
        "rss": sum(a * b for a, b in zip(y, py, strict=True)),
        "gain": sum(a * a for a in py),
        "bend": sum(a * b for a, b in zip(py, ppy, strict=True)),
        "loss": loss,
        "turn": turn,
    }


@pytest.mark.parametrize("case", VARIANCES)
@pytest.mark.parametrize("tau2", [0.0, 1e-10, 0.1, 1e5])
@pytest.mark.parametrize("restricted", [True, False])
def test_every_sum_has_twelve_digits(case, tau2, restricted):
    """Also beside one weight that is 10^13 times the others."""
    v = VARIANCES[case]
    rows = rows_of(np.array([EFFECTS, EFFECTS]).T, np.array([v, v]).T)
    found = curve(rows.y, rows.v, np.full(2, tau2), restricted=restricted)[:, 0]
    expected = exact(v, tau2, restricted=restricted)
    for place, name in ((GAIN, "gain"), (LOSS, "loss"), (BEND, "bend"), (TURN, "turn")):
        assert found[place] == pytest.approx(float(expected[name]), rel=1e-12), name
    sums = totals(rows.y, rows.v, tau2)
    assert sums.rss[0] == pytest.approx(float(expected["rss"]), rel=1e-12)
    assert sums.gain[0] == pytest.approx(float(expected["gain"]), rel=1e-12)
    trace = exact(v, tau2, restricted=True)["loss"]
    assert sums.trace[0] == pytest.approx(float(trace), rel=1e-12)


def test_a_study_that_is_absent_changes_nothing():
    """Infinite variance is no study, wherever it stands."""
    y, v = np.array([EFFECTS, EFFECTS]).T, np.array([[0.2, 0.3, 0.5, 0.4]] * 2).T
    more = np.insert(y, [0, 2], 99.0, axis=0), np.insert(v, [0, 2], np.inf, axis=0)
    here, there = rows_of(y, v), rows_of(*more)
    assert there.n.tolist() == [4.0, 4.0]
    for restricted in (True, False):
        first = curve(here.y, here.v, np.full(2, 0.1), restricted=restricted)
        second = curve(there.y, there.v, np.full(2, 0.1), restricted=restricted)
        assert second == pytest.approx(first, rel=1e-14)
    assert there.squares() == pytest.approx(here.squares())
