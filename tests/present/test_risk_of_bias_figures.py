"""The traffic light and the bars show what people judged, and nothing else."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present import builders
from tests.present.disagreeing import judged
from tests.present.drawn_texts import assert_apart

from ketaevidence.curation.bias import judgement
from ketaevidence.curation.bias_tools import TOOLS
from ketaevidence.errors import PresentError
from ketaevidence.present.risk_of_bias import bias_bars, traffic_light
from ketaevidence.present.risk_of_bias.bars_layout import segments_of
from ketaevidence.present.risk_of_bias.rows import judged_by
from ketaevidence.present.risk_of_bias.signs import COLOURS, SIGNS, light
from ketaevidence.present.risk_of_bias.traffic_layout import traffic_layout

SVG = "{http://www.w3.org/2000/svg}"


def made_by(tool, study="s0", place=0, **changes):
    """Give a judgement by any tool, with words that differ from domain to domain."""
    domains = {
        domain.name: domain.judgements[(i + place) % len(domain.judgements)]
        for i, domain in enumerate(tool.domains)
    }
    outcome = {"outcome": "pain_intensity"} if tool.judges == "result" else {}
    return judgement(study, tool.name, tool.version, domains, by="A. Reader",
                     at="2001-02-05T06:07:08Z", reason="invented",
                     **(outcome | changes))  # fmt: skip


@pytest.fixture(scope="module")
def snapshot():
    """A review with four judged studies of seven, the whole of one judged."""
    made = [judged(f"s{i}", overall="High" if i == 1 else None) for i in range(4)]
    return builders.curated(8, bias=tuple(made))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: f"{tool.name}-{tool.version}")
def test_every_tool_is_drawn_with_its_own_domains(tool):
    """Columns, words, tool and version are those of the tool; no word shares a sign."""
    plot = traffic_light([made_by(tool, f"s{i}", i) for i in range(4)])
    assert [name for name, _ in plot.layout.columns] == [d.name for d in tool.domains]
    assert tool.title in plot.alt_text
    assert tool.reference in plot.alt_text
    for domain in tool.domains:
        assert plot.table[domain.name].iloc[0] in domain.judgements
    words = {*tool.overall, *(w for d in tool.domains for w in d.judgements)}
    assert len({SIGNS[word][1] for word in words}) == len(words)
    assert_apart(plot.figure)


def test_signs_can_be_read_on_their_fills():
    """The contrast of every sign with its light is at least 4.5 to 1 (WCAG 2)."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        ]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    for fill, ink in COLOURS.values():
        low, high = sorted((luminance(fill), luminance(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_whole_is_shown_only_where_a_person_judged_it(snapshot):
    """One row has an overall light, the others none; without any there is no column."""
    plot = traffic_light(snapshot)
    assert plot.table["Overall"].fillna("").tolist() == ["", "High", "", ""]
    bare = traffic_light([judged("s0"), judged("s1")])
    assert "Overall" not in bare.table.columns
    assert "Nobody judged the whole" in bare.alt_text


def test_a_review_shows_its_included_studies_and_names_the_others(snapshot):
    """A judgement on an excluded study is not drawn; an unjudged one is named."""
    excluded = builders.curated(8, bias=(judged("s7"), judged("s0")))
    assert traffic_light(excluded).table["study_id"].tolist() == ["s0"]
    told = "Not judged by this tool: Elderfield 1994, Fennick 1995, Gorse 1996."
    assert told in traffic_light(snapshot).alt_text.replace("\n", " ")
    assert traffic_light(snapshot).table["study"].iloc[0] == builders.invented(0)


def test_two_results_of_a_study_are_two_rows_that_can_be_told_apart():
    """Each row says what was judged."""
    table = traffic_light([judged("s0"), judged("s0", time_days=84.0)]).table
    assert table["judged"].tolist() == [
        "Pain intensity, day 7",
        "Pain intensity, day 84",
    ]


@pytest.mark.parametrize("draw", [traffic_light, bias_bars])
def test_nothing_judged_and_several_tools_are_errors(draw):
    """The error says what to do, or which tools there are and how often."""
    with pytest.raises(PresentError, match=r"judge with Review\.judge_bias"):
        draw(builders.curated(3))
    both = [judged("s0"), made_by(TOOLS[3], "s1")]
    with pytest.raises(PresentError, match=r"of 2 tools.*tool='rob1', version='2011'"):
        draw(both)
    assert len(draw(both, tool="RoB1").layout.columns if draw is traffic_light else
               draw(both, tool="RoB1").layout.bars) == 7  # fmt: skip
    with pytest.raises(PresentError, match="no judgement by tool='robins-i'"):
        draw(both, tool="robins-i")
    for wrong in ("rob2", ["Low"], 3, traffic_light):
        with pytest.raises(PresentError, match=r"draws a review or what Review\.bias"):
            draw(wrong)


def test_bars_count_every_judged_row_and_the_share_that_nobody_judged(snapshot):
    """Percentages are of all rows; what was left out has its own share."""
    plot = bias_bars(snapshot)
    table = plot.table
    whole = table[table["domain"] == "Overall"]
    assert whole["judgement"].tolist() == ["High", "Left out, or not judged"]
    assert whole["percent"].tolist() == [25.0, 75.0]
    assert whole["count"].tolist() == [1, 3]
    assert "Unweighted: each of 4 judgements in 4 studies" in plot.alt_text
    left_out = made_by(TOOLS[3])
    short = judgement("s1", "rob1", None, {d.domain: d.judgement for d in
                      left_out.domains if d.domain != "D7"}, by="A", at="",
                      reason="r")  # fmt: skip
    other = bias_bars([left_out, short]).table
    assert other[other["domain"] == "D7"]["percent"].tolist() == [50.0, 50.0]


def test_bars_can_be_weighted_by_a_pool_or_by_hand_and_say_so():
    """A study's share is its weight, by its label or identifier."""
    pooled = builders.pooled(3)
    snapshot = builders.curated(
        5, bias=(judged("s0"), judged("s1", overall="Low"), judged("s2"))
    )
    plot = bias_bars(snapshot, weights=pooled)
    table = plot.table
    share = table[(table["domain"] == "Overall") & (table["judgement"] == "Low")]
    assert share["percent"].iloc[0] == pytest.approx(pooled.weights[1])
    assert "by the weight of each study in the pooled result" in plot.alt_text
    by_hand = bias_bars(snapshot, weights={"s0": 1, "s1": 2, "s2": 1}).table
    assert by_hand["percent"].iloc[-2] == pytest.approx(50)


@pytest.mark.parametrize(
    ("rows", "weights", "told"),
    [
        (["s0", "s1"], {"s0": 1.0}, "no number above 0 for s1"),
        (["s0"], {"s0": 0}, r"s0 \(0\)"),
        (["s0"], {"s0": float("nan")}, r"s0 \(nan\)"),
        (["s0"], [1.0], "not list"),
        (["s0", "s0"], {"s0": 1.0}, "one weight for each study"),
    ],
)
def test_weights_that_do_not_fit_are_refused(rows, weights, told):
    """No study gets a weight that nobody gave it."""
    made = [judged(name, time_days=float(i)) for i, name in enumerate(rows)]
    with pytest.raises(PresentError, match=told):
        bias_bars(made, weights=weights)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "Low", "High", "Unclear"]),
            st.floats(0.01, 1e6),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_shares_fill_the_bar_without_gap(rows):
    """Whatever was judged, the shares add up to 100 and follow each other."""
    lights = [None if word is None else light(word) for word, _ in rows]
    legend = [light(word) for word in ("Low", "Unclear", "High")]
    parts = segments_of(lights, [weight for _, weight in rows], legend)
    assert sum(part.percent for part in parts) == pytest.approx(100)
    assert sum(part.count for part in parts) == len(rows)
    edge = 0.0
    for part in parts:
        assert part.start == pytest.approx(edge)
        edge += part.percent


def test_sixty_long_and_hostile_names_stay_apart():
    """No two texts touch, and a script tag is text."""
    names = [f"{builders.HOSTILE}{builders.TURNED} {'endless ' * 400}{i}"
             for i in range(60)]  # fmt: skip
    plot = traffic_light([judged(name) for name in names], title="$x^2$ " * 300)
    assert_apart(plot.figure)
    assert min(text.get_size() for text in plot.figure.texts) >= 7
    svg = plot.svg()
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert plot.table["study"].iloc[0].endswith("endless 0")


def test_rows_do_not_run_into_each_other():
    """Each row begins where the one before it ends."""
    names = ["short", "a name that needs more than one line " * 4, "s2"]
    layout = traffic_layout(
        judged_by([judged(n) for n in names], None, None, "test"), None
    )
    edge = layout.rows_top
    for row in layout.rows:
        assert row.y - row.height / 2 == pytest.approx(edge)
        edge = row.y + row.height / 2
    assert layout.rows[1].name.count("\n") == 2


@pytest.mark.parametrize("draw", [traffic_light, bias_bars])
def test_both_figures_repeat_to_the_byte_and_describe_themselves(draw, snapshot):
    """The SVG is the same at every drawing and has a title and a description."""
    plot = draw(snapshot)
    svg = plot.svg()
    assert svg == draw(snapshot).svg()
    root = ET.fromstring(svg)  # noqa: S314
    assert "RoB 2" in root.find(f"{SVG}title").text
    assert "Some concerns" in root.find(f"{SVG}desc").text
    assert_apart(plot.figure)


def test_a_pdf_says_in_its_properties_what_it_shows(tmp_path, snapshot):
    """Title and subject are in the file, and no date."""
    data = bias_bars(snapshot).save(tmp_path / "bars.pdf").read_bytes()
    assert b"/Subject" in data
    assert b"CreationDate" not in data
