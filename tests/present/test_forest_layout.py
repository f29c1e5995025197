"""Forest plots as layouts: what stands where, before any pixel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.present import builders

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PresentError
from ketaevidence.present.forest.footers import printed_notes
from ketaevidence.present.forest.layout import (
    LARGEST_MARKER,
    SMALLEST_MARKER,
    forest_layout,
)
from ketaevidence.present.forest.scale import axis_limits, linear_ticks, log_ticks
from ketaevidence.present.forest.words import alt_text


def kinds(layout):
    """Give the kinds of the rows, from top to bottom."""
    return [row.kind for row in layout.rows]


def test_a_pool_has_its_studies_a_diamond_and_a_prediction_row():
    """Studies come first, then the pooled result, then the prediction interval."""
    layout = forest_layout(builders.pooled(13))
    tail = ["summary", "prediction", "note", "note"]
    assert kinds(layout) == ["study"] * 13 + tail
    assert not any(row.hollow for row in layout.studies)


def test_rows_follow_each_other_without_overlap():
    """Each row begins where the one before it ends, with 60 long names as well."""
    names = [f"An invented study with a very long name, number {i}" for i in range(60)]
    layout = forest_layout(builders.pooled(60, names=names))
    edge = 0.0
    for row in layout.rows:
        assert row.y - row.height / 2 == pytest.approx(edge)
        edge = row.y + row.height / 2
    assert edge == pytest.approx(layout.height)


def test_the_area_of_a_square_follows_the_weight_between_floor_and_ceiling():
    """A study with twice the weight has twice the area, unless it is tiny."""
    rows = forest_layout(builders.pooled(13)).studies
    heaviest = max(rows, key=lambda row: row.weight)
    assert heaviest.marker == pytest.approx(LARGEST_MARKER)
    for row in rows:
        share = row.weight / heaviest.weight
        wanted = max(SMALLEST_MARKER**2, LARGEST_MARKER**2 * share)
        assert row.marker**2 == pytest.approx(wanted)


def test_texts_and_positions_agree():
    """What is printed beside a square is where the square stands."""
    layout = forest_layout(builders.pooled(3))
    row = layout.studies[0]
    assert row.estimate == pytest.approx(-2.6)
    assert row.texts[1].startswith("−2.60 (−")
    assert layout.summaries[0].ci[0] < layout.summaries[0].estimate


def test_the_dashed_line_runs_from_the_first_study_to_the_diamond():
    """The pooled line stands at the estimate and ends in the diamond."""
    layout = forest_layout(builders.pooled(4))
    (line,) = layout.pooled_lines
    summary = layout.summaries[0]
    assert (line.x, line.bottom) == (summary.estimate, summary.y)
    assert line.top == 0.0


def test_one_study_gets_no_diamond_and_the_plot_says_so():
    """A single study is shown hollow, with a sentence instead of a diamond."""
    layout = forest_layout(builders.pooled(1))
    assert layout.summaries == ()
    assert layout.studies[0].hollow
    assert "nothing is pooled" in layout.rows[-1].name


def test_an_analysis_without_a_pool_shows_hollow_rows_and_reasons():
    """Three groups, three headings, three notes, and not one diamond."""
    layout = forest_layout(builders.change_analysis())
    assert kinds(layout).count("heading") == 3
    notes = [row.name for row in layout.rows if row.kind == "note"]
    assert len(notes) == 3
    assert all(note.startswith("Not pooled: ") for note in notes)
    assert layout.summaries == ()
    assert all(row.hollow and row.weight is None for row in layout.studies)
    assert "Weight" not in [column.title for column in layout.columns]


def test_only_the_pooled_group_has_weights_and_solid_marks():
    """A group that is not pooled stays hollow beside one that is."""
    layout = forest_layout(builders.responder_analysis())
    assert [row.hollow for row in layout.studies] == [False] * 4 + [True]
    assert layout.studies[-1].weight is None
    assert len(layout.summaries) == 1


def test_proportions_are_read_in_per_cent_from_0_to_100():
    """A pooled proportion stands on the same scale as the studies' percentages."""
    layout = forest_layout(builders.responder_analysis())
    assert layout.limits == (0.0, 100.0)
    assert [text for _, text in layout.ticks][-1] == "100"
    assert 50 < layout.summaries[0].estimate < 62
    alone = forest_layout(builders.pooled_shares())
    assert alone.limits == (0.0, 100.0)
    assert alone.studies[0].estimate == pytest.approx(50)


def test_an_interval_that_leaves_the_axis_is_flagged_on_its_side():
    """Extreme intervals are cut with an arrow and do not flatten all the others."""
    rows = (
        builders.row(0, -1, 0.5),
        builders.row(1, -2, 0.6),
        builders.row(2, -1.5, 40),
        builders.row(3, -0.5, 0.4, ci_ub=30.0),
    )
    group = replace(builders.change_analysis().groups[0], rows=rows)
    layout = forest_layout(builders.change_analysis(groups=(group,)))
    flags = [row.clipped for row in layout.studies]
    assert flags == [(False, False), (False, False), (True, True), (False, True)]
    assert layout.limits[1] - layout.limits[0] < 15
    assert any(footer.startswith("Arrow") for footer in layout.footers)


