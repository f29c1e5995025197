"""A reader who does what a page says, from top to bottom, gets what it shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.docs.pages import ROOT, follow, pages

FOLLOWED = [*pages("README.md", "docs/tutorial.md", "docs/how-to/*.md")]


class _Clock(datetime):
    """A clock that begins on one day and goes on by a second at each look."""

    _looks = 0

    @classmethod
    def now(cls, tz=UTC):
        """Give the time."""
        cls._looks += 1
        return datetime(2026, 11, 23, 9, tzinfo=tz) + timedelta(seconds=cls._looks)


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.relative_to(ROOT).as_posix())  # fmt: skip
def test_a_page_does_what_it_shows(page, tmp_path, monkeypatch):
    """Every command of the page ends and prints as the page says, offline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("ketaevidence.review.clock.datetime", _Clock)
    follow(page)
