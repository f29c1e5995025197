"""Forest plots with arms, subgroups, counts, lights, orders, bands and styles."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.present import builders
from tests.present.disagreeing import judged
from tests.present.drawn_texts import assert_apart, quietly

from ketaevidence.curation.bias import judgement
from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PresentError
from ketaevidence.pooling import tau2_interval
from ketaevidence.pooling.clusters import cluster_robust
from ketaevidence.pooling.counts import binomial_normal, mantel_haenszel
from ketaevidence.pooling.subgroups import subgroups
from ketaevidence.present.forest import forest
from ketaevidence.present.forest.layout import forest_layout
from ketaevidence.present.forest.paper import paper
from ketaevidence.present.forest.studies import year_of
from ketaevidence.present.forest.style import STYLES
from ketaevidence.present.forest.words import data_cells

ROUTES = ["IV", "IV", "IM", "IM", "IM", "oral"]
LONG = "An invented multicentre trial with an endless name and no end in sight "
MANY = {
    "arms": ("Ketamine, racemic, by infusion over days", "Placebo"),
    "favours": ("Favours ketamine", "Favours placebo"),
    "important_difference": (-2.0, -1.0, "Invented 2001"),
    "axis_label": "Mean difference [points on 0-10]",
}


@pytest.fixture(scope="module")
def pooled():
    """Six invented trials with the data of their arms."""
    return builders.pooled_arms()


@pytest.fixture(scope="module")
def groups(pooled):
    """The same trials by route, one of them alone."""
    return quietly(subgroups, pooled.effects, ROUTES, method="REML", test="knha")


@pytest.fixture(scope="module")
def lights(pooled):
    """Judgements on five of the six trials, the whole of some."""
    return {
        name: judged(f"s{i}", overall=(None, "High", "Low")[i % 3])
        for i, name in enumerate(pooled.effects.slab)
        if i != 3
    }


def numbers(layout):
    """Give every number of a layout that is not a matter of looks."""
    rows = [
        (r.kind, r.y, r.height, r.estimate, r.ci, r.weight, r.marker, r.clipped,
         r.hollow, r.cells, r.lights, r.name if r.kind != "note" else "")
        for r in layout.rows
    ]  # fmt: skip
    ends = layout.limits, layout.ticks, layout.null_value, layout.band
    return rows, ends, layout.pooled_lines, layout.decimals


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"default"}))
def test_a_style_changes_looks_and_no_number(pooled, lights, style):
    """Rows, places, numbers and caveats are the same under every preset."""
    plain = forest_layout(pooled, bias=lights, **MANY)
    other = forest_layout(pooled, bias=lights, style=style, **MANY)
    assert numbers(other) == numbers(plain)
    assert other.footers == plain.footers
    assert sorted(c.kind for c in other.columns) == sorted(
        c.kind for c in plain.columns
    )
    shown, expected = (
        sorted(re.findall(r"−?\d+\.\d+%?", " ".join(row.texts)))
        for row in (other.rows[0], plain.rows[0])
    )
    assert shown == expected


def test_the_four_houses_differ_in_columns_brackets_and_p_values(pooled):
    """Each preset is told from the others by what its house prints."""
    made = {name: forest_layout(pooled, style=name) for name in STYLES}
    texts = {name: " ".join(one.rows[0].texts) for name, one in made.items()}
    assert "[−3.22, −0.38]" in texts["revman"]
    assert "(−3.22 to −0.38)" in texts["bmj"]
    assert made["jama"].columns[0].title == "Source"
    assert "τ²" not in made["jama"].heterogeneity[0]
    assert "P > .99" in made["jama"].heterogeneity[0]
    assert made["bmj"].heterogeneity[0].startswith("Test for heterogeneity")
    sides = {c.kind: c.side for c in made["revman"].columns}
    assert sides == dict.fromkeys(("study", "data", "effect", "weight"), "left")
    order = [c.kind for c in made["bmj"].columns if c.side == "right"]
    assert order == ["weight", "effect"]


@pytest.mark.parametrize("p", [0.0496, 0.0504, 0.00999, 0.0104, 0.04999])
@pytest.mark.parametrize("style", ["bmj", "jama"])
def test_no_style_rounds_a_p_value_across_a_line(p, style):
    """A p value on one side of 0.05 or 0.01 is printed on that side."""
    printed = float("0" + STYLES[style].p_equals(p).split("=")[1].strip().lstrip("0"))
    for line in (0.05, 0.01):
        assert (printed < line) == (p < line)


def test_subgroups_have_headings_diamonds_and_the_test_between_them(groups):
    """Every group has its heading; one study alone has no diamond; all are pooled."""
    layout = forest_layout(groups)
    headings = [row.name for row in layout.rows if row.kind == "heading"]
    assert headings == ["IM", "IV", "oral", "All studies"]
    assert [row.group for row in layout.summaries] == ["IM", "IV", "All studies"]
    notes = [row.name for row in layout.rows if row.kind == "note"]
    assert any(note.startswith("One study only") for note in notes)
    assert notes[-1].startswith("Test of differences between subgroups: χ² = 0.43")
    assert not any(row.hollow for row in layout.studies)
    assert any("association" in footer for footer in layout.footers)
    assert not any("='" in footer for footer in layout.footers)


def test_subgroup_numbers_are_those_of_the_result(groups):
    """Diamonds stand where the subgroups and the pool of all studies say."""
    layout = forest_layout(groups)
    found = {row.group: row for row in layout.summaries}
    for group in groups.groups:
        if group.k > 1:
            assert found[group.name].ci == (group.ci_lb, group.ci_ub)
    overall = found["All studies"]
    assert overall.estimate == groups.overall.estimate
    (line,) = layout.pooled_lines
    assert (line.x, line.top, line.bottom) == (overall.estimate, 0.0, overall.y)
    weights = [row.weight for row in layout.studies]
    assert sum(weights) == pytest.approx(100)
    assert found["IM"].weight == pytest.approx(sum(weights[:3]))


def test_a_common_variance_is_said_and_the_test_is_an_f_test(pooled):
    """With one tau2 for all groups the foot says so and no group prints its own."""
    found = quietly(
        subgroups, pooled.effects, ROUTES, method="REML", test="knha", tau2="common"
    )
    layout = forest_layout(found)
    assert any("One variance between studies" in footer for footer in layout.footers)
    assert "F = " in layout.rows[-1].name
    inner = [r.name for r in layout.rows if r.group == "IM" and r.kind == "note"]
    assert not any("τ²" in note for note in inner)


def test_counts_pooled_without_effects_keep_every_study():
    """A trial without events has a row, no square, and no total is made up."""
    found = mantel_haenszel("OR", ai=[8, 22, 0], n1i=[106, 98, 20], ci=[5, 16, 0],
                            n2i=[120, 85, 21])  # fmt: skip
    layout = forest_layout(found, arms=("Ketamine", "Placebo"))
    last = layout.studies[-1]
    assert last.estimate is None
    assert "not estimable" in last.texts
    assert "no effect of its own" in last.marks[0]
    assert dict(layout.studies[1].cells)["Ketamine\nEvents"] == "22"
    assert set(dict(layout.summaries[0].cells).values()) == {""}
    assert layout.summaries[0].estimate == pytest.approx(1.4, abs=0.01)
    assert layout.is_log
    assert layout.null_value == 1


def test_a_binomial_model_has_no_weights_and_says_what_squares_mean():
    """Areas follow the number of patients, and intervals of studies are exact."""
    found = binomial_normal([0, 3, 8, 5], [12, 20, 21, 30])
    layout = forest_layout(found)
    assert "weight" not in [column.kind for column in layout.columns]
    areas = [row.marker**2 for row in layout.studies]
    assert areas[1] / areas[3] == pytest.approx(20 / 30)
    assert any("number of patients" in footer for footer in layout.footers)
    assert layout.summaries[0].estimate == pytest.approx(100 * found.proportion)
    assert dict(layout.summaries[0].cells) == {"Events": "16", "n": "83"}


def test_events_and_totals_of_two_arms_come_from_either_form():
    """Events of n are printed from totals and from the four cells of a table."""
    ai, n1i, ci, n2i = [2, 4], [10, 20], [4, 6], [11, 20]
    by_totals = effect_sizes("RR", ai=ai, n1i=n1i, ci=ci, n2i=n2i)
    by_cells = effect_sizes("RR", ai=ai, bi=[8, 16], ci=ci, di=[7, 14])
    made = [
        forest_layout(builders.quietly(es, method="EE", test="z")).studies[0].cells
        for es in (by_totals, by_cells)
    ]
    assert made[0] == made[1]
    assert dict(made[0])["Group 2\nn"] == "11"


def test_lights_stand_beside_the_study_that_was_judged(pooled, lights):
    """Each row has its own judgements; an unjudged study has none, and that is told."""
    layout = forest_layout(pooled, bias=lights)
    words = [
        [light.word if light else None for light in row.lights]
        for row in layout.studies
    ]
    assert words[0] == ["Low", "Some concerns", "Low", "High", "No information", None]
    assert words[1][-1] == "High"
    assert words[3] == []
    assert [c.title for c in layout.columns if c.kind == "bias"] == [
        "D1", "D2", "D3", "D4", "D5", "All"
    ]  # fmt: skip
    assert [light.word for light in layout.legend] == [
        "Low", "Some concerns", "High", "No information"
    ]  # fmt: skip
    assert any("RoB 2, parallel groups (22 August 2019)" in f for f in layout.footers)
    plot = forest(pooled, bias=lights)
    assert "D4 High" in plot.alt_text.splitlines()[1]
    assert "not assessed" in plot.alt_text.splitlines()[4]
    assert plot.table.loc[1, "bias_all"] == "High"


def test_a_whole_that_nobody_judged_has_no_column(pooled):
    """Nothing is worked out from the domains."""
    made = {pooled.effects.slab[0]: judged()}
    layout = forest_layout(pooled, bias=made)
    assert [c.title for c in layout.columns if c.kind == "bias"][-1] == "D5"


def test_lights_of_a_review_find_the_rows_of_its_analysis():
    """A snapshot's judgements stand by study and result."""
    snapshot = builders.curated(8, bias=(judged("s1"), judged("s0", time_days=99.0)))
    layout = forest_layout(builders.change_analysis(), bias=snapshot)
    assert [bool(row.lights) for row in layout.studies] == [False, True] + [False] * 4
    none = forest_layout(builders.change_analysis(), bias=builders.curated(8))
    assert "Risk of bias: nobody judged it in the studies of this plot." in none.footers


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([judged("nobody")], "about a study of this plot"),
        ([judged("s0"), judged("s0", time_days=99.0)], "has 2 judgements"),
        ("low", "bias= takes a review"),
        ({"Appleby 1990": "Low"}, "bias= takes a review"),
        (
            [
                judged("s0"),
                judgement("s1", "rob1", None,
                          {f"D{i}": "Low" for i in range(1, 7)}, by="A", at="",
                          reason="r"),
            ],
            "of 2 tools",
        ),
    ],
)  # fmt: skip
def test_judgements_that_do_not_fit_are_refused(given, told):
    """What cannot be put beside one row is an error that says what to do."""
    with pytest.raises(PresentError, match=told):
        forest_layout(builders.change_analysis(), bias=given)


