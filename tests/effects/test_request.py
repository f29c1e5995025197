"""What a call asks for, and whether it is complete."""

import re

import pytest

from ketaevidence.effects import MEASURES, effect_sizes
from ketaevidence.effects.transformations import TRANSFORMATIONS
from ketaevidence.errors import EffectError

GIVEN = {"yi": [0.1], "vi": [0.01]}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.code)
def test_every_entry_of_the_table_is_complete(measure):
    """A measure has a name, a known scale, and says what it lacks when called."""
    assert measure.name[0].isupper()
    assert measure.scale in TRANSFORMATIONS
    assert (measure.direction is None) == (measure.kind in ("single group", "as given"))
    assert (measure.null_value is None) == (measure.kind == "single group")
    with pytest.raises(EffectError, match=f"{measure.code} needs .*missing: "):
        effect_sizes(measure.code)
    es = effect_sizes(measure.code, **GIVEN)
    assert es.settings["kind"] == es.kind == measure.kind
    assert es.direction == measure.direction


@pytest.mark.parametrize(
    ("measure", "options", "says"),
    [
        ("GEN", {**GIVEN, "to": "all"}, "leave out to="),
        ("OR", {**GIVEN, "drop00": True}, "leave out drop00="),
        ("MD", {"add": 1}, "add= and to= do not apply: MD"),
        ("MD", {"drop00": True}, "drop00= does not apply to MD"),
        ("MD", {"vtype": "UB"}, "vtype='UB' is not on offer; MD has ['LS', 'HO']"),
        ("SMDH", {"vtype": "LS"}, "SMDH has one variance formula"),
        ("MD", {"kind": "contrast"}, "kind= is for GEN; MD is always: contrast"),
        ("GEN", {**GIVEN, "kind": "trial"}, "no kind of evidence"),
    ],
)
def test_options_that_do_not_apply_are_refused(measure, options, says):
    """An option that would do nothing is an error, not silence."""
    arms = {
        "m1i": [1], "sd1i": [1], "n1i": [5], "m2i": [2], "sd2i": [1], "n2i": [5],
    }  # fmt: skip
    columns = options if "yi" in options else {**arms, **options}
    with pytest.raises(EffectError, match=re.escape(says)):
        effect_sizes(measure, **columns)


def test_drop00_is_a_truth_value():
    """A word in place of True or False is refused."""
    with pytest.raises(EffectError, match="choose True, False or None"):
        effect_sizes("OR", ai=[1], bi=[2], ci=[3], di=[4], drop00="yes")


@pytest.mark.parametrize("measure", ["GEN", "OR"])
def test_reported_effects_take_nothing_else(measure):
    """Beside a reported effect no counts are read, and columns must exist."""
    with pytest.raises(EffectError, match=rf"{measure}.* does not use ai; it needs yi"):
        effect_sizes(measure, **GIVEN, ai=[3])


def test_of_several_ways_the_one_meant_is_completed():
    """The message names what is missing of the way that was begun."""
    with pytest.raises(EffectError, match=r"missing: n2i"):
        effect_sizes("OR", ai=[1], n1i=[5], ci=[2])
    with pytest.raises(EffectError, match=r"missing: di"):
        effect_sizes("OR", ai=[1], bi=[5], ci=[2])
    with pytest.raises(EffectError, match=r"not (di|n1i, n2i) as well"):
        effect_sizes("OR", ai=[1], bi=[5], ci=[2], di=[3], n1i=[6], n2i=[5])
