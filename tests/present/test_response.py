"""Dose and time response: places, panels, and what is said instead of a line."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present import builders
from tests.present.extents import check_bytes, check_texts

from ketaevidence.curation.vocabulary import DOSE_CLASSES
from ketaevidence.errors import PresentError
from ketaevidence.present.response import dose_response, time_response
from ketaevidence.present.response.axis import spread
from ketaevidence.synthesis.model import Group


def analysis(n, **changes):
    """Give an analysis of uncontrolled change with invented effects."""
    rows = tuple(builders.row(i, -2 + 0.1 * i, 0.5 + 0.1 * (i % 4)) for i in range(n))
    groups = (Group("one", rows, why_not_pooled="one study only"),)
    return builders.change_analysis(groups=groups, **changes)


def review(n, *analyses, days=lambda i: 7.0 * i, phase="off_drug", **changes):
    """Give a review with results at chosen days."""
    base = builders.curated(max(n, 2))
    results = tuple(
        builders.result(i, time_days=days(i), phase=phase) for i in range(n)
    )
    studies = tuple(replace(s, **changes) for s in base.register.studies)
    register = replace(base.register, results=results, studies=studies)
    return replace(base, analyses=analyses or (analysis(n),), register=register)


def xs(plot, panel=0):
    """Give the places of a panel's points, before they are moved apart."""
    return [placed.point.x for placed in plot.layout.panels[panel].points]


@given(st.lists(st.floats(0, 400), min_size=1, max_size=60), st.floats(0, 40))
@settings(max_examples=60, deadline=None)
def test_marks_stand_apart_in_order_and_near_their_place(wanted, most):
    """They keep order, ends, the space that is told, and the farthest that is allowed."""
    wanted = sorted(wanted)
    found = spread(wanted, ends=(-5.0, 405.0), most=most)
    places = np.array(found.places)
    assert np.all(np.diff(places) >= found.space - 1e-6)
    assert np.all(np.abs(places - wanted) <= most + 1e-6)
    assert places.min() >= -5.0 - 1e-6
    assert places.max() <= 405.0 + 1e-6


def test_marks_that_are_alone_are_not_moved():
    """Only those that would stand on each other leave their place."""
    assert spread([0.0, 100.0], ends=(0.0, 100.0), most=30.0).places == (0.0, 100.0)


def test_time_is_in_weeks_since_treatment_began():
    """The register's days become weeks."""
    assert xs(time_response(review(3))) == [0.0, 1.0, 2.0]


def test_effects_without_a_time_are_named_and_not_placed():
    """No time, or results at different times: no place, and the reason said."""
    mixed = builders.row(0, -1.0, 0.5, result_ids=("R0", "R1"))
    lost = builders.row(5, -1.0, 0.5, result_ids=("R9",), label="Fennick " * 400)
    broken = builders.row(2, float("nan"), 0.5)
    panel = builders.change_analysis(groups=(Group("one", (mixed, lost, broken)),))
    plot = time_response(review(3, panel))
    told = " ".join(plot.layout.panels[0].notes)
    assert xs(plot) == []
    assert plot.layout.high < 400
    assert "because its results were measured at different times: Appleby" in told
    assert "because no time in days is entered: Fennick" in told
    assert "because its effect or interval is not a number: Cedarwood" in told


def test_kinds_of_evidence_are_never_in_one_panel():
    """Uncontrolled change, responders and contrasts have a panel each, named so."""
    plot = time_response(builders.curated(6))
    titles = [panel.panel.analysis.title for panel in plot.layout.panels]
    assert titles == ["Change in pain within one group", "Patients with relief"]
    for panel in plot.layout.panels:
        own = set(panel.panel.analysis.rows)
        assert {placed.point.row for placed in panel.points} <= own
    assert "Without a comparison group" in plot.layout.panels[0].caution_lines[0]


@pytest.mark.parametrize(
    ("n", "words"), [(9, "fewer than 10"), (10, "meta-regression")]
)
def test_no_line_is_fitted_and_the_figure_says_why(n, words):
    """Below ten studies none could be; from ten on it is a regression's to state."""
    plot = time_response(review(n))
    assert words in plot.layout.panels[0].notes[0]
    marks = [line for line in plot.axes[0].lines if len(line.get_xdata()) == 2]
    upright = [m for m in marks if m.get_xdata()[0] == m.get_xdata()[1]]
    assert len(upright) == n


def test_on_drug_and_off_drug_are_told_apart():
    """Fill says whether the drug still acted; words say it too."""
    on = time_response(review(2, phase="on_drug"))
    assert "; on drug." in on.alt_text
    keys = [placed.key.text for placed in on.layout.keys]
    assert "During or at the end of treatment" in keys
    assert "; after treatment." in time_response(review(2)).alt_text


def test_designs_have_marks_of_their_own():
    """A parallel trial and a single arm differ in shape."""
    (first, second, _) = time_response(review(3)).layout.panels[0].points
    assert (first.point.mark.shape, second.point.mark.shape) == ("s", "v")


