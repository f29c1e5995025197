"""The report's structure, its safety and its words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.present import builders

import ketaevidence
from ketaevidence.curation.model import Register
from ketaevidence.library import Search
from ketaevidence.present.report import report_html

VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Notes what the tests ask of a page."""

    def __init__(self, html) -> None:
        super().__init__()
        self.tags = []
        self.open = []
        self.headings = []
        self.texts = []
        self.balanced = True
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note an opening tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attrs):
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Note a closing tag, and whether it closes the newest one."""
        self.balanced = self.balanced and self.open.pop() == tag

    def handle_data(self, data):
        """Note a text outside style sheets."""
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def all(self, tag):
        """Give the attributes of every tag of a kind."""
        return [attrs for name, attrs in self.tags if name == tag]


def quick(snapshot):
    """Give the report without its figures, which take most of its time."""
    return report_html(snapshot, figures=False)


@pytest.fixture(scope="module", params=["curated", "fresh", "empty"])
def html(request):
    """Give the report of a curated, a fresh and an empty review."""
    empty = builders.curated(
        0, records=(), decisions=(), analyses=(), register=Register(), as_of=None,
        imports=(), is_example=False,
    )  # fmt: skip
    reviews = {
        "curated": lambda: builders.curated(5),
        "fresh": lambda: builders.fresh(4),
        "empty": lambda: empty,
    }
    return report_html(reviews[request.param]())


def test_a_page_has_one_title_and_no_skipped_level_of_heading(html):
    """Screen readers can walk the headings."""
    page = Page(html)
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    for above, below in zip(page.headings, page.headings[1:], strict=False):
        assert below <= above + 1


def test_tags_are_balanced_and_identifiers_are_unique(html):
    """The page is well formed, and every inner link has its place."""
    page = Page(html)
    assert page.balanced
    assert not page.open
    names = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(names) == len(set(names))
    inner = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert inner <= set(names)


def test_every_figure_is_named_and_every_table_captioned_and_scoped(html):
    """Nothing is given to the eye alone."""
    page = Page(html)
    for attrs in page.all("svg"):
        assert attrs["role"] == "img"
        assert attrs["aria-labelledby"]
    assert html.count("<table") == html.count("<caption>")
    assert all(attrs.get("scope") for attrs in page.all("th"))
    for attrs in page.all("div"):
        if "scroll" in attrs.get("class", ""):
            assert attrs["tabindex"] == "0"
            assert attrs["aria-label"]


def test_a_page_runs_no_script_and_loads_nothing(html):
    """The page is complete in itself, offline and behind its own policy."""
    page = Page(html)
    assert not page.all("script")
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert not [a for _, a in page.tags if any(name.startswith("on") for name in a)]
    for tag, attrs in page.tags:
        assert "src" not in attrs
        if tag in {"link", "use", "image"}:
            place = attrs.get("xlink:href") or attrs.get("href") or ""
            assert place.startswith("#")
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_links_are_web_addresses_only(html):
    """Every outward link is http or https."""
    for attrs in Page(html).all("a"):
        assert attrs["href"].startswith(("#", "https://", "http://"))


def test_the_words_pass_no_verdict(html):
    """No result is called significant, and no missing effect is claimed."""
    text = " ".join(Page(html).texts).lower()
    assert "significant" not in text
    assert "no effect" not in text
    assert "nan" not in re.findall(r"[a-z]+", text)


def test_the_bundled_review_is_a_sound_page_of_reasonable_size():
    """What people see first is well formed, script-free and below 2 MB."""
    html = report_html(ketaevidence.example_review().snapshot())
    page = Page(html)
    assert page.balanced
    assert page.headings.count(1) == 1
    assert not page.all("script")
    assert html.count("<table") == html.count("<caption>")
    assert len(html.encode()) < 2_000_000


def test_the_same_review_gives_the_same_bytes():
    """Two reports of one state differ in nothing."""
    assert report_html(builders.curated(4)) == report_html(builders.curated(4))


def test_what_cannot_be_pooled_is_the_answer_and_comes_first():
    """The first screen says that it cannot be pooled, and why."""
    html = quick(builders.curated(5))
    text = " ".join(" ".join(Page(html).texts).split())
    assert (
        "Cannot be pooled. During or at the end of treatment: two studies are alike; "
        "the review pools from three. After treatment, up to 4 weeks: one study only."
    ) in text
    assert text.index("Cannot be pooled") < text.index("Flow of records")
    assert "not rated by a person" in text
    assert "No PubMed search has been run in this bundled review" in text


def test_ambiguous_numbers_are_shown_with_each_reading():
    """A reader sees what each meaning of the plus-minus sign would give."""
    html = quick(builders.curated(5))
    assert "± is a standard error" in html
    assert "−4.14 to −1.40" in html


def test_suggestions_are_labelled_and_carry_quote_and_rule():
    """Machine readings never look like findings."""
    html = quick(builders.fresh(4))
    assert html.count("Suggested, not confirmed") >= 3
    assert "pain was 2.7 (SD 1.1)" in html
    assert "pain_score_rule" in html
    assert "names_drug" in html


def test_the_projects_summaries_are_labelled_and_abstracts_are_not_repeated():
    """Our words are ours; the publisher's abstract is a link away."""
    curated, fresh = quick(builders.curated(4)), quick(builders.fresh(4))
    assert "This project's summary, not the publisher's abstract." in curated
    assert "A publisher's abstract." not in fresh


