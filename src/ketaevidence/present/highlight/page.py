"""A record's text as HTML, with its readings marked and listed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ketaevidence.present import words
from ketaevidence.present.highlight.marks import Mark, pieces
from ketaevidence.present.readings import field_words, reading
from ketaevidence.records.model import Record

if TYPE_CHECKING:
    from jinja2 import Template

#: What a field is about; each family has its own colour and its own underline.
_FAMILIES = {
    "study": (
        "design", "blinding", "centres", "registration", "country", "funding",
        "conflict_of_interest", "publication_status", "eligible",
    ),
    "people": (
        "n_total", "n_analysed", "n_arm", "population", "condition", "crps_type",
        "diagnostic_criteria",
    ),
    "treatment": (
        "drug", "drug_form", "ketamine_role", "route", "dose", "infusion_rate",
        "concentration", "duration", "sessions", "frequency", "co_intervention",
        "comparator",
    ),
    "harm": ("adverse_event",),
}  # fmt: skip
_FAMILY_OF = {field: name for name, fields in _FAMILIES.items() for field in fields}


def highlighted_html(record: Record, marks: Sequence[Mark], *, whole: bool) -> str:
    """Write the record as a fragment for a notebook, or as a whole page."""
    by_number = {mark.number: mark.candidate for mark in marks}
    parts = []
    position = 0
    labels = [None, *(section.label for section in record.sections)]
    texts = [record.title, *(section.text for section in record.sections)]
    for label, text in zip(labels, texts, strict=True):
        cut = [
            {
                "text": words.visible(piece.text),
                "family": family(by_number[piece.inside[-1]].field)
                if piece.inside
                else None,
                "closes": piece.closes,
            }
            for piece in pieces(record.text, marks, position, position + len(text))
        ]
        parts.append({"label": label and words.clean(label), "pieces": cut})
        position += len(text) + 1
    return _template().render(
        # Two records on one page must not share their anchors.
        name="k" + sha256(record.key.encode()).hexdigest()[:10],
        title=words.clean(record.title),
        key=words.clean(record.key),
        parts=parts,
        rows=[_row(mark) for mark in marks],
        whole=whole,
    )


def family(field: str) -> str:
    """Name the family of a field: study, people, treatment, harm or outcome.

    Examples
    --------
    >>> family("dose"), family("pain_score")
    ('treatment', 'outcome')
    """
    return _FAMILY_OF.get(field, "outcome")


def _row(mark: Mark) -> dict[str, Any]:
    one = mark.candidate
    return {
        "number": mark.number,
        "family": family(one.field),
        "field": field_words(one.field),
        "value": words.shortened(reading(one), 200),
        "sure": one.confidence if one.status == "stated" else one.status,
        "rule": one.rule,
        "said": "" if one.quote else words.shortened(words.clean(one.sentence), 200),
        "warnings": [words.sentence(warning) for warning in one.warnings],
        "alternatives": [words.clean(other) for other in one.alternatives],
    }


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ketaevidence.present.highlight", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("highlight.html.j2")
