"""Pages lead somewhere, and what they claim was measured."""

from __future__ import annotations

import re
from inspect import isclass, isroutine
from urllib.parse import unquote

import pytest
from tests.docs.pages import ROOT, pages

import ketaevidence.testing

PAGES = pages(
    "*.md", "docs/*.md", "docs/how-to/*.md", "docs/methods/*.md", "docs/fields/*.md"
)
_FENCED = re.compile(r"^(```+).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)


def anchors(path):
    """Give the names by which the headings of a page are linked, as GitHub has them."""
    headings = _HEADING.findall(_FENCED.sub("", path.read_text("utf-8")))
    bare = (re.sub(r"[^\w\- ]", "", heading.casefold()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in bare}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    """A link to a page, a heading or a file of the project finds it."""
    for link in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        if re.match(r"(https?|mailto):", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_every_page_is_reached_from_the_first():
    """Who follows links from the first page finds every page."""
    found, awaiting = set(), [ROOT / "docs" / "index.md"]
    while awaiting:
        page = awaiting.pop()
        if page in found or page.suffix != ".md" or not page.exists():
            continue
        found.add(page)
        links = _LINK.findall(_FENCED.sub("", page.read_text("utf-8")))
        awaiting += [(page.parent / link.partition("#")[0]).resolve() for link in links]
    missing = set(pages("docs/*.md", "docs/how-to/*.md", "docs/methods/*.md")) - found
    assert not missing


def test_the_readme_says_what_was_measured():
    """Each count in the README stands in the report of its measurement."""
    readme = (ROOT / "README.md").read_text("utf-8")
    said = readme.partition("## Can its numbers be trusted?")[2].partition("\n## ")[0]
    parts = said.split("\n- ")[1:]
    assert len(parts) == 3
    for part in parts:
        (link,) = re.findall(r"\]\((validation/[^)]+)\)", part)
        report = (ROOT / link).read_text("utf-8")
        counts = re.findall(r"\b\d[\d,]*\b(?!-)", part.replace("1e-8", ""))
        assert counts, part
        for count in counts:
            assert re.search(rf"(?<![\d,]){count}(?![\d,]*\d)", report), count


def test_what_users_test_with_is_documented():
    """The page on testing has every class and function of `ketaevidence.testing`."""
    text = (ROOT / "docs" / "testing.md").read_text("utf-8")
    listed = re.findall(r"auto(?:class|function):: (\w+)", text)
    public = [getattr(ketaevidence.testing, n) for n in ketaevidence.testing.__all__]
    named = [one.__name__ for one in public if isroutine(one) or isclass(one)]
    assert sorted(listed) == sorted(named)


@pytest.mark.parametrize("marker", ["the main job", "the tests"])
def test_the_readme_has_one_command_under_each_marker(marker):
    """What continuous integration runs is one line below its marker."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(rf"<!-- {marker} -->\n```console\n(.+)\n```", readme)
    assert len(found) == 1
