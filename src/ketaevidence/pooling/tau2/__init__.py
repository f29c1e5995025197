"""How much the true effects differ between studies: the estimators of tau2.

Each is written once, against :class:`AnySample`, and serves a plain pool and a
meta-regression alike.
"""

from __future__ import annotations

from collections.abc import Callable

from ketaevidence.pooling.tau2.likelihood import (
    maximum_likelihood,
    restricted_maximum_likelihood,
)
from ketaevidence.pooling.tau2.model import Heterogeneity
from ketaevidence.pooling.tau2.moments import (
    dersimonian_laird,
    generalised_q,
    hedges,
    hunter_schmidt,
    sidik_jonkman,
)
from ketaevidence.pooling.tau2.paule_mandel import paule_mandel
from ketaevidence.pooling.tau2.sample import AnySample, AnySums

#: The estimators by metafor's names. GENQ takes weights: see :func:`generalised_q`.
ESTIMATORS: dict[str, Callable[[AnySample], Heterogeneity]] = {
    "DL": dersimonian_laird,
    "HE": hedges,
    "HS": hunter_schmidt,
    "SJ": sidik_jonkman,
    "ML": maximum_likelihood,
    "REML": restricted_maximum_likelihood,
    "EB": paule_mandel,
    "PM": paule_mandel,
}

__all__ = [
    "ESTIMATORS",
    "AnySample",
    "AnySums",
    "Heterogeneity",
    "generalised_q",
]