def test_the_order_is_an_argument_and_is_stated(pooled):
    """Rows follow the order asked for, with their own cells, and the foot says which."""
    names = {}
    for order in ("given", "name", "year", "effect", "weight"):
        layout = forest_layout(pooled, order=order, columns={"Route": ROUTES})
        names[order] = [row.name for row in layout.studies]
        told = [f for f in layout.footers if f.startswith("Order of studies")]
        assert len(told) == 1
        for row in layout.studies:
            place = pooled.effects.slab.index(row.name)
            assert row.cells[0] == ("Route", ROUTES[place])
    assert names["effect"] == names["given"][::-1]
    assert names["weight"] == names["given"][::-1]
    assert names["year"] == names["given"]


@pytest.mark.parametrize(
    ("name", "year"),
    [("Birch 1991a", 1991), ("Birch (1991)", 1991), ("Birch", None),
     ("1991 patients of Birch", None), ("Birch 19917", None)],
)  # fmt: skip
def test_a_year_is_read_at_the_end_of_a_label_only(name, year):
    """Another number is no year."""
    assert year_of(name) == year


def test_a_given_band_and_interval_of_tau2_are_printed():
    """The band says who says so; tau2 has its interval, of the same pool only."""
    pooled = builders.pooled(6)
    layout = forest_layout(
        pooled, important_difference=(-2, -1, "Invented 2001"), tau2_interval="QP"
    )
    assert "Invented 2001" in layout.band.label
    assert re.search(
        r"τ² = [\d.]+ \(95% CI [\d.]+ to [\d.]+\)", layout.heterogeneity[0]
    )
    own = tau2_interval(pooled, method="QP")
    assert forest_layout(pooled, tau2_interval=own).heterogeneity == (
        layout.heterogeneity
    )
    with pytest.raises(PresentError, match="another pool"):
        forest_layout(builders.pooled(5), tau2_interval=own)


