"""Ask how effects go with characteristics of the studies: meta-regression.

Effects and moderators go in, a frozen :class:`Regression` comes out.
"""

from __future__ import annotations

from ketaevidence.pooling.regression.model import Coefficient, Regression
from ketaevidence.pooling.regression.predict import Predictions
from ketaevidence.pooling.regression.regress import regress

__all__ = ["Coefficient", "Predictions", "Regression", "regress"]