def test_long_lists_are_cut_and_say_how_much_is_missing():
    """A review of many records stays readable and hides nothing silently."""
    many = tuple(builders.record(i) for i in range(405))
    base = builders.fresh(1)
    html = quick(replace(base, records=many, candidates=()))
    assert "5 more are in the review" in html


@pytest.mark.parametrize(
    "text",
    [builders.HOSTILE, '=HYPERLINK("http://x")', builders.TURNED, "x" * 3000,
     '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "]]></style><b>", "\x1b[31mred"],
)  # fmt: skip
def test_hostile_texts_are_shown_as_text(text):
    """Whatever a record or a register holds, the page stays a page."""
    row = builders.row(0, -1.0, 0.5, label=text, marks=(text,))
    analysis = builders.change_analysis(
        title=text, meaning=text, caution=text, kept_out=(builders.kept(8, text),)
    )
    group = replace(analysis.groups[0], label=text, rows=(row,), why_not_pooled=text)
    study = builders.study(
        0, label=text, title=text, finding=text, pmid=text, doi=text,
        source=replace(builders.study(0).source, url=f"javascript:{text}"),
    )  # fmt: skip
    result = builders.result(0, statement=text, time_words=text, definition=text)
    snapshot = builders.curated(
        2,
        records=(builders.record(0, title=text), builders.record(1, title=text)),
        register=Register((study,), (), (result, builders.harm(0, outcome_words=text))),
        candidates=(builders.candidate(0, "design", text, text),),
        analyses=(replace(analysis, groups=(group,)),),
    )
    # matplotlib escapes what it writes; one text shows that the page trusts it rightly.
    html = report_html(snapshot, figures=text.startswith('">'))
    page = Page(html)
    assert page.balanced
    assert not page.all("script")
    assert not page.all("img")
    assert not page.all("b")
    assert "javascript:" not in {a["href"][:11] for a in page.all("a")}
    assert "49" not in re.findall(r"\d+", "".join(page.texts)) or "7*7" not in text
    assert "\u202e" not in html
    assert "\x1b" not in html


def test_the_newest_search_is_shown_as_it_was_sent_and_read():
    """The report tells the search, PubMed's reading of it, its count and warnings."""
    said = Search(
        "2001-02-03T00:00:00Z",
        "ketamine <x>",
        "ketamine[All]",
        6,
        6,
        ("a phrase was not found",),
    )
    page = quick(
        builders.curated(6, searches=(said,), missing=frozenset({"pmid:90000001"}))
    )
    assert "Last complete PubMed search: 2001-02-03, 6 records" in page
    assert "ketamine &lt;x&gt;" in page
    assert "ketamine[All]" in page
    assert "a phrase was not found" in page
    assert page.count("No longer in PubMed") == 1
