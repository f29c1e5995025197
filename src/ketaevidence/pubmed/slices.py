"""Cut a PubMed XML file into its records, byte for byte, and miss nothing.

Each record is kept as the bytes that PubMed sent. Everything in the file must be
accounted for: a file that stops early, or holds anything but records between its
outer tags, is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketaevidence.errors import ReadError

_BOM = b"\xef\xbb\xbf"
_PROLOG = re.compile(
    rb"\s*(?:<\?xml(?P<declaration>[^>]*)\?>\s*)?"
    rb"(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*"
    rb"(?:<!DOCTYPE(?P<doctype>[^>]*)>\s*)?"
    rb"(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*",
    re.DOTALL,
)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[^>]*?(/?)>")
_NEXT = re.compile(
    rb"(?:\s|<!--.*?-->|<\?.*?\?>)*"
    rb"<(PubmedArticle|PubmedBookArticle|DeleteCitation|/PubmedArticleSet)"
    rb"(?:\s[^>]*)?>",
    re.DOTALL,
)
_REST = re.compile(rb"(?:\s|<!--.*?-->|<\?.*?\?>)*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slice:
    """One record's own bytes and where they start in the file."""

    kind: str
    offset: int
    raw: bytes


def slices(data: bytes, name: str) -> Iterator[Slice]:
    """Yield every record of a PubMed XML file in the file's order.

    Parameters
    ----------
    data
        The decompressed file.
    name
        The file's name, for messages.

    Yields
    ------
    Slice
        ``PubmedArticle``, ``PubmedBookArticle`` or ``DeleteCitation`` elements.

    Raises
    ------
    ReadError
        If the file is no PubMed record set, is cut short, declares entities or is not
        in UTF-8.
    """
    start = _open_set(data, name)
    if start is None:
        return
    while True:
        match = _NEXT.match(data, start)
        if match is None:
            raise _broken(data, start, name)
        kind = match[1].decode()
        if kind == "/PubmedArticleSet":
            if _REST.match(data, match.end()) is None:
                msg = f"{name}: there is more after the end of the record set."
                raise ReadError(msg)
            return
        end_tag = b"</" + match[1] + b">"
        end = data.find(end_tag, match.end())
        if end < 0:
            raise _broken(data, match.start(1) - 1, name)
        begin = match.start(1) - 1
        start = end + len(end_tag)
        yield Slice(kind, begin, data[begin:start])


def _open_set(data: bytes, name: str) -> int | None:
    """Find where the records start; ``None`` if the set says that it is empty."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        msg = f"{name}: the file is in UTF-16; PubMed XML is UTF-8. Save it as UTF-8."
        raise ReadError(msg)
    data_start = len(_BOM) if data.startswith(_BOM) else 0
    prolog = _PROLOG.match(data, data_start)
    position = prolog.end() if prolog else data_start
    root = _ROOT.match(data, position)
    if prolog is None or root is None or root[1] != b"PubmedArticleSet":
        raise _not_pubmed(data[position : position + 200], root, name)
    encoding = _ENCODING.search(prolog["declaration"] or b"")
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        said = encoding[1].decode("ascii", "replace")
        msg = f"{name}: the file says its encoding is {said}; PubMed XML is UTF-8."
        raise ReadError(msg)
    if prolog["doctype"] and b"[" in prolog["doctype"]:
        msg = f"{name}: the file declares entities of its own; PubMed never does."
        raise ReadError(msg)
    return None if root[2] else root.end()


def _not_pubmed(begin: bytes, root: re.Match[bytes] | None, name: str) -> ReadError:
    lowered = begin.lower()
    if b"<html" in lowered or b"<!doctype html" in lowered:
        found = "a web page"
    elif root is not None:
        found = f"XML with the outer element <{root[1].decode('utf-8', 'replace')}>"
    elif not begin.strip():
        found = "nothing after the XML heading"
    else:
        found = "no XML"
    msg = (
        f"{name}: not a PubMed file: found {found}, expected <PubmedArticleSet>. "
        "Export from PubMed as XML or in PubMed format (.nbib)."
    )
    return ReadError(msg)


def _broken(data: bytes, position: int, name: str) -> ReadError:
    if data.find(b"</PubmedArticleSet>", position) < 0:
        msg = (
            f"{name}: the file is cut short: it ends at byte {len(data)} inside the "
            "record set. Nothing was read; download it again."
        )
    else:
        msg = (
            f"{name}: at byte {position} there is something that is no PubMed record. "
            "Nothing was read; export the file again."
        )
    return ReadError(msg)
