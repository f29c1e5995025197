"""One document, many files: chosen by a short name, refused by name."""

from __future__ import annotations

import pytest

from ketaevidence.errors import PresentError
from ketaevidence.present.table_formats import FILES, TEXTS, table_file, table_text


@pytest.mark.parametrize("kind", ["csv", "html", "md", "tex"])
def test_a_kind_of_text_is_the_same_text_in_a_file(plain, kind):
    """What is printed is what is written."""
    assert table_file(plain, kind) == table_text(plain, kind)


def test_unknown_formats_are_refused_by_name(plain):
    """The error lists what can be written."""
    with pytest.raises(PresentError, match="'xls': use one of csv, html, md, tex, xls"):
        table_file(plain, "xls")
    with pytest.raises(PresentError, match=r"'pdf': use one of csv, html, md, tex$"):
        table_text(plain, "pdf")


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_what_is_no_text_is_refused_as_one(plain, kind):
    """A workbook on a terminal is noise; the error says to write a file."""
    with pytest.raises(PresentError, match="no text; write it to a file"):
        table_text(plain, kind)


def test_every_format_has_one_writer():
    """No kind is both a text and a file."""
    assert not set(TEXTS) & set(FILES)
