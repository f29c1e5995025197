"""Effects in words, and what they are called."""

import numpy as np
import pytest

from ketaevidence.effects import MEASURES, Effects, effect_sizes
from ketaevidence.effects.words import noun_of, p_words, read_as, shown


def made(measure, kind=None):
    """Give two effects of a measure."""
    return Effects(
        measure, np.array([-0.1, 0.2]), np.array([0.1, 0.2]), ("A", "B"), kind=kind
    )


def test_the_summary_of_a_ratio_shows_ratios():
    """Log ratios are turned back, and the title does not call them logs."""
    es = effect_sizes("OR", ai=[8, 0], n1i=[20, 9], ci=[3, 2], n2i=[20, 9])
    text = es.summary()
    assert text.startswith("Odds ratio, 2 studies, 58 participants\n======")
    assert "3.78" in text
    assert "turned back from the scale of analysis (natural logarithm)" in text
    assert "0.5 was added to events and to non-events (to='only0') of: Study 2." in text
    assert str(es) == text
    assert max(map(len, text.splitlines())) <= 80


def test_freeman_tukey_stays_on_its_scale():
    """Without a number of patients there is no way back, and the text says so."""
    text = effect_sizes("PFT", xi=[0, 8], ni=[10, 20]).summary()
    assert "Proportion (Freeman-Tukey scale), 2 studies" in text
    assert "no way back" in text


def test_the_level_is_the_callers():
    """The interval of each study has the level that was asked for."""
    es = effect_sizes("GEN", yi=[1.0], vi=[1.0])
    assert "90 % interval" in es.summary(level=0.9)
    assert "[-0.64, 2.64]" in es.summary(level=0.9)


@pytest.mark.parametrize("measure", MEASURES)
def test_only_a_contrast_is_called_an_effect(measure):
    """An uncontrolled change is a change; a single group has a mean, share or rate."""
    es = made(measure)
    noun = noun_of(es)
    if es.kind == "uncontrolled change":
        assert noun == "change"
        assert read_as(es).startswith("Uncontrolled")
    elif es.kind == "single group":
        assert noun in {"mean", "proportion", "rate"}
    else:
        assert noun == "effect"
    text = es.summary()
    if es.kind in {"uncontrolled change", "single group"}:
        assert "effect" not in text.lower()
    is_log = MEASURES[measure].scale in {"log", "logit", "arcsine"}
    assert ("scale)" in read_as(es)) is (measure == "PFT")
    assert ("turned back" in text) is is_log


@pytest.mark.parametrize("kind", ["uncontrolled change", "single group"])
def test_values_as_given_are_called_what_they_are(kind):
    """GEN of one group is no effect either."""
    assert "effect" not in made("GEN", kind).summary().lower()


@pytest.mark.parametrize(
    ("value", "se", "text"),
    [
        (np.log(2.5), 0.3, "2.50"),
        (np.log(0.0123456), 0.3, "0.0123"),
        (np.log(1.23456), 0.001, "1.2346"),
        (np.log(1e-9), 0.5, "1.00e-09"),
        (800.0, 0.5, "inf"),
        (-800.0, 0.5, "0"),
    ],
)
def test_a_ratio_has_as_many_digits_as_it_is_known_to(value, se, text):
    """Three digits, or more where the standard error on the log scale allows."""
    assert shown(made("RR"), se, value) == text


def test_small_and_large_numbers_stay_readable():
    """Numbers far from 1 are printed with an exponent."""
    es = made("MD")
    assert shown(es, 1e-9, 1.23456e-7) == "1.235e-07"
    assert shown(es, 0.5, 1.23456) == "1.235"
    assert shown(es, 0.0, 1.23456) == "1.23"


def test_p_values_have_a_floor():
    """A tiny p is printed as a bound, a missing one as not defined."""
    assert p_words(1e-9) == "p < 0.0001"
    assert p_words(None) == "p not defined"
    assert p_words(0.01234) == "p = 0.0123"
