"""What a rule would decide on a record, and why. Only a person decides.

The rules look at the words of title and abstract and at PubMed's own labels, in a
fixed order; the first that applies names the suggestion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Question, Vocabulary
from ketaevidence.records import model as types
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Suggestion

_Finding = tuple[Literal["include", "exclude", "unclear"], str] | None
_Rule = Callable[[Record, Question], _Finding]

_NOTICES = (
    types.RETRACTION_NOTICE,
    types.PUBLISHED_ERRATUM,
    types.EXPRESSION_OF_CONCERN,
)
_SYNTHESES = (
    types.SYSTEMATIC_REVIEW,
    types.META_ANALYSIS,
    types.REVIEW,
    types.GUIDELINE,
    types.PRACTICE_GUIDELINE,
    types.EDITORIAL,
    types.COMMENT,
)


def suggest(record: Record, question: Question) -> Suggestion:
    """Suggest whether a record belongs in the review.

    Parameters
    ----------
    record
        The record as PubMed gives it.
    question
        The review's question, with its vocabularies.

    Returns
    -------
    Suggestion
        A verdict, the name of the rule and the words that it went by.
    """
    for name, rule in RULES:
        finding = rule(record, question)
        if finding is not None:
            verdict, reason = finding
            return Suggestion(record.key, verdict, name, reason)
    msg = "the last rule applies to every record"
    raise AssertionError(msg)


def suggest_all(
    records: Iterable[Record], question: Question
) -> tuple[Suggestion, ...]:
    """Suggest a verdict for each record, in their order."""
    return tuple(suggest(record, question) for record in records)


def _retracted(record: Record, _: Question) -> _Finding:
    if not record.is_retracted:
        return None
    return "exclude", "PubMed marks this publication as retracted"


def _notice(record: Record, _: Question) -> _Finding:
    if not record.is_of_type(*_NOTICES):
        return None
    return "exclude", "a notice about another publication, no study"


def _drug_not_named(record: Record, question: Question) -> _Finding:
    if _named(record, question.drug):
        return None
    return "exclude", f"no word for {question.drug.terms[0]} in title, abstract or MeSH"


def _condition_not_named(record: Record, question: Question) -> _Finding:
    if _named(record, question.condition):
        return None
    term = question.condition.terms[0]
    return "exclude", f"no word for {term} in title, abstract or MeSH"


def _animals_only(record: Record, _: Question) -> _Finding:
    names = {heading.name for heading in record.mesh}
    if "Animals" not in names or "Humans" in names:
        return None
    return "exclude", "MeSH lists Animals and not Humans"


def _no_original_data(record: Record, _: Question) -> _Finding:
    if not record.is_of_type(*_SYNTHESES):
        return None
    kinds = [kind.name for kind in record.publication_types if kind.ui in _SYNTHESES]
    return "exclude", f"PubMed's publication type is {', '.join(kinds)}"


def _protocol(record: Record, _: Question) -> _Finding:
    if not record.is_of_type(types.TRIAL_PROTOCOL):
        return None
    return "exclude", "PubMed's publication type is a trial protocol"


def _no_abstract(record: Record, question: Question) -> _Finding:
    if record.sections:
        return None
    return "unclear", f"no abstract; {_words_found(record, question)}"


def _drug_and_condition_named(record: Record, question: Question) -> _Finding:
    return "include", _words_found(record, question)


#: The rules in their order, each with the name that a suggestion carries.
RULES: tuple[tuple[str, _Rule], ...] = (
    ("retracted", _retracted),
    ("notice", _notice),
    ("drug_not_named", _drug_not_named),
    ("condition_not_named", _condition_not_named),
    ("animals_only", _animals_only),
    ("no_original_data", _no_original_data),
    ("protocol", _protocol),
    ("no_abstract", _no_abstract),
    ("drug_and_condition_named", _drug_and_condition_named),
)


def _named(record: Record, vocabulary: Vocabulary) -> str | None:
    """Give the words by which a record names a vocabulary, with their place."""
    places = [("title", record.title), ("abstract", record.text[len(record.title) :])]
    places += [("keyword", keyword.name) for keyword in record.keywords]
    for place, text in places:
        match = first_match(vocabulary, text)
        if match:
            return f"“{match[0]}” in the {place}"
    for heading in record.mesh:
        if heading.name in vocabulary.mesh:
            return f"MeSH {heading.name}"
    return None


def _words_found(record: Record, question: Question) -> str:
    drug = _named(record, question.drug)
    condition = _named(record, question.condition)
    return f"{drug}; {condition}"
