"""Titles of what the methods cite, by the short names of the references."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Books stand without one: their title is where they were printed.
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "akl2024": "Extension of the PRISMA 2020 statement for living systematic "
        "reviews (PRISMA-LSR): checklist and explanation",
        "balshem2011": "GRADE guidelines: 3. Rating the quality of evidence",
        "becker1988": "Synthesizing standardized mean-change measures",
        "bonett2008": "Confidence intervals for standardized linear contrasts of means",
        "bonett2009": "Meta-analytic interval estimation for standardized and "
        "unstandardized mean differences",
        "clopper1934": "The use of confidence or fiducial limits illustrated in the "
        "case of the binomial",
        "cochran1954": "The combination of estimates from different experiments",
        "cousineau2020": "Approximating the distribution of Cohen's d_p in "
        "within-subject designs",
        "cuijpers2017": "Pre-post effect sizes should be avoided in meta-analyses",
        "dersimonian1986": "Meta-analysis in clinical trials",
        "dersimonian2007": "Random-effects model for meta-analysis of clinical "
        "trials: an update",
        "elbourne2002": "Meta-analyses involving cross-over trials: methodological "
        "issues",
        "follmann1999": "Valid inference in random effects meta-analysis",
        "freeman1950": "Transformations related to the angular and the square root",
        "gibbons1993": "Estimation of effect size from a series of experiments "
        "involving paired comparisons",
        "haldane1956": "The estimation and significance of the logarithm of a ratio of "
        "frequencies",
        "hamza2008": "The binomial distribution of meta-analysis was preferred to "
        "model within-study variability",
        "hardy1996": "A likelihood approach to meta-analysis with random effects",
        "harris2020": "Array programming with NumPy",
        "hedges1981": "Distribution theory for Glass's estimator of effect size and "
        "related estimators",
        "hedges1983": "A random effects model for effect sizes",
        "higgins2002": "Quantifying heterogeneity in a meta-analysis",
        "higgins2009": "A re-evaluation of random-effects meta-analysis",
        "higgins2011": "The Cochrane Collaboration's tool for assessing risk of bias "
        "in randomised trials",
        "hunter2007": "Matplotlib: a 2D graphics environment",
        "jackson2017": "The Hartung-Knapp modification for random-effects "
        "meta-analysis: a useful refinement but are there any residual concerns?",
        "knapp2003": "Improved tests for a random effects meta-regression with a "
        "single covariate",
        "lajeunesse2011": "On the meta-analysis of response ratios for studies with "
        "correlated and multi-group designs",
        "lajeunesse2015": "Bias and correction for the log response ratio in "
        "ecological meta-analysis",
        "mckinney2010": "Data structures for statistical computing in Python",
        "miller1978": "The inverse of the Freeman-Tukey double arcsine transformation",
        "morris1983": "Parametric empirical Bayes inference: theory and applications",
        "morris2008": "Estimating effect sizes from pretest-posttest-control group "
        "designs",
        "page2021": "The PRISMA 2020 statement: an updated guideline for reporting "
        "systematic reviews",
        "partlett2017": "Random effects meta-analysis: coverage performance of 95% "
        "confidence and prediction intervals following REML estimation",
        "paule1982": "Consensus values and weighting factors",
        "rethlefsen2021": "PRISMA-S: an extension to the PRISMA Statement for "
        "Reporting Literature Searches in Systematic Reviews",
        "rover2015": "Hartung-Knapp-Sidik-Jonkman approach and its modification for "
        "random-effects meta-analysis with few studies",
        "rucker2009": "Why add anything to nothing? The arcsine difference as a "
        "measure of treatment effect in meta-analysis with zero cells",
        "schwarzer2019": "Seriously misleading results using inverse of Freeman-Tukey "
        "double arcsine transformation in meta-analysis of single proportions",
        "sidik2005": "Simple heterogeneity variance estimation for meta-analysis",
        "sterne2016": "ROBINS-I: a tool for assessing risk of bias in non-randomised "
        "studies of interventions",
        "sterne2019": "RoB 2: a revised tool for assessing risk of bias in randomised "
        "trials",
        "viechtbauer2005": "Bias and efficiency of meta-analytic variance estimators "
        "in the random-effects model",
        "viechtbauer2007": "Confidence intervals for the amount of heterogeneity in "
        "meta-analysis",
        "viechtbauer2010": "Conducting meta-analyses in R with the metafor package",
        "virtanen2020": "SciPy 1.0: fundamental algorithms for scientific computing in "
        "Python",
        "yusuf1985": "Beta blockade during and after myocardial infarction: an "
        "overview of the randomized trials",
    }
)
