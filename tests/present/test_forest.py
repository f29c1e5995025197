"""Forest plots as files: a few smoke tests of what is drawn."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ET
from dataclasses import replace

import matplotlib as mpl
import pytest
from tests.present import builders

from ketaevidence.errors import PresentError
from ketaevidence.present.forest import forest
from ketaevidence.present.forest.paper import paper
from ketaevidence.present.type_metrics import width

SVG = "{http://www.w3.org/2000/svg}"
CASES = {
    "two": lambda: builders.pooled(2),
    "one": lambda: builders.pooled(1),
    "arms": builders.pooled_arms,
    "none pooled": builders.change_analysis,
    "some pooled": builders.responder_analysis,
    "no rows": lambda: builders.change_analysis(groups=()),
}


@pytest.mark.parametrize("name", CASES)
def test_the_same_plot_gives_the_same_svg_that_is_well_formed(name):
    """Two drawings are equal to the byte, and any XML reader can read them."""
    first, second = forest(CASES[name]()).svg(), forest(CASES[name]()).svg()
    assert first == second
    root = ET.fromstring(first)  # noqa: S314
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert "Verdana" in first
    assert "<text" in first


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_files_are_written_and_repeat_to_the_byte(tmp_path, ending):
    """PNG, SVG and PDF are not empty and carry no date."""
    places = [tmp_path / f"{i}.{ending}" for i in (1, 2)]
    for place in places:
        assert forest(builders.pooled(3)).save(place) == place
    data = [place.read_bytes() for place in places]
    assert data[0] == data[1]
    assert len(data[0]) > 2000
    assert b"CreationDate" not in data[0]


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path):
    """The error names what can be written."""
    with pytest.raises(PresentError, match=r"\.png, \.svg, \.pdf"):
        forest(builders.pooled(2)).save(tmp_path / "plot.gif")


def test_every_text_stays_on_the_sheet():
    """No text of a crowded plot begins or ends outside the figure."""
    long = [f"A study with a long invented name, number {i}" for i in range(12)]
    for what in (builders.pooled(12, names=long), builders.change_analysis()):
        drawn = forest(what)
        box = drawn.figure.bbox
        renderer = drawn.figure.canvas.get_renderer()
        for text in drawn.figure.texts:
            extent = text.get_window_extent(renderer)
            assert extent.x0 >= box.x0 - 1
            assert extent.x1 <= box.x1 + 1
            assert extent.y0 >= box.y0 - 1
            assert extent.y1 <= box.y1 + 1


def test_no_two_texts_overlap():
    """Texts of rows, columns, axis and notes never touch each other."""
    for make in CASES.values():
        drawn = forest(make())
        renderer = drawn.figure.canvas.get_renderer()
        boxes = [
            text.get_window_extent(renderer).shrunk(0.98, 0.7)
            for text in drawn.figure.texts
        ]
        for i, a in enumerate(boxes):
            assert not any(a.overlaps(b) for b in boxes[i + 1 :])


def test_column_titles_do_not_reach_into_the_next_column():
    """Measured widths leave a gap between columns, with wide numbers too."""
    sheet = paper(forest(builders.pooled(4, wide=4e6)).layout)
    for a, b in zip(sheet.columns, sheet.columns[1:], strict=False):
        assert a.left + a.width < b.left


def test_hostile_names_are_text_in_the_svg_and_not_mathematics():
    """A script tag is escaped and dollar signs are dollar signs."""
    row = builders.row(0, -1, 0.5, label=f"{builders.HOSTILE} $x^2$")
    group = replace(builders.change_analysis().groups[0], rows=(row,))
    svg = forest(builders.change_analysis(groups=(group,))).svg()
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert "$x^2$" in svg


def test_names_in_other_scripts_draw_without_noise(caplog):
    """A Chinese name neither fails nor warns."""
    with caplog.at_level(logging.WARNING):
        svg = forest(builders.pooled(2, names=["中村 2001", "Ωmega 2002"])).svg()
    assert "中村" in svg
    assert not caplog.records


def test_identifiers_differ_between_plots_of_one_page():
    """Two plots with prefixes share no identifier."""
    drawn = forest(builders.pooled(2))
    roots = [ET.fromstring(drawn.svg(prefix=p)) for p in ("a", "b")]  # noqa: S314
    first, second = ({e.get("id") for e in root.iter()} - {None} for root in roots)
    assert first
    assert not first & second


def test_the_table_has_the_numbers_behind_the_plot():
    """One row per study and result, numbers as numbers, missing as NA."""
    table = forest(builders.responder_analysis()).table
    assert list(table["kind"]) == ["study"] * 4 + ["summary", "prediction", "study"]
    assert table["weight"].isna().tolist() == [False] * 5 + [True, True]
    assert table["note"].iloc[-1] == "count derived from 76%"


def test_a_notebook_shows_a_png_with_alternative_text():
    """The picture in a notebook can be read by a screen reader."""
    data, about = forest(builders.pooled(2))._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert about["alt"].startswith("Forest plot")


def test_drawing_changes_no_setting_of_matplotlib():
    """A user's own style is as it was before."""
    before = dict(mpl.rcParams)
    forest(builders.pooled(2)).svg()
    assert dict(mpl.rcParams) == before


def test_measured_widths_are_those_of_the_drawn_text():
    """The ruler used for layout agrees with what matplotlib draws."""
    drawn = forest(builders.pooled(2))
    renderer = drawn.figure.canvas.get_renderer()
    text = next(t for t in drawn.figure.texts if t.get_text() == "Prediction interval")
    points = text.get_window_extent(renderer).width * 72 / drawn.figure.dpi
    assert width("Prediction interval", 8.0) == pytest.approx(points, rel=0.06)