def test_the_band_of_an_important_difference_is_inside_the_axis_and_labelled():
    """The grey band says what it is and who says so."""
    layout = forest_layout(builders.change_analysis())
    assert (layout.band.low, layout.band.high) == (-2.0, -1.0)
    assert "invented source" in layout.band.label
    assert layout.limits[0] <= -2


def test_marks_become_footnotes_with_the_same_letter():
    """A derived number carries a letter that the foot of the plot explains."""
    layout = forest_layout(builders.change_analysis())
    assert layout.studies[1].texts[0].endswith("ᵃ")
    assert layout.footers[-1].startswith("ᵃ")
    assert layout.studies[1].marks == ("spread from the p value",)


def test_kept_out_studies_are_listed_with_reasons_or_left_out_on_request():
    """Nobody disappears silently; a page that lists them elsewhere may ask."""
    layout = forest_layout(builders.change_analysis())
    assert [text[:10] for _, text in layout.kept_out] == ["The source"] * 2
    bare = forest_layout(builders.change_analysis(), show_kept_out=False)
    assert bare.kept_out == ()


def test_an_analysis_without_rows_is_a_sentence_and_the_kept_out_list():
    """Nothing to plot is said, not drawn."""
    layout = forest_layout(builders.change_analysis(groups=()))
    assert layout.rows == ()
    assert layout.empty_because
    assert len(layout.kept_out) == 2


def test_long_texts_are_wrapped_and_kept_whole_for_the_table():
    """A name of 3,000 characters takes three lines; the table has all of it."""
    name = "Endless " * 375
    row = builders.row(0, -1, 0.5, label=name)
    group = replace(builders.change_analysis().groups[0], rows=(row,))
    layout = forest_layout(builders.change_analysis(groups=(group,)))
    assert layout.studies[0].texts[0].count("\n") <= 2
    assert "…" in layout.studies[0].texts[0]
    assert layout.studies[0].name == name.strip()


def test_heterogeneity_is_told_in_full():
    """tau², I², Q with its degrees of freedom, and p stand in one line."""
    (line,) = forest_layout(builders.pooled(5)).heterogeneity
    assert all(part in line for part in ("τ² = ", "I² = ", "Q = ", "df = 4", "p "))


def test_the_method_line_names_estimator_interval_and_level():
    """A reader can tell how the diamond came about."""
    layout = forest_layout(builders.pooled(5, level=0.9))
    assert "REML" in layout.footers[0]
    assert "Knapp-Hartung" in layout.footers[0]
    assert "90%" in layout.footers[0]
    assert "(90% CI)" in layout.columns[1].title


def test_the_arms_of_two_armed_trials_stand_beside_the_plot():
    """Mean, SD and n of both groups are printed, with the totals of patients."""
    layout = forest_layout(builders.pooled_arms())
    assert [c.key for c in layout.columns if c.kind == "data"] == [
        f"Group {arm}\n{part}" for arm in (1, 2) for part in ("Mean", "SD", "n")
    ]
    cells = dict(layout.studies[0].cells)
    assert (cells["Group 1\nMean"], cells["Group 1\nSD"]) == ("4.1", "2.1")
    assert cells["Group 2\nn"] == "19"
    total = dict(layout.summaries[0].cells)
    assert (total["Group 1\nn"], total["Group 2\nn"]) == ("213", "204")
    assert total["Group 1\nMean"] == ""


def test_arms_and_sides_can_be_named():
    """A user's own words stand over the columns and under the axis."""
    sides = ("Favours ketamine", "Favours placebo")
    layout = forest_layout(
        builders.pooled_arms(), arms=("Ketamine", "Placebo"), favours=sides
    )
    cells = dict(layout.studies[0].cells)
    assert cells["Ketamine\nMean"] == "4.1"
    assert cells["Placebo\nn"] == "19"
    assert layout.favours == sides
    assert forest_layout(builders.pooled_arms()).favours is None


@pytest.mark.parametrize(
    ("make", "names", "told"),
    [
        (builders.pooled_arms, {"arms": ("Ketamine",)}, "two names"),
        (builders.pooled_arms, {"arms": "KP"}, "two names"),
        (builders.pooled_arms, {"favours": ("a", 1)}, "two names"),
        (builders.pooled_shares, {"favours": ("a", "b")}, "no line of no difference"),
        (builders.change_analysis, {"arms": ("a", "b")}, "names its arms itself"),
    ],
)
def test_names_that_have_no_place_are_refused(make, names, told):
    """What cannot be shown is an error with a reason, and not silently dropped."""
    with pytest.raises(PresentError, match=told):
        forest_layout(make(), **names)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (builders.responder_analysis, "exact (Clopper-Pearson)"),
        (builders.change_analysis, "normal, from each study's own standard error"),
        (builders.pooled_shares, "normal on the logit scale"),
        (builders.pooled_arms, "normal, from each study's own standard error"),
    ],
)
def test_the_foot_says_how_the_intervals_of_studies_were_made(make, told):
    """Exact and normal intervals are told apart."""
    assert any(told in footer for footer in forest_layout(make()).footers)


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("The interval is narrow. Compare with test='z' and 't'.",
         ("The interval is narrow.",)),
        ("0.5 was added to events (to='only0') of: A, B.",
         ("0.5 was added to events of: A, B.",)),
        ("The raw scale does not fit these data; use PLO.",
         ("The raw scale does not fit these data.",)),
        ("Use test='z'.", ()),
        ("The test is too sure; tau2='common' gives an F test.",
         ("The test is too sure.",)),
        ("With two studies, heterogeneity (tau2, I2, Q) cannot be judged.",
         ("With two studies, heterogeneity (tau2, I2, Q) cannot be judged.",)),
    ],
)  # fmt: skip
def test_figures_keep_caveats_and_drop_a_programmers_advice(note, printed):
    """A journal's reader sees no argument of a function."""
    assert printed_notes([note]) == printed


