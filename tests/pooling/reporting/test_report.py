"""The paragraphs that a paper prints."""

import itertools
import re
import warnings

import numpy as np
import pytest

from ketaevidence.effects import MEASURES, Effects, effect_sizes, recover_sd
from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.choices import METHODS, PREDICTIONS, TESTS
from ketaevidence.pooling.presets import PRESETS
from ketaevidence.pooling.reporting.references import REFERENCES

TRIALS = effect_sizes(
    "GEN",
    yi=[-1.2, -0.4, 0.3, -2.0],
    vi=[0.1, 0.1, 0.2, 0.2],
    slab=["A 2001", "B 2002", "C 2003", "D 2004"],
    ni=[20, 30, 25, 25],
    kind="contrast",
)
ODDS = effect_sizes(
    "OR", ai=[8, 0, 5, 0], n1i=[20, 20, 30, 9], ci=[3, 2, 4, 0], n2i=[20, 20, 30, 9]
)
CHANGE = {
    "m1i": [4, 5, 3], "m2i": [7, 7, 6], "sd1i": [2, 2, 2], "sd2i": [2, 2, 2],
    "ni": [20, 30, 25],
}  # fmt: skip
#: Values for the columns of every measure, for three studies.
COLUMNS = CHANGE | {
    "ri": 0.5, "n1i": [20, 30, 25], "n2i": [21, 29, 22], "mi": [1, 2, 3],
    "sdi": [1, 1, 1], "ai": [8, 0, 4], "bi": [12, 30, 21], "ci": [3, 2, 1],
    "di": [17, 27, 21], "x1i": [3, 0, 4], "t1i": [10, 20, 30], "x2i": [1, 2, 3],
    "t2i": [10, 20, 30], "xi": [0, 5, 8], "ti": [2, 3, 4], "r1i": 0.5, "r2i": 0.5,
    "post1i": [4, 5, 3], "pre1i": [7, 7, 6], "sdpre1i": [2, 2, 2],
    "sdpost1i": [2, 2, 2], "post2i": [6, 6, 6], "pre2i": [7, 7, 7],
    "sdpre2i": [2, 2, 2], "sdpost2i": [2, 2, 2],
}  # fmt: skip


def report_of(effects, *, tau2_interval=None, **asked):
    """Pool and report, without the warnings that pooling has anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pool(effects, **asked).report(tau2_interval=tau2_interval)


def test_the_results_come_in_the_order_of_journals():
    """Studies, estimate with interval, test, tau2, I2, Q, prediction interval."""
    pooled = pool(TRIALS)
    results = pooled.report().results
    order = (
        "4 studies with 100 participants were pooled.",
        f"The pooled effect was {pooled.estimate:.3f} (95 % confidence interval ",
        f"interval {pooled.ci_lb:.3f} to {pooled.ci_ub:.3f}",
        f"t(3) = {pooled.zval:.3f}, p = {pooled.pval:.4f}",
        f"tau² was {pooled.tau2:.4g}",
        f"I² was {pooled.I2:.1f} %",
        f"Q(3) was {pooled.QE:.3f} (p = {pooled.QEp:.4f})",
        "The 95 % prediction interval",
        f"was {pooled.pi_lb:.3f} to {pooled.pi_ub:.3f}.",
    )
    places = [results.find(part) for part in order]
    assert -1 not in places, results
    assert places == sorted(places)


def test_every_choice_is_said_with_its_reference():
    """Estimator, weights, test, level, prediction, I2: each is in the methods."""
    methods = report_of(TRIALS, level=0.9, prediction="t(k-2)").methods
    for part in (
        "a contrast between treatments",
        "restricted maximum likelihood (Viechtbauer 2005)",
        "1 / (variance + tau²)",
        "The 90 % confidence interval and the test of no effect",
        "Knapp-Hartung method (t distribution with 3 degrees of freedom)",
        "(Knapp and Hartung 2003)",
        "t (k - 2 df; Higgins, Thompson and Spiegelhalter)",
        "tau2-based: 100 tau2 / (tau2 + typical variance)",
        "(Higgins and Thompson 2002)",
        "Cochran's Q (Cochran 1954)",
        "metafor (Viechtbauer 2010)",
    ):
        assert part in methods, part


@pytest.mark.parametrize(("method", "test"), list(itertools.product(METHODS, TESTS)))
def test_every_model_and_test_can_be_reported(method, test):
    """Each combination that pool computes has its words, its name and its source."""
    weights = [1, 2, 3, 4] if method == "GENQ" else None
    if method == "EE" and test.startswith("knha"):
        with pytest.raises(PoolingError):
            pool(TRIALS, method=method, test=test)
        return
    report = report_of(TRIALS, method=method, test=test, weights=weights)
    name = METHODS[method].removeprefix("random effects, ")
    assert (name if method != "EE" else "tau² fixed at 0") in report.methods
    shown = "normal" if test == "z" else "Knapp-Hartung" if "knha" in test else "t dist"
    assert shown in report.methods
    if method == "GENQ":
        assert "given by the user" in report.methods


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_every_prediction_interval_is_named(prediction):
    """The report names the interval's distribution, or that there is none."""
    report = report_of(TRIALS, prediction=prediction)
    words = (
        "No prediction interval" if prediction == "none" else PREDICTIONS[prediction]
    )
    assert words in report.methods
    assert ("prediction interval" in report.results) is (prediction != "none")


