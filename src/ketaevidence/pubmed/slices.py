"""Cut a PubMed XML file into its records, byte for byte, as the file is read.

Each record is kept as the bytes that PubMed sent. Everything in the file is accounted
for: what stands between two records and is none is a piece too, with its problem, and
a file that stops early is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ketaevidence.errors import ReadError

#: More bytes than this in one record, or in what stands before the first, are no
#: PubMed file: its largest records have some three million.
LARGEST_PIECE = 32 << 20
_HEADING = 1 << 16
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
#: The sets that PubMed has given out, and the records that each holds.
_RECORDS_OF = {
    b"PubmedArticleSet": (b"PubmedArticle", b"PubmedBookArticle", b"DeleteCitation"),
    b"PubmedBookArticleSet": (b"PubmedBookArticle", b"DeleteCitation"),
    b"MedlineCitationSet": (b"MedlineCitation", b"DeleteCitation"),
}
#: Layout, comments and instructions; what was taken once is not looked at again.
_NOTHING = re.compile(rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
#: A tag, a comment or an instruction longer than this is none of PubMed's [bytes].
_LONGEST_TAG = 1 << 16


class Slice(NamedTuple):
    """One record's own bytes, and where they start in the file."""

    #: The name of the element; ``None`` for a piece that is no record.
    kind: str | None
    offset: int
    raw: bytes
    #: Why the piece cannot be a record.
    problem: str | None = None


def slices(chunks: Iterable[bytes], name: str) -> Iterator[Slice]:
    """Yield every record of a PubMed XML file in the file's order.

    Parameters
    ----------
    chunks
        The decompressed file, in parts of any size; one record and one part are held
        at a time.
    name
        The file's name, for messages.

    Yields
    ------
    Slice
        ``PubmedArticle``, ``PubmedBookArticle``, ``MedlineCitation`` or
        ``DeleteCitation`` elements, and pieces with a problem.

    Raises
    ------
    ReadError
        If the file is no PubMed record set, is cut short, declares entities, is not in
        UTF-8 or holds an absurdly large piece. What came before was yielded already.
    """
    window = _Window(iter(chunks), name)
    window.grow_to(_HEADING)
    root = _open_set(window)
    if root is not None:
        yield from _records(window, root)
    if not window.skip_nothing():
        msg = f"{name}: there is more after the end of the record set."
        raise ReadError(msg)


class _Window:
    """The part of the file that is in memory."""

    def __init__(self, chunks: Iterator[bytes], name: str) -> None:
        self._chunks = chunks
        self.name = name
        self.data = b""
        #: Where in ``data`` the next piece begins, and in the file ``data`` itself.
        self.start = 0
        self.offset = 0

    def grow(self) -> bool:
        """Take in more of the file and drop what is done; say if there was more."""
        held = self.data[self.start :]
        # The more is held, the more is added: else it would be copied again and again.
        added: list[bytes] = []
        while sum(map(len, added)) <= len(held) // 2 and (
            chunk := next(self._chunks, b"")
        ):
            added.append(chunk)
        self.offset += self.start
        self.data = b"".join((held, *added))
        self.start = 0
        if len(held) > LARGEST_PIECE:
            msg = (
                f"{self.name}: the piece at byte {self.offset} has more than "
                f"{LARGEST_PIECE} bytes, which no PubMed record has; refused."
            )
            raise ReadError(msg)
        return bool(added)

    def skip_nothing(self) -> bool:
        """Move past layout, comments and instructions; say if that was the file's end.

        What follows is then in memory as far as the longest tag goes.
        """
        while True:
            nothing = _NOTHING.match(self.data, self.start)
            self.start = nothing.end() if nothing else self.start
            if len(self.data) - self.start > _LONGEST_TAG or not self.grow():
                return self.start == len(self.data)

    def grow_to(self, size: int) -> None:
        """Take in so many bytes, or the whole file if it has fewer."""
        while len(self.data) < size and self.grow():
            pass

    def take(self, end: int) -> tuple[int, bytes]:
        """Give the bytes up to ``end`` with their offset, and move on."""
        begin, self.start = self.start, end
        return self.offset + begin, self.data[begin:end]


