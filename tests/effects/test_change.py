"""Change within one group."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "mean_change.json").read_text("utf-8")
)
ONE = {"m1i": [7.0], "m2i": [4.5], "sd1i": [1.5], "sd2i": [2.0], "ni": [20]}


@pytest.mark.parametrize("analysis", PINNED["analyses"], ids=lambda a: a["id"])
def test_mean_change_agrees_with_metafor(analysis):
    """Effects and variances equal metafor's on synthetic and published data."""
    es = effect_sizes("MC", **analysis["inputs"])
    assert es.yi == pytest.approx(analysis["yi"], rel=1e-12)
    assert es.vi == pytest.approx(analysis["vi"], rel=1e-12)


def test_the_pinned_mean_changes_are_complete():
    """No pinned study can go missing quietly."""
    assert len(PINNED["analyses"]) == 11
    assert sum(len(a["yi"]) for a in PINNED["analyses"]) == 195


def test_the_correlation_is_never_assumed():
    """Without ri there is no mean change, and the message says why."""
    with pytest.raises(EffectError, match=r"missing: ri.*never assumed"):
        effect_sizes("MC", **ONE)


def test_one_correlation_for_all_is_recorded():
    """A correlation given once is marked as one value for every study."""
    es = effect_sizes("MC", **ONE, ri=0.5)
    assert es.settings["correlation"] == "one value for every study: 0.5"
    per_study = effect_sizes("MC", **ONE, ri=[0.5])
    assert per_study.settings["correlation"] == "given per study"
    assert np.array_equal(es.vi, per_study.vi)


@given(
    sd1=st.floats(0, 1e3), sd2=st.floats(0, 1e3), r=st.floats(-1, 1), n=st.integers(2)
)
def test_the_variance_is_never_negative(sd1, sd2, r, n):
    """Rounding cannot push the variance of a change below zero."""
    n = min(n, 10**6)
    es = effect_sizes("MC", m1i=[0], m2i=[0], sd1i=[sd1], sd2i=[sd2], ni=[n], ri=[r])
    assert es.vi[0] >= 0


@pytest.mark.parametrize("r", [1.01, -1.5])
def test_a_correlation_beyond_one_is_refused(r):
    """A correlation lies between -1 and 1."""
    with pytest.raises(EffectError, match=r"row 1\): ri is .*between -1 and 1"):
        effect_sizes("MC", **ONE, ri=r)
