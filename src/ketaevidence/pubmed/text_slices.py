"""Cut a file of tagged lines into its pieces, byte for byte, as the file is read.

PubMed's text format and RIS are both lines. What a record starts and ends with is
theirs to say; the lines, their places and the limits are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.slices import LARGEST_PIECE, Slice

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def numbered_lines(chunks: Iterable[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """Yield every line of a file with the place where it begins, its end included.

    Parameters
    ----------
    chunks
        The file, in parts of any size; one line and one part are held at a time.
    name
        The file's name, for messages.

    Yields
    ------
    tuple of int and bytes
        Bytes before the line, and the line; a byte order mark is no part of it.

    Raises
    ------
    ReadError
        If the file is in UTF-16, or a line is absurdly long.
    """
    offset = 0
    for line in _lines(chunks, name):
        bare = line
        if offset == 0:
            if line.startswith(_UTF_16):
                msg = f"{name}: the file is in UTF-16; save it as UTF-8."
                raise ReadError(msg)
            bare = line.removeprefix(_BOM)
        yield offset + len(line) - len(bare), bare
        offset += len(line)


class Piece:
    """The lines of a record, or of what is none, as far as they were read."""

    __slots__ = ("_lines", "_name", "_offset", "_size")

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[bytes] = []
        self._offset = self._size = 0

    def __bool__(self) -> bool:
        """Say whether a line was put in."""
        return bool(self._lines)

    def add(self, offset: int, line: bytes) -> None:
        """Put in the next line.

        Raises
        ------
        ReadError
            If the piece grows beyond what a record can have.
        """
        if not self._lines:
            self._offset = offset
        self._lines.append(line)
        self._size += len(line)
        if self._size > LARGEST_PIECE:
            raise _too_large(self._name, self._offset)

    def take(self, kind: str | None, problem: str | None = None) -> Iterator[Slice]:
        """Give what was put in as one slice, if anything was, and start anew.

        White space at its end is layout: a record is the same bytes wherever in a
        file it stands.
        """
        if not self._lines:
            return
        raw = b"".join(self._lines).rstrip()
        self._lines, self._size = [], 0
        if problem is None and not _is_utf_8(raw):
            problem = "its text is not UTF-8; save the file as UTF-8 and read it again"
        yield Slice(None if problem else kind, self._offset, raw, problem)


def _lines(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield whole lines; only CR, LF and the two together end one."""
    held: list[bytes] = []
    size = offset = 0
    for chunk in chunks:
        # A CR at the end of the last part can be the first half of a line's end.
        may_end = b"\n" in chunk or b"\r" in chunk or (held and held[-1][-1:] == b"\r")
        if chunk:
            held.append(chunk)
            size += len(chunk)
        if may_end:
            *whole, rest = b"".join(held).splitlines(keepends=True)
            if rest.endswith(b"\n"):
                whole.append(rest)
                rest = b""
            yield from whole
            offset += size - len(rest)
            held, size = [rest] if rest else [], len(rest)
        if size > LARGEST_PIECE:
            raise _too_large(name, offset)
    yield from b"".join(held).splitlines(keepends=True)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _too_large(name: str, offset: int) -> ReadError:
    msg = (
        f"{name}: the piece at byte {offset} has more than {LARGEST_PIECE} bytes, "
        "which no record has; refused."
    )
    return ReadError(msg)
