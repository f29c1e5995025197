"""Compare every field of our Records with what Biopython reads from the same files.

    python validation/biopython/compare.py FOLDER

FOLDER holds PubMed XML, compressed or not, at any depth. The script prints how many
records were compared in every field, how many agree, every difference with its reason,
and what Biopython gives that a Record has no field for. It ends with exit code 1 when a
difference is unexplained, or when something occurs that is neither read nor listed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import flat_text
from differences import DIFFERENCES, NO_FIELD
from second_opinion import opinion
from traced import Reader, biopython, fields_of, occurring

import ketaevidence as ke
from ketaevidence.records import parts
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record

FIELDS = fields_of(Record)
#: Records that Biopython reads in one go; one that it refuses is then read alone.
BATCH = 100
_BEGIN = re.compile(rb"<(PubmedArticle|PubmedBookArticle|DeleteCitation)(?=[ >])")
_DTD = re.compile(rb"pubmed_(\d{6})\.dtd")


@dataclass(slots=True)
class Tally:
    """What was found, field by field."""

    compared: Counter[str] = field(default_factory=Counter)
    with_value: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    explained: Counter[tuple[str, str]] = field(default_factory=Counter)
    unexplained: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    occurs: Counter[str] = field(default_factory=Counter)
    read: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    dtds: Counter[str] = field(default_factory=Counter)

    def compare(self, name: str, where: str, ours: Any, theirs: Any) -> None:
        """Compare one value."""
        self.compared[name] += 1
        if ours not in (FIELDS.get(name), None, (), []):
            self.with_value[name] += 1
            if not isinstance(ours, Record):
                self._count_parts(ours)
        if ours == theirs:
            self.equal[name] += 1
            return
        for kind in DIFFERENCES:
            if kind.explains(name, ours, theirs):
                self.explained[name, kind.name] += 1
                return
        self.unexplained[name] += 1
        if self.unexplained[name] <= 5:
            self.examples.append(f"{where} {name}\n  ours   {ours}\n  theirs {theirs}")

    def _count_parts(self, value: Any) -> None:
        """Count which fields of parts held something: only those were tested."""
        if type(value) is tuple:
            for item in value:
                self._count_parts(item)
            return
        for name, default in fields_of(value).items():
            inner = getattr(value, name)
            if inner not in (default, None, ()):
                self.with_value[f"{type(value).__name__}.{name}"] += 1
                self._count_parts(inner)


@dataclass(frozen=True, slots=True)
class Piece:
    """One element of a file, as bytes."""

    kind: str
    raw: bytes


def pieces(path: Path) -> Iterator[Piece]:
    """Cut a file at its tags: first its heading, then each record."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        data, is_first = b"", True
        while True:
            chunk = stream.read(1 << 22)
            data += chunk
            while found := _BEGIN.search(data):
                end = data.find(b"</" + found[1] + b">", found.end())
                if end < 0:
                    break
                end += len(found[1]) + 3
                if is_first:
                    yield Piece("heading", data[: found.start()])
                    is_first = False
                yield Piece(found[1].decode(), data[found.start() : end])
                data = data[end:]
            if not chunk:
                return


