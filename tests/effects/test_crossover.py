"""Two treatments in the same patients."""

import math

import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

#: The example of the Cochrane Handbook 5.1, section 16.4.6.4: 10 patients,
#: 7.0 (SD 2.38) against 6.5 (SD 2.21), correlation 0.68.
HANDBOOK = {"m1i": [7.0], "sd1i": [2.38], "m2i": [6.5], "sd2i": [2.21], "ni": [10]}


def test_the_handbooks_example_is_reproduced():
    """MD 0.5 with a standard error of 0.583, and SMD 0.218 before correction."""
    md = effect_sizes("MD", design="crossover", **HANDBOOK, ri=0.68)
    assert md.yi[0] == 0.5
    assert md.se[0] == pytest.approx(0.583, abs=5e-4)
    smd = effect_sizes("SMD", design="crossover", **HANDBOOK, ri=0.68)
    assert smd.yi[0] == pytest.approx(0.218, rel=0.08)
    assert smd.se[0] == pytest.approx(0.256, abs=1e-3)
    assert md.kind == smd.kind == "contrast"


def test_differences_within_patients_need_no_correlation():
    """Mean and SD of the paired differences give what both treatments give."""
    sd = math.sqrt(2.38**2 + 2.21**2 - 2 * 0.68 * 2.38 * 2.21)
    told = effect_sizes("MD", design="crossover", mi=[0.5], sdi=[sd], ni=[10])
    whole = effect_sizes("MD", design="crossover", **HANDBOOK, ri=0.68)
    assert told.vi == pytest.approx(whole.vi, rel=1e-13)


def test_a_crossover_must_be_called_one():
    """Paired data are no mean difference of two groups unless the design is told."""
    with pytest.raises(EffectError, match=r"design='crossover'.*one group is MC"):
        effect_sizes("MD", **HANDBOOK, ri=0.68)
    with pytest.raises(EffectError, match=r"SMDH is not computed for design="):
        effect_sizes("SMDH", design="crossover", **HANDBOOK, ri=0.68)
    with pytest.raises(EffectError, match="choose one of"):
        effect_sizes("MD", design="paired", **HANDBOOK, ri=0.68)
    with pytest.raises(EffectError, match=r"MD \(crossover\) has one variance"):
        effect_sizes("MD", design="crossover", vtype="HO", **HANDBOOK, ri=0.68)


def test_the_correlation_is_never_assumed():
    """A crossover without its correlation says how to recover it."""
    with pytest.raises(EffectError, match=r"missing: ri.*recover_correlation"):
        effect_sizes("SMD", design="crossover", **HANDBOOK)


def test_paired_events_by_hand():
    """Of 20 patients, 5 respond to both, 6 to the first only, 2 to the second only."""
    cells = {"ai": [5], "bi": [6], "ci": [2], "di": [7]}
    difference = effect_sizes("MPRD", **cells)
    assert difference.yi[0] == pytest.approx(0.2, rel=1e-14)
    assert difference.vi[0] == pytest.approx((8 - 16 / 20) / 400, rel=1e-14)
    conditional = effect_sizes("MPORC", **cells)
    assert conditional.yi[0] == pytest.approx(math.log(3), rel=1e-14)
    assert conditional.vi[0] == pytest.approx(1 / 6 + 1 / 2, rel=1e-14)
    assert difference.ni == conditional.ni == (20,)


def test_patients_who_never_differ_say_nothing_about_the_odds():
    """Without a discordant patient the conditional odds ratio leaves a study out."""
    cells = {"ai": [5, 5], "bi": [0, 6], "ci": [0, 2], "di": [7, 7]}
    es = effect_sizes("MPORC", **cells)
    assert es.settings["left_out"] == ["Study 1"]
    assert effect_sizes("MPORC", **cells, drop00=False).k == 2
    with pytest.raises(EffectError, match="infinite"):
        effect_sizes("MPORC", ai=[5], bi=[0], ci=[2], di=[7], to="none")
    with pytest.raises(EffectError, match="the table is empty"):
        effect_sizes("MPRD", ai=[0], bi=[0], ci=[0], di=[0])
