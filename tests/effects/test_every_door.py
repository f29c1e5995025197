"""Every door of effects, with impossible data and numbers of every size."""

import math
import warnings

import numpy as np
import pytest

from ketaevidence.effects import (
    MEASURES,
    Scale,
    effect_interval,
    effect_sizes,
    number_needed_to_treat,
    proportion_interval,
    recover_correlation,
    recover_mean,
    recover_sd,
    rescale,
    split_shared_control,
)
from ketaevidence.errors import EvidenceWarning, KetaEvidenceError

#: A usual value for each column, by how its name begins.
USUAL = {
    "ai": (3, 5), "bi": (20, 21), "ci": (6, 8), "di": (17, 19), "xi": (3, 5),
    "x1i": (3, 5), "x2i": (6, 8), "n": (30, 40), "t": (100.0, 120.0), "r": (0.5, 0.6),
    "sd": (2.1, 1.9), "m": (4.0, 5.0), "pre": (7.0, 6.5), "post": (4.0, 4.5),
}  # fmt: skip

#: What is put into each column in turn.
HOSTILE = (math.nan, math.inf, -math.inf, -1.0, 0.0, 1.0, 1e-8, 0.3, 1e8, 1e-200, 1e200)

#: Values that no column can hold.
NEVER = (math.nan, math.inf, -math.inf)

FORMS = [
    (code, number)
    for code, measure in MEASURES.items()
    for number in range(len(measure.forms))
]


def usual(name):
    """Give two usual values of a column."""
    if name == "ti":
        return 2.5, 3.1
    long = max((key for key in USUAL if name.startswith(key)), key=len)
    return USUAL[long]


def outcome(door):
    """Go through a door without a numpy warning; give the result or the refusal."""
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", EvidenceWarning)
        try:
            return door(), None
        except KetaEvidenceError as error:
            return None, str(error)


@pytest.mark.parametrize(("code", "number"), FORMS)
def test_every_measure_has_an_effect_or_a_reason(code, number):
    """Each column takes each hostile value: numbers, or an error that names Study 2."""
    form = MEASURES[code].forms[number]
    columns = {name: list(usual(name)) for name in form.columns}
    design = {"design": form.design} if form.design else {}
    es, refusal = outcome(lambda: effect_sizes(code, **columns, **design))
    assert refusal is None
    assert es.k == 2
    for name in form.columns:
        for value in HOSTILE:
            given = {**columns, name: [columns[name][0], value]}
            found, refusal = outcome(lambda g=given: effect_sizes(code, **g, **design))
            if found is None:
                assert "Study 2" in refusal
            else:
                assert value not in NEVER
                assert np.isfinite(found.yi).all()
                assert np.isfinite(found.vi).all()
                assert (found.vi >= 0).all()
                assert outcome(found.summary)[0]


@pytest.mark.parametrize("code", MEASURES)
def test_no_study_is_no_effect(code):
    """Columns without a row are refused, or give no effect."""
    measure = MEASURES[code]
    names = measure.forms[0].columns if measure.forms else ("yi", "vi")
    found, refusal = outcome(lambda: effect_sizes(code, **{name: [] for name in names}))
    assert refusal is not None or found.k == 0


@pytest.mark.parametrize("value", HOSTILE)
def test_effects_as_given_are_checked(value):
    """An effect or a variance that is no finite number is refused by name."""
    for name in ("yi", "vi"):
        given = {"yi": [1.0, 2.0], "vi": [0.1, 0.2], name: [1.0, value]}
        found, refusal = outcome(lambda g=given: effect_sizes("GEN", **g))
        if value in NEVER or (name == "vi" and value <= 0):
            assert "Study 2" in refusal
        else:
            assert found.k == 2


#: Columns from which something is recovered, with usual values.
RECOVERIES = [
    (recover_sd, {"se": 0.4, "n": 25}),
    (recover_sd, {"ci_lb": 3.9, "ci_ub": 6.1, "n": 25}),
    (recover_sd, {"difference": 1.2, "n": 25, "t": 2.5}),
    (recover_sd, {"difference": 1.2, "n": 25, "p": 0.02}),
    (recover_sd, {"q1": 3.0, "median": 5.0, "q3": 6.5, "n": 40}),
    (recover_sd, {"minimum": 0.0, "median": 5.0, "maximum": 9.0, "n": 40}),
    (recover_sd, {"n1": 20, "n2": 22, "se": 0.5}),
    (recover_mean, {"q1": 3.0, "median": 5.0, "q3": 6.5, "n": 40}),
    (recover_correlation, {"sd1": 2.1, "sd2": 1.8, "sd_change": 1.6}),
    (recover_correlation, {"sd1": 2.1, "sd2": 1.8, "se": 0.3, "n": 25}),
]


@pytest.mark.parametrize(("recover", "columns"), RECOVERIES)
def test_what_is_recovered_is_a_number_or_a_reason(recover, columns):
    """Each column takes each hostile value: a finite number or one error."""
    interval = {"level": 0.95, "distribution": "t"} if "ci_lb" in columns else {}
    assert outcome(lambda: recover(**columns, **interval))[1] is None
    for name in columns:
        for value in HOSTILE:
            given = {**columns, name: value, **interval}
            found, refusal = outcome(lambda g=given: recover(**g))
            if found is None:
                assert name in refusal or len(refusal.split()) > 5
            else:
                assert value not in NEVER
                assert math.isfinite(float(found))


@pytest.mark.parametrize("value", HOSTILE)
def test_single_numbers_are_checked(value):
    """Intervals, numbers needed to treat, scales and shared groups."""
    nrs = Scale(0, 10, higher_is_worse=True)
    es = effect_sizes("MN", mi=[4.0], sdi=[2.0], ni=[20])
    doors = [
        lambda: effect_interval(value, 0.1),
        lambda: effect_interval(1.0, value),
        lambda: effect_interval(1.0, 0.1, level=value),
        lambda: proportion_interval(value, 10),
        lambda: proportion_interval(3, value),
        lambda: proportion_interval(3, 10, level=value),
        lambda: number_needed_to_treat(value, 0.1, 0.4, event_is_good=True),
        lambda: number_needed_to_treat(0.2, value, 0.4, event_is_good=True),
        lambda: number_needed_to_treat(
            0.2, 0.1, 0.4, event_is_good=False, measure="OR", assumed_risk=value
        ),
        lambda: proportion_interval(0, value),
        lambda: split_shared_control(value, 2),
        lambda: split_shared_control(40, value),
        lambda: split_shared_control(40, 2, events=value),
        lambda: rescale(es, nrs, Scale(0, value, higher_is_worse=True)).yi,
        lambda: nrs.convert(
            [value], onto=Scale(0, 100, higher_is_worse=False), of="score"
        ),
    ]
    for door in doors:
        found, refusal = outcome(door)
        if refusal is None:
            shown = getattr(found, "__dict__", None) or found
            assert "nan" not in repr(shown)
        else:
            assert len(refusal.split()) > 5
