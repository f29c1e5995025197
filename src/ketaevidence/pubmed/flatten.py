"""Turn marked-up text into plain text without changing a number or a sign.

Superscripts and subscripts carry meaning (ten to the minus three is not "10-3"), so
they become Unicode superscripts and subscripts, or ``^(...)`` and ``_(...)`` where
Unicode has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

_SUPERSCRIPTS = str.maketrans("0123456789+-−–()=ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁼ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–()=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎₌")
_RAISABLE = frozenset("0123456789+-−–()=ni")
_LOWERABLE = frozenset("0123456789+-−–()=")

#: Markup within markup to this depth is plain; deeper is left to the general reader.
_DEEPEST = 20
_INLINE = re.compile(r"<(/?)([ibu]|su[bp])>")
#: Only what XML calls white space; a no-break or thin space is the author's own.
_LAYOUT = re.compile(r"[ \t\r\n]+")
_TWO_SPACES = ("  ", "\n", "\t", "\r")


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
    return trimmed(_inner(element))


def flatten_inline(text: str) -> str | None:
    """Give the text of an element whose only markup is bold, italic, raised, lowered.

    Parameters
    ----------
    text
        The element's content as it is written, its references to characters resolved.

    Returns
    -------
    str or None
        As :func:`flatten`; ``None`` if there is other markup, or a tag without its end.
    """
    parts = _INLINE.split(text)
    outer: list[tuple[str, list[str]]] = []
    pieces = [parts[0]]
    for is_end, name, tail in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if not is_end:
            if len(outer) == _DEEPEST:
                return None
            outer.append((name, pieces))
            pieces = [tail]
            continue
        if not outer or outer[-1][0] != name:
            return None
        inner = "".join(pieces)
        pieces = outer.pop()[1]
        pieces += (_MOVES[name](inner), tail)
    if outer or any("<" in part for part in parts[::3]):
        return None
    return trimmed("".join(pieces))


def trimmed(text: str) -> str:
    """Give a text as one line: layout inside is one space, at the ends it is gone."""
    # Nearly every text is one line already, and the pattern would stop at each space.
    if any(layout in text for layout in _TWO_SPACES):
        text = _LAYOUT.sub(" ", text)
    # Only layout is trimmed: a no-break space at the end stays.
    return text.strip(" ")


def _inner(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.extend((_markup(child), child.tail or ""))
    return "".join(parts)


def _markup(element: Element) -> str:
    name = element.tag.rpartition("}")[2].rpartition(":")[2]
    if name in _MOVES:
        return _MOVES[name](_inner(element))
    if name in _LEFT_OUT:
        return ""
    if name == "mfenced":
        return _fenced(element)
    formula = _FORMULAS.get(name)
    children = list(element)
    if formula is not None and len(children) == formula[0]:
        return formula[1](*map(_markup, children))
    inner = _inner(element)
    if name == "msqrt":
        return f"√({inner})"
    # Cells of a table are apart; "1" and "2" in two of them are not twelve.
    return f" {inner} " if name == "mtd" else inner


def _fenced(element: Element) -> str:
    """Write the brackets and separators that MathML keeps in attributes."""
    separators = element.get("separators", ",").strip() or ""
    pieces: list[str] = []
    for position, child in enumerate(element):
        if position and separators:
            # The last separator stands for all further ones.
            pieces.append(separators[min(position, len(separators)) - 1])
        pieces.append(_markup(child))
    return element.get("open", "(") + "".join(pieces) + element.get("close", ")")


@lru_cache(1024)
def raised(text: str) -> str:
    """Write a superscript so that it cannot be read as part of the base."""
    return _moved(text, _RAISABLE, _SUPERSCRIPTS, "^")


@lru_cache(1024)
def lowered(text: str) -> str:
    """Write a subscript so that it cannot be read as part of the base."""
    return _moved(text, _LOWERABLE, _SUBSCRIPTS, "_")


def _moved(text: str, movable: frozenset[str], table: dict[int, int], sign: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    if movable.issuperset(bare):
        moved = bare.translate(table)
    else:
        # A lone letter or mark (a footnote star) reads well with the sign.
        moved = f"{sign}{bare}" if len(bare) == 1 else f"{sign}({bare})"
    # A space at the edge stands between two words and not in the exponent.
    before, _, after = text.partition(bare)
    return f"{before}{moved}{after}"


#: What becomes of the text inside each inline tag.
_MOVES: Mapping[str, Callable[[str], str]] = {
    "i": str,
    "b": str,
    "u": str,
    "sup": raised,
    "sub": lowered,
}
#: Elements of MathML that say again, for programs, what stands beside them.
_LEFT_OUT = frozenset({"annotation", "annotation-xml"})
#: Number of parts of a MathML element, and how they are written in one line.
_FORMULAS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "msup": (2, lambda base, high: base + raised(high)),
    "msub": (2, lambda base, low: base + lowered(low)),
    "msubsup": (3, lambda base, low, high: base + lowered(low) + raised(high)),
    "munderover": (3, lambda base, low, high: base + lowered(low) + raised(high)),
    "munder": (2, lambda base, low: base + lowered(low)),
    "mfrac": (2, "({})/({})".format),
    "mroot": (2, lambda base, index: f"{raised(index)}√({base})"),
}
