"""A fingerprint of a record's content that ignores how the file was laid out.

The same record comes indented from a baseline file and on one line from a search.
Line breaks between elements are layout; every other character counts.
"""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element


def fingerprint(root: Element) -> str:
    """Give the SHA-256 of an element's names, attributes and text."""
    digest = hashlib.sha256()
    # An explicit stack: nesting deeper than Python's own limit must not matter.
    stack: list[Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            digest.update(item.encode())
            continue
        attributes = "\x1f".join(f"{k}={v}" for k, v in sorted(item.attrib.items()))
        digest.update(f"\x1e{item.tag}\x1f{attributes}\x1d".encode())
        digest.update(_content(item.text).encode())
        stack.append("\x1c")
        for child in reversed(item):
            stack.append(_content(child.tail))
            stack.append(child)
    return digest.hexdigest()


def _content(text: str | None) -> str:
    if text is None or ("\n" in text and not text.strip()):
        return ""
    return text
