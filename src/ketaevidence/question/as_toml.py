"""Write a question as the text of a question file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict

from ketaevidence.errors import QuestionError
from ketaevidence.question.load import parse_question
from ketaevidence.question.model import Question, Vocabulary


def question_text(question: Question, texts: Iterable[str] = ()) -> str:
    """Give a text from which the same question is read again.

    Parameters
    ----------
    question
        The question.
    texts
        Texts that may be the question's own: the first that says the same is given as
        it stands, with its comments.

    Raises
    ------
    QuestionError
        If the question holds what no question file can say.
    """
    for text in texts:
        # A text that is no question, or another one, is not this question's own.
        with suppress(QuestionError):
            if parse_question(text, "a text") == question:
                return text
    text = _written(question)
    if parse_question(text, "the question as it was written down") != question:
        msg = (
            f"The question {question.name!r} was changed in memory to what no question "
            "file can say; write it into review.toml and open the review again."
        )
        raise QuestionError(msg)
    return text


def _written(question: Question) -> str:
    lines = [_pair(name, getattr(question, name)) for name in ("name", "title")]
    lines += [_pair("sentence", question.sentence), "", "[search]"]
    lines += [_pair("pubmed", question.pubmed_search), ""]
    lines += _vocabulary("drug", question.drug)
    lines += ["[drug.forms]", *_pairs(question.forms), ""]
    lines += ["[drug.dose_classes]", *_pairs(question.dose_classes), ""]
    lines += _vocabulary("condition", question.condition)
    lines += ["[eligibility]", _pair("inclusion", question.inclusion)]
    lines += [_pair("exclusion", question.exclusion), "", "[eligibility.reasons]"]
    lines += _pairs(question.exclusion_reasons)
    for window in question.windows:
        lines += ["", "[[windows]]", _pair("label", window.label)]
        lines += [_pair("from_days", window.from_days)]
        lines += [_pair("to_days", window.to_days)]
    plan = question.pooling
    names = ("method", "test", "level", "minimum_studies")
    lines += ["", "[pooling]", *(_pair(name, getattr(plan, name)) for name in names)]
    important = {
        "points": question.important_difference,
        "source": question.important_difference_source,
    }
    lines += _expected(question)
    lines += ["", "[important_difference]", *_pairs(important)]
    lines += ["", "[contact]", *_pairs({"email": question.email})]
    lines += ["", "[screening]", *_pairs({"reviewers": question.reviewers})]
    lines += ["", "[digest]", *_pairs(asdict(question.digest))]
    lines += ["", "[living]", *_pairs(asdict(question.living))]
    lines += ["", "[search_report]", *_pairs(asdict(question.search_report))]
    return "\n".join(lines) + "\n"


def _vocabulary(place: str, words: Vocabulary) -> list[str]:
    parts = {name: getattr(words, name) for name in ("name", "label", "terms", "mesh")}
    return [f"[{place}]", *_pairs(parts), ""]


def _expected(question: Question) -> list[str]:
    """Write the outcomes, the scales and the definitions that a review expects."""
    lines = ["", "[outcomes]", _pair("expected", question.outcomes)]
    for scale in question.scales:
        ends = ", ".join(f"[{low!r}, {high!r}]" for low, high in scale.ends)
        lines += ["", "[[scales]]", _pair("name", scale.name)]
        lines += [_pair("words", scale.words.terms), f"ends = [{ends}]"]
        lines += [_pair("higher_is_worse", scale.higher_is_worse)]
    for one in question.responders:
        lines += ["", "[[responders]]", _pair("label", one.label)]
        lines += [_pair("wordings", one.wordings)]
    return lines


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [_pair(name, value) for name, value in values.items() if value is not None]


def _pair(name: str, value: object) -> str:
    key = name if name.replace("_", "").isalnum() and name.isascii() else _text(name)
    if isinstance(value, tuple | list):
        return f"{key} = [{', '.join(_text(str(part)) for part in value)}]"
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    return f"{key} = {_text(value) if isinstance(value, str) else repr(value)}"


def _text(value: str) -> str:
    """Write a TOML string: as JSON does, and without the one control that JSON lets."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
