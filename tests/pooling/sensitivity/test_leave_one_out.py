"""The pool without each study."""

import numpy as np
import pytest
from tests.pooling.builders import allowed_tests, quiet
from tests.pooling.sensitivity.builders import SLAB, VI, YI, again, pooled

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import METHODS
from ketaevidence.pooling.sensitivity import leave_one_out

FIELDS = (
    "estimate",
    "se",
    "zval",
    "pval",
    "ci_lb",
    "ci_ub",
    "tau2",
    "I2",
    "H2",
    "QE",
    "QEp",
    "s2w",
)


@pytest.mark.parametrize("method", METHODS)
def test_every_row_is_the_pool_of_the_others(method):
    """Whatever method and test, each row is what pool() says without the study."""
    for test in allowed_tests(method):
        found = leave_one_out(pooled(method=method, test=test, level=0.9))
        assert found.slab == SLAB
        for gone in range(6):
            rows = [i for i in range(6) if i != gone]
            alone = again(rows, method=method, test=test, level=0.9)
            assert found.k[gone] == 5
            for name in FIELDS:
                mine, theirs = getattr(found, name)[gone], getattr(alone, name)
                assert mine == pytest.approx(theirs, rel=1e-10, abs=1e-12), name


def test_i2_is_defined_as_in_the_pool():
    """A pool with I2 from Q is followed by leave-one-out with I2 from Q."""
    found = leave_one_out(pooled(method="REML", test="z", i2="Q"))
    alone = again(range(1, 6), method="REML", test="z", i2="Q")
    assert found.I2[0] == pytest.approx(alone.I2)
    assert found.H2[0] == pytest.approx(alone.H2)


def test_two_studies_leave_single_ones():
    """Without one of two, the other is given back, and a note says so."""
    found = leave_one_out(pooled(2))
    assert found.estimate.tolist() == [YI[1], YI[0]]
    assert found.se == pytest.approx(np.sqrt([VI[1], VI[0]]))
    assert np.isnan(found.tau2).all()
    assert "two studies" in found.notes[0]


def test_one_study_is_an_answer_with_its_reason():
    """One study has no rows but a note, a frame and a text."""
    found = leave_one_out(pooled(1))
    assert (len(found.k), found.slab) == (0, ())
    assert "one study" in found.notes[0]
    assert found.frame().empty
    assert "one study" in str(found)


def test_the_frame_has_a_row_for_each_study():
    """Label, numbers, and the scale that people read where it differs."""
    frame = leave_one_out(pooled()).frame()
    assert frame["slab"].tolist() == list(SLAB)
    assert list(frame.columns)[:4] == ["slab", "k", "estimate", "se"]
    assert "back_estimate" not in frame
    es = effect_sizes("PLO", xi=[3, 8, 5], ni=[10, 20, 16])
    found = leave_one_out(quiet(es, None))
    assert found.frame()["back_estimate"].between(0, 1).all()


def test_the_text_gives_the_range_and_what_excludes_no_difference():
    """The whole pool stands first, then each study, then what they come to."""
    text = str(leave_one_out(pooled(method="DL", test="z")))
    lines = text.splitlines()
    assert lines[0] == "Leave-one-out, Effect as given"
    assert lines[3].startswith("(all studies)")
    assert [line.split()[0] for line in lines[4:10]] == list(SLAB)
    assert "Without one study the pooled value lies in [" in text
    assert "6 of 6 intervals exclude 0 (no difference)." in text
    es = effect_sizes("PLO", xi=[3, 8, 5], ni=[10, 20, 16])
    assert "no difference" not in str(leave_one_out(quiet(es, None)))


def test_several_maxima_are_noted_with_the_study():
    """Where the likelihood without a study has two maxima, the reader is told."""
    yi, vi = [0.17, 0.6, -2.48, -0.4, 15.98, 0.2], [0.16, 0.02, 1.02, 0.08, 21.38, 1e-3]
    found = leave_one_out(quiet(yi, vi, test="z"))
    assert found.maxima[5] == 2
    assert any(
        "several maxima without" in note and "Study 6" in note for note in found.notes
    )


def test_the_settings_hold_every_choice():
    """What was done, and the settings of the pool, which nobody can change."""
    whole = pooled(method="PM", test="knha-se")
    found = leave_one_out(whole)
    assert found.settings["analysis"] == "leave-one-out"
    assert found.settings["pool"] == whole.settings
    assert found.pooled is whole
    with pytest.raises(TypeError):
        found.settings["analysis"] = "other"
    with pytest.raises(ValueError, match="read-only"):
        found.estimate[0] = 0
    assert found == leave_one_out(whole)
    assert found != leave_one_out(pooled())


def test_what_cannot_be_pooled_again_is_refused():
    """Weights of one's own, other models, and what is no pool."""
    with pytest.raises(PoolingError, match="needs the result of pool"):
        leave_one_out([1, 2, 3])
    with pytest.raises(PoolingError, match="weights of one's own"):
        leave_one_out(pooled(weights="unweighted"))
    with pytest.raises(PoolingError, match="method='GENQ'"):
        leave_one_out(quiet(YI, VI, method="GENQ", weights=np.ones(6)))


def test_a_study_without_which_nothing_converges_is_named(monkeypatch):
    """The message says which study was left out."""
    monkeypatch.setattr("ketaevidence.pooling.batch.roots.STEPS", 0)
    with pytest.raises(
        PoolingError, match=r"was not found without \w+; use method='DL'"
    ):
        leave_one_out(pooled())
