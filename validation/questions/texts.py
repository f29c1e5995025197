"""Labelled and collected texts as Records, from a folder that is given by its path."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ketaevidence as ke
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def reviewed(shared: Path, review: str) -> dict[str, tuple[Record, dict[str, str]]]:
    """Give the texts of one labelled review with its decisions, by PMID."""
    path = shared / "gold" / "cohen_pain_reviews.jsonl.gz"
    wanted = (row for row in rows(path) if row["review"] == review)
    return {row["pmid"]: (as_record(row), row["gold"]) for row in wanted}


def everything(shared: Path) -> dict[str, Record]:
    """Give every text once, by PMID or by its number of registration.

    A record from PubMed itself stands before a text of a labelled corpus, and of two
    texts the one with subject headings or the longer one.
    """
    found: dict[str, Record] = {}
    for path in sorted((shared / "gold").glob("*.jsonl.gz")):
        for row in rows(path):
            key = row.get("pmid") or row.get("nct")
            record = as_record(row)
            if key and (key not in found or _told(record) > _told(found[key])):
                found[key] = record
    for path in sorted((shared / "corpus").rglob("*")):
        if path.name.endswith((".xml", ".xml.gz", ".nbib", "records-1000.txt")):
            try:
                found |= {r.pmid: r for r in ke.read_records(path) if r.pmid}
            except ke.KetaEvidenceError as error:
                print(f"not read: {path.name}: {str(error)[:90]}")
    return found


def as_record(row: dict[str, Any]) -> Record:
    """Make a Record of a row of the corpora; few of them have headings or types."""
    text = row.get("abstract") or row.get("text") or ""
    mesh = [name for name in row.get("mesh") or () if isinstance(name, str)]
    return Record(
        title=row.get("title") or "",
        pmid=str(row.get("pmid") or row.get("nct") or ""),
        sections=tuple(Section(part) for part in text.split("\n") if part.strip()),
        # "Ketamine/*therapeutic use" is the heading Ketamine.
        mesh=tuple(MeshHeading(n.partition("/")[0].strip("*")) for n in mesh),
        publication_types=tuple(PublicationType(n) for n in row.get("pt") or ()),
    )


def _told(record: Record) -> tuple[bool, int]:
    return bool(record.mesh), len(record.text)
