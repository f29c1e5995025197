"""What must hold for pooled tables of any studies, and what is refused."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts import (
    association_test,
    mantel_haenszel,
    peto_odds_ratio,
)

TABLE = {"ai": [2, 0, 5, 1], "n1i": [60, 40, 80, 55]}
TABLE |= {"ci": [1, 3, 9, 0], "n2i": [61, 42, 79, 50]}
RATES = {"x1i": [3, 0, 8], "t1i": [10.5, 4.0, 22.0]}
RATES |= {"x2i": [5, 1, 9], "t2i": [11.0, 3.5, 20.0]}

MEASURES = ["OR", "RR", "RD"]


@st.composite
def tables(draw):
    """Draw tables in which both groups have events and non-events somewhere."""
    k = draw(st.integers(1, 6))
    studies = [(3, 20, 5, 25)]
    for _ in range(k):
        n1, n2 = draw(st.integers(1, 60)), draw(st.integers(1, 60))
        studies.append((draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2))
    return np.array(studies, dtype=float)


def _pool(measure, table, **options):
    a, n1, c, n2 = table.T
    return mantel_haenszel(measure, ai=a, n1i=n1, ci=c, n2i=n2, **options)


@settings(max_examples=25)
@given(tables(), st.sampled_from(MEASURES), st.randoms())
def test_the_order_of_the_studies_does_not_matter(table, measure, random):
    """Shuffled studies have the same pooled effect, standard error and Q."""
    rows = list(range(len(table)))
    random.shuffle(rows)
    here, there = _pool(measure, table), _pool(measure, table[rows])
    for name in ("estimate", "se", "QE"):
        value = getattr(here, name)
        expected = value if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)
        assert getattr(there, name) == expected


@settings(max_examples=25)
@given(tables(), st.sampled_from(MEASURES))
def test_exchanged_groups_turn_the_effect_round(table, measure):
    """Group 2 over group 1 is the opposite effect, equally sure."""
    here, there = _pool(measure, table), _pool(measure, table[:, [2, 3, 0, 1]])
    assert there.estimate == pytest.approx(-here.estimate, rel=1e-9, abs=1e-12)
    assert there.se == pytest.approx(here.se, rel=1e-9)


@settings(max_examples=25)
@given(tables())
def test_events_and_non_events_may_be_exchanged(table):
    """The odds ratio of not having the event is the opposite one, equally sure."""
    other = table.copy()
    other[:, 0], other[:, 2] = table[:, 1] - table[:, 0], table[:, 3] - table[:, 2]
    here, there = _pool("OR", table), _pool("OR", other)
    assert there.estimate == pytest.approx(-here.estimate, rel=1e-9, abs=1e-12)
    assert there.se == pytest.approx(here.se, rel=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_one_study_is_its_own_pool(measure):
    """With one study the pooled effect is the study's; for OR its usual variance."""
    pooled = mantel_haenszel(measure, ai=[4], n1i=[30], ci=[9], n2i=[31])
    assert pooled.estimate == pytest.approx(pooled.yi[0], rel=1e-12)
    assert pooled.QE is pooled.QEp is pooled.I2 is None
    assert "one study" in pooled.notes[0]
    if measure != "RD":
        assert pooled.se**2 == pytest.approx(pooled.vi[0], rel=1e-12)


def test_studies_without_events_say_nothing_about_a_ratio():
    """A study without events in both groups changes no ratio, and has no weight."""
    more = {
        name: [*values, 0 if name in ("ai", "ci") else 100]
        for name, values in TABLE.items()
    }
    for pool in (
        lambda counts: mantel_haenszel("OR", **counts),
        lambda counts: mantel_haenszel("RR", **counts),
        lambda counts: peto_odds_ratio(**counts),
    ):
        here, there = pool(TABLE), pool(more)
        assert (there.estimate, there.se, there.QE) == pytest.approx(
            (here.estimate, here.se, here.QE), rel=1e-12
        )
        assert (there.k, there.weights[-1]) == (5, 0.0)
        assert np.isnan(there.yi[-1])


def test_studies_without_events_draw_a_risk_difference_to_zero():
    """They count in a risk difference, unless they are left out on demand."""
    more = {
        name: [*values, 0 if name in ("ai", "ci") else 100]
        for name, values in TABLE.items()
    }
    alone = mantel_haenszel("RD", **TABLE)
    kept = mantel_haenszel("RD", **more)
    left_out = mantel_haenszel("RD", **more, pool_drop00=True)
    assert abs(kept.estimate) < abs(alone.estimate)
    assert left_out.estimate == pytest.approx(alone.estimate, rel=1e-12)
    assert left_out.settings["pooled_counts"]["left_out"] == ["Study 5"]


def test_the_risk_difference_has_two_named_standard_errors():
    """Greenland and Robins' is the weighted sum of the studies' own variances."""
    sato = mantel_haenszel("RD", **TABLE)
    other = mantel_haenszel("RD", **TABLE, variance="Greenland-Robins")
    a, n1, c, n2 = (np.array(values, float) for values in TABLE.values())
    w = n1 * n2 / (n1 + n2)
    own = a * (n1 - a) / n1**3 + c * (n2 - c) / n2**3
    assert other.se == pytest.approx(np.sqrt((w**2 * own).sum()) / w.sum(), rel=1e-12)
    assert other.estimate == sato.estimate
    assert other.se != sato.se
    assert sato.settings["variance"] == "Sato"


