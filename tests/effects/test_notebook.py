"""Results in a notebook: the words of the terminal, as safe HTML."""

import re
from html import unescape
from html.parser import HTMLParser

from ketaevidence.effects import effect_sizes
from ketaevidence.effects.notebook import STYLE, html_of_paragraphs

EVIL = '<script>alert("1")</script> & Co'

TRIALS = effect_sizes(
    "RR", ai=[8, 6], n1i=[20, 20], ci=[3, 4], n2i=[20, 20], slab=[EVIL, "B 2002"]
)


class Open(HTMLParser):
    """Collects the tags that open, and checks that each one closes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen, self.stack = [], []

    def handle_starttag(self, tag, attrs):
        """Remember a tag."""
        self.seen.append((tag, dict(attrs)))
        if tag != "br":
            self.stack.append(tag)

    def handle_endtag(self, tag):
        """Check that it is the one that opened last."""
        assert self.stack.pop() == tag


def words_of(html):
    """Give the words that a reader sees."""
    bare = re.sub(r"<[^>]+>", " ", html.replace(STYLE, ""))
    return unescape(bare).split()


def test_study_names_are_escaped():
    """A name with markup is shown as text and opens no element."""
    html = TRIALS._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert" in html
    assert "&amp; Co" in html


def test_the_html_is_well_formed_and_needs_nothing_else():
    """Every element closes; there is no script, no link, no picture."""
    reader = Open()
    reader.feed(TRIALS._repr_html_())
    assert reader.stack == []
    tags = {tag for tag, _ in reader.seen}
    assert {"table", "thead", "th", "td", "style"} <= tags
    assert not tags & {"script", "img", "link", "a", "iframe"}
    assert "url(" not in STYLE
    assert "import" not in STYLE


def test_the_words_are_those_of_the_terminal():
    """What print shows is in the HTML, word for word, in the same order."""
    words = [word for word in str(TRIALS).split() if word != "-" and set(word) != {"="}]
    assert words_of(TRIALS._repr_html_()) == words


def test_colours_follow_the_notebook():
    """Text has the notebook's colour, so that light and dark can both be read."""
    assert "color:inherit" in STYLE
    assert not re.search(r"[^-]color:#", STYLE)
    assert not re.search(r"background:(?!none)", STYLE)


def test_paragraphs_have_heads_and_an_empty_one_is_left_out():
    """One text is a paragraph, several are a list, none leaves no head behind."""
    html = html_of_paragraphs(
        "T", (("One", ("<b>",)), ("Two", ("x", "y")), ("None", ()))
    )
    assert "<p>&lt;b&gt;</p>" in html
    assert "<li>x</li><li>y</li>" in html
    assert "None" not in html
