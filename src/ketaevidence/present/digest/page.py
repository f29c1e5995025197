"""A digest as one HTML page, in the look of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketaevidence.present.digest import words as told
from ketaevidence.present.digest.diamonds import LEFT, ROW, WIDTH, diamonds
from ketaevidence.present.digest.markdown import MOST_LISTED
from ketaevidence.present.digest.model import SECTIONS, Digest

if TYPE_CHECKING:
    from jinja2 import Environment


def page(digest: Digest, *, report: str) -> str:
    """Give the whole page: no script, nothing from the network, every text escaped."""
    return _environment().get_template("digest.html.j2").render(
        _view(digest, report)
    ) + "\n"  # fmt: skip


def fragment(digest: Digest, *, report: str) -> str:
    """Give what a feed reader shows: the sections, without the page and the figures."""
    template = _environment().get_template("sections.html.j2")
    return template.render(_view(digest, report) | {"with_figures": False})


def _environment() -> Environment:
    from jinja2 import ChoiceLoader, PackageLoader

    from ketaevidence.present.report.environment import environment

    own = environment()
    loaders = [PackageLoader("ketaevidence.present.digest"), own.loader]
    return own.overlay(loader=ChoiceLoader([one for one in loaders if one]))


def _view(digest: Digest, report: str) -> dict[str, Any]:
    return {
        "digest": digest,
        "sections": tuple(
            (key, title, digest.of_section(key))
            for key, title in SECTIONS.items()
            if digest.of_section(key) or (key == "results" and digest.results)
        ),
        "results": tuple(
            {
                "change": change,
                "name": told.name(change),
                "meaning": told.meaning(change),
                "fact": told.null_fact(change),
                "numbers": told.numbers(change),
                "steps": told.steps(change),
                "drawing": diamonds(change),
            }
            for change in digest.results
        ),
        "compared": told.compared(digest),
        "unchanged_title": told.unchanged_title(digest),
        "order": told.ORDER,
        "report": report,
        "most": MOST_LISTED,
        "axis": {"left": LEFT, "right": LEFT + WIDTH, "bottom": 2 * ROW},
        "with_figures": True,
    }