class Biopython:
    """Biopython's reader, fed with records in a heading whose DTD it bundles."""

    def __init__(self, read: Reader, tally: Tally) -> None:
        from Bio.Entrez.Parser import DataHandler

        folder = Path(DataHandler.global_dtd_dir)
        self._bundled = sorted(
            match[1]
            for path in folder.iterdir()
            if (match := _DTD.fullmatch(path.name.encode()))
        )
        self._read, self._tally, self._dtd = read, tally, b""

    def open(self, heading: bytes) -> None:
        """Choose the bundled DTD whose date is nearest to the file's."""
        said = _DTD.search(heading)
        wanted = int(said[1]) if said else 0
        self._dtd = min(self._bundled, key=lambda date: abs(int(date) - wanted))
        self._tally.dtds[f"{wanted:06d} read by {self._dtd.decode()}"] += 1

    def answers(self, batch: list[Piece]) -> list[Any]:
        """Give an answer for each record, or the error that Biopython gave."""
        if not batch:
            return []
        try:
            return self._ask(batch)
        except Exception:  # noqa: BLE001 (the record that it refuses is found next)
            return [self._alone(piece) for piece in batch]

    def _alone(self, piece: Piece) -> Any:
        try:
            return self._ask([piece])[0]
        except Exception as error:  # noqa: BLE001 (kept, counted and printed)
            return error

    def _ask(self, batch: list[Piece]) -> list[Any]:
        heading = (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM'
            b' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_%b.dtd">\n' % self._dtd
        )
        body = b"\n".join(piece.raw for piece in batch)
        answer = self._read(
            heading + b"<PubmedArticleSet>" + body + b"</PubmedArticleSet>"
        )
        if batch[0].kind == "DeleteCitation":
            return [answer["DeleteCitation"]]
        given = {kind: iter(records) for kind, records in answer.items()}
        return [next(given[piece.kind]) for piece in batch]


