"""Invented documents for the tests of files: plain, hostile, empty."""

from __future__ import annotations

from dataclasses import replace

from tests.present import builders

from ketaevidence.present.tables.document import EvidenceDocument, evidence_document

#: What a title or a cell from outside may hold, each dangerous somewhere.
HOSTILE = (
    builders.HOSTILE,
    builders.TURNED,
    "=HYPERLINK(1)",
    r"\input{/etc/passwd} 50% of $5 & #1_x ^~ {a}[b]",
    "a|b *c* `d` <i>e</i>",
    "bell\x07 null\x00 end\ufffe\uffff",
    "long " * 600,
    "'' -- ,, -1.5 ± τ² ≥ 2",
)
SIGNED = {"s0": ("=A. Reader", "2001-04-05T06:07:08Z")}


def plain(n: int = 4) -> EvidenceDocument:
    """Give the document of an invented review."""
    return evidence_document(builders.curated(n), SIGNED)


def hostile() -> EvidenceDocument:
    """Give a document in which every text from outside is hostile in some way."""
    base = builders.curated(len(HOSTILE) + 1)
    studies = tuple(
        replace(
            study, label=text, title=text, dose=text, finding=text, doi=text,
            comparator=text, kept_out_because=text,
            source=replace(study.source, url="javascript:alert(1)", location=text),
        )
        for study, text in zip(base.register.studies, (*HOSTILE, "last"), strict=True)
    )  # fmt: skip
    results = tuple(
        replace(row, outcome_words=HOSTILE[i % len(HOSTILE)], notes=builders.HOSTILE)
        for i, row in enumerate(base.register.results)
    )
    register = replace(base.register, studies=studies, results=results)
    question = replace(base.question, title=builders.HOSTILE, sentence=HOSTILE[3])
    snapshot = replace(base, register=register, question=question)
    return evidence_document(snapshot, SIGNED)


def empty() -> EvidenceDocument:
    """Give the document of a review in which there is nothing."""
    base = builders.fresh(0)
    return evidence_document(replace(base, records=(), candidates=()), {})
