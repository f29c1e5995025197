"""The frozen Effects and its settings."""

import copy
import json
import pickle

import numpy as np
import pytest

from ketaevidence.effects import Effects, Settings, effect_sizes
from ketaevidence.errors import EffectError

ES = effect_sizes("PLO", xi=[0, 3], ni=[10, 12], slab=["A", "B"])


def test_nothing_inside_can_be_changed():
    """Arrays, settings and fields refuse a change."""
    with pytest.raises(ValueError, match="read-only"):
        ES.yi[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        ES.se[0] = 1
    with pytest.raises(TypeError, match="cannot be changed"):
        ES.settings["add"] = 1
    with pytest.raises(AttributeError):
        ES.yi = np.zeros(2)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.update(a=1),
        lambda s: s.pop("add"),
        lambda s: s.clear(),
        lambda s: s.setdefault("z", 1),
        lambda s: s.__delitem__("add"),
        lambda s: s.__ior__({"a": 1}),
        lambda s: s.popitem(),
    ],
)
def test_no_way_of_changing_settings_works(change):
    """Every mutating method of a mapping is closed."""
    with pytest.raises(TypeError):
        change(Settings({"add": 0.5}))


def test_settings_are_sorted_and_json_able():
    """Equal choices write equal bytes."""
    text = json.dumps(Settings({"b": {"d": 1, "c": 2}, "a": 3}))
    assert text == '{"a": 3, "b": {"c": 2, "d": 1}}'


def test_copies_are_equal():
    """Effects survive pickling and copying."""
    assert pickle.loads(pickle.dumps(ES)) == ES  # noqa: S301  (our own bytes)
    assert copy.deepcopy(ES) == ES
    assert effect_sizes("PLO", xi=[1, 3], ni=[10, 12], slab=["A", "B"]) != ES
    assert ES != "effects"


def test_the_callers_arrays_are_left_alone():
    """Effects keep a copy: changing the caller's array changes nothing."""
    yi = np.array([1.0, 2.0])
    es = effect_sizes("GEN", yi=yi, vi=[1.0, 1.0])
    yi[0] = 99
    assert es.yi[0] == 1.0
    yi.sort()


def test_names_and_null_values():
    """Every measure has a name; a proportion has no value that means no effect."""
    assert ES.measure_name == "Proportion (logit scale)"
    assert ES.null_value is None
    assert effect_sizes("GEN", yi=[1], vi=[1]).null_value == 0.0
    assert len(ES) == ES.k == 2


def test_back_transformation_is_safe_at_the_ends():
    """Logits become proportions without overflow; other measures stay as they are."""
    assert ES.back_transform([-1000, 0, 1000]) == pytest.approx([0, 0.5, 1])
    assert effect_sizes("GEN", yi=[1], vi=[1]).back_transform(3.0) == 3.0


def test_the_frame_has_one_row_per_study():
    """The table holds metafor's columns and then the inputs."""
    frame = ES.frame()
    assert list(frame.columns) == ["slab", "yi", "vi", "sei", "ni", "xi"]
    labelled = effect_sizes("GEN", yi=[1], vi=[1], alike={"timing": ["early"]})
    assert list(labelled.frame()["timing"]) == ["early"]
    assert list(frame["slab"]) == ["A", "B"]
    assert frame["sei"].to_numpy() == pytest.approx(np.sqrt(ES.vi))
    unknown = effect_sizes("GEN", yi=[1], vi=[1]).frame()
    assert unknown["ni"].isna().all()


def test_parts_that_do_not_belong_together_are_refused():
    """Effects made by hand are checked too."""
    with pytest.raises(EffectError, match="differ in shape"):
        Effects("MD", [1.0, 2.0], [1.0], ("A", "B"))
    with pytest.raises(EffectError, match="unknown measure"):
        Effects("XX", [1.0], [1.0], ("A",))
    with pytest.raises(EffectError, match="differ in shape"):
        Effects("MD", [1.0], [1.0], ("A",), alike={"timing": ("early", "late")})
    with pytest.raises(EffectError, match="cannot be called kind='single group'"):
        Effects("MD", [1.0], [1.0], ("A",), kind="single group")
    with pytest.raises(EffectError, match="no kind of evidence"):
        Effects("GEN", [1.0], [1.0], ("A",), kind="trial")


def test_some_studies_can_be_taken():
    """Everything that belongs to a study goes with it, in the order asked for."""
    es = effect_sizes(
        "PLO", xi=[0, 3, 5], ni=[10, 12, 14], slab=["A", "B", "C"],
        alike={"definition": ["30 %", "50 %", None]},
    )  # fmt: skip
    some = es.take([2, 0])
    assert some.slab == ("C", "A")
    assert some.ni == (14, 10)
    assert some.inputs["xi"] == (5, 0)
    assert some.alike["definition"] == (None, "30 %")
    assert np.array_equal(some.yi, es.yi[[2, 0]])
    assert some == es.take([2, 0])
    assert es.take(np.array([True, False, True])).slab == ("A", "C")
    assert es.take([]).k == 0


@pytest.mark.parametrize("rows", [[3], [-1], [0.5], [[0]], ["A"]])
def test_positions_that_do_not_exist_are_refused(rows):
    """A position beyond the studies is an error, not another study."""
    with pytest.raises(EffectError, match="give positions from 0 to 1"):
        ES.take(rows)
