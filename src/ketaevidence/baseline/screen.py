"""Screen one file of PubMed's baseline: what matches, and what it says of every record.

This is one function of one file, so that it can run in another process or on another
machine, be repeated, and always give the same.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from ketaevidence.baseline.prefilter import prefilter
from ketaevidence.baseline.texts import matches
from ketaevidence.errors import ReadError
from ketaevidence.pubmed.files import deletions
from ketaevidence.pubmed.formats import PUBMED_XML, read_incoming, read_record
from ketaevidence.pubmed.slices import Slice, slices
from ketaevidence.pubmed.sources import opened
from ketaevidence.question.expression import Expression
from ketaevidence.records.broken import BrokenRecord

#: The first PMID of a record in its usual place, with its attributes.
_USUAL_PMID = re.compile(
    rb"(?:<PubmedArticle[^>]*>\s*<MedlineCitation[^>]*>"
    rb"|<PubmedBookArticle[^>]*>\s*<BookDocument[^>]*>)"
    rb"\s*<PMID((?:\s+Version=\"([1-9][0-9]{0,3})\")?)>\s*([1-9][0-9]{0,8})\s*</PMID>"
)
_ANY_PMID = re.compile(rb"<PMID\b[^>]*>\s*([1-9][0-9]{0,8})\s*</PMID>")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Work:
    """What every file is screened for."""

    expression: Expression
    #: PMIDs of which every form is kept, whether it matches or not.
    wanted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """One file to screen."""

    path: str
    work: Work
    #: What PubMed's own .md5 file says of it.
    expected_md5: str | None = None
    #: MD5 of the file that a kept result was made from.
    known_md5: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a record that is kept, and where in its file it stood."""

    position: int
    matches: bool
    raw: bytes


@dataclass(frozen=True, slots=True)
class Screened:
    """What one file says."""

    name: str
    md5: str
    #: The PMID of every record in order, four bytes each, little-endian.
    pmids: bytes
    #: (position, version) of the records whose version is not 1.
    versions: tuple[tuple[int, int], ...]
    #: (PMID, version) of records to delete.
    deleted: tuple[tuple[int, int], ...]
    forms: tuple[Form, ...]
    broken: tuple[BrokenRecord, ...]

    def keys(self) -> tuple[int, ...]:
        """Give the PMID of every record, in the order of the file."""
        return struct.unpack(f"<{len(self.pmids) // 4}I", self.pmids)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file is the one that a kept result was made from."""

    name: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The file could not be screened, and why."""

    name: str
    problem: str


def screen(task: Task) -> Screened | Unchanged | Failed:
    """Screen one file.

    Parameters
    ----------
    task
        The file, and what is looked for.

    Returns
    -------
    Screened, Unchanged or Failed
        A file that cannot be read to its end gives no result, only its problem.
    """
    try:
        if task.known_md5 is not None and md5_of(Path(task.path)) == task.known_md5:
            return _as_expected(task, task.known_md5) or Unchanged(task.name)
        with Path(task.path).open("rb") as stream:
            hashed = _Hashed(stream, task.path)
            gathered = _Gathered(task)
            for piece in _pieces(hashed, task.path):
                gathered.add(piece)
            md5 = hashed.md5_of_all()
    except OSError as error:
        return Failed(task.name, f"{task.path}: cannot be read ({error.strerror}).")
    except ReadError as error:
        return Failed(task.name, str(error))
    return _as_expected(task, md5) or gathered.result(md5)


def md5_of(path: Path) -> str:
    """Give the MD5 of a file as it is on disk.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        return _Hashed(stream, str(path)).md5_of_all()


def _as_expected(task: Task, md5: str) -> Failed | None:
    if task.expected_md5 is None or md5 == task.expected_md5:
        return None
    problem = (
        f"{task.path}: its MD5 is {md5}, its .md5 file says {task.expected_md5}; "
        "download both again."
    )
    return Failed(task.name, problem)


def _pieces(stream: _Hashed, name: str) -> Iterator[Slice]:
    # Only read() is asked of the stream; it is no file that can be moved in.
    for file in opened(cast("BinaryIO", stream)):
        yield from slices(file.chunks, name)


class _Hashed:
    """A stream that counts its bytes into an MD5 as they are read."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._digest = hashlib.md5(usedforsecurity=False)
        self.name = name

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._digest.update(data)
        return data

    def seekable(self) -> bool:
        """Every byte is read once, in order."""
        return False

    def md5_of_all(self) -> str:
        """Give the MD5 of the whole stream; what is left of it is read first."""
        while self.read(_CHUNK):
            pass
        return self._digest.hexdigest()


@dataclass(slots=True)
class _Gathered:
    """What was found up to here in one file."""

    task: Task
    pmids: list[int] = field(default_factory=list)
    versions: list[tuple[int, int]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    broken: list[BrokenRecord] = field(default_factory=list)

    def add(self, piece: Slice) -> None:
        """Take in one piece of the file."""
        if piece.kind == "DeleteCitation":
            self.deleted += [(int(pmid), v) for pmid, v in deletions(piece.raw)]
            return
        try:
            pmid, version, form = self._read(piece)
        except ReadError as error:
            self.broken.append(self._broken(piece, str(error)))
            return
        if version != 1:
            self.versions.append((len(self.pmids), version))
        self.pmids.append(pmid)
        if form is not None:
            self.forms.append(form)

    def _read(self, piece: Slice) -> tuple[int, int, Form | None]:
        """Give a record's PMID and version, and its form if that is kept.

        Raises
        ------
        ReadError
            If the record has to be read and cannot be.
        """
        work, name, raw = self.task.work, self.task.name, piece.raw
        if piece.problem:
            raise ReadError(piece.problem)
        usual = _USUAL_PMID.match(raw)
        if usual:
            pmid, version = int(usual[3]), int(usual[2] or 1)
            if pmid not in work.wanted and not prefilter(work.expression)(raw):
                return pmid, version, None
        record = read_record(raw, PUBMED_XML, name)
        pmid, version = int(record.pmid or 0), record.version
        is_match = matches(work.expression, record)
        if not is_match and pmid not in work.wanted:
            return pmid, version, None
        # What is kept must be readable later, reference list and all.
        read_incoming(raw, PUBMED_XML, name)
        return pmid, version, Form(len(self.pmids), is_match, raw)

    def _broken(self, piece: Slice, problem: str) -> BrokenRecord:
        pmid = _ANY_PMID.search(piece.raw)
        return BrokenRecord(
            source=self.task.name,
            offset=piece.offset,
            problem=problem.removeprefix(f"{self.task.name}: ").rstrip("."),
            raw=piece.raw,
            pmid=pmid[1].decode() if pmid else None,
        )

    def result(self, md5: str) -> Screened:
        """Give what was found in the whole file."""
        return Screened(
            name=self.task.name,
            md5=md5,
            pmids=struct.pack(f"<{len(self.pmids)}I", *self.pmids),
            versions=tuple(self.versions),
            deleted=tuple(self.deleted),
            forms=tuple(self.forms),
            broken=tuple(self.broken),
        )