def test_the_unit_of_person_time_does_not_matter():
    """Years or days: the same rate ratio, and a rate difference in that unit."""
    days = RATES | {name: [365.0 * t for t in RATES[name]] for name in ("t1i", "t2i")}
    for measure, factor in (("IRR", 1.0), ("IRD", 365.0)):
        here = mantel_haenszel(measure, **RATES)
        there = mantel_haenszel(measure, **days)
        same = pytest.approx
        assert there.se * factor == same(here.se, rel=1e-12)
        scaled = there.estimate * factor
        assert scaled == same(here.estimate, rel=1e-12)
    assert association_test(**days).statistic == pytest.approx(
        association_test(**RATES).statistic, rel=1e-12
    )


def test_equal_odds_ratios_are_homogeneous():
    """Three tables with the same odds ratio leave nothing to Breslow and Day."""
    pooled = mantel_haenszel(
        "OR", ai=[4, 8, 3], bi=[10, 20, 9], ci=[2, 2, 4], di=[10, 10, 24]
    )
    assert pooled.estimate == pytest.approx(np.log(2))
    assert pooled.homogeneity.breslow_day == pytest.approx(0.0, abs=1e-20)
    assert pooled.homogeneity.tarone_p == pytest.approx(1.0)
    assert pooled.homogeneity.df == 2


def test_the_correction_never_exceeds_the_difference():
    """Where observed and expected events differ by less than one half, p is 1."""
    counts = {"ai": [5, 4], "n1i": [20, 20], "ci": [5, 4], "n2i": [20, 21]}
    found = association_test(**counts)
    assert (found.statistic, found.p) == (0.0, 1.0)
    assert association_test(**counts, correct=False).statistic > 0


def test_peto_warns_of_what_biases_it():
    """Unequal groups and large effects are pointed out, by study."""
    pooled = peto_odds_ratio(ai=[80, 19], n1i=[200, 40], ci=[1, 1], n2i=[50, 40])
    text = " ".join(pooled.notes)
    assert "more than 3 times" in text
    assert "Study 1" in text
    assert "effect is large" in text


REFUSED = [
    (
        "OR",
        {"ai": [0, 0], "n1i": [9, 9], "ci": [1, 2], "n2i": [9, 9]},
        {},
        "ratio is 0,",
    ),
    ("RR", {"ai": [1, 2], "n1i": [9, 9], "ci": [0, 0], "n2i": [9, 9]}, {}, "infinite"),
    ("RR", {"ai": [0], "n1i": [9], "ci": [0], "n2i": [9]}, {}, "in every study"),
    (
        "RD",
        {"ai": [0], "n1i": [9], "ci": [0], "n2i": [9]},
        {"drop00": False},
        "variance",
    ),
    ("IRR", RATES | {"x2i": [0, 0, 0]}, {}, "infinite"),
    ("OR", TABLE | {"ai": [61, 0, 5, 1]}, {}, "'Study 1' .row 1.: ai is 61"),
    ("OR", TABLE | {"ai": [2, 0.5, 5, 1]}, {}, "not a whole number"),
    ("OR", TABLE | {"ci": [1, None, 9, 0]}, {}, "'Study 2' .row 2.: ci is missing"),
    ("OR", {"ai": [1], "n1i": [9]}, {}, "missing"),
    ("SMD", TABLE, {}, "not on offer"),
    ("OR", TABLE, {"variance": "Sato"}, "not on offer"),
    ("OR", TABLE, {"pool_to": "some"}, "zero-cell rule"),
    ("OR", TABLE, {"pool_add": -1}, "0 or more"),
    ("OR", TABLE, {"level": 95}, "between 0 and 1"),
    ("OR", TABLE, {"alike": {"timing": list("xxyx")}}, "differ in timing"),
]


@pytest.mark.parametrize(("measure", "counts", "options", "why"), REFUSED)
def test_what_cannot_be_pooled_is_refused(measure, counts, options, why):
    """One error names what is wrong, and where; no numpy warning escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PoolingError, match=why):
            mantel_haenszel(measure, **counts, **options)


def test_peto_and_the_test_refuse_what_tells_nothing():
    """Without any event there is nothing to pool or to test."""
    empty = {"ai": [0, 0], "n1i": [9, 9], "ci": [0, 0], "n2i": [9, 9]}
    with pytest.raises(PoolingError, match="in every study"):
        peto_odds_ratio(**empty)
    with pytest.raises(PoolingError, match="nothing to test"):
        association_test(**empty)


def test_every_choice_is_in_the_settings_and_the_text():
    """Settings, notes, table and summary say how the number was made."""
    pooled = mantel_haenszel("OR", **TABLE, pool_add=0.5, pool_to="only0")
    assert pooled.settings["variance"] == "Robins-Breslow-Greenland"
    assert pooled.settings["pooled_counts"]["adjusted"] == ["Study 2", "Study 4"]
    assert any("0.5 was added to counts that were pooled" in n for n in pooled.notes)
    frame = pooled.frame()
    assert list(frame["row"]) == ["study"] * 4 + ["pooled"]
    assert frame["weight_percent"][:4].sum() == pytest.approx(100)
    assert frame["back_yi"].iloc[-1] == pytest.approx(np.exp(pooled.estimate))
    text = pooled.summary()
    for part in (
        "Odds ratio, 4 studies",
        "Mantel-Haenszel test",
        "Tarone test",
        "0.620",
    ):
        assert part in text
    assert pooled == mantel_haenszel("OR", **TABLE, pool_add=0.5, pool_to="only0")
    assert pooled != mantel_haenszel("OR", **TABLE)
