"""The picture of a multiverse: what stands where, without a look at pixels."""

import numpy as np
import pytest

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.multiverse.layout import multiverse_layout


def worlds(k=5, **options):
    """Pool invented effects in every way that is asked for."""
    draw = np.random.default_rng(k)
    effects = ke.effect_sizes(
        "MC",
        yi=draw.normal(-0.8, 0.6, k),
        vi=draw.uniform(0.05, 0.4, k),
        slab=[f"Trial {i}" for i in range(k)],
    )
    asked = {"methods": ["EE", "DL", "REML"], "tests": ["z", "knha"], **options}
    return ke.multiverse(effects, **asked)


def test_every_result_is_shown_once_in_order():
    """The worlds are those with a result, smallest effect first."""
    result = worlds()
    layout = multiverse_layout(result)
    shown = [world.estimate for world in layout.worlds]
    assert shown == sorted(result.estimate[result.is_computed])
    assert [world.rank for world in layout.worlds] == list(range(len(shown)))


def test_only_open_choices_have_rows_and_every_option_has_one():
    """A choice with one option is no row; the order of the options is kept."""
    layout = multiverse_layout(worlds(tests=["z"]))
    assert layout.rows == (("Estimator", ("EE", "DL", "REML")),)
    for world in layout.worlds:
        assert dict(world.choices)["Estimator"] in layout.rows[0][1]


def test_a_clear_interval_is_one_without_the_null_value():
    """Filled marks are those whose interval leaves the line of no change out."""
    for world in multiverse_layout(worlds()).worlds:
        assert world.is_clear == (not world.ci[0] <= 0 <= world.ci[1])


def test_what_has_no_result_is_told_with_its_reason():
    """Combinations that cannot be computed are counted below the picture."""
    result = worlds()
    notes = " ".join(multiverse_layout(result).notes)
    assert (
        f"{sum(reason is not None for reason in result.reasons)} not computed" in notes
    )
    assert "made for random effects" in notes


def test_ratios_stand_on_a_log_axis_in_the_scale_that_people_read():
    """Odds ratios are turned back, with 1 for no difference."""
    effects = ke.effect_sizes("OR", ai=[12, 5], bi=[8, 15], ci=[6, 3], di=[14, 17])
    result = ke.multiverse(effects, methods=["EE", "DL"], tests=["z"])
    layout = multiverse_layout(result)
    assert layout.is_log
    assert layout.null_value == 1.0
    assert layout.worlds[0].estimate == pytest.approx(np.exp(result.estimate.min()))
    assert "log" not in layout.title


def test_nothing_to_draw_is_an_error_with_the_reason():
    """A multiverse without any result is refused, and says why there is none."""
    with pytest.raises(PresentError, match="because the Knapp-Hartung"):
        ke.multiverse_plot(worlds(methods=["EE"], tests=["knha"]))
    with pytest.raises(PresentError, match="not str"):
        ke.multiverse_plot("multiverse")


@pytest.mark.parametrize("k", [3, 12])
def test_names_of_any_kind_and_many_worlds_are_drawn_whole(k, tmp_path):
    """Long, right-to-left and marked-up names stay inside the sheet, as text."""
    exclusions = {
        "a reason that goes on and on " * 4: ["Trial 0"],
        "\u202ereversed <b>bold</b>": ["Trial 1"],
        "$x^2$": ["Trial 0", "Trial 1"],
    }
    if k == 3:
        exclusions = {"$x^2$": ["Trial 0"]}
    plot = ke.multiverse_plot(worlds(k, exclusions=exclusions))
    box = plot.figure.bbox
    for text in plot.figure.texts:
        around = text.get_window_extent()
        assert around.x0 >= 0
        assert around.x1 <= box.width
        assert around.y0 >= 0
        assert around.y1 <= box.height
    path = plot.save(tmp_path / "worlds.svg")
    assert "<b>" not in path.read_text("utf-8")
    assert "$x^2$" in path.read_text("utf-8")


def test_the_same_multiverse_gives_the_same_bytes(tmp_path):
    """Two drawings of one result are the same file."""
    for ending in ("png", "svg", "pdf"):
        first, second = (
            ke.multiverse_plot(worlds())
            .save(tmp_path / f"{name}.{ending}")
            .read_bytes()
            for name in "ab"
        )
        assert first == second


def test_it_is_told_in_words_and_numbers():
    """The description names the range, each option and what was left out."""
    plot = ke.multiverse_plot(worlds())
    lines = plot.alt_text.splitlines()
    assert lines[0].startswith("Multiverse: Uncontrolled mean change")
    assert any(line.startswith("Estimator, REML:") for line in lines)
    assert len(plot.table) == 6