def test_area_follows_precision():
    """Half the variance, twice the area."""
    rows = (builders.row(0, 0.0, 1.0, vi=0.1), builders.row(1, 0.0, 1.0, vi=0.2))
    panel = builders.change_analysis(groups=(Group("one", rows),))
    first, second = time_response(review(2, panel)).layout.panels[0].points
    assert first.area == pytest.approx(2 * second.area)


def test_doses_stand_by_class_unless_totals_are_given():
    """The register's classes are used as they are, an unknown one has its place."""
    plot = dose_response(review(3, dose_class="oral"))
    assert plot.layout.classes == ("oral dose",)
    unknown = dose_response(review(3))
    assert unknown.layout.classes == ("dose class not stated",)
    assert len(unknown.layout.panels[0].points) == 3


def test_given_doses_are_placed_and_the_others_named():
    """A total dose is the caller's; a study without one is said to lack it."""
    plot = dose_response(review(3), doses={"s0": 100, "Birch 1991": 50.5}, unit="mg")
    assert xs(plot) == [50.5, 100.0]
    told = plot.alt_text
    assert "50.5 mg" in told
    assert "not among the doses that were given: Cedarwood 1992" in told
    assert "a milligram of one is not a milligram of another" in told


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"doses": {"s0": 1.0}}, "need their unit"),
        ({"doses": {"s99": 1.0}, "unit": "mg"}, "'s99' is no study or result here"),
        ({"doses": {"s0": -1}, "unit": "mg"}, "'s0' is -1, not a number from 0"),
        ({"doses": {"s0": "5"}, "unit": "mg"}, "'s0' is '5'"),
        ({"doses": {"s0": float("inf")}, "unit": "mg"}, "'s0' is inf"),
    ],
)
def test_wrong_doses_are_refused(asked, named):
    """The error names the study and the number."""
    with pytest.raises(PresentError, match=named):
        dose_response(review(2), **asked)


def test_an_analysis_alone_needs_its_doses_or_times():
    """Nothing is guessed of what an analysis does not hold."""
    alone = analysis(2)
    with pytest.raises(PresentError, match="no times; give weeks"):
        time_response(alone)
    with pytest.raises(PresentError, match="no doses; give doses"):
        dose_response(alone)
    plot = time_response(alone, weeks={"s0": 4, "R1": 2})
    assert xs(plot) == [2.0, 4.0]
    assert "design not known" in plot.alt_text


def test_a_panel_without_effects_says_so():
    """Nothing to show is said where the panel would be, with what was kept out."""
    plot = time_response(review(1, analysis(0)))
    assert plot.axes == ()
    assert plot.layout.panels[0].notes[0].startswith("No study has an effect")
    assert "without a mark: 2" in plot.layout.panels[0].notes[1]


def test_a_review_without_analyses_is_an_error():
    """There is nothing to draw, and the error says what to do."""
    with pytest.raises(PresentError, match="no analysis yet"):
        time_response(builders.fresh(2))
    with pytest.raises(PresentError, match="not str"):
        dose_response("review")


def test_the_table_has_what_is_shown_and_what_is_not():
    """Every effect and everything kept out has a row; what has no mark, its reason."""
    table = time_response(review(3)).table
    assert list(table["number"].dropna()) == [1, 2, 3]
    assert table["why_not_shown"].notna().sum() == 2


@pytest.mark.parametrize("n", [1, 60])
def test_texts_stand_apart_with_one_study_and_with_sixty(n, tmp_path):
    """Long and hostile names, many at one time, wide numbers: nothing overlaps."""
    names = [f"{builders.HOSTILE}{builders.TURNED}", "Name " * 600, "W" * 3000, "=1+1"]
    rows = tuple(
        builders.row(
            i, 1e6 * i, 1e6, label=names[i % 4], columns=(("Time", "T " * 50),)
        )
        for i in range(n)
    )
    panel = builders.change_analysis(groups=(Group("one", rows),), kept_out=())
    snapshot = review(n, panel, analysis(0), days=lambda i: 7.0 * (i // 9))
    plot = time_response(snapshot, title="Invented " * 90)
    check_texts(plot.figure)
    text = plot.save(tmp_path / "response.svg").read_text("utf-8")
    assert "<script>" not in text


def test_every_dose_class_has_room_for_its_words():
    """With all classes on the axis no two names overlap, and none is broken."""
    snapshot = review(8, dose_class=None)
    codes = (*DOSE_CLASSES, None)
    studies = tuple(
        replace(study, dose_class=code)
        for study, code in zip(snapshot.register.studies, codes, strict=True)
    )
    register = replace(snapshot.register, studies=studies)
    plot = dose_response(replace(snapshot, register=register))
    check_texts(plot.figure)
    ticks = plot.layout.panels[0].x_ticks
    shown = {word for _, lines in ticks for line in lines for word in line.split()}
    assert shown == {word for text in plot.layout.classes for word in text.split()}


def test_the_same_review_gives_the_same_bytes(tmp_path):
    """Two drawings of one review are the same file."""
    snapshot = review(3)
    check_bytes(lambda: dose_response(snapshot), tmp_path, "svg")
