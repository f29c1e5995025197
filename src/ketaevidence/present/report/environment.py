"""The templates' surroundings: every text is cleaned and escaped, with no exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketaevidence.present.words import clean

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> Environment:
    """Make the environment in which the report's templates are filled in.

    What is not marked as our own markup is stripped of hidden characters and escaped.
    A name that a template does not know is an error, never an empty place.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        if value is None:
            return "not recorded"
        is_outside_text = isinstance(value, str) and not isinstance(value, Markup)
        return clean(value) if is_outside_text else value

    return Environment(
        loader=PackageLoader("ketaevidence.present.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
