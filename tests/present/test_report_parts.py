"""The parts of the report: order, choices, changes, versions, certainty, figures."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest
from tests.browser import invented
from tests.present import builders

import ketaevidence
from ketaevidence.errors import PresentError
from ketaevidence.present.report import report_html
from ketaevidence.present.report.beside import Beside
from ketaevidence.present.report.compact import compact
from ketaevidence.present.report.figures import figure_view, frame_table
from ketaevidence.present.report.other_choices import other_choices
from ketaevidence.present.report.steadiness import steadiness_views

ORDER = (
    "answer", "changes", "summary", "flow", "studies", "bias", "results", "harms",
    "checks", "disagreements", "sources", "records", "suggestions", "methods",
    "reproduction", "versions",
)  # fmt: skip


@pytest.fixture(scope="module")
def review():
    """Give a review of pooled trials that was frozen, judged, rated and corrected."""
    return invented.fifty(studies=32, awaiting=6)


@pytest.fixture(scope="module")
def html(review, tmp_path_factory):
    """Give its report as a user gets it, without the figures."""
    return report_html(review.snapshot(), review._beside(), figures=False)


def words_of(html, name):
    """Give the visible words of one section."""
    part = html.split(f'<section id="{name}"')[1].split('\n<section id="')[0]
    return " ".join(unescape(re.sub("<[^<>]+>", " ", part)).split())


def test_the_answer_comes_first_and_the_versions_last(html):
    """The sections stand in the order in which a reader asks."""
    found = re.findall(r'<section id="([a-z]+)"', html)
    assert tuple(name for name in found if name in ORDER) == ORDER
    contents = re.findall(r'<li><a href="#([a-z]+)">', html.split("<main")[0])
    assert tuple(contents) == ORDER


def test_the_answer_has_its_unit_its_interval_and_the_certainty_that_people_rated(html):
    """Effect, interval, number of studies and whose certainty, in the first screen."""
    answer = words_of(html, "answer")
    assert re.search(
        r"Mean difference in pain \[points\]: −\d\.\d\d \(95% CI −\d\.\d\d to −\d\.\d\d\), "
        r"pooled from \d\d studies",
        answer,
    )
    assert "⊕⊕⊝⊝ Low (A. Reader, 2026-03-02)" in answer
    assert "rated by people for 1 of" in answer


def test_what_changed_tells_what_moved_each_result_and_by_how_much(html):
    """The section compares with the version before and names the correction."""
    changes = words_of(html, "changes")
    assert "pooled results unchanged in meaning" in changes
    assert "Corrected data of the same studies: −" in changes
    assert "table 2 of the report" in changes


def test_every_version_stands_with_its_hash_and_the_working_state_is_said(html, review):
    """The newest version comes first, and the page does not pass for one of them."""
    rows = html.split('id="versions"')[1]
    places = [rows.index(version.digest) for version in review.versions()]
    assert places == sorted(places, reverse=True)
    newest = review.versions()[-1].number
    assert f"Working state after version {newest}; not frozen" in html
    assert "This page</span>" not in rows


def test_a_frozen_state_says_which_version_it_is():
    """The number stands in the bar and marks its row."""
    example = ketaevidence.example_review()
    number = example.freeze("the first version").number
    html = report_html(example.snapshot(), example._beside(), figures=False)
    assert f"<li>Version {number}</li>" in html
    assert html.count('class="tag">This page</span>') == 1


def test_an_earlier_state_that_cannot_be_read_is_told_and_hides_nothing():
    """The report is made all the same, with the reason in place of the changes."""
    beside = Beside(no_digest_because="the settings cannot be read any more")
    html = report_html(builders.curated(3), beside, figures=False)
    assert "What changed cannot be told. The settings cannot be read any more." in html


def test_other_choices_change_one_thing_and_give_what_pooling_by_hand_gives(review):
    """Each row of the table is the pool that a person would make of it."""
    analysis = review.analyses()[0]
    group = analysis.groups[0]
    rows = {row.what: row for row in other_choices(analysis, group, review.snapshot())}
    planned = group.pooled
    by_hand = builders.quietly(planned.effects, method="DL", test="knha")
    shown = rows["DerSimonian and Laird for the variance between studies"]
    low, high = (f"−{abs(x):.2f}" for x in (by_hand.ci_lb, by_hand.ci_ub))
    assert shown.effect == f"−{abs(by_hand.estimate):.2f} (95% CI {low} to {high})"
    without = rows["Without studies at high risk of bias"]
    assert int(without.k) == planned.k - len(without.without)
    keep = [label not in without.without for label in planned.effects.slab]
    rest = planned.effects.take(np.array(keep))
    by_hand = builders.quietly(rest, method="REML", test="knha")
    assert f"−{abs(by_hand.estimate):.2f} (" in without.effect
    derived = rows["Without values that were worked out from others"]
    assert {label.split()[0] for label in derived.without} <= set(invented._NAMES)
    assert int(derived.k) + len(derived.without) == planned.k
    assert (
        rows["Without crossover trials"].why_not == "no crossover trial is among them"
    )


def test_a_choice_that_leaves_too_few_studies_pools_nothing_and_says_so(review):
    """A pool below the review's own minimum is not made by the back door."""
    snapshot = review.snapshot()
    plan = replace(snapshot.question.pooling, minimum_studies=26)
    few = replace(snapshot, question=replace(snapshot.question, pooling=plan))
    analysis = review.analyses()[0]
    rows = other_choices(analysis, analysis.groups[0], few)
    (row,) = [r for r in rows if r.what == "Without studies at high risk of bias"]
    assert row.effect == ""
    assert "the review pools from 26" in row.why_not
    assert row.without


