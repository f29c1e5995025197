"""Every combination of the choices that were open."""

import numpy as np
import pytest
from tests.pooling.builders import quiet
from tests.pooling.sensitivity.builders import SLAB, VI, YI, effects

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import METHODS, TESTS
from ketaevidence.pooling.sensitivity import multiverse

LEFT = {"pilots": ["Ash", "Fir"], "big ones": ["Elm"]}
NUMBERS = (
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


def test_every_combination_is_there_and_is_what_pool_says():
    """Nine methods, five tests, three sets of studies: 135 rows, each as pool() has it."""
    found = multiverse(
        effects(), methods=METHODS, tests=TESTS, exclusions=LEFT, level=0.9
    )
    assert len(found.choices) == 9 * 5 * 3
    assert len({tuple(choice.items()) for choice in found.choices}) == 135
    for i, choice in enumerate(found.choices):
        method, test = choice["method"], choice["test"]
        if method == "EE" and test.startswith("knha"):
            assert "made for random effects" in found.reasons[i]
            assert np.isnan(found.estimate[i])
            continue
        gone = LEFT.get(choice["left_out"], [])
        rows = [j for j, label in enumerate(SLAB) if label not in gone]
        alone = quiet(
            np.array(YI)[rows], np.array(VI)[rows], method=method, test=test, level=0.9
        )
        assert (found.reasons[i], found.k[i]) == (None, len(rows))
        for name in NUMBERS:
            mine, theirs = getattr(found, name)[i], getattr(alone, name)
            assert mine == pytest.approx(theirs, rel=1e-10, abs=1e-12), (choice, name)
    assert found.is_computed.sum() == 135 - 9


def test_alternatives_have_names_or_choices_of_their_own():
    """A mapping of names, or pairs of choices and effects; numbers of studies may differ."""
    other = effect_sizes("GEN", yi=YI[:4], vi=np.array(VI[:4]) * 2, slab=SLAB[:4])
    named = multiverse({"a": effects(), "b": other}, methods=["DL"], tests=["z"])
    assert [choice["effects"] for choice in named.choices] == ["a", "b"]
    assert named.k.tolist() == [6, 4]
    alone = quiet(YI[:4], np.array(VI[:4]) * 2, method="DL", test="z")
    assert named.estimate[1] == pytest.approx(alone.estimate)
    pairs = [({"r": 0.5, "sd": "own"}, effects()), ({"r": 0.7, "sd": "own"}, other)]
    found = multiverse(pairs, methods=["DL"], tests=["z"])
    assert list(found.frame().columns)[:5] == ["r", "sd", "left_out", "method", "test"]
    assert found.frame()["r"].tolist() == ["0.5", "0.7"]


def test_what_cannot_be_computed_keeps_its_row_and_says_why():
    """No study left, one study left, a variance of 0, unlike studies: a reason each."""
    bad = effect_sizes(
        "PR", xi=[0, 5, 8], ni=[10, 10, 10], slab=["A", "B", "C"], to="none"
    )
    found = multiverse(
        bad, methods=["REML"], tests=["z"],
        exclusions={"all": ["A", "B", "C"], "two": ["A", "B"], "the empty one": ["A"]},
    )  # fmt: skip
    assert "every variance must be above 0: study 'A' (row 1)" in found.reasons[0]
    assert found.reasons[1] == "no study is left"
    assert found.reasons[2] == "one study is left, and no pool: C"
    assert found.reasons[3] is None
    assert found.is_computed.tolist() == [False, False, False, True]
    unlike = effects(3, alike={"timing": ["on", "off", "on"]})
    found = multiverse(
        unlike, methods=["DL"], tests=["z"], exclusions={"off": ["Birch"]}
    )
    assert "differ in timing" in found.reasons[0]
    assert found.reasons[1] is None
    assert "could not be computed" in found.notes[0]


def test_one_that_does_not_converge_leaves_the_others(monkeypatch):
    """A search that does not end costs its own row only."""
    monkeypatch.setattr("ketaevidence.pooling.batch.roots.STEPS", 0)
    alike = effect_sizes("GEN", yi=[0.1, 0.1, 0.1], vi=[1, 2, 3])
    apart = effect_sizes("GEN", yi=[0.1, 9.0, -9.0], vi=[1, 2, 3])
    found = multiverse({"alike": alike, "apart": apart}, methods=["REML"], tests=["z"])
    assert found.reasons[0] is None
    assert "was not found" in found.reasons[1]
    assert found.estimate[0] == pytest.approx(0.1)
    assert np.isnan(found.estimate[1])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"methods": ["XX"]}, "methods: 'XX' is not on offer"),
        ({"methods": []}, "name at least one, and each once"),
        ({"methods": ["EE", "FE"]}, "each once"),
        ({"tests": ["hksj"]}, "tests: 'hksj' is not on offer"),
        ({"level": 2}, "level"),
        ({"exclusions": {"a": ["Yew"]}}, "names no study of these effects: Yew"),
        ({"exclusions": {"a": "Ash"}}, "give a list of study labels"),
        ({"exclusions": {"a": []}}, "leaves out nothing"),
        ({"exclusions": {"nothing": ["Ash"]}}, "leaves out nothing"),
        ({"effects": []}, "there are no effects"),
        ({"effects": 3}, "not a int"),
        ({"effects": [1, 2]}, "pairs of choices and effects"),
        ({"effects": {"a": 1}}, "effects: a is a int, not Effects"),
        ({"effects": [({"method": "x"}, effects())]}, "none called left_out, method or test"),
        ({"effects": [({"r": 1}, effects()), ({"r": 1}, effects())]}, "the same choices; name"),
        ({"effects": [({"r": 1}, effects()), ({"s": 1}, effects())]}, "the same choices as"),
        ({"effects": {"a": effects(), "b": effect_sizes("PLO", xi=[1], ni=[9])}}, "cannot be compared"),
        ({"effects": {"a": effects(), "b": effects(kind="contrast")}}, "cannot be compared"),
    ],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused(more, told):
    """Each with what is wrong."""
    asked = {"effects": effects(), "methods": ["DL"], "tests": ["z"]} | more
    with pytest.raises(PoolingError, match=told):
        multiverse(asked.pop("effects"), **asked)


