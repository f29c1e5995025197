"""The texts of a record that a match expression is judged on."""

from __future__ import annotations

from ketaevidence.question.expression import Expression, is_true_of
from ketaevidence.records.model import Record

#: The elements of PubMed XML that these texts are read from. The prefilter relies on
#: this list; a test holds the two together.
TEXT_ELEMENTS = (
    "ArticleTitle",
    "BookTitle",
    "VernacularTitle",
    "AbstractText",
    "Keyword",
    "DescriptorName",
    "SupplMeshName",
    "NameOfSubstance",
)


def texts_of(record: Record) -> tuple[str, ...]:
    """Give title, abstracts, keywords and indexed names; never what a record cites."""
    abstracts = (record.sections, *(other.sections for other in record.other_abstracts))
    return (
        record.title,
        *([record.vernacular_title] if record.vernacular_title else []),
        *(section.text for sections in abstracts for section in sections),
        *(keyword.name for keyword in record.keywords),
        *(heading.name for heading in record.mesh),
        *(concept.name for concept in record.supplementary_mesh),
        *(chemical.name for chemical in record.chemicals),
    )


def matches(expression: Expression, record: Record) -> bool:
    """Say whether a record is what an expression asks for."""
    mesh = frozenset(heading.name for heading in record.mesh)
    return is_true_of(expression, texts_of(record), mesh)
