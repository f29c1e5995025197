"""Numbers of the R package metafor, pinned."""

import json
from pathlib import Path

import pytest

from ketaevidence.effects import MEASURES, effect_sizes
from ketaevidence.errors import EffectError

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "measures.json").read_text("utf-8")
)["analyses"]
COMPUTED = [analysis for analysis in PINNED if analysis["yi"]]
BY_ID = {analysis["id"]: analysis for analysis in PINNED}


def effects_of(analysis, **changes):
    """Compute the effects of a pinned analysis."""
    options = dict(analysis["options"])
    if MEASURES[analysis["measure"]].has_double_zeros:
        options.setdefault("drop00", False)
    inputs = analysis["inputs"]
    return effect_sizes(
        analysis["measure"], slab=analysis["slab"], **{**inputs, **options, **changes}
    )


@pytest.mark.parametrize("analysis", COMPUTED, ids=lambda a: a["id"])
def test_effects_agree_with_metafor(analysis):
    """Effects, variances and the way back equal metafor's."""
    es = effects_of(analysis)
    assert es.slab == tuple(analysis["slab"])
    assert es.yi == pytest.approx(analysis["yi"], rel=1e-12)
    assert es.vi == pytest.approx(analysis["vi"], rel=1e-12)
    if "back" in analysis:
        back = analysis["back"]
        assert es.back_transform(back["from"]) == pytest.approx(back["to"], rel=1e-13)


def test_the_pinned_measures_are_complete():
    """No pinned study can go missing quietly."""
    assert len(PINNED) == 36
    assert sum(len(analysis["yi"]) for analysis in PINNED) == 284


def test_what_metafor_drops_is_refused_by_name():
    """Without a zero-cell rule the studies that metafor drops are named."""
    whole = BY_ID["edge2x2_dblzero.OR"]
    dropped = set(whole["slab"]) - set(BY_ID["edge2x2_dblzero.OR.to_none"]["slab"])
    assert dropped == {"1", "3", "5"}
    with pytest.raises(EffectError) as caught:
        effects_of(whole, to="none")
    for label in whole["slab"]:
        assert (f"study '{label}' (row" in str(caught.value)) == (label in dropped)


def test_the_default_leaves_out_what_metafor_drops_on_demand():
    """By default, studies without events are left out as with metafor's drop00."""
    whole, less = BY_ID["edge2x2_dblzero.OR"], BY_ID["edge2x2_dblzero.OR.drop00"]
    es = effects_of(whole, drop00=None)
    assert es.slab == tuple(less["slab"])
    assert es.yi == pytest.approx(less["yi"], rel=1e-12)
    assert es.settings["left_out"] == ["1"]
