"""Unlike things do not pool."""

import pandas as pd
import pytest

from ketaevidence.effects import (
    effect_sizes,
    join_effects,
    refuse_unlike,
    split_alike,
)
from ketaevidence.errors import EffectError, PoolingError

ONE = {"slab": ["A"], "yi": [1.0], "vi": [0.5]}


def labelled(*labels, name="timing"):
    """Give effects with one label each."""
    k = len(labels)
    return effect_sizes(
        "GEN", yi=[1.0] * k, vi=[1.0] * k, slab=list("ABCDE")[:k],
        alike={name: list(labels)},
    )  # fmt: skip


def test_studies_that_differ_in_a_label_do_not_pool():
    """The message names the label, its values and the studies."""
    with pytest.raises(PoolingError) as caught:
        refuse_unlike(labelled("on the drug", "off the drug", "on the drug"))
    assert str(caught.value).startswith(
        "cannot be pooled, because the studies differ in timing: "
        "'on the drug' (A, C); 'off the drug' (B)"
    )


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, ""])
def test_what_nobody_recorded_is_like_nothing(missing):
    """An unknown label stops pooling, even when all are unknown."""
    with pytest.raises(PoolingError, match="timing is not known for B"):
        refuse_unlike(labelled("early", missing))
    with pytest.raises(PoolingError, match="not known for A, B"):
        refuse_unlike(labelled(missing, missing))


def test_what_is_alike_passes():
    """Equal labels, one study, or no labels are no obstacle."""
    refuse_unlike(labelled("early", "early"))
    refuse_unlike(labelled(None))
    refuse_unlike(effect_sizes("GEN", yi=[1, 2], vi=[1, 1]))


def test_labels_may_stand_in_a_column():
    """A label may be the name of a column, and goes with its study when one is left."""
    table = {"a": [0, 4], "n": [9, 9], "c": [0, 2], "when": ["early", "late"]}
    es = effect_sizes(
        "OR", pd.DataFrame(table), ai="a", n1i="n", ci="c", n2i="n",
        alike={"timing": "when"},
    )  # fmt: skip
    assert es.alike["timing"] == ("late",)


@pytest.mark.parametrize(
    ("alike", "says"),
    [
        ({"timing": ["early", "late"]}, "2 labels for 1 studies"),
        (["early"], "must be a dict"),
        ({"timing": "when"}, "no table"),
    ],
)
def test_labels_must_fit(alike, says):
    """One label per study, under a name."""
    with pytest.raises(EffectError, match=says):
        effect_sizes("GEN", yi=[1], vi=[1], alike=alike)


def test_splitting_gives_what_may_be_pooled():
    """Each part holds one label; the unknown is in none."""
    parts = split_alike(labelled("early", "late", None, "early"), "timing")
    assert {label: part.slab for label, part in parts.items()} == {
        "early": ("A", "D"),
        "late": ("B",),
    }
    refuse_unlike(parts["early"])
    with pytest.raises(EffectError, match=r"no label 'dose'; these effects have: tim"):
        split_alike(labelled("early"), "dose")


def test_parallel_and_crossover_trials_join():
    """Mean differences of both designs stand together, with what each was made by."""
    groups = effect_sizes(
        "MD", slab=["A"], m1i=[3], sd1i=[2], n1i=[20], m2i=[4], sd2i=[2], n2i=[20]
    )
    same = effect_sizes(
        "MD", slab=["B"], design="crossover", mi=[-0.8], sdi=[1.5], ni=[18]
    )
    both = join_effects(groups, same)
    assert both.slab == ("A", "B")
    assert both.ni == (40, 18)
    assert list(both.yi) == [-1.0, -0.8]
    assert both.settings["design"] == "parallel; crossover"
    assert join_effects(both) == both


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (("MD", {}), ("MC", {}), "kind of evidence: 'contrast' and 'uncontrolled ch"),
        (("MD", {}), ("SMD", {}), "measure: 'MD' and 'SMD'"),
        (("GEN", {"kind": "contrast"}), ("GEN", {}), "kind of evidence"),
    ],
)
def test_unlike_effects_do_not_join(one, other, says):
    """Contrasts and uncontrolled changes, or two measures, are refused."""
    first = effect_sizes(one[0], **ONE, **one[1])
    second = effect_sizes(other[0], **{**ONE, "slab": ["B"]}, **other[1])
    with pytest.raises(EffectError, match=says):
        join_effects(first, second)


def test_choices_that_decide_the_meaning_do_not_mix():
    """Two zero-cell rules or a study twice are refused; labels that lack are unknown."""
    rows = {"ai": [0], "n1i": [9], "ci": [2], "n2i": [9]}
    first = effect_sizes("RD", **rows, slab=["A"])
    with pytest.raises(EffectError, match=r"differ in add: 0\.5 and 1\.0"):
        join_effects(first, effect_sizes("RD", **rows, slab=["B"], add=1))
    with pytest.raises(EffectError, match="occur twice: A"):
        join_effects(first, first)
    with pytest.raises(EffectError, match="needs effects"):
        join_effects()
    again = effect_sizes("RD", **rows, slab=["B"], alike={"timing": ["early"]})
    joined = join_effects(first, again)
    assert joined.settings["adjusted"] == ["A", "B"]
    assert joined.inputs["ai"] == (0, 0)
    assert joined.alike["timing"] == (None, "early")
