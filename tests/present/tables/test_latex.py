"""LaTeX: nothing in a text is a command, and what is opened is closed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.present.tables.columns import GROUPS
from ketaevidence.present.tables.latex import _pieces, _tex, to_latex

#: Every command that the document itself uses.
_OURS = {
    "documentclass", "usepackage", "ifPDFTeX", "else", "fi", "IfFileExists", "setlength", "tabcolsep",
    "renewcommand", "arraystretch", "begin", "end", "section", "item", "footnotesize",
    "raggedright", "arraybackslash", "hspace", "dimexpr", "linewidth", "relax",
    "caption", "hline", "endfirsthead", "endhead", "endfoot", "textbf", "allowbreak",
    "textbackslash", "textasciicircum", "textasciitilde", "textless", "textgreater",
    "textbar", "textquotedbl", "textasciigrave", "textquotedblleft", "ldots", "pm",
    "textquotedblright", "textquoteleft", "textquoteright", "geq", "leq", "tau",
    "oplus", "times", "frac", "rightarrow", "cdot", "circ", "approx", "mu", "alpha",
}  # fmt: skip


@pytest.fixture(scope="module")
def source(hostile):
    """Give hostile texts as LaTeX."""
    return to_latex(hostile)


def _balanced(text):
    depth = 0
    for sign in re.sub(r"\\.", "", text, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def test_every_brace_and_every_environment_is_closed(source):
    """A document that is left open does not compile."""
    assert _balanced(source)
    begun = re.findall(r"\\(begin|end)\{(\w+)\}", source)
    stack = []
    for what, name in begun:
        if what == "begin":
            stack.append(name)
        else:
            assert stack.pop() == name
    assert stack == []
    assert source.count(r"\begin{longtable}") == len(GROUPS)


def test_no_command_comes_from_outside(source):
    r"""What a title says with \input is printed and not obeyed."""
    used = set(re.findall(r"\\([A-Za-z]+)", source))
    assert used <= _OURS
    assert "input" not in used
    assert r"\textbackslash{}input" in source


def test_each_row_has_as_many_cells_as_its_table_has_columns(source, hostile):
    """An ampersand in a text is no border of a cell."""
    tables = re.findall(
        r"\\begin\{longtable\}(.*?)\\end\{longtable\}", source, re.DOTALL
    )
    for table, group in zip(tables, GROUPS, strict=True):
        rows = table.partition("\\endfoot\n")[2].splitlines()
        assert len(rows) >= len(hostile.evidence.rows)
        for row in rows:
            assert row.endswith(r" \\")
            assert len(re.findall(r"(?<!\\)&", row)) == len(group.columns)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_is_escaped_whole(text):
    """No sign of LaTeX's own is left bare, whatever a text holds."""
    written = _tex(text)
    assert _balanced(written)
    bare = re.sub(r"\\[A-Za-z]+(\{\})?|\\.", "", written, flags=re.DOTALL)
    bare = re.sub(r"\$[^$]*\$", "", bare)
    assert not re.search(r"[\\$&#%_^]", bare)
    assert "\n" not in written


def test_a_long_address_can_be_broken_and_no_short_word_is():
    """A narrow column holds an address; a dose is never torn."""
    told = _tex("https://example.org/a-long/address 0.1-0.3 mg/kg/h")
    assert r"https:\allowbreak{}/" not in told
    assert r"org/\allowbreak{}a-\allowbreak{}long" in told
    assert "0.1-0.3 mg/kg/h" in told


def test_a_row_higher_than_a_page_goes_on_in_rows_below_it_and_loses_no_word():
    """A page's end would swallow what stands below it."""
    text = " ".join(f"word{i}" for i in range(600))
    rows = list(_pieces(("Study", text, ""), (0.2, 0.4, 0.4)))
    assert len(rows) > 1
    assert rows[0][::2] == ("Study", "—")
    assert rows[1][::2] == ("", "")
    assert " ".join(row[1] for row in rows) == text


def test_an_empty_review_is_a_document_without_a_table(empty):
    """It says that there is no study."""
    text = to_latex(empty)
    assert "No study yet" in text
    assert "longtable}{" not in text
    assert _balanced(text)
