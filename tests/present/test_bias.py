"""The risk of bias as people judged it, and nothing that nobody judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.present import builders
from tests.present.disagreeing import judged
from tests.present.test_report import Page
from tests.present.test_report_words import text_of

from ketaevidence.curation.bias import judgement
from ketaevidence.curation.bias_tools import TOOLS
from ketaevidence.present.bias_words import judged_words, judgements_of
from ketaevidence.present.evidence_table import evidence_table
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.report import report_html
from ketaevidence.present.report.bias import bias_lines, bias_view


def _view(*judgements):
    snapshot = builders.curated(4, bias=judgements, analyses=())
    return bias_view(included_studies(snapshot), snapshot)


def test_a_study_that_nobody_judged_is_not_assessed():
    """No judgement is taken from silence: every included study is told as it is."""
    snapshot = builders.curated(4, analyses=())
    assert set(evidence_table(snapshot)["risk_of_bias"]) == {"not assessed"}
    view = _view()
    assert view.tables == ()
    assert view.sentence == "not assessed by anybody in the 3 included studies."
    assert "Not assessed by anybody" in text_of(snapshot)


def test_a_whole_that_nobody_judged_is_never_worked_out():
    """With a domain at high risk and no overall word, the whole stays unjudged."""
    (table,) = _view(judged()).tables
    assert table.rows[0].overall is None
    text = text_of(builders.curated(4, bias=(judged(),), analyses=()))
    assert "not judged" in text
    told = evidence_table(builders.curated(4, bias=(judged(),))).loc[0, "risk_of_bias"]
    assert told == (
        "RoB 2, parallel groups (22 August 2019): pain intensity, day 7: D1 Low, D2 "
        "Some concerns, D3 Low, D4 High, D5 No information; the whole was not judged "
        "(A. Reader, 2001-02-05)"
    )


def test_tool_version_result_support_and_who_are_shown():
    """A reader sees by which tool, of what, on which words, and by whom."""
    made = judged(overall="High")
    text = text_of(builders.curated(4, bias=(made,), analyses=()))
    for words in (
        "RoB 2, parallel groups (22 August 2019)",
        "Pain intensity, day 7",
        "an invented sentence",
        "A. Reader, 2001-02-05",
        "Bias in measurement of the outcome",
        "judged by people in 1 of the 3 included studies; not assessed in the others",
    ):
        assert words in text


def test_two_versions_of_a_tool_are_two_tables():
    """Versions have other domains and never share a table."""
    old = dict.fromkeys([f"D{i}" for i in range(1, 8)], "Low")
    new = dict.fromkeys([f"D{i}" for i in range(2, 7)], "Low") | {"D1": "Serious"}
    who = {"by": "A", "at": "2001-01-01T00:00:00Z", "reason": "r"}
    made = [
        judgement("s0", "robins-i", version, domains, outcome="responder", **who)
        for version, domains in (("2016", old), ("2025", new))
    ]
    titles = [table.title for table in _view(*made).tables]
    assert titles == ["ROBINS-I (2016)", "ROBINS-I V2 (20 November 2025)"]


def test_every_word_of_every_tool_has_a_sign_of_its_own_beside_the_colour():
    """In black and white, low, middle and high still read differently."""
    for tool in TOOLS:
        for word in tool.overall:
            made = replace(judged(), tool=tool.name, version=tool.version, overall=word)
            (table,) = _view(replace(made, domains=())).tables
            light = table.rows[0].overall
            assert (light.word, light.sign) != (word, "·")
    signs = {
        word: _view(judged(overall=word)).tables[0].rows[0].overall.sign
        for word in ("Low", "Some concerns", "High", "No information")
    }
    assert len(set(signs.values())) == 4


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"time_days": None}, True),
        ({"time_days": 84.0}, False),
        ({"outcome": "responder"}, False),
        ({"result_id": "R0"}, True),
        ({"result_id": "R1"}, False),
        ({"outcome": None, "time_days": None}, True),
        ({"study_id": "s1"}, False),
    ],
)
def test_a_judgement_stands_only_beside_the_result_that_was_judged(changes, fits):
    """Another time or outcome of the same study borrows no judgement."""
    register = builders.curated(4).register
    made = replace(judged(), **changes)
    assert bool(judgements_of(("R0",), "s0", [made], register)) is fits


def test_every_row_of_a_plot_says_how_it_was_judged_or_that_it_was_not():
    """The analysis lists each study that it shows, once."""
    snapshot = builders.curated(4, bias=(judged(overall="High"),))
    told = dict(bias_lines(builders.change_analysis(), snapshot))
    assert told[builders.invented(0)].startswith("pain intensity, day 7: overall High")
    assert told[builders.invented(1)] == "not assessed"
    assert len(told) == len({row.label for row in builders.change_analysis().rows})


def test_a_named_result_is_told_by_its_words():
    """A judgement on one row names the row as people know it."""
    register = builders.curated(4).register
    words = judged_words(judged(result_id="R0"), register)
    assert words == "pain intensity, end of week 1 (R0)"
    no_outcome = judged(outcome=None, time_days=None)
    assert judged_words(no_outcome, register) == "the study as a whole"


def test_the_lights_are_words_for_those_who_do_not_see_them():
    """Each light carries its word; its sign is hidden from screen readers."""
    page = Page(
        report_html(builders.curated(4, bias=(judged(),), analyses=()), figures=False)
    )
    signs = [a for a in page.all("span") if a.get("class") == "sign"]
    assert len(signs) == 5
    assert all(attrs.get("aria-hidden") == "true" for attrs in signs)
    assert page.balanced