def test_no_figure_names_an_argument():
    """Whatever pool is drawn, its foot has no ``name='value'``."""
    for k in (1, 2, 3, 5):
        for footer in forest_layout(builders.pooled(k)).footers:
            assert "='" not in footer


def test_the_sentences_tell_message_studies_pool_and_spread():
    """The alternative text has a sentence for each, and no verdict."""
    text = alt_text(forest_layout(builders.pooled(3)))
    lines = text.split("\n")
    assert lines[0].startswith("Forest plot, Effect as given: 3 studies")
    assert "does not include 0" in lines[1]
    assert lines[4].startswith("Pooled (3 studies)")
    assert lines[-2].startswith("Heterogeneity")
    assert lines[-1].startswith("Pooled value against 0: t = ")
    assert "significant" not in text


def test_something_else_is_refused_with_a_name():
    """A list is no pooled result, and the error says what is wanted."""
    with pytest.raises(PresentError, match="not a list"):
        forest_layout([])


@pytest.mark.parametrize(
    ("low", "high"), [(-3.1, 0.4), (0.0, 0.001), (-5e4, 1e5), (7.2, 7.3)]
)
def test_ticks_are_few_evenly_spaced_and_enclose_the_data(low, high):
    """Any range gets between two and eight round ticks around it."""
    ticks = linear_ticks(low, high)
    steps = {round((b - a) / (high - low), 6) for a, b in zip(ticks, ticks[1:])}  # noqa: B905, RUF007
    assert 2 <= len(ticks) <= 8
    assert len(steps) == 1
    assert ticks[0] <= low
    assert ticks[-1] >= high


def test_ratio_axes_get_ratio_ticks():
    """A ratio axis has ticks such as 0.5, 1 and 2."""
    ticks = log_ticks(0.4, 3.0)
    assert {0.5, 1.0, 2.0} <= set(ticks)
    assert ticks[0] <= 0.4
    assert ticks[-1] >= 3.0


def test_one_value_without_width_still_gets_an_axis():
    """A single number does not collapse the axis."""
    low, high = axis_limits([2.0], [(2.0, 2.0)], [])
    assert low < 2.0 < high


def test_a_ratio_stands_on_a_log_axis_with_its_null_at_one():
    """Whatever is analysed as a logarithm is read as a ratio."""
    es = effect_sizes("RR", ai=[2, 4, 5], n1i=[10, 20, 16], ci=[4, 6, 6],
                      n2i=[11, 20, 15])  # fmt: skip
    layout = forest_layout(builders.quietly(es, method="REML", test="knha"))
    assert layout.is_log
    assert layout.null_value == pytest.approx(1)


def test_freeman_tukey_studies_are_shown_and_no_diamond_is_invented():
    """A value pooled on that scale has no way back, and the plot says so."""
    es = effect_sizes("PFT", xi=[3, 8, 5], ni=[10, 20, 16])
    layout = forest_layout(builders.quietly(es, method="REML", test="knha"))
    shares = [row.estimate for row in layout.studies]
    assert shares == pytest.approx([30, 40, 31.25])
    assert not layout.summaries
    assert all(row.weight is None for row in layout.studies)
    assert any("no way back" in row.name for row in layout.rows if row.kind == "note")
    assert "Knapp-Hartung" not in " ".join(layout.footers)


def test_freeman_tukey_without_numbers_of_patients_stays_on_its_own_scale():
    """Reported effects without n are never called per cent."""
    es = effect_sizes("PFT", yi=[0.6, 0.7, 0.8], sei=[0.1, 0.1, 0.1])
    layout = forest_layout(builders.quietly(es, method="REML", test="knha"))
    assert "per cent" not in layout.axis_label
    assert [row.estimate for row in layout.studies] == [0.6, 0.7, 0.8]


def test_what_was_done_to_empty_cells_stands_under_the_plot():
    """A half that was added to a count is told to whoever reads the figure."""
    es = effect_sizes("RR", ai=[0, 4, 5], n1i=[10, 20, 16], ci=[4, 6, 6],
                      n2i=[11, 20, 15])  # fmt: skip
    layout = forest_layout(builders.quietly(es, method="REML", test="knha"))
    assert any("0.5 was added" in line for line in layout.footers)