def test_a_prediction_interval_that_does_not_exist_is_said():
    """With two studies and k - 2 degrees of freedom there is none."""
    report = report_of(TRIALS.take([0, 1]), prediction="t(k-2)")
    assert "is not defined for so few studies" in report.methods
    assert "prediction" not in report.results


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_named_with_what_was_changed(name):
    """Software, preset, overridden arguments, and what could not be checked."""
    methods = report_of(TRIALS, preset=name, level=0.9).methods
    preset = PRESETS[name]
    assert f"defaults of {preset.software} (preset '{name}'), but for: level" in methods
    assert preset.unverified in methods


@pytest.mark.parametrize("measure", MEASURES)
def test_every_choice_behind_the_effects_is_said(measure):
    """No setting of any measure is left out, and only contrasts are effects."""
    for form in MEASURES[measure].forms:
        es = effect_sizes(
            measure,
            design=form.design,
            **{name: COLUMNS[name] for name in form.columns},
        )
        report = report_of(es)
        text = f"{report.methods} {report.results}"
        for name in ("variance", "standardizer", "correction", "drop00", "to"):
            if name in es.settings:
                assert str(es.settings[name]) in text, name
        if "correlation" in es.settings:
            assert str(es.settings["correlation"]).split(": ")[-1] in text
        for label in es.settings.get("adjusted", []):
            assert label in text
        if es.kind != "contrast":
            # The model's own name is not about what was found.
            assert "effect" not in text.replace("random-effects model", "").lower()
            assert "no comparison group" in text
        assert "signific" not in str(report).lower()


def test_an_unknown_choice_is_said_by_its_name():
    """A setting that has no sentence of its own is written out."""
    es = Effects("MD", np.ones(2), np.ones(2), ("A", "B"), settings={"new_rule": "yes"})
    assert "New rule: yes." in report_of(es, method="EE", test="z").methods


