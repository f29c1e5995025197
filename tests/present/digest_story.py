"""A small invented review that goes through everything a digest tells of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.pubmed.samples import article, record_set
from tests.synthesis import builders

from ketaevidence.curation.model import Arm
from ketaevidence.library import Library
from ketaevidence.question.load import shipped_question
from ketaevidence.review import Review

CRPS = "Ketamine for complex regional pain syndrome"
RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
JOURNAL = '<PublicationType UI="D016428">Journal Article</PublicationType>'
NUMBERS = "abcdef"


def pmid(name: str) -> str:
    """Give the PMID of an invented trial."""
    return str(90000001 + NUMBERS.index(name))


def titled(name: str) -> str:
    """Give the title of an invented trial."""
    return f"{CRPS}: invented trial {name}"


def report(name: str, *, title: str | None = None, types: str = JOURNAL) -> str:
    """Give the record of an invented trial."""
    doi = f'<ELocationID EIdType="doi" ValidYN="Y">10.9999/inv.{name}</ELocationID>'
    xml = article(pmid(name), title=title or titled(name), types=types, places=doi)
    return xml.replace("NCT00000001", f"NCT{pmid(name)}")


def arrive(review: Review, folder: Path, at: str, *records: str) -> None:
    """Import records as PubMed's own file has them."""
    path = folder / "arrival.xml"
    path.write_bytes(record_set(*records))
    review.import_files([path], source="PubMed", at=at)


def enter(review: Review, name: str, mean: float, at: str, **more: object) -> None:
    """Include a trial and enter its two arms and their pain."""
    verdict = {pmid(name): "include"}
    for stage in ("title_abstract", "full_text"):
        review.decide_on(verdict, stage=stage, by="A. Reader", at=at)  # type: ignore[arg-type]
    study = builders.trial(
        name,
        label=f"Invented {name.upper()}",
        title=titled(name),
        pmid=pmid(name),
        record_key=f"pmid:{pmid(name)}",
        n_enrolled=42,
        **more,
    )
    arms = (
        Arm(name, "ket", "ketamine", "intervention", 20),
        Arm(name, "com", "placebo", "comparator", 22),
    )
    rows = builders.contrast(name, k=(mean, 2.0, 20), c=(5.0, 2.1, 22))
    review.enter([study, *arms, *rows], by="A. Reader", reason="invented", at=at)


def begin(folder: Path) -> Review:
    """Give a review of three alike trials that are pooled, and one that awaits."""
    review = Review(Library.in_memory(), shipped_question(), folder=None)
    arrive(review, folder, "2026-01-10T08:00:00Z", *(report(n) for n in "abcd"))
    for name, mean in (("a", 3.0), ("b", 3.6), ("c", 4.1)):
        enter(review, name, mean, "2026-01-12T09:00:00Z")
    return review


def go_on(review: Review, folder: Path) -> None:
    """Correct a value, add a trial, change a setting, hear of a retraction."""
    review.correct(
        "a-ket-28", value=2.2, by="B. Reader", reason="table 2 of the report",
        at="2026-02-02T09:00:00Z",
    )  # fmt: skip
    enter(review, "d", 0.4, "2026-02-03T09:00:00Z")
    arrive(
        review, folder, "2026-02-04T08:00:00Z",
        report("b", types=JOURNAL + RETRACTED),
        report("c", title=f"{titled('c')} (final form)"),
        report("e", title=f"{CRPS}: &lt;script&gt;alert(1)&lt;/script&gt; *bold* | e"),
    )  # fmt: skip
    plan = replace(review.question.pooling, method="DL")
    review.question = replace(review.question, pooling=plan)
