"""One result file for each input file, so that a killed run goes on where it was.

A result is written beside its place, synced and renamed: it is whole or not there. It
counts only for the very bytes that it was made from, the same question and the same
program; everything else is screened again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import zlib
from pathlib import Path
from typing import Any

from ketaevidence.baseline.screen import Form, Screened, Work
from ketaevidence.errors import LibraryError
from ketaevidence.records.broken import BrokenRecord

#: The folder in a review's folder that holds the results until they have landed.
LEDGER_FOLDER = ".baseline"
#: Counts up when a result file, or what is read from a record, changes its meaning.
_FORMAT = 1
_ENDING = ".result"


class Ledger:
    """The results of one piece of work, by the name of the input file."""

    def __init__(self, folder: Path, work: Work, software: str) -> None:
        self.folder = folder
        self.work = work
        asked = (_FORMAT, software, repr(work.expression), sorted(work.wanted))
        #: What the results are of.
        self.digest = hashlib.sha256(repr(asked).encode()).hexdigest()

    def known_md5(self, name: str) -> str | None:
        """Give the MD5 of the file that a kept result was made from, if any is."""
        document = self._document(name)
        return None if document is None else str(document["md5"])

    def keep(self, screened: Screened) -> None:
        """Keep a result for good.

        Raises
        ------
        LibraryError
            If it cannot be written.
        """
        path = self._path(screened.name)
        beside = path.with_suffix(".part")
        packed = zlib.compress(json.dumps(_packed(screened, self.digest)).encode(), 1)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                stream.write(hashlib.sha256(packed).digest() + packed)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except OSError as error:
            msg = f"{path}: a result cannot be kept ({error.strerror})."
            raise LibraryError(msg) from error

    def result(self, name: str) -> Screened:
        """Give a kept result.

        Raises
        ------
        LibraryError
            If there is none; somebody took it away during the run.
        """
        document = self._document(name)
        if document is None:
            msg = f"{self._path(name)}: the result is gone or damaged; import again."
            raise LibraryError(msg)
        return _unpacked(document)

    def clear(self) -> None:
        """Remove every result; they have landed."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_ENDING}"

    def _document(self, name: str) -> dict[str, Any] | None:
        """Read a result file; one that is damaged or of other work is none."""
        try:
            kept = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            msg = f"{self._path(name)}: cannot be read ({error.strerror})."
            raise LibraryError(msg) from error
        digest, packed = kept[:32], kept[32:]
        if hashlib.sha256(packed).digest() != digest:
            return None
        document: dict[str, Any] = json.loads(zlib.decompress(packed))
        return document if document["work"] == self.digest else None


def _packed(screened: Screened, work: str) -> dict[str, Any]:
    return {
        "work": work,
        "name": screened.name,
        "md5": screened.md5,
        "pmids": _text(zlib.compress(screened.pmids, 1)),
        "versions": screened.versions,
        "deleted": screened.deleted,
        "forms": [
            (form.position, form.matches, _text(form.raw)) for form in screened.forms
        ],
        "broken": [
            (item.source, item.offset, item.problem, _text(item.raw), item.pmid)
            for item in screened.broken
        ],
    }


def _unpacked(document: dict[str, Any]) -> Screened:
    return Screened(
        name=document["name"],
        md5=document["md5"],
        pmids=zlib.decompress(base64.b64decode(document["pmids"])),
        versions=tuple((place, version) for place, version in document["versions"]),
        deleted=tuple((pmid, version) for pmid, version in document["deleted"]),
        forms=tuple(
            Form(place, matches, base64.b64decode(raw))
            for place, matches, raw in document["forms"]
        ),
        broken=tuple(
            BrokenRecord(source, offset, problem, base64.b64decode(raw), pmid)
            for source, offset, problem, raw, pmid in document["broken"]
        ),
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
