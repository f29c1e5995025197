"""The frame of a small page: its head, its title, its links, its style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

#: (address, text) of links to neighbouring pages.
Links = Sequence[tuple[str, str]]


def page(
    package: str,
    template: str,
    *,
    title: str,
    facts: Sequence[str] = (),
    links: Links = (),
    **values: Any,
) -> str:
    """Fill in a page whose template extends ``skeleton.html.j2``.

    Parameters
    ----------
    package
        Where the template lies, in its folder ``templates``.
    template
        The template's name; it fills the block ``main``.
    title
        The page's one first-level heading.
    facts
        Short facts under the title.
    links
        Neighbouring pages, as addresses relative to this one.
    values
        What the template shows; every text is cleaned and escaped.
    """
    made = (
        _environment(package)
        .get_template(template)
        .render(title=title, facts=facts, links=links, **values)
    )
    return f"{made}\n"


@cache
def _environment(package: str) -> Environment:
    """Give the surroundings of a package's templates, which are compiled once."""
    from jinja2 import ChoiceLoader, PackageLoader

    from ketaevidence.present.report.environment import environment

    report = environment()
    loaders = [PackageLoader(package), PackageLoader(__package__), report.loader]
    return report.overlay(loader=ChoiceLoader([one for one in loaders if one]))
