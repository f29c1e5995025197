"""Biopython's texts with their markup resolved, by the rules that the package states.

Written anew for the comparison: the raised and lowered characters come from Unicode's
own table, the markup from Biopython's strings.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

#: Markup that only says how a text looks; its text is kept as it stands.
STYLE = frozenset(
    [
        "b",
        "i",
        "u",
        "DispFormula",
        "math",
        "mi",
        "mn",
        "mo",
        "mrow",
        "mtext",
        "mspace",
        "mstyle",
        "mover",
    ]
)
#: Markup that changes what a text means, and has a rule below.
MEANING = frozenset(
    ["sup", "sub", "msup", "msub", "munder", "msubsup", "mfrac", "msqrt", "mfenced"]
)
#: How often each element stood in the texts that were read.
SEEN: Counter[str] = Counter()

_TOKEN = re.compile(
    r'<(?P<end>/?)(?P<name>[\w:.-]+)(?P<said>(?:\s+[\w:.-]+="[^"]*")*)\s*>|(?P<text>[^<]+)'
)
_SAID = re.compile(r'([\w:.-]+)="([^"]*)"')
#: What is written high or low where Unicode has the character for it.
_HIGH, _LOW = "0123456789+-−–()=ni", "0123456789+-−–()="

Element = tuple[str, dict[str, str], list["Element | str"]]


def flat(value: str) -> str:
    """Give a text of Biopython's as one line, its markup resolved.

    Raises
    ------
    ValueError
        If the markup is not what Biopython writes.
    """
    if "<" in value:
        value = _inner(_tree(value))
    else:
        value = html.unescape(value) if "&" in value else value
    return re.sub("[ \t\r\n]+", " ", value).strip(" ")


def _tree(value: str) -> list[Element | str]:
    stack: list[Element] = [("", {}, [])]
    at = 0
    while at < len(value):
        token = _TOKEN.match(value, at)
        if token is None:
            msg = f"no markup: {value[at : at + 40]!r}"
            raise ValueError(msg)
        at = token.end()
        if token["text"]:
            stack[-1][2].append(html.unescape(token["text"]))
        elif not token["end"]:
            SEEN[token["name"]] += 1
            stack.append((token["name"], dict(_SAID.findall(token["said"])), []))
        else:
            done = stack.pop()
            if done[0] != token["name"]:
                msg = f"</{token['name']}> ends <{done[0]}>"
                raise ValueError(msg)
            stack[-1][2].append(done)
    return stack[0][2]


def _inner(parts: list[Element | str]) -> str:
    return "".join(part if isinstance(part, str) else _shown(part) for part in parts)


def _shown(element: Element) -> str:
    name, said, parts = element
    inside = [part for part in parts if not isinstance(part, str)]
    if name == "sup":
        return _moved(_inner(parts), "<super>", _HIGH, "^")
    if name == "sub":
        return _moved(_inner(parts), "<sub>", _LOW, "_")
    if name in ("msup", "msub", "munder", "msubsup", "mfrac"):
        shown = [_shown(part) for part in inside]
        if name == "mfrac":
            return "({})/({})".format(*shown)
        text = shown[0]
        if name != "msup":
            text += _moved(shown[1], "<sub>", _LOW, "_")
        if name not in ("msub", "munder"):
            text += _moved(shown[-1], "<super>", _HIGH, "^")
        return text
    if name == "mfenced":
        # MathML writes the brackets as attributes, round ones if nothing is said.
        between = said.get("separators", ",").strip()
        shown = between[:1].join(map(_shown, inside))
        return f"{said.get('open', '(')}{shown}{said.get('close', ')')}"
    return f"√({_inner(parts)})" if name == "msqrt" else _inner(parts)


def _moved(text: str, where: str, known: str, sign: str) -> str:
    words = text.strip()
    if set(words) <= set(known):
        shown = "".join(_MOVED[where, character] for character in words)
    else:
        shown = sign + (words if len(words) == 1 else f"({words})")
    # Spaces at the edges are no part of an exponent and stay where they are.
    return text.replace(words, shown, 1) if words else text


def _unicode_table() -> dict[tuple[str, str], str]:
    """Find the raised and lowered forms in Unicode's list of decompositions."""
    table = {}
    for code in (*range(0xB2, 0xBA), *range(0x2070, 0x20A0)):
        where, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if where in ("<super>", "<sub>"):
            table[where, chr(int(base, 16))] = chr(code)
    for where in ("<super>", "<sub>"):
        # Unicode has one raised minus, for the hyphen and the dash too.
        table[where, "-"] = table[where, "–"] = table[where, "−"]
    return table


_MOVED = _unicode_table()
