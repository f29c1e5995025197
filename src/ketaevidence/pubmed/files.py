"""Open what people export from PubMed: XML, compressed XML, PubMed's text format."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.formats import (
    MEDLINE_TEXT,
    PUBMED_XML,
    Incoming,
    read_incoming,
)
from ketaevidence.pubmed.medline import is_medline, medline_slices
from ketaevidence.pubmed.slices import slices
from ketaevidence.records.collection import Records

#: More decompressed bytes than this are no PubMed file: the largest are below 0.4 GiB.
MAXIMUM_BYTES = 1 << 30
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


def read_records(source: str | PathLike[str] | bytes | BinaryIO) -> Records:
    """Read the records of a file that PubMed, or a search on it, gave you.

    Parameters
    ----------
    source
        A path, the bytes themselves, or an open binary file: PubMed XML (also
        compressed, ``.xml.gz``) or PubMed's text format (``.nbib``).

    Returns
    -------
    Records
        Every record of the file, in its order.

    Raises
    ------
    ReadError
        If the file is missing, empty, cut short or not from PubMed. Nothing is
        returned in part.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> text = b'''PMID- 1
    ... TI  - An invented trial of ketamine
    ... DP  - 2020 Mar
    ... '''
    >>> records = ke.read_records(text)
    >>> records[0].title, str(records[0].published)
    ('An invented trial of ketamine', '2020-03')
    """
    return Records(item.record for item in read_file(source))


def read_file(source: str | PathLike[str] | bytes | BinaryIO) -> tuple[Incoming, ...]:
    """Read every record of a file together with its own bytes.

    Raises
    ------
    ReadError
        As :func:`read_records`.
    """
    data, name = _load(source)
    if not data.strip():
        msg = f"{name}: the file is empty. Export the records from PubMed again."
        raise ReadError(msg)
    head = data[:5000].decode("utf-8", "replace").removeprefix("\ufeff")
    if is_medline(head):
        return tuple(_medline(data, name))
    return tuple(_xml(data, name))


def _load(source: str | PathLike[str] | bytes | BinaryIO) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return _decompressed(source, "the bytes given"), "the bytes given"
    if not isinstance(source, (str, PathLike)):
        name = str(getattr(source, "name", "the open file"))
        return _decompressed(source.read(), name), name
    path = Path(source)
    try:
        return _decompressed(path.read_bytes(), str(path)), str(path)
    except FileNotFoundError as error:
        msg = f"{path}: there is no such file."
        raise ReadError(msg) from error
    except IsADirectoryError as error:
        msg = f"{path}: this is a folder; name the files in it."
        raise ReadError(msg) from error
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})."
        raise ReadError(msg) from error


def _decompressed(data: bytes, name: str) -> bytes:
    if not data.startswith(_GZIP):
        return data
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.open(BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MAXIMUM_BYTES:
                    msg = (
                        f"{name}: decompresses to more than {MAXIMUM_BYTES} bytes, "
                        "which no PubMed file does; refused."
                    )
                    raise ReadError(msg)
                parts.append(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        msg = f"{name}: the compressed file is damaged or cut short ({error})."
        raise ReadError(msg) from error
    return b"".join(parts)


def _xml(data: bytes, name: str) -> Iterator[Incoming]:
    for piece in slices(data, name):
        if piece.kind == "DeleteCitation":
            continue
        place = f"{name}, record at byte {piece.offset}"
        yield read_incoming(piece.raw, PUBMED_XML, place)


def _medline(data: bytes, name: str) -> Iterator[Incoming]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: not UTF-8 at byte {error.start}; export it from PubMed again."
        raise ReadError(msg) from error
    for piece in medline_slices(text.replace("\r\n", "\n")):
        yield read_incoming(piece.encode(), MEDLINE_TEXT, name)