def test_ratios_are_turned_back():
    """An odds ratio is reported as a ratio, tau2 on the log scale, and so said."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pooled = pool(ODDS, test="z")
    report = pooled.report()
    assert f"The pooled odds ratio was {np.exp(pooled.estimate):.2f} " in report.results
    assert "log scale" in report.results
    assert "turned back" in report.methods
    assert "in studies with a zero cell (to='only0') (Haldane 1956)" in report.methods
    assert "these were: Study 2." in report.methods
    assert "left out: Study 4" in report.methods


def test_freeman_tukey_is_reported_on_its_own_scale():
    """There is no way back without a number of patients, and the reason is given."""
    report = report_of(effect_sizes("PFT", xi=[0, 8, 3], ni=[10, 20, 12]))
    assert "given on that scale" in report.methods
    assert "Schwarzer" in " ".join(report.references)
    assert "Freeman-Tukey scale" in report.results


def test_an_assumed_correlation_is_said_with_its_value():
    """The reader learns that it was assumed, and which one."""
    report = report_of(effect_sizes("MC", ri=0.5, **CHANGE))
    assert "assumed to be 0.5 in every study" in report.methods
    assert "(Cuijpers and others 2017)" in report.methods
    assert any("repeat with other values" in note for note in report.notes)


def test_recovered_deviations_are_said():
    """Where a standard deviation was not reported, the source is named."""
    sd = recover_sd(se=[0.4, 0.5], n=[20, 30])
    es = effect_sizes("MN", mi=[1, 2], sdi=sd, ni=[20, 30])
    assert "sdi recovered from the standard error of a mean" in report_of(es).methods


def test_one_study_is_no_pool():
    """Nothing was pooled, and the report does not speak of a pooled effect."""
    report = pool(TRIALS.take([0])).report(tau2_interval="QP")
    text = f"{report.methods} {report.results}"
    assert "nothing was pooled" in report.methods
    assert "one study with 20 participants (A 2001), and no pool" in report.results
    for word in ("The pooled", "I²", "tau²", "prediction"):
        assert word not in text


def test_equal_effects_have_no_tau2_to_report():
    """With equal effects there is no tau2 and no prediction interval."""
    report = report_of(TRIALS, method="EE", test="z")
    assert "tau²" not in report.results
    assert "there is no prediction interval" in report.methods
    with pytest.raises(PoolingError, match="tau2 is 0 by definition"):
        report_of(TRIALS, method="EE", test="z", tau2_interval="QP")


@pytest.mark.parametrize(
    ("kind", "source"), [("QP", "Viechtbauer 2007"), ("PL", "Hardy and Thompson 1996")]
)
def test_intervals_of_heterogeneity_are_given_on_demand(kind, source):
    """tau2 and I2 then have their intervals, and the method its reference."""
    report = report_of(TRIALS, i2="Q", tau2_interval=kind)
    assert f"({source})" in report.methods
    assert re.search(
        r"tau² was 0\.7607 \(95 % interval [\d.]+ to [\d.]+\)", report.results
    )
    assert re.search(r"I² was 81\.8 % \(tau2-based 95 % interval", report.results)


def test_caveats_come_along():
    """The notes of the pool are the notes of the report."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pooled = pool(ODDS)
    assert pooled.notes
    assert pooled.report().notes == pooled.notes


def test_references_are_those_cited_sorted_with_doi():
    """Everything cited is listed once, in order, and nothing else."""
    report = report_of(ODDS, method="PM", tau2_interval="QP")
    cited = re.findall(r"\(([^()]*?\d{4}(?:; [^()]*?\d{4})*)\)", report.methods)
    names = {name for group in cited for name in group.split("; ")}
    known = {ref.cited: str(ref) for ref in REFERENCES.values()}
    assert {known[name] for name in names if name in known} == set(report.references)
    assert list(report.references) == sorted(report.references, key=str.casefold)


def test_every_reference_is_complete():
    """Each one has authors, the year that is cited, and a DOI unless it is a book."""
    for key, ref in REFERENCES.items():
        assert ref.cited[-4:] == re.search(r"\((\d{4})\)", ref.printed)[1], key
        assert ref.doi is None or re.fullmatch(r"10\.\d{4,5}/\S+", ref.doi), key
        assert ref.doi or "Sage" in ref.printed


def test_the_whole_is_plain_text_of_80_columns():
    """Methods, results, caveats and references follow one another, wrapped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = pool(ODDS).report()
    text = str(report)
    heads = ["\nMethods\n", "\nResults\n", "\nPlease note\n", "\nReferences\n"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) <= 80
    joined = " ".join(text.split())
    assert report.methods in joined
    assert report.results in joined


def test_the_report_is_shown_in_a_notebook():
    """The paragraphs and the references are there, with names escaped."""
    es = effect_sizes("GEN", yi=[1, 2], vi=[1, 1], slab=["<i>A</i>", "B"])
    html = pool(es.take([0])).report()._repr_html_()
    assert "&lt;i&gt;A&lt;/i&gt;" in html
    assert "<i>" not in html
    assert "References" in html
