"""A pool or a regression as columns that its weights make orthonormal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.pooling.clusters.sandwich import Fit
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.regression.model import Regression
from ketaevidence.pooling.regression.weighting import has_inverse_variances
from ketaevidence.pooling.sums import FloatArray

#: What the coefficient of a pool is called.
POOLED = "pooled effect"


@dataclass(frozen=True, slots=True)
class View:
    """What went in, in columns that the weights make orthonormal.

    Parameters
    ----------
    names, estimates
        The coefficients, shape ``(p,)``.
    x, w, phi, residuals
        As in :class:`Fit`.
    change
        Coefficients = change @ those of the columns, shape ``(p, p)``.
    slopes
        The same for the rows that the omnibus test is about, in the inner columns of
        the regression, shape ``(m, p)``, and their estimates, shape ``(m,)``.
    is_inverse
        Whether the weights are the inverse variances.
    """

    names: tuple[str, ...]
    estimates: FloatArray
    x: FloatArray
    w: FloatArray
    phi: FloatArray
    residuals: FloatArray
    change: FloatArray
    slopes: tuple[FloatArray, FloatArray] | None
    is_inverse: bool

    def seen(
        self, members: Mapping[str, npt.NDArray[np.intp]], contrasts: FloatArray
    ) -> Fit:
        """Give the fit as the sandwich sees it."""
        return Fit(
            x=self.x,
            w=self.w,
            phi=self.phi,
            residuals=self.residuals,
            clusters=tuple(members.values()),
            contrasts=contrasts,
            is_inverse=self.is_inverse,
        )


def view_of(fit: Pooled | Regression) -> View:
    """Take a result apart into what the sandwich needs."""
    phi = fit.effects.vi + (fit.tau2 or 0.0)
    is_inverse = has_inverse_variances(fit)
    w = 1.0 / phi if is_inverse else np.array(fit.weights)
    x = np.ones((fit.k, 1))
    if isinstance(fit, Regression):
        x = fit.design.inner(fit.design.matrix)
    # The heaviest rows first, which keeps the digits of the others.
    order = np.argsort(-w, kind="stable")
    factor = np.linalg.qr((x * np.sqrt(w)[:, np.newaxis])[order], mode="r")
    root = np.linalg.inv(factor)
    if isinstance(fit, Pooled):
        return View(
            names=(POOLED,),
            estimates=np.array([fit.estimate]),
            x=x @ root,
            w=w,
            phi=phi,
            residuals=fit.effects.yi - fit.estimate,
            change=root,
            slopes=None,
            is_inverse=is_inverse,
        )
    tested = fit.design.is_tested()
    return View(
        names=fit.design.names,
        estimates=np.array([one.estimate for one in fit.coefficients]),
        x=x @ root,
        w=w,
        phi=phi,
        residuals=fit.residuals,
        change=fit.design.to_raw() @ root,
        slopes=(root[tested], fit.inner_coefficients[tested]),
        is_inverse=is_inverse,
    )
