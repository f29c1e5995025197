"""The metafor project's examples of REML iterations that are slow or fail.

"Convergence problems with the rma() function", https://www.metafor-project.org (tips):
two printed sets of ten effects. For the second one metafor's Fisher scoring steps to and
fro without an end unless its steps are halved. The tau2 printed there, 0.08197314, is
where the default limit (a step of 1e-5) stops; with a limit of 1e-12 metafor 3.8 gives
0.0819731144234, and six digits are common to both.
"""

import pytest

from ketaevidence.pooling import pool

SLOW = (
    [-0.47, -1.56, 0.18, 0.88, 0.74, 0.89, -0.05, 0.52, 2.08, 0.81],
    [0.663, 0.660, 0.125, 0.068, 0.971, 0.094, 0.509, 0.887, 0.704, 0.556],
)
FAILING = (
    [1.30, 1.94, 0.70, 0.36, 1.31, 0.46, 1.24, 0.71, 0.35, 0.77],
    [0.640, 0.421, 0.992, 0.058, 0.756, 0.634, 0.790, 0.596, 0.457, 0.935],
)


@pytest.mark.parametrize(
    ("data", "digits", "printed"),
    [(SLOW, 5, "0.19878"), (FAILING, 6, "0.081973")],
    ids=["slow", "failing"],
)
def test_reml_ends_where_it_should(data, digits, printed):
    """REML gives the printed tau2 in both sets, as far as it is exact."""
    assert f"{pool(*data, method='REML', test='z').tau2:.{digits}f}" == printed


def test_reml_ends_where_metafor_ends_with_tight_limits():
    """REML of the failing set is that of metafor with a limit of 1e-12."""
    tau2 = pool(*FAILING, method="REML", test="z").tau2
    assert tau2 == pytest.approx(0.0819731144234, rel=1e-11)