def test_what_is_pooled_from_few_studies_gets_no_funnel_and_a_reason():
    """Below ten studies there is a sentence and no figure; without a year too."""
    analysis = builders.responder_analysis()
    (view,) = steadiness_views(analysis, 1, builders.curated(4), with_figures=True)
    assert [figure.anchor for figure in view.figures] == [
        "steady-1-1-without",
        "steady-1-1-grown",
    ]
    assert (
        "No funnel plot and no test of asymmetry: with 4 studies" in view.not_drawn[0]
    )
    head, rows = view.figures[0].head, view.figures[0].body
    assert len(rows) == 5
    assert all(len(row) == len(head) for row in rows)


def test_a_figure_that_cannot_be_drawn_is_a_sentence():
    """The page has the reason in the figure's place."""

    def refuse():
        msg = "there is nothing to draw"
        raise PresentError(msg)

    view = figure_view(refuse, "figure-x", "An invented figure")
    assert (view.svg, view.why_not) == (None, "There is nothing to draw.")


def test_the_table_behind_a_figure_writes_numbers_as_people_do():
    """Whole numbers stay whole, minus is a minus, what is missing is a dash."""
    frame = pd.DataFrame(
        {"slab": ["A", "B\u202e"], "ci_lb": [-1.23456, None], "n": [20.0, 1.0],
         "is_new": [True, False], "empty": [None, None], "pval": [0.0002, 0.31]}
    )  # fmt: skip
    head, rows = frame_table(frame)
    assert head == ["Study", "Interval from", "Patients", "Is new", "p"]
    assert list(rows) == [
        ("A", "−1.235", "20", "yes", "< 0.001"),
        ("B", "—", "1", "no", "0.31"),
    ]


def test_a_shorter_drawing_says_the_same_words():
    """What is written in a figure is untouched; only its tags are shortened."""
    plot = ketaevidence.forest(ketaevidence.example_review().analyses()[2])
    whole = plot.svg(prefix="x")
    short = compact(whole)

    def told(svg):
        return [text for text in re.split(r"<[^<>]+>|\n", svg) if text.strip()]

    assert told(short) == told(whole)
    assert len(short) < 0.85 * len(whole)
    names = re.findall(r' id="([^"]+)"', short)
    mark = r'(?:href="#|url\(#|labelledby="|describedby=")([\w.-]+)'
    used = set(re.findall(mark, short))
    assert used <= set(names)
    assert compact("<text x='1'>1.23456 &lt;g id=&quot;</text>").count("1.23456") == 1
