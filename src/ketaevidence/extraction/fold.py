"""Write a text's signs in one way without moving a character.

Abstracts print one minus in six ways and one plus-minus in four. Rules read the folded
text; since folding keeps every character's place, a span of it is a span of the
original, and a quote is cut from the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: Sign for sign, one character each.
_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u202f\u205f\u3000",
        " ",
    ),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u2264\u2a7d\u2266", "\u2264"),
    **dict.fromkeys("\u2265\u2a7e\u2267", "\u2265"),
    **dict.fromkeys("\u22c5\u2022\u2219\u30fb", "\u00b7"),
    "\u03bc": "\u00b5",
    "\u2217": "*",
    "\u2236": ":",
    "\uff0c": ",",
    "\uff08": "(",
    "\uff09": ")",
    "\uff1a": ":",
    "\uff1b": ";",
    "\uff1c": "<",
    "\uff1d": "=",
    "\uff1e": ">",
    "\uff05": "%",
    "\ufe64": "<",
    "\ufe65": ">",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_KNOWN = frozenset(_SIGNS)
#: "18·5" is a decimal, "mg·kg" a product.
_MIDDLE_DOT = re.compile(r"(?<=\d)\u00b7(?=\d)")
#: "2 +/- 1", "2 +- 1", "2 + / - 1"; in "S(+)-ketamine" the signs do not touch, and
#: in "CRPS+-" no number follows.
_PLUS_MINUS = re.compile(r"\+ ?/ ?-|\+-(?= ?[\d.])")
#: "P </= .05", "VAS > or = 4", "P < or equal to .05".
_AT_MOST = re.compile(r"<(?: ?/ ?=|=| ?or ?=| or equal to)", re.IGNORECASE)
_AT_LEAST = re.compile(r">(?: ?/ ?=|=| ?or ?=| or equal to)", re.IGNORECASE)


def fold(text: str) -> str:
    """Write signs in one way; the result has the same length, place for place.

    Every dash and minus becomes ``-``, every space but the line break one space,
    ``+/-`` becomes ``±`` and ``< or =`` becomes ``≤``, both filled up with spaces.

    Examples
    --------
    >>> fold("18·5 \u2212 2.68+/-0.51")
    '18.5 - 2.68±  0.51'
    """
    if not text.isascii():
        # A text holds few of these signs, and replacing one is faster than any table.
        for sign in _KNOWN.intersection(text):
            text = text.replace(sign, _SIGNS[sign])
        if "\u00b7" in text:
            text = _MIDDLE_DOT.sub(".", text)
    if "+" in text:
        text = _PLUS_MINUS.sub(_filled("±"), text)
    if "<" in text:
        text = _AT_MOST.sub(_filled("≤"), text)
    if ">" in text:
        text = _AT_LEAST.sub(_filled("≥"), text)
    return text


def _filled(sign: str) -> Callable[[re.Match[str]], str]:
    """Give what writes one sign in place of a match, filled up to its length."""
    return lambda match: sign.ljust(len(match[0]))
