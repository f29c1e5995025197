"""Real abstracts outside the project, as Records: the texts that labels speak of."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ketaevidence.pubmed.files import read_records
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section

LABELS = Path(__file__).with_name("labels.jsonl")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of a file of JSON lines, gzipped or not."""
    whole = path.read_bytes()
    text = gzip.decompress(whole) if path.suffix == ".gz" else whole
    for line in text.decode().strip().split("\n"):
        yield json.loads(line)


def identity(row: dict[str, Any]) -> str:
    """Give the id that labels use: the PMID, else the PMCID, else the title's start."""
    return str(row.get("pmid") or row.get("pmcid") or row["title"][:60])


def half_of(identity: str) -> str:
    """Say which half a text belongs to: "dev", which rules were made on, or "held"."""
    digest = hashlib.sha256(f"half{identity}".encode()).hexdigest()
    return "held" if int(digest, 16) % 2 else "dev"


def half_of_label(row: dict[str, Any]) -> str:
    """Say which half a labelled text belongs to.

    The errors on the first round's texts have been looked at, so all of them are "dev".
    """
    return "dev" if row["round"] == 1 else half_of(row["id"])


def as_record(row: dict[str, Any]) -> Record:
    """Make a Record of a row of the corpora."""
    text = row.get("abstract") or row.get("summary") or row.get("text") or ""
    types = row.get("pt") or []
    return Record(
        title=row.get("title") or "",
        pmid=identity(row)[:40],
        sections=tuple(Section(part) for part in text.split("\n") if part.strip()),
        mesh=tuple(MeshHeading(name) for name in row.get("mesh") or ()),
        publication_types=tuple(PublicationType(name) for name in types),
    )


def labelled(shared: Path) -> Iterator[tuple[str, str, Record, dict[str, Any]]]:
    """Give (source, half, record, labels) of every labelled text."""
    wanted: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {}
    for row in rows(LABELS):
        found = half_of_label(row), row["labels"]
        wanted.setdefault(row["source"], {})[row["id"]] = found
    for record in read_records(shared / "corpus" / "topic"):
        found = wanted.get("topic", {}).get(str(record.pmid))
        if found is not None:
            yield "topic", found[0], record, found[1]
    for source in sorted(wanted):
        if source == "topic":
            continue
        seen = set()
        for row in rows(shared / "gold" / f"{source}.jsonl.gz"):
            name = identity(row)
            if name in wanted[source] and name not in seen:
                seen.add(name)
                half, labels = wanted[source][name]
                yield source, half, as_record(row), labels
    # The summaries came with their labels, and all of them were read.
    for row in rows(shared / "evidence" / "summaries.jsonl"):
        yield "summaries", "dev", as_record(row), row["labels"]