def test_parts_can_be_left_out_and_caveats_cannot(pooled):
    """What is hidden is gone from the rows; the size of squares stays."""
    plain = forest_layout(pooled)
    bare = forest_layout(
        pooled,
        hide=("data", "weights", "prediction", "heterogeneity", "tests", "pooled line"),
    )
    assert [c.kind for c in bare.columns] == ["study", "effect"]
    assert {row.kind for row in bare.rows} == {"study", "summary"}
    assert bare.pooled_lines == ()
    assert [r.marker for r in bare.studies] == [r.marker for r in plain.studies]
    assert "not pooled" not in forest(pooled, hide="weights").alt_text
    assert set(plain.footers) - {"Arrow: the interval goes on beyond the axis."} <= (
        set(bare.footers)
    )
    with pytest.raises(PresentError, match="choose of 'data'"):
        forest_layout(pooled, hide="caveats")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"style": "lancet"}, "'revman'"),
        ({"order": "random"}, "'weight'"),
        ({"columns": {"Route": ["IV"]}}, "1 values, but there are 6"),
        ({"columns": ["IV"]}, "map a title"),
        ({"columns": {"Route": "IV, IM"}}, "list of values"),
        ({"columns": {3: ROUTES}}, "must be a title"),
        ({"important_difference": (-1.0, -2.0, "who")}, "lower end"),
        ({"important_difference": (-2.0, -1.0, "")}, "who says so"),
        ({"tau2_interval": "exact"}, "'QP'"),
    ],
)
def test_a_wish_that_cannot_be_met_is_an_error(pooled, asked, told):
    """The error names the argument, the value, and what may be given."""
    with pytest.raises(PresentError, match=told):
        forest_layout(pooled, **asked)


