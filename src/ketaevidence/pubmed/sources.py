"""Open what a user names: a file, a folder, a zip, bytes; compressed or not.

Everything is read in parts of bounded size, so that a file of any length, and one that
was made to grow without end, needs little memory.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from os import PathLike
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ketaevidence.errors import ReadError

#: What :func:`ketaevidence.read_records` takes.
Source = str | PathLike[str] | bytes | BinaryIO

#: More decompressed bytes than this are no PubMed file: the largest are below 0.4 GiB.
MAXIMUM_BYTES = 1 << 30
#: Names of files that are read from a folder or a zip; others are passed over.
ENDINGS = (".xml", ".xml.gz", ".nbib", ".txt", ".ris", ".zip")
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Opened:
    """One file, decompressed, to be read once."""

    name: str
    chunks: Iterator[bytes]


def opened(source: Source) -> Iterator[Opened]:
    """Yield every file that a source holds, a folder's in the order of their names.

    Raises
    ------
    ReadError
        If there is nothing to read, or a file cannot be read or decompressed.
    """
    if isinstance(source, bytes):
        yield from _files_of(BytesIO(source), "the bytes given")
    elif not isinstance(source, (str, PathLike)):
        yield from _files_of(source, str(getattr(source, "name", "the open file")))
    elif Path(source).is_dir():
        for path in files_in(Path(source)):
            yield from _files_at(path)
    else:
        yield from _files_at(Path(source))


def files_in(folder: Path) -> tuple[Path, ...]:
    """Give the files in a folder that can be read, in the order of their names.

    Raises
    ------
    ReadError
        If there is none.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if is_readable_name(path.name) and path.is_file()
    )
    if not found:
        msg = (
            f"{folder}: this folder holds no file that ends in {_endings()}; "
            "name the files, or another folder."
        )
        raise ReadError(msg)
    return tuple(found)


def is_readable_name(name: str) -> bool:
    """Say whether a file in a folder or a zip is one to read, by its name."""
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


def _files_at(path: Path) -> Iterator[Opened]:
    with _named_errors(str(path)), path.open("rb") as stream:
        yield from _files_of(stream, str(path))


def _files_of(stream: BinaryIO, name: str) -> Iterator[Opened]:
    head = _head_of(stream)
    if head in (_ZIP, _EMPTY_ZIP):
        yield from _files_in_zip(_seekable(stream, head), name)
    else:
        yield Opened(name, _decompressed(stream, head, name))


def _head_of(stream: IO[bytes]) -> bytes:
    """Read what tells a compressed file; a pipe may give fewer bytes than are asked."""
    head = b""
    while len(head) < len(_ZIP) and (more := stream.read(len(_ZIP) - len(head))):
        head += more
    return head


def _seekable(stream: BinaryIO, head: bytes) -> BinaryIO:
    if stream.seekable():
        stream.seek(-len(head), 1)
        return stream
    return BytesIO(head + stream.read())


def _files_in_zip(stream: BinaryIO, name: str) -> Iterator[Opened]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [
                member
                for member in archive.infolist()
                if is_readable_name(member.filename.rpartition("/")[2])
                and not member.filename.startswith("__MACOSX/")
            ]
            if not members:
                msg = f"{name}: this zip holds no file that ends in {_endings()}."
                raise ReadError(msg)
            for member in members:
                inner = f"{name}:{member.filename}"
                with archive.open(member) as part:
                    yield Opened(inner, _decompressed(part, _head_of(part), inner))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        msg = f"{name}: the zip is damaged, or its kind is not read here ({error})."
        raise ReadError(msg) from error


def _endings() -> str:
    return ", ".join(ENDINGS)


def _decompressed(stream: IO[bytes], head: bytes, name: str) -> Iterator[bytes]:
    """Yield a stream's bytes, decompressed if they are, up to the limit."""
    size = 0
    try:
        for chunk in _chunks(stream, head):
            size += len(chunk)
            if size > MAXIMUM_BYTES:
                msg = (
                    f"{name}: decompresses to more than {MAXIMUM_BYTES} bytes, "
                    "which no PubMed file does; refused."
                )
                raise ReadError(msg)
            yield chunk
    except _damage() as error:
        msg = f"{name}: the compressed file is damaged or cut short ({error})."
        raise ReadError(msg) from error
    except OSError as error:
        raise _unreadable(name, error) from error


def _chunks(stream: IO[bytes], head: bytes) -> Iterable[bytes]:
    if head.startswith(_GZIP):
        with _unpacked(_Rejoined(head, stream)) as unpacked:
            while chunk := unpacked.read(_CHUNK):
                yield chunk
        return
    if head:
        yield head
    while chunk := stream.read(_CHUNK):
        yield chunk


def _unpacked(stream: _Rejoined) -> IO[bytes]:
    """Decompress, three times faster where isal is installed (not on every machine)."""
    packed: Any = gzip.GzipFile
    with suppress(ImportError):
        from isal import igzip

        packed = igzip.IGzipFile
    return cast("IO[bytes]", packed(fileobj=stream))


def _damage() -> tuple[type[Exception], ...]:
    """Give what the decompressors raise for a damaged file."""
    found: tuple[type[Exception], ...] = (
        EOFError,
        zlib.error,
        gzip.BadGzipFile,
        zipfile.BadZipFile,
    )
    with suppress(ImportError):
        from isal import isal_zlib

        return (*found, cast("type[Exception]", isal_zlib.error))
    return found


class _Rejoined(RawIOBase):
    """A stream of which the first bytes were read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the bytes that were read before, then the stream's own."""
        data = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    """Say of a file that cannot be read which one it is, and why."""
    try:
        yield
    except FileNotFoundError as error:
        msg = f"{name}: there is no such file. Check the name."
        raise ReadError(msg) from error
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> ReadError:
    return ReadError(f"{name}: cannot be read ({error.strerror or error}).")
