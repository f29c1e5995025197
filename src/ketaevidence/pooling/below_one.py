"""A scale or dispersion that is below 1, told from one that only computes so."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ketaevidence.pooling.sums import FloatArray

#: What differs from 1 by less is 1 and the error of computing it: a tau2 of Paule and
#: Mandel makes the Knapp-Hartung scale 1 by its definition.
ROUNDING = 1e-9


@overload
def is_below_one(scale: float) -> bool: ...
@overload
def is_below_one(scale: FloatArray) -> NDArray[np.bool_]: ...
def is_below_one(scale: float | FloatArray) -> bool | NDArray[np.bool_]:
    """Say whether a scale is below 1 by more than the error of computing it.

    Examples
    --------
    >>> is_below_one(0.9998), is_below_one(1 - 1e-15)
    (True, False)
    """
    return scale < 1 - ROUNDING


def below_one(scale: float) -> str:
    """Print a scale below 1 with as many digits as show that it is.

    Examples
    --------
    >>> below_one(0.25), below_one(0.99982), below_one(0.999999957)
    ('0.25', '0.9998', '0.99999996')
    """
    for digits in range(3, 17):
        text = f"{scale:.{digits}g}"
        if float(text) < 1:
            return text
    return repr(scale)
