"""Make a candidate from a place in the text, so that quote and span always agree."""

from __future__ import annotations

from typing import Any

from ketaevidence.extraction.model import METADATA, Candidate
from ketaevidence.extraction.text import View


def candidate(  # noqa: PLR0913, PLR0917 (field, value, place and rule)
    view: View,
    field: str,
    value: str | float,
    start: int,
    end: int,
    rule: str,
    **more: Any,
) -> Candidate:
    """Make the candidate that stands at ``start`` to ``end`` of the record's text."""
    section, written_by = view.section_at(start)
    return Candidate(
        record_key=view.record.key,
        pmid=view.record.pmid,
        field=field,
        value=value,
        quote=view.text[start:end],
        section=section,
        start=start,
        end=end,
        rule=rule,
        sentence=view.sentence_at(start, end),
        written_by=written_by,
        **more,
    )


def from_metadata(
    view: View, field: str, value: str | float, said: str, rule: str, **more: Any
) -> Candidate:
    """Make a candidate from PubMed's metadata: no quote, but what the metadata say."""
    return Candidate(
        record_key=view.record.key,
        pmid=view.record.pmid,
        field=field,
        value=value,
        quote="",
        section=METADATA,
        start=0,
        end=0,
        rule=rule,
        sentence=said,
        **{"status": "inferred", **more},
    )
