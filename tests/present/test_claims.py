"""A checked text as Markdown, HTML, JSON and lines: the same, whole, and safe."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from tests.claims.builders import GROUP, TRIAL, checked, contrast, event, state

from ketaevidence.claims.model import VERDICTS
from ketaevidence.errors import PresentError
from ketaevidence.present.claims.files import claims_text, write_claims
from ketaevidence.present.claims.page import pieces
from ketaevidence.present.claims.shown import VERDICT_WORDS
from ketaevidence.present.claims.text import claims_lines

TEXT = (
    "Velatrine eases pain and improves sleep.\n"
    "It may cause nausea. It has no serious side effects.\n"
    "Does velatrine help? It was published in Annals of Numbness.\n"
)
HOSTILE = (
    'Velatrine eases <script>alert("x")</script> pain. It cures\u202e!\n'
    "[a](javascript:alert(1)) *velatrine* | eases | pain =1+1\n"
)


@pytest.fixture(scope="module")
def review():
    """A trial and a group, with harm."""
    rows = [
        contrast(0, -2.0, -0.5),
        event(1, "nausea", events=3, total=20),
        event(1, "liver injury", events=1, total=20),
    ]
    return state([TRIAL, GROUP], rows, journals=("Annals of Numbness",))


@pytest.fixture(scope="module")
def check(review):
    """The everyday text, checked."""
    return checked(TEXT, review)


@pytest.fixture(scope="module")
def hostile(review):
    """The hostile text, checked."""
    return checked(HOSTILE, review)


class _Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page) -> None:
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_each_format_has_every_claim_and_verdict(check, kind):
    """No claim, reason, omission or left sentence is lost in any format."""
    text = claims_text(check, kind)
    assert len(check.answers) == 5
    for answer in check.answers:
        assert answer.claim.quote in text
        word = answer.verdict if kind == "json" else VERDICT_WORDS[answer.verdict]
        assert word in text
    assert "Serious, and reported: liver injury. The text does not name it." in text
    assert "Does velatrine help?" in text
    assert "90000000" in text


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_the_same_check_gives_the_same_bytes(review, check, kind):
    """Nothing in a file depends on when it was made."""
    assert claims_text(check, kind) == claims_text(checked(TEXT, review), kind)


def test_the_date_and_what_was_looked_through_are_said(check):
    """A reader sees which state of which review answered."""
    for text in (
        claims_text(check, "md"),
        claims_text(check, "html"),
        claims_lines(check),
    ):
        plain = " ".join(text.split())
        assert "Velatrine for marlow neuropathy: 2 included studies, 2 records" in plain
        assert "2001-02-03" in plain


def test_numbers_stand_with_their_interval_and_source(check):
    """The difference, its interval and the abstract that it was read in."""
    page = claims_text(check, "html")
    assert "95% CI −2.0 to −0.5" in page
    assert 'href="https://example.org/abstract"' in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/90000000/"' in page


def test_the_page_asks_for_nothing_and_runs_nothing(check, hostile):
    """No script, no image, no style from elsewhere; one heading of the first rank."""
    for one in (check, hostile):
        tags = _Tags(claims_text(one, "html")).tags
        names = [tag for tag, _ in tags]
        assert not {"script", "img", "iframe", "link", "object"} & set(names)
        assert names.count("h1") == 1
        links = [given["href"] for tag, given in tags if tag == "a"]
        assert all(link.startswith(("#", "https://")) for link in links)
        ids = [given["id"] for _, given in tags if "id" in given]
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in links if link[0] == "#"} <= set(ids)


def test_hostile_texts_stay_text(hostile):
    """Markup is shown and not obeyed; hidden characters are gone."""
    page, text = claims_text(hostile, "html"), claims_text(hostile, "md")
    assert "&lt;script&gt;alert" in page
    assert "\u202e" not in page + text + claims_lines(hostile)
    assert "[a](javascript" not in text
    assert "<script>" not in text


def test_json_keeps_spans_that_fit_its_text(check):
    """Each span of the document cuts its quote from the document's text."""
    document = json.loads(claims_text(check, "json"))
    assert set(document["verdicts"]) == set(VERDICTS)
    for answer in document["answers"]:
        claim = answer["claim"]
        assert document["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_the_marked_text_is_the_whole_text(check):
    """Marks cut the text and lose nothing; each claim ends once."""
    cut = pieces(check, 0, len(check.text))
    assert "".join(p.text for p in cut) == check.text.replace("\n", " ")
    closes = [n for p in cut for n in p.closes]
    assert sorted(closes) == list(range(1, len(check.answers) + 1))


def test_no_word_of_advice_or_of_significance(check):
    """A verdict is about words; nobody is told what to do."""
    for kind in ("md", "html"):
        own = claims_text(check, kind).lower()
        assert not re.search(
            r"\b(?:significant(?:ly)?|proved|you should|we recommend|effective for you)\b",
            own,
        )
        assert "no advice" in own


def test_lines_fit_the_terminal(check):
    """No line is wider than asked for, links and long words excepted."""
    for line in claims_lines(check, 60).splitlines():
        assert len(line) <= 60 or " " not in line.strip()


def test_a_file_is_written_as_its_name_ends(check, tmp_path):
    """Markdown, HTML and JSON; any other ending is refused and nothing is written."""
    for kind in ("md", "html", "json"):
        path = write_claims(check, tmp_path / f"claims.{kind}")
        assert path.read_text("utf-8") == claims_text(check, kind)
    with pytest.raises(PresentError, match="use one of md, html, json"):
        write_claims(check, tmp_path / "claims.doc")
    assert not (tmp_path / "claims.doc").exists()


def test_a_text_without_claims_says_so(review):
    """An empty answer is no approval."""
    check = checked("Velatrine is given by drip.", review)
    assert "No claim was found" in claims_text(check, "md")
    assert "No claim of a kind that the rules can read" in claims_text(check, "html")
