"""A three-level result as paragraphs for a paper."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ketaevidence.effects.words import noun_of, p_words
from ketaevidence.pooling.multilevel.text import statistic, value
from ketaevidence.pooling.reporting.measure import in_a_sentence, measure_sentences
from ketaevidence.pooling.reporting.model import Report
from ketaevidence.pooling.reporting.references import Citations, Reference

if TYPE_CHECKING:
    from ketaevidence.effects.intervals import Interval
    from ketaevidence.pooling.multilevel.model import Multilevel

#: The model, and the shares of its levels.
KONSTANTOPOULOS = Reference(
    "Konstantopoulos 2011",
    "Konstantopoulos S (2011). Research Synthesis Methods 2:61-76",
    "10.1002/jrsm.35",
)
CHEUNG = Reference(
    "Cheung 2014",
    "Cheung MWL (2014). Psychological Methods 19:211-229",
    "10.1037/a0032968",
)

_METHODS = {
    "REML": "restricted maximum likelihood",
    "ML": "maximum likelihood",
}


def write_report(pooled: Multilevel) -> Report:
    """Write methods, results, caveats and references."""
    cite = Citations()
    methods = " ".join(
        [*measure_sentences(pooled.effects, cite), *_model(pooled, cite)]
    )
    own = map(str, (KONSTANTOPOULOS, CHEUNG))
    return Report(
        methods=methods,
        results=_results(pooled),
        notes=pooled.notes,
        references=tuple(sorted((*cite.listed(), *own), key=str.casefold)),
    )


def _model(pooled: Multilevel, cite: Citations) -> list[str]:
    noun, level = noun_of(pooled.effects), f"{100 * pooled.level:g} %"
    by = "the normal distribution (Wald)"
    if pooled.ddf is not None:
        counted = "clusters" if pooled.test == "t" else "effects"
        by = f"t with {pooled.ddf} degrees of freedom ({counted} less one)"
    ahead = "No prediction interval was asked for."
    if pooled.pi_lb is not None:
        ahead = (
            "Prediction interval for the true value of one effect of a new cluster: "
            f"{pooled.settings['prediction_interval']}{cite('higgins2009')}."
        )
    return [
        (
            f"The {noun}s were pooled in a three-level random-effects model "
            f"({KONSTANTOPOULOS.cited}), with the variances of the true {noun}s "
            f"between and within clusters by {_METHODS[pooled.method]}; sampling "
            "errors were taken as independent."
        ),
        f"The {level} confidence interval of the mean uses {by}.",
        ahead,
        (
            "Heterogeneity was described by both variances with their "
            "profile-likelihood intervals, by the share of each level in the "
            f"variability of effects, I² ({CHEUNG.cited}), and by Cochran's Q"
            f"{cite('cochran1954')}."
        ),
        f"Conventions are those of the R package metafor{cite('viechtbauer2010')}.",
    ]


def _variance(where: str, sigma2: float, bounds: Interval, share: float) -> str:
    return (
        f"the variance {where} clusters was {sigma2:.4g} ({bounds.lb:.4g} to "
        f"{bounds.ub:.4g}; standard deviation {math.sqrt(sigma2):.4g}; I² "
        f"{share:.1f} %)"
    )


def _results(pooled: Multilevel) -> str:
    level = f"{100 * pooled.level:g} %"
    text = (
        f"{pooled.k} effects of {pooled.clusters} clusters were pooled. The pooled "
        f"{in_a_sentence(pooled.effects)} was {value(pooled, pooled.estimate)} "
        f"({level} confidence interval {value(pooled, pooled.ci_lb)} to "
        f"{value(pooled, pooled.ci_ub)}"
    )
    if pooled.effects.null_value is not None and pooled.zval is not None:
        text += f"; {statistic(pooled)}"
    between = _variance(
        "between", pooled.sigma2_between, pooled.between_interval, pooled.I2_between
    )
    within = _variance(
        "within", pooled.sigma2_within, pooled.within_interval, pooled.I2_within
    )
    text += (
        f"). Heterogeneity: {between}, {within}, Q({pooled.QE_df}) was {pooled.QE:.3f} "
        f"({p_words(pooled.QEp)})."
    )
    if pooled.pi_lb is None or pooled.pi_ub is None:
        return text
    return (
        f"{text} The {level} prediction interval, in which the true value of one "
        f"effect of a new cluster is expected, was {value(pooled, pooled.pi_lb)} to "
        f"{value(pooled, pooled.pi_ub)}."
    )
