"""The question files that come with the program, by the names of their questions."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from ketaevidence.errors import QuestionError

#: The question of the bundled review, and of a review that names no other.
FIRST: Final = "ketamine-crps"
#: The file of each question.
_FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        FIRST: "ketamine_crps.toml",
        "lidocaine-neuropathic": "lidocaine_neuropathic.toml",
        "bisphosphonates-crps": "bisphosphonates_crps.toml",
    }
)


def shipped_names() -> tuple[str, ...]:
    """Give the names of the shipped questions, that of the bundled review first.

    Examples
    --------
    >>> shipped_names()
    ('ketamine-crps', 'lidocaine-neuropathic', 'bisphosphonates-crps')
    """
    return tuple(_FILES)


def shipped_text(name: str = FIRST) -> str:
    """Give the text of a shipped question file.

    Raises
    ------
    QuestionError
        If no shipped question has this name.

    Examples
    --------
    >>> shipped_text("bisphosphonates-crps").splitlines()[0]
    '# A review question: bisphosphonates for complex regional pain syndrome.'
    """
    if name not in _FILES:
        msg = (
            f"{name!r} is no question that comes with the program; those are "
            f"{', '.join(_FILES)}. Another question is a file of your own."
        )
        raise QuestionError(msg)
    return files(__package__).joinpath(_FILES[name]).read_text("utf-8")
