"""What PubMed says about a record's standing, and which of its fields are evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields

from ketaevidence.records.model import Record

#: Links on the affected record itself. A notice about another record is none of these.
_SIGNALS: Mapping[str, str] = {
    "RetractionIn": "retracted",
    "ExpressionOfConcernIn": "concern",
    "ErratumIn": "corrected",
    "CorrectedandRepublishedIn": "corrected",
    "UpdateIn": "corrected",
    "PartialRetractionIn": "corrected",
    "RepublishedIn": "republished",
    # What was published first is retracted; the new version is another record.
    "RetractedandRepublishedIn": "retracted",
}

#: What extraction and eligibility read. A reference list that grows or a history date
#: that is added changes the record, and not the evidence in it.
EVIDENCE_FIELDS = (
    "title",
    "vernacular_title",
    "sections",
    "publication_types",
    "mesh",
    "keywords",
    "published",
    "registrations",
    "corrections",
)


def notices(record: Record) -> frozenset[tuple[str, str, str | None]]:
    """Give every notice on the record as (signal, reference, PMID of the notice).

    A second concern is a further notice. A retraction is one fact, by whatever type or
    link PubMed tells it.
    """
    found = {
        (_SIGNALS[c.kind], c.reference, c.pmid)
        for c in record.corrections
        if _SIGNALS.get(c.kind, "retracted") != "retracted"
    }
    is_retracted = record.is_retracted or any(
        _SIGNALS.get(c.kind) == "retracted" for c in record.corrections
    )
    return frozenset(found | ({("retracted", "", None)} if is_retracted else set()))


def signals(record: Record) -> frozenset[str]:
    """Give what PubMed says about the record: retracted, concern, corrected, ...

    A record is read by its own publication type and links only; what it says about
    other records (a notice, a comment) is not about itself.
    """
    return frozenset(signal for signal, _, _ in notices(record))


def evidence_fingerprint(record: Record) -> str:
    """Give the SHA-256 over the fields that extraction and eligibility read."""
    content = asdict(record)
    evidence = {name: content[name] for name in EVIDENCE_FIELDS}
    text = json.dumps(evidence, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def changed_fields(before: Record, after: Record) -> tuple[str, ...]:
    """Give the names of the fields in which two forms of a record differ."""
    return tuple(
        field.name
        for field in fields(Record)
        if getattr(before, field.name) != getattr(after, field.name)
    )