def _records(window: _Window, root: bytes) -> Iterator[Slice]:
    kinds = b"|".join(_RECORDS_OF[root])
    tag = re.compile(rb"<(%b|/%b)(?:\s[^<>]*)?/?>" % (kinds, root))
    mark = re.compile(rb"<!--|<\?|<(?:%b)(?=[\s/>])|</%b\s*>" % (kinds, root))
    while True:
        match = tag.match(window.data, window.start)
        if match is None:
            if window.skip_nothing():
                raise _cut_short(window)
            match = tag.match(window.data, window.start)
        if match is None:
            yield _junk(window, mark)
        elif match[1].startswith(b"/"):
            window.start = match.end()
            return
        elif match[0].endswith(b"/>"):
            yield Slice(match[1].decode(), *window.take(match.end()))
        else:
            yield _record(window, match[1], root)


def _record(window: _Window, kind: bytes, root: bytes) -> Slice:
    """Take the record that starts here, to its end or to where another starts."""
    end_tag, searched = b"</" + kind + b">", 0
    while (end := window.data.find(end_tag, window.start + searched)) < 0:
        searched = max(0, len(window.data) - window.start - len(end_tag))
        if not window.grow():
            end = window.data.find(b"</" + root, window.start)
            if end < 0:
                raise _cut_short(window)
            return Slice(None, *window.take(end), "its end is missing")
    another = window.data.find(b"<" + kind, window.start + 1, end)
    if another >= 0:
        return Slice(None, *window.take(another), "its end is missing")
    return Slice(kind.decode(), *window.take(end + len(end_tag)))


def _junk(window: _Window, mark: re.Pattern[bytes]) -> Slice:
    """Take what stands before the next record or the end of the set."""
    # What begins here is no record, unless it begins something that may hide one.
    looked = 0 if window.data.startswith(tuple(_HIDING), window.start) else 1
    while True:
        found = mark.search(window.data, window.start + looked)
        if found is None:
            looked = max(1, len(window.data) - window.start - _LONGEST_TAG)
        elif found[0] not in _HIDING:
            return Slice(None, *window.take(found.start()), "it is no PubMed record")
        else:
            # A record in a comment is none.
            end = window.data.find(_HIDING[found[0]], found.end())
            looked = (found.start() if end < 0 else end) - window.start
            if end >= 0:
                continue
        if not window.grow():
            raise _cut_short(window)


#: What begins something that is not to be read, and how that ends.
_HIDING = {b"<!--": b"-->", b"<?": b"?>"}


def _cut_short(window: _Window) -> ReadError:
    end = window.offset + len(window.data)
    msg = (
        f"{window.name}: the file is cut short: it ends at byte {end} inside the "
        "record set; download it again."
    )
    return ReadError(msg)


def _open_set(window: _Window) -> bytes | None:
    """Find where the records start; ``None`` if the set says that it is empty."""
    data, name = window.data, window.name
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        msg = f"{name}: the file is in UTF-16; PubMed XML is UTF-8. Save it as UTF-8."
        raise ReadError(msg)
    data_start = len(_BOM) if data.startswith(_BOM) else 0
    prolog = _PROLOG.match(data, data_start)
    position = prolog.end() if prolog else data_start
    if prolog and b"[" in (prolog["doctype"] or b""):
        msg = f"{name}: the file declares entities of its own; PubMed never does."
        raise ReadError(msg)
    root = _ROOT.match(data, position)
    if prolog is None or root is None or root[1] not in _RECORDS_OF:
        raise _not_pubmed(data[position : position + 200], root, name)
    encoding = _ENCODING.search(prolog["declaration"] or b"")
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        said = encoding[1].decode("ascii", "replace")
        msg = f"{name}: the file says its encoding is {said}; PubMed XML is UTF-8."
        raise ReadError(msg)
    window.start = root.end()
    return None if root[2] else root[1]


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
        "Export from PubMed as XML or in PubMed format (.nbib), or as RIS."
    )
    return ReadError(msg)
