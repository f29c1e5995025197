"""L'Abbé's plot: counts as reported, and the curve of the pooled effect."""

import numpy as np
import pytest
from tests.present.charts import (
    assert_readable,
    assert_same_bytes,
    counts,
    hostile,
    pooled,
)

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.labbe import labbe
from ketaevidence.present.labbe.layout import labbe_layout


def test_points_are_the_counts_as_reported():
    """Risks are events over patients, whatever was added for the effects."""
    effects = ke.effect_sizes("OR", ai=[0, 5], n1i=[10, 20], ci=[4, 4], n2i=[16, 20])
    layout = labbe_layout(effects)
    assert [study.risks for study in layout.studies] == [(0.0, 25.0), (25.0, 20.0)]
    assert "counts as reported" in " ".join(layout.frame.notes)
    assert "Study 1" in " ".join(layout.frame.notes)


@pytest.mark.parametrize("measure", ["RR", "OR", "PETO", "RD", "AS"])
def test_the_curve_is_the_pooled_effect_at_every_risk(measure):
    """Between any two points of the curve the measure is the pooled effect."""
    pool = ke.pool(counts(7, measure), method="DL", test="z")
    layout = labbe_layout(pool)
    effect = {
        "RR": lambda a, b: np.log(a / b),
        "OR": lambda a, b: np.log(a / (1 - a) / (b / (1 - b))),
        "PETO": lambda a, b: np.log(a / (1 - a) / (b / (1 - b))),
        "RD": lambda a, b: a - b,
        "AS": lambda a, b: np.arcsin(np.sqrt(a)) - np.arcsin(np.sqrt(b)),
    }[measure]
    inner = [(b / 100, a / 100) for b, a in layout.curve if 0 < b < 100 and 0 < a < 100]
    assert len(inner) > 50
    for second, first in inner:
        assert effect(first, second) == pytest.approx(pool.estimate, abs=1e-9)


def test_the_axes_are_the_same_and_hold_every_study():
    """Equal risks stand at 45 degrees, and no study leaves the plot."""
    frame = labbe_layout(counts(12)).frame
    assert frame.x.limits == frame.y.limits
    assert frame.plot_width == pytest.approx(frame.plot_height)
    for study in labbe_layout(counts(12)).studies:
        assert all(frame.x.holds(risk) for risk in study.risks)


def test_area_follows_the_weight():
    """Twice the weight is twice the area, above the smallest bubble."""
    layout = labbe_layout(ke.pool(counts(6), method="EE", test="z"))
    largest = max(layout.studies, key=lambda study: study.size)
    for study in layout.studies:
        share = study.size / largest.size
        assert study.radius == pytest.approx(
            max(2.5, largest.radius * share**0.5), rel=1e-9
        )


def test_without_a_pool_there_is_no_curve():
    """Effects alone, and a single study, show no pooled effect and say so."""
    for what in (counts(5), ke.pool(counts(1), method="DL", test="z")):
        plot = labbe(what)
        assert plot.layout.curve == ()
        assert "Nothing is pooled here" in plot.alt_text
        assert plot.table["weight"].isna().all()


def test_only_events_in_two_groups_are_drawn():
    """Other measures, and effects without counts, are refused with what to do."""
    with pytest.raises(PresentError, match="these effects are MD"):
        labbe(pooled(4))
    crossover = ke.effect_sizes("MPOR", ai=[4], bi=[5], ci=[6], di=[7])
    with pytest.raises(PresentError, match="MPOR"):
        labbe(crossover)
    with pytest.raises(PresentError, match="come without"):
        labbe(ke.effect_sizes("OR", yi=[0.1, 0.2], vi=[0.1, 0.1]))
    with pytest.raises(PresentError, match="not list"):
        labbe([1, 2])
    with pytest.raises(PresentError, match="two names"):
        labbe(counts(3), arms=("Ketamine",))


def test_arms_and_event_are_named_on_the_axes():
    """The axes say whose risk of what they show."""
    frame = labbe_layout(counts(3), arms=("Ketamine", "Placebo"), event="relief").frame
    assert frame.x.label == "Placebo: patients with relief [%]"
    assert frame.y.label == "Ketamine: patients with relief [%]"
    assert "more patients with relief in “Ketamine”" in frame.notes[0]


def test_studies_without_an_effect_are_named():
    """Studies that say nothing about the measure are told, not silently lost."""
    effects = ke.effect_sizes(
        "OR", ai=[0, 5], n1i=[9, 20], ci=[0, 4], n2i=[9, 20], slab=["Empty 1", "Full 2"]
    )
    assert "Not shown" in " ".join(labbe_layout(effects).frame.notes)
    assert "Empty 1" in " ".join(labbe_layout(effects).frame.notes)


@pytest.mark.parametrize("k", [1, 60])
def test_no_text_covers_another(k):
    """From one study to sixty, with hostile names."""
    plot = labbe(counts(k, names=hostile(k)), arms=("Ketamine " * 20, "Placebo"))
    assert_readable(plot)


def test_it_has_a_table_a_description_and_the_same_bytes(tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    pool = ke.pool(counts(4), method="DL", test="z")
    plot = labbe(pool)
    assert plot.table["weight"].sum() == pytest.approx(100)
    assert plot.table["events_1"].tolist() == list(pool.effects.inputs["ai"])
    assert sum("%), Group 2 " in line for line in plot.alt_text.splitlines()) == 4
    assert_same_bytes(lambda: labbe(pool), tmp_path)