def test_results_that_are_no_forest_say_what_to_draw_instead(pooled):
    """A robust result, effects and a string are told apart."""
    robust = quietly(cluster_robust, pooled, list("aabbcd"))
    for what, told in ((robust, r"\.fit"), (pooled.effects, "pool them first"),
                       ("pool", "not a str")):  # fmt: skip
        with pytest.raises(PresentError, match=told):
            forest_layout(what)


def test_small_effects_keep_the_digits_that_tell_their_interval():
    """An interval of thousandths is not printed as 0.00 to 0.00."""
    es = effect_sizes("GEN", yi=[0.004, 0.002], vi=[1e-6, 2e-6], slab=["A", "B"])
    layout = forest_layout(builders.quietly(es, method="EE", test="z"))
    assert layout.studies[0].texts[1] == "0.004 (0.002 to 0.006)"
    wide = forest_layout(builders.pooled(3, wide=4e6, test="z"))
    assert "." not in wide.studies[0].texts[1]


def test_a_narrow_pool_of_wide_studies_keeps_its_digits():
    """A pooled interval is not rounded to one number because the studies are wide."""
    layout = forest_layout(builders.pooled(60, wide=4e6))
    low, high = layout.summaries[0].ci
    assert layout.summaries[0].texts[1].split("(")[
        1
    ] == f"{low:.2f} to {high:.2f})".replace("-", "−")


def test_the_table_of_texts_has_both_headings_and_words_for_lights(pooled, lights):
    """The screen reader's table says Ketamine Mean, and High where a light is red."""
    head, body = data_cells(
        forest_layout(pooled, bias=lights, arms=("Ketamine", "Placebo"))
    )
    row = dict(zip(head, body[0], strict=True))
    assert (row["Ketamine Mean"], row["Risk of bias D4"]) == ("4.1", "High")
    assert len(head) == len(body[0])


def _cases(pooled, groups, lights):
    one = builders.pooled(1, names=[LONG * 40])
    many = builders.pooled(60, names=[f"{LONG}{i}" for i in range(60)], wide=4e6)
    wide = {"columns": {("Dose", "mg/kg/h, as it was printed"): ["0.1 to 0.3"] * 60}}
    sides = {"favours": (LONG * 3, LONG * 3), "axis_label": LONG * 4, "title": LONG * 9}
    return [
        (pooled, {"bias": lights, "style": "bmj", **MANY}),
        (groups, {"subtitle": LONG * 2, "style": "revman"}),
        (one, {**sides, "style": "jama"}),
        (many, {**wide, "style": "revman"}),
    ]


def test_nothing_overlaps_and_everything_is_legible(pooled, groups, lights):
    """With 1 or 60 studies, long names and wide numbers no two texts touch."""
    for what, asked in _cases(pooled, groups, lights):
        drawn = forest(what, **asked)
        assert_apart(drawn.figure)
        assert min(text.get_size() for text in drawn.figure.texts) >= 7


def test_usual_figures_are_legible_at_the_width_of_a_printed_page(pooled, lights):
    """On 183 mm, and with lights on a page turned round, text keeps 7 points."""
    asked = {**MANY, "arms": ("Ketamine", "Placebo")}
    for style in STYLES:
        sheet = paper(forest_layout(pooled, style=style, **asked))
        assert 7.5 * 519 / sheet.width >= 7
    wide = paper(forest_layout(pooled, bias=lights, **MANY))
    assert 7.5 * 728 / wide.width >= 7


def test_a_plot_with_everything_repeats_to_the_byte(pooled, lights):
    """SVG with lights, band and upper headings repeats to the byte."""
    asked = {"bias": lights, "style": "jama", **MANY}
    assert forest(pooled, **asked).svg() == forest(pooled, **asked).svg()


def test_an_analysis_takes_columns_in_the_order_of_its_rows():
    """Values given for an analysis stand beside the right rows of the right groups."""
    analysis = builders.change_analysis()
    names = [row.label for row in analysis.rows]
    layout = forest_layout(analysis, columns={"Own": names})
    assert all(dict(row.cells)["Own"] == row.name for row in layout.studies)
    assert replace(analysis) == builders.change_analysis()
