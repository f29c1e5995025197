"""Read what people export from PubMed, whole or as a stream, and lose nothing.

A record that cannot be read costs itself only: it is kept with its bytes and its place,
and the rest arrives.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ketaevidence.errors import BrokenRecordWarning, ReadError
from ketaevidence.pubmed.formats import (
    MEDLINE_TEXT,
    PUBMED_XML,
    RIS_TEXT,
    Incoming,
    read_incoming,
    read_record,
)
from ketaevidence.pubmed.medline import is_medline, medline_slices
from ketaevidence.pubmed.ris import is_ris, ris_slices
from ketaevidence.pubmed.slices import Slice, slices
from ketaevidence.pubmed.sources import Opened, Source, opened
from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.collection import Records
from ketaevidence.records.model import Record

_SLICERS = {PUBMED_XML: slices, MEDLINE_TEXT: medline_slices, RIS_TEXT: ris_slices}
_HEAD = 5000
_PMID = re.compile(rb"<PMID\b[^>]*>\s*([1-9][0-9]{0,8})\s*</PMID>|^PMID ?- ?(\d+)")
_DELETED = re.compile(rb"""<PMID\b([^>]*)>\s*([1-9][0-9]{0,8})\s*</PMID>""")
_VERSION = re.compile(rb"""\bVersion\s*=\s*["']([0-9]{1,4})["']""")


class RecordStream(Iterator[Record]):
    """Records one after the other, of files of any length, in little memory.

    What was broken and what a file of PubMed's asks to delete is known when the stream
    has come past it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> stream = ke.stream_records(b"<PubmedArticleSet></PubmedArticleSet>")
    >>> list(stream), stream.deleted
    ([], [])
    """

    def __init__(self, source: Source, *, references: bool = False) -> None:
        #: Pieces that are no readable record, in the order in which they stood.
        self.broken: list[BrokenRecord] = []
        #: (PMID, version) of records that PubMed's update files say to delete.
        self.deleted: list[tuple[str, int]] = []
        self._records = self._read(source, references=references)

    def __iter__(self) -> Iterator[Record]:  # noqa: PYI034 (a loop needs no detour)
        """Go through the records; a stream can be gone through once."""
        return self._records

    def __next__(self) -> Record:
        """Give the next record."""
        return next(self._records)

    def _read(self, source: Source, *, references: bool) -> Iterator[Record]:
        for file in opened(source):
            found = broken = 0
            format_name, pieces = _cut(file)
            for piece in pieces:
                if piece.kind == "DeleteCitation":
                    self.deleted += deletions(piece.raw)
                    continue
                try:
                    _check(piece)
                    record = read_record(
                        piece.raw, format_name, file.name, references=references
                    )
                except ReadError as error:
                    self.broken.append(_broken(file, piece, error))
                    broken += 1
                else:
                    found += 1
                    yield record
            if broken and not found:
                raise ReadError(str(self.broken[-broken]))


def stream_records(source: Source, *, references: bool = False) -> RecordStream:
    r"""Give the records of files one at a time, in memory that does not grow.

    Parameters
    ----------
    source, references
        As :func:`read_records`.

    Returns
    -------
    RecordStream
        An iterator. Its ``broken`` and ``deleted`` grow as it is read.

    Raises
    ------
    ReadError
        As :func:`read_records`, when the stream comes to it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> stream = ke.stream_records(b"PMID- 1\nTI  - An invented trial\n")
    >>> [record.pmid for record in stream], stream.broken
    (['1'], [])
    """
    return RecordStream(source, references=references)


def read_records(source: Source, *, references: bool = False) -> Records:
    """Read the records of files that PubMed, or a reference manager, gave you.

    Parameters
    ----------
    source
        A path, a folder, the bytes themselves, or an open binary file. Understood are
        PubMed XML as the website, a search, the yearly baseline and the daily updates
        give it, MEDLINE's older XML, PubMed's text format (``.nbib``) and RIS; each
        also compressed (``.gz``) or in a ``.zip``.
    references
        Whether to read the works that each record cites; they are most of a file, and
        without this they are not looked at.

    Returns
    -------
    Records
        Every record, in the order of the files. Its ``broken`` holds what could not be
        read, with its bytes; its ``deleted`` what an update file says to delete.

    Raises
    ------
    ReadError
        If a file is missing, empty, cut short or in no format of these, or if not one
        record of it can be read. Nothing is returned in part.

    Warns
    -----
    BrokenRecordWarning
        Once, if some records could not be read.

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
    stream = RecordStream(source, references=references)
    records = Records(stream, broken=stream.broken, deleted=stream.deleted)
    if stream.broken:
        warnings.warn(told(stream.broken), BrokenRecordWarning, stacklevel=2)
    return records


def told(broken: Sequence[BrokenRecord]) -> str:
    """Say in one line how many pieces are broken, and which is the first."""
    more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
    return f"{broken[0]}{more}. The rest was read."


@dataclass(frozen=True, slots=True)
class FileContents:
    """What a source holds, each record with its own bytes."""

    incoming: tuple[Incoming, ...]
    broken: tuple[BrokenRecord, ...]
    #: (PMID, version) of records that PubMed's update files say to delete.
    deleted: tuple[tuple[str, int], ...]


def read_file(source: Source) -> FileContents:
    """Read every record of a source together with its own bytes, and what is broken.

    Raises
    ------
    ReadError
        As :func:`read_records`.
    """
    incoming: list[Incoming] = []
    broken: list[BrokenRecord] = []
    deleted: list[tuple[str, int]] = []
    for file in opened(source):
        before = len(incoming), len(broken)
        format_name, pieces = _cut(file)
        for piece in pieces:
            if piece.kind == "DeleteCitation":
                deleted += deletions(piece.raw)
                continue
            try:
                _check(piece)
                incoming.append(read_incoming(piece.raw, format_name, file.name))
            except ReadError as error:
                broken.append(_broken(file, piece, error))
        if len(incoming) == before[0] and len(broken) > before[1]:
            raise ReadError(str(broken[before[1]]))
    return FileContents(tuple(incoming), tuple(broken), tuple(deleted))


def deletions(raw: bytes) -> list[tuple[str, int]]:
    """Give the (PMID, version) pairs that a ``DeleteCitation`` element names."""
    return [
        (match[2].decode(), int(version[1]) if version else 1)
        for match in _DELETED.finditer(raw)
        for version in [_VERSION.search(match[1])]
    ]


def _cut(file: Opened) -> tuple[str, Iterator[Slice]]:
    """Recognise a file's format by how it begins, and cut it into its records."""
    head = b""
    for chunk in file.chunks:
        head += chunk
        if len(head) >= _HEAD:
            break
    if not head.strip():
        msg = f"{file.name}: the file is empty. Export the records from PubMed again."
        raise ReadError(msg)
    begin = head[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")
    format_name = PUBMED_XML
    if is_medline(begin):
        format_name = MEDLINE_TEXT
    elif is_ris(begin):
        format_name = RIS_TEXT
    return format_name, _SLICERS[format_name](chain([head], file.chunks), file.name)


def _check(piece: Slice) -> None:
    if piece.problem:
        raise ReadError(piece.problem)


def _broken(file: Opened, piece: Slice, error: ReadError) -> BrokenRecord:
    pmid = _PMID.search(piece.raw)
    return BrokenRecord(
        source=file.name,
        offset=piece.offset,
        problem=str(error).removeprefix(f"{file.name}: ").rstrip("."),
        raw=piece.raw,
        pmid=(pmid[1] or pmid[2]).decode() if pmid else None,
    )