def test_the_summary_tells_the_range_and_each_choice():
    """How many, from where to where, and how many intervals exclude no difference."""
    found = multiverse(
        effects(), methods=["FE", "REML"], tests=["z", "knha"], exclusions=LEFT
    )
    text = str(found)
    assert "12 combinations, 9 computed" in text
    clear = int(((found.ci_ub < 0) | (found.ci_lb > 0)).sum())
    assert f"{clear} of 9 intervals exclude 0 (no difference)." in text
    assert "method: REML" in text
    assert "left_out: pilots" in text
    assert "- the Knapp-Hartung test (knha) is made for random effects" in text
    nothing = multiverse(effects(1), methods=["DL"], tests=["z"])
    assert "1 combinations, 0 computed" in str(nothing)


def test_the_settings_hold_what_was_open_and_what_was_fixed():
    """Every list of choices, the level, and the settings of the effects."""
    found = multiverse({"a": effects()}, methods=["DL"], tests="z", exclusions=LEFT)
    settings = found.settings
    assert settings["methods"] == ["DL"]
    assert settings["tests"] == ["z"]
    assert settings["exclusions"] == {
        "nothing": [],
        "pilots": ["Ash", "Fir"],
        "big ones": ["Elm"],
    }
    assert settings["level"] == 0.95
    assert settings["alternatives"][0]["effects"] == "a"
    assert settings["alternatives"][0]["settings"] == effects().settings
    assert found == multiverse(
        {"a": effects()}, methods=["DL"], tests=["z"], exclusions=LEFT
    )


def test_other_scales_are_brought_back_in_the_frame():
    """Proportions stand beside the logits."""
    es = effect_sizes("PLO", xi=[3, 8, 5], ni=[10, 20, 16])
    frame = multiverse(es, methods=["DL"], tests=["z"]).frame()
    assert frame["back_estimate"].between(0, 1).all()
