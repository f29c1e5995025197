"""Signs and colours of judgements: every word told by its sign, in one ink as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import (
    CRITICAL,
    HIGH,
    LOW,
    LOW_EXCEPT,
    MODERATE,
    NO_INFORMATION,
    NOT_APPLICABLE,
    SERIOUS,
    SOME,
    UNCLEAR,
    tool_of,
)

#: (style, sign) of each judgement. No two words of one tool share a sign.
SIGNS: Final = MappingProxyType(
    {
        LOW: ("low", "+"),
        LOW_EXCEPT: ("low", "+c"),
        SOME: ("some", "–"),
        MODERATE: ("some", "–"),
        UNCLEAR: ("some", "?"),
        HIGH: ("high", "×"),
        SERIOUS: ("high", "×"),
        CRITICAL: ("critical", "!"),
        NO_INFORMATION: ("none", "∅"),
        NOT_APPLICABLE: ("none", "·"),
    }
)
#: (fill, sign) of each style. Contrast of the sign on its fill, by WCAG 2: green 8.6,
#: yellow 14.8, red 6.5, dark red 14.4. Fills alone are too pale on white (yellow
#: 1.4): a dark outline belongs to them.
COLOURS: Final = MappingProxyType(
    {
        "low": ("#02c100", "#000000"),
        "some": ("#e2df07", "#000000"),
        "high": ("#bf0000", "#ffffff"),
        "critical": ("#5c0000", "#ffffff"),
        "none": ("#ffffff", "#000000"),
    }
)
#: Colour of the outline.
OUTLINE: Final = "#1a1a1a"


@dataclass(frozen=True, slots=True)
class Light:
    """One judgement: its word, its sign, and the style of its light.

    Examples
    --------
    >>> light("Some concerns")
    Light(word='Some concerns', sign='–', style='some')
    """

    word: str
    sign: str
    style: str


def light(word: str) -> Light:
    """Give the light of a judgement's word, one of the words of its tool.

    Raises
    ------
    KeyError
        If no tool has the word.
    """
    style, sign = SIGNS[word]
    return Light(word, sign, style)


def lights_of(made: BiasJudgement) -> tuple[Light | None, ...]:
    """Give a judgement's lights: each domain of its tool, then the whole.

    ``None`` where a domain was left out, and where nobody judged the whole.
    """
    domains = tool_of(made.tool, made.version).domains
    words = [made.judgement_of(domain.name) for domain in domains]
    return tuple(light(word) if word else None for word in (*words, made.overall))


def legend_of(lights: Iterable[Light | None]) -> tuple[Light, ...]:
    """Give each light that occurs, once, from low to grave."""
    found = {one for one in lights if one is not None}
    return tuple(light(word) for word in SIGNS if light(word) in found)
