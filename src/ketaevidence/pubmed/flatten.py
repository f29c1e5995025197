"""Turn marked-up text into plain text without changing a number or a sign.

Superscripts and subscripts carry meaning (ten to the minus three is not "10-3"), so
they become Unicode superscripts and subscripts, or ``^(...)`` and ``_(...)`` where
Unicode has none.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_SUPERSCRIPTS = str.maketrans("0123456789+-−–()=ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁼ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–()=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎₌")
_RAISABLE = frozenset("0123456789+-−–()=ni")
_LOWERABLE = frozenset("0123456789+-−–()=")

#: Only what XML calls white space; a no-break or thin space is the author's own.
_LAYOUT = re.compile(r"[ \t\r\n]+")


def flatten(element: Element) -> str:
    """Give the whole text of an element as one line, markup resolved.

    Parameters
    ----------
    element
        A title, abstract section or other text element of PubMed XML.

    Returns
    -------
    str
        The text; runs of spaces and line breaks are one space, ends are trimmed.
    """
    return _LAYOUT.sub(" ", _inner(element)).strip()


def _inner(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.extend((_markup(child), child.tail or ""))
    return "".join(parts)


def _markup(element: Element) -> str:  # noqa: PLR0911 (one line for each element)
    name = element.tag.rpartition("}")[2].rpartition(":")[2]
    if name == "sup":
        return raised(_inner(element))
    if name == "sub":
        return lowered(_inner(element))
    children = list(element)
    if name == "msup" and len(children) == 2:
        return _markup(children[0]) + raised(_markup(children[1]))
    if name == "msub" and len(children) == 2:
        return _markup(children[0]) + lowered(_markup(children[1]))
    if name == "msubsup" and len(children) == 3:
        base, low, high = map(_markup, children)
        return base + lowered(low) + raised(high)
    if name == "mfrac" and len(children) == 2:
        return f"({_markup(children[0])})/({_markup(children[1])})"
    if name == "msqrt":
        return f"√({_inner(element)})"
    return _inner(element)


def raised(text: str) -> str:
    """Write a superscript so that it cannot be read as part of the base."""
    return _moved(text, _RAISABLE, _SUPERSCRIPTS, "^")


def lowered(text: str) -> str:
    """Write a subscript so that it cannot be read as part of the base."""
    return _moved(text, _LOWERABLE, _SUBSCRIPTS, "_")


def _moved(text: str, movable: frozenset[str], table: dict[int, int], sign: str) -> str:
    bare = text.strip()
    if not bare:
        return ""
    if movable.issuperset(bare):
        return bare.translate(table)
    # A lone letter or mark (a footnote star, a trademark) reads well with the sign.
    return f"{sign}{bare}" if len(bare) == 1 else f"{sign}({bare})"
