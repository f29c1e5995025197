"""The page: walked by a screen reader, and nothing in it runs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ketaevidence.present.tables.columns import GROUPS
from ketaevidence.present.tables.page import to_html


class Page(HTMLParser):
    """The elements of a page: (tag, attributes) in order, and the text of each."""

    def __init__(self, text) -> None:
        super().__init__()
        self.elements = []
        self.texts = {}
        self._open = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data):
        """Keep a text."""
        if data.strip():
            self.texts.setdefault(self._open, []).append(data.strip())

    def of(self, tag):
        """Give the attributes of every element of a kind."""
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(plain):
    """Give an invented review's page, read."""
    return Page(to_html(plain))


@pytest.fixture(scope="module")
def attacked(hostile):
    """Give the page of hostile texts."""
    return to_html(hostile)


def test_the_table_has_a_caption_and_every_heading_its_scope(page, plain):
    """Columns, groups of columns and rows have headings that say what they head."""
    assert page.texts["caption"] == ["Evidence table: 3 studies and reports"]
    scopes = [attrs.get("scope") for attrs in page.of("th")]
    assert scopes.count("row") == len(plain.evidence.rows)
    assert scopes.count("colgroup") == len(GROUPS)
    assert scopes.count("col") == len(plain.evidence.columns)
    assert None not in scopes


def test_each_cell_names_its_headings_and_every_identifier_is_there_once(page):
    """Two rows of headings are only walked with `headers`."""
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in page.of("td"):
        named = attrs["headers"].split()
        assert len(named) == 3
        assert set(named) <= set(ids)


def test_the_page_loads_nothing_and_its_policy_allows_nothing(page):
    """No script, no image, no sheet of styles from elsewhere."""
    policy = [a["content"] for a in page.of("meta") if "http-equiv" in a]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.elements}
    assert all(set(a) == {"href"} for a in page.of("a"))


def test_a_wide_table_can_be_reached_and_scrolled_by_keyboard(page):
    """The part that scrolls takes the focus and has a name."""
    region = next(a for a in page.of("div") if a.get("class") == "scroll")
    assert (region["tabindex"], region["role"]) == ("0", "region")
    assert region["aria-labelledby"] in {a.get("id") for a in page.of("h2")}


def test_nothing_from_outside_is_markup_or_a_link_that_runs(attacked, hostile):
    """A script in a title is text, and only web addresses are linked."""
    page = Page(attacked)
    assert not {"script", "i"} & {tag for tag, _ in page.elements}
    assert "&lt;script&gt;" in attacked
    assert all(a["href"].startswith("https://") for a in page.of("a"))
    assert len(page.of("tr")) == 2 + len(hostile.evidence.rows)


def test_an_empty_review_says_so_instead_of_showing_a_table(empty):
    """A sentence is readable; a table without rows is not."""
    text = to_html(empty)
    assert "No study yet" in text
    assert "<table" not in text


def test_the_same_document_is_the_same_page(plain):
    """Nothing random and no time of writing stands in it."""
    assert to_html(plain) == to_html(plain)
