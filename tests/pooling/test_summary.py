"""A pooled result in words and tables."""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.pooling import pool

TRIALS = effect_sizes(
    "GEN",
    yi=[-1.2, -0.4, 0.3, -2.0],
    vi=[0.1, 0.1, 0.2, 0.2],
    slab=["A 2001", "B 2002", "C 2003", "D 2004"],
    ni=[20, 30, 25, 25],
)


def test_the_summary_says_what_was_done():
    """The text names studies, model, interval, prediction, heterogeneity, weights."""
    text = pool(TRIALS).summary()
    for part in (
        "Effect as given, 4 studies, 100 participants",
        "restricted maximum likelihood",
        "Knapp-Hartung",
        "Prediction interval   [",
        "I2 (from tau2)",
        "t(3) = ",
        "A 2001",
        "26.4 %",
    ):
        assert part in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert str(pool(TRIALS)) == text


def test_the_summary_is_deterministic():
    """Two runs write the same bytes."""
    assert pool(TRIALS).summary() == pool(TRIALS).summary()


def test_proportions_are_shown_as_proportions():
    """PLO is shown from 0 to 1, without a test against "no effect"."""
    es = effect_sizes("PLO", xi=[0, 3, 8], ni=[10, 12, 9], slab=["A", "B", "C"])
    text = pool(es, test="z").summary()
    assert "turned back from the scale of analysis (logit)" in text
    assert "Pooled proportion" in text
    assert "Test of no effect" not in text
    assert "0.5 was added to events and to non-events (to='only0') of: A." in text
    assert "0.2500" in text


def test_ratios_are_shown_as_ratios():
    """Log ratios are turned back, tau2 stays on the log scale, and both are said."""
    es = effect_sizes("RR", ai=[8, 4, 9], n1i=[20] * 3, ci=[3, 2, 1], n2i=[20] * 3)
    pooled = pool(es, test="z")
    text = pooled.summary()
    assert text.startswith("Risk ratio, 3 studies, 120 participants")
    assert f"Pooled effect         {np.exp(pooled.estimate):.2f}" in text
    assert "log scale" in text
    assert "natural logarithm" in text


def test_a_change_is_not_called_an_effect():
    """Uncontrolled change is a change in every line of the summary."""
    es = effect_sizes(
        "MC", m1i=[4, 5], m2i=[7, 7], sd1i=[2, 2], sd2i=[2, 2], ni=[20, 30], ri=0.5
    )
    text = pool(es, test="t").summary()
    assert "Pooled change" in text
    assert "Test of no change" in text
    assert "effect" not in text.replace("random effects", "").lower()


def test_a_notebook_shows_the_same_words():
    """The HTML has every word of the summary; markup in a name stays text."""
    pooled = pool([0.5, 0.1], [0.1, 0.2], slab=["<b>A</b>", "B"], test="z")
    html = pooled._repr_html_()
    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert "<b>" not in html
    for word in ("Cochran test", "Prediction interval", "Please note"):
        assert word in html


def test_a_raw_proportion_below_zero_is_pointed_out():
    """An interval outside 0 to 1 says that the scale does not fit."""
    es = effect_sizes("PR", xi=[1, 9, 1], ni=[10, 10, 12])
    assert any("leaves the range" in note for note in pool(es).notes)


def test_one_study_is_shown_as_one_study():
    """The summary of one study has no model and no pooled effect."""
    text = pool([0.5], [0.1]).summary()
    assert "This study" in text
    assert "Pooled effect" not in text
    assert "Model" not in text
    assert "not a pool" in text


@pytest.mark.parametrize("factor", [1e-12, 1e-4, 1.0, 1e4, 1e12])
def test_every_scale_is_readable(factor):
    """Tiny and huge effects keep significant digits and no line explodes."""
    yi, vi = np.array(TRIALS.yi) * factor, np.array(TRIALS.vi) * factor**2
    text = pool(yi, vi).summary()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "[0.000, 0.000]" not in text


def test_the_frame_lists_studies_then_the_pool():
    """One row per study with its weight, then the pooled effect and the prediction."""
    pooled = pool(TRIALS, test="t")
    frame = pooled.frame()
    assert list(frame["row"]) == ["study"] * 4 + ["pooled", "prediction"]
    assert frame["weight_percent"][:4].sum() == pytest.approx(100)
    row = frame.iloc[4]
    assert row["yi"] == pooled.estimate
    assert row["vi"] == pooled.se**2
    assert (row["ci_lb"], row["ci_ub"]) == (pooled.ci_lb, pooled.ci_ub)
    last = frame.iloc[5]
    assert np.isnan(last["yi"])
    assert (last["ci_lb"], last["ci_ub"]) == (pooled.pi_lb, pooled.pi_ub)
    half = 1.959963984540054 * np.sqrt(0.1)
    assert frame["ci_lb"][0] == pytest.approx(-1.2 - half)


def test_the_frame_of_logits_has_proportions_beside():
    """For PLO and ratios the table also holds the back-transformed columns."""
    ratios = effect_sizes("RR", ai=[8, 4], n1i=[20, 20], ci=[4, 2], n2i=[20, 20])
    assert list(pool(ratios, test="z").frame()["back_yi"][:2]) == pytest.approx([2, 2])
    es = effect_sizes("PFT", xi=[2, 3, 8], ni=[10, 12, 9])
    assert "back_yi" not in pool(es, test="z").frame()
    es = effect_sizes("PLO", xi=[2, 3, 8], ni=[10, 12, 9])
    frame = pool(es, test="z").frame()
    assert frame["back_yi"][0] == pytest.approx(0.2)
    pooled = frame.iloc[3]
    assert pooled["back_ci_lb"] < pooled["back_yi"] < pooled["back_ci_ub"]


def test_one_study_or_equal_effects_have_fewer_rows():
    """One study has no pooled row; equal effects have no prediction row."""
    assert list(pool([0.5], [0.1]).frame()["row"]) == ["study"]
    equal = pool(TRIALS, method="EE", test="z").frame()
    assert list(equal["row"]) == ["study"] * 4 + ["pooled"]