def compare_file(
    path: Path, reader: Biopython, tally: Tally, *, every: int, references: int
) -> int:
    """Compare the records of one file; give how many."""
    ours = ke.stream_records(path)
    # A second time with the cited works, for the first records of the file.
    citing = ke.stream_records(path, references=True)
    found = pieces(path)
    heading = next(found, None)
    if heading is None:
        if (count := len(list(ours))) != 0:
            tally.unexplained["number of records"] += count
        return 0
    reader.open(heading.raw)
    compared, given, position, deleted = 0, 0, 0, []
    while batch := list(islice(found, BATCH)):
        deleted += [piece for piece in batch if piece.kind == "DeleteCitation"]
        batch = [piece for piece in batch if piece.kind != "DeleteCitation"]
        records = list(islice(ours, len(batch)))
        given += len(records)
        both = list(islice(citing, max(0, min(len(batch), references - position))))
        if len(records) < len(batch):
            break
        chosen = [i for i in range(len(batch)) if (position + i) % every == 0]
        position += len(batch)
        answers = reader.answers([batch[i] for i in chosen])
        for i, answer in zip(chosen, answers, strict=True):
            with_references = both[i] if i < len(both) else None
            compare_record(
                path.name, batch[i].kind, answer, records[i], with_references, tally
            )
        compared += len(chosen)
        print(f"\r{path.name}: {position} records", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    counts = given + len(list(ours)), position + len(batch)
    tally.compare("number of records", path.name, *counts)
    tally.compare("broken pieces", path.name, ours.broken, [])
    _compare_deleted(path, reader, tally, ours.deleted, deleted)
    return compared


def compare_record(  # noqa: PLR0913, PLR0917 (one record, as each of the readers sees it)
    file: str, kind: str, answer: Any, ours: Record, citing: Record | None, tally: Tally
) -> None:
    """Compare one record in every field."""
    where = f"{file} PMID {ours.pmid} version {ours.version}"
    if isinstance(answer, Exception):
        tally.refused.append(f"{where}: {type(answer).__name__}: {answer}")
        return
    try:
        theirs = opinion(answer, kind, tally.read)
    except ValueError as error:
        # Biopython's answer contradicts itself, or has more than DTD and Record allow.
        tally.unexplained["contradictions"] += 1
        tally.examples.append(f"{where}: {error}")
        return
    tally.occurs += occurring(answer, kind, references=citing is not None)
    if citing is None:
        tally.compare("without references", where, ours.references, None)
    else:
        # Asking for the references must change nothing else.
        tally.compare(
            "without references", where, replace(citing, references=None), ours
        )
        tally.compare("references", where, citing.references, theirs.references)
    for name in FIELDS:
        if name != "references":
            tally.compare(name, where, getattr(ours, name), getattr(theirs, name))


def _compare_deleted(
    path: Path,
    reader: Biopython,
    tally: Tally,
    ours: list[tuple[str, int]],
    found: list[Piece],
) -> None:
    theirs: list[tuple[str, int]] = []
    for piece in found:
        # Of several in one file Biopython would keep the last.
        (answer,) = reader.answers([piece])
        theirs += ((str(pmid), int(pmid.attributes["Version"])) for pmid in answer)
    tally.compare("deleted", path.name, ours, theirs)


def show(tally: Tally, count: int) -> bool:
    """Print what was found; say whether nothing is unexplained."""
    print(f"{count} records; DTDs: {dict(tally.dtds)}")
    print(f"Biopython refused {len(tally.refused)} records")
    print(*tally.refused[:20], sep="\n", end="\n\n")
    print("| field | compared | with a value | equal | explained | unexplained |")
    print("|---|---:|---:|---:|---:|---:|")
    total = Counter[str]()
    for name, compared in tally.compared.items():
        explained = sum(n for (f, _), n in tally.explained.items() if f == name)
        row = (compared, tally.with_value[name], tally.equal[name], explained)
        _row(name, *row, tally.unexplained[name])
        total += Counter(
            compared=compared, value=row[1], equal=row[2], explained=explained
        )
    _row(
        "**all**",
        *(total[n] for n in ("compared", "value", "equal", "explained")),
        tally.unexplained.total(),
    )
    _show_parts(tally)
    print("\n| difference | field | values | reason |\n|---|---|---:|---|")
    reasons = {kind.name: kind.reason for kind in DIFFERENCES}
    for (name, kind), number in sorted(tally.explained.items()):
        _row(kind, name, number, reasons[kind])
    print("\n| no field | occurs | reason |\n|---|---:|---|")
    is_complete = True
    for path, number in sorted(tally.occurs.items()):
        if path in tally.read:
            continue
        reason = next((why for end, why in NO_FIELD.items() if path.endswith(end)), "")
        is_complete &= bool(reason)
        _row(path, number, reason or "NOT LISTED")
    unknown = flat_text.SEEN.keys() - flat_text.STYLE - flat_text.MEANING
    print(f"\nMarkup in the texts: {dict(flat_text.SEEN.most_common())}")
    print(f"Markup that is not listed: {sorted(unknown) or 'none'}\n")
    print(*tally.examples, sep="\n")
    return is_complete and not unknown and not tally.unexplained.total()


def _show_parts(tally: Tally) -> None:
    print("\n| field of a part | times with a value |\n|---|---:|")
    for name, number in sorted(tally.with_value.items()):
        if "." in name:
            _row(name, number)
    never = [name for name in FIELDS if not tally.with_value[name]]
    for kind in (*vars(parts).values(), PartialDate):
        if isinstance(kind, type) and kind.__module__ != "typing":
            names = (f"{kind.__name__}.{name}" for name in fields_of(kind))
            never += (name for name in names if not tally.with_value[name])
    print(f"\nNever filled in these files: {', '.join(sorted(set(never)))}")


def _row(*cells: object) -> None:
    print(
        "|", " | ".join(f"{c:,}" if isinstance(c, int) else str(c) for c in cells), "|"
    )


def main() -> int:
    """Compare the files of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="PubMed XML, .xml or .xml.gz")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only every Nth record"
    )
    parser.add_argument(
        "--references",
        type=int,
        default=1000,
        metavar="N",
        help="compare the cited works of the first N records of each file",
    )
    asked = parser.parse_args()
    files = sorted(
        path
        for path in asked.folder.rglob("*")
        if path.name.endswith((".xml", ".xml.gz"))
    )
    if not files:
        parser.error(f"{asked.folder} holds no .xml and no .xml.gz")
    tally, count = Tally(), 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        reader = Biopython(biopython(), tally)
        for path in files:
            count += compare_file(
                path, reader, tally, every=asked.every, references=asked.references
            )
    return 0 if show(tally, count) else 1


if __name__ == "__main__":
    sys.exit(main())
