"""A reader who does what a page says, from top to bottom, gets what it shows."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from tests.docs.pages import ROOT, blocks, commands, follow, pages

from ketaevidence.pubmed import client as pubmed_client
from ketaevidence.testing import CannedPubMed

FOLLOWED = pages("README.md", "docs/tutorial.md", "docs/how-to/*.md")
#: What no test runs: what .ci/run does in an environment of its own, and what would need
#: a file that is the reader's own. A block more here is a block that nobody has tried.
LEFT_OUT = {
    "README.md": 2,
    "docs/tutorial.md": 1,
    "docs/how-to/import-decisions.md": 2,
    "docs/how-to/settle-a-finding.md": 1,
}
#: What the PubMed of the tests holds.
HELD = {
    "90000001": {"title": "Ketamine in complex regional pain syndrome: invented"},
    "90000004": {"title": "Ketamine in causalgia: invented too"},
}


class _Clock(datetime):
    """A clock that begins on one day and goes on by a second at each look."""

    _looks = 0

    @classmethod
    def now(cls, tz=UTC) -> datetime:
        """Give the time."""
        cls._looks += 1
        return datetime(2026, 11, 23, 9, tzinfo=tz) + timedelta(seconds=cls._looks)


@contextlib.contextmanager
def canned_pubmed():
    """Let whatever asks PubMed ask one of canned answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            pubmed_client, "Client", lambda *_, **__: CannedPubMed(HELD).client()
        )
        yield


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_a_page_does_what_it_shows(page, tmp_path, monkeypatch):
    """Every command of the page ends and prints as the page says, offline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("ketaevidence.review.clock.datetime", _Clock)
    left_out = follow(page, canned_pubmed())
    assert len(left_out) == LEFT_OUT.get(page.relative_to(ROOT).as_posix(), 0)


def test_every_task_shows_how():
    """Each how-to page, but for their list, holds commands or Python to copy."""
    tasks = [page for page in FOLLOWED if page.parent.name == "how-to"]
    assert len(tasks) > 8
    for page in tasks:
        if page.stem != "index":
            languages = {block.language for block in blocks(page)}
            assert languages & {"console", "python"}, page.name


def test_a_page_that_says_otherwise_is_found(tmp_path, monkeypatch):
    """A wrong exit code, a wrong output and an unknown option each fail."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tests.docs.pages.ROOT", tmp_path)
    page = tmp_path / "page.md"
    for wrong in (
        "```console\nketaevidence sources\n```\n",
        "```console\n$ ketaevidence status nowhere\nAll is well.\n```\n",
        "<!-- ends with 10 -->\n```console\n$ ketaevidence sources\nNone.\n```\n",
        "```console\nketaevidence report --no-such-option\n```\n",
        "```console\nrm -r my-review\n```\n",
    ):
        page.write_text(wrong, "utf-8")
        with pytest.raises(AssertionError, match=r"page\.md:"):
            follow(page, canned_pubmed())
    page.write_text("<!-- ends with 10 -->\n```console\nketaevidence sources\n```\n")
    assert follow(page, canned_pubmed()) == []


def test_prompts_divide_commands_from_what_they_print(tmp_path, monkeypatch):
    """A block with prompts has outputs, one without has commands only."""
    monkeypatch.setattr("tests.docs.pages.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ ketaevidence a \\\n    b\nout\n$ ketaevidence c\n```\n"
        "```console\nketaevidence d  # why\n```\n",
        "utf-8",
    )
    with_prompts, without = map(commands, blocks(page))
    assert [(c.words, c.shown) for c in with_prompts] == [
        (("ketaevidence", "a", "b"), "out"),
        (("ketaevidence", "c"), ""),
    ]
    assert [(c.words, c.shown) for c in without] == [(("ketaevidence", "d"), None)]
