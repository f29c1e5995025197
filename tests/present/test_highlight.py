"""A record is shown with its readings: every word of it, each quote marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaevidence as ke
from ketaevidence.extraction.model import METADATA, Candidate
from ketaevidence.present.highlight.marks import numbered, pieces
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def made(start, end, text="", field="dose", **more):
    """Make a candidate of a span."""
    return Candidate(
        record_key="pmid:1",
        field=field,
        value=5,
        quote=text[start:end],
        section="abstract 1",
        start=start,
        end=end,
        rule="invented",
        sentence=text,
        **more,
    )


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12)


@given(spans, st.integers(0, 20), st.integers(21, 40))
def test_the_pieces_make_up_the_text(found, start, end):
    """Overlapping quotes cut the text, lose nothing, and cover their own places."""
    text = "abcdefghij" * 4
    marks = numbered(made(low, min(low + n, 40), text) for low, n in found)
    cut = list(pieces(text, marks, start, end))
    assert "".join(piece.text for piece in cut) == text[start:end]
    position = start
    for piece in cut:
        for number in piece.inside:
            candidate = marks[number - 1].candidate
            assert candidate.start <= position < candidate.end
        position += len(piece.text)
    opened = [n for piece in cut for n in piece.opens]
    assert sorted(opened) == sorted(n for piece in cut for n in piece.closes)


def record(text, title="A <b>title</b>"):
    """Make an invented record."""
    return Record(title=title, pmid="1", sections=(Section(text, label="RESULTS"),))


def test_a_terminal_shows_quotes_in_brackets():
    """The quote stands in brackets with its number, and the list says what was read."""
    one = record("Ketamine 5 mg was given.")
    start = one.text.index("5 mg")
    shown = ke.highlight(one, [made(start, start + 4, one.text, unit="mg")])
    assert "Ketamine «5 mg»[1] was given." in shown.text()
    assert "[1] Dose: 5 mg  (high; invented)" in str(shown)
    assert "\x1b[" not in shown.text()
    assert "\x1b[1;36m«5 mg»\x1b[0m" in shown.text(colour=True)


def test_readings_of_the_same_words_share_their_brackets():
    """Three readings of one word are one pair of brackets with three numbers."""
    one = record("Ketamine was given.")
    start = one.text.index("Ketamine")
    fields = ("drug", "drug_form", "route")
    found = [made(start, start + 8, one.text, field=field) for field in fields]
    assert "«Ketamine»[1, 2, 3] was given." in ke.highlight(one, found).text()


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_terminal(width):
    """Text and readings of the bundled records fit."""
    for one in ke.example_review().records()[:8]:
        for line in ke.highlight(one).text(width).splitlines():
            assert len(line) <= width or " " not in line.strip()


def test_a_page_escapes_what_a_text_holds():
    """Marks of HTML in a title are shown and not obeyed; nothing hidden comes along."""
    page = ke.highlight(record("<script>1</script> pain\u202e \x07")).html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "A &lt;b&gt;title" in page
    assert "\u202e" not in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_a_notebook_does_not_push_the_readings_to_the_right():
    """Its rule (.jp-RenderedHTMLCommon td) is weaker than the table's own, wherever."""
    shown = ke.highlight(ke.example_review().records()[0])._repr_html_()
    (rule,) = re.findall(r"\n(.*)\{text-align:left\}", shown)
    assert re.fullmatch(r"\.k\w+ \.scroll th,\.k\w+ \.scroll td", rule)


def test_every_anchor_leads_somewhere():
    """Each number in the text leads to its row and back; ids are unique."""
    one = ke.example_review().records()[0]
    page = ke.highlight(one).html()
    ids = re.findall(r'id="([^"]+)"', page)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_what_metadata_say_has_no_place_in_the_text():
    """A reading from PubMed's data is listed last, with the data's own words."""
    one = record("Pain fell.")
    said = Candidate(
        record_key=one.key,
        field="design",
        value="rct_parallel",
        quote="",
        section=METADATA,
        start=0,
        end=0,
        rule="invented",
        sentence="Randomized Controlled Trial",
        status="inferred",
    )
    shown = ke.highlight(one, [said, made(0, 1, one.text, field="n_total")])
    assert [mark.candidate.field for mark in shown.marks] == ["n_total", "design"]
    assert "Randomized Controlled Trial" in shown.html()


def test_readings_of_other_records_are_left_out():
    """Only the record's own readings are shown; none is said as well."""
    other = Record(title="Another", pmid="2")
    shown = ke.highlight(other, [made(0, 1, "x")])
    assert shown.marks == ()
    assert "The rules read nothing" in shown.html()


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_shown(text, title):
    """Whatever a record holds, both forms are written."""
    one = Record(title=title, pmid="1", sections=(Section(text),))
    shown = ke.highlight(one)
    assert shown.html().endswith("</html>\n")
    assert isinstance(shown.text(), str)


def test_a_page_is_saved_whole(tmp_path):
    """The file holds the page."""
    shown = ke.highlight(ke.example_review().records()[0])
    assert shown.save(tmp_path / "a.html").read_text("utf-8") == shown.html()
