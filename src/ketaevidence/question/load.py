"""Read a question file (TOML) and refuse what it cannot mean."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ketaevidence.errors import QuestionError
from ketaevidence.question.model import (
    DigestPlan,
    PoolingPlan,
    Question,
    TimeWindow,
    Vocabulary,
)
from ketaevidence.question.outcomes import (
    RESPONDER_KEYS,
    SCALE_KEYS,
    outcomes_expected,
    pain_scales,
    responder_definitions,
)
from ketaevidence.question.reporting import (
    LivingPlan,
    SearchReport,
    living_plan,
    search_report,
)
from ketaevidence.question.shipped import FIRST, shipped_text
from ketaevidence.question.treatment import DOSE_CLASSES, mirror_forms

#: Every table of a question file and the names that it may hold.
_SHAPE: Mapping[str, frozenset[str]] = {
    "search": frozenset({"pubmed"}),
    "drug": frozenset({"name", "label", "terms", "mesh", "forms", "dose_classes"}),
    "condition": frozenset({"name", "label", "terms", "mesh"}),
    "eligibility": frozenset({"inclusion", "exclusion", "reasons"}),
    "outcomes": frozenset({"expected"}),
    "pooling": frozenset({"method", "test", "level", "minimum_studies"}),
    "important_difference": frozenset({"points", "source"}),
    "contact": frozenset({"email"}),
    "screening": frozenset({"reviewers"}),
    "digest": frozenset(field.name for field in fields(DigestPlan)),
    "living": frozenset(field.name for field in fields(LivingPlan)),
    "search_report": frozenset(field.name for field in fields(SearchReport)),
}
#: The same for tables that may come several times.
_LISTED: Mapping[str, frozenset[str]] = {
    "windows": frozenset({"label", "from_days", "to_days"}),
    "scales": SCALE_KEYS,
    "responders": RESPONDER_KEYS,
}
_TOP = frozenset({"name", "title", "sentence", *_SHAPE, *_LISTED})
_METHODS = ("EE", "DL", "REML")
_TESTS = ("z", "t", "knha")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_CODE = re.compile(r"[A-Za-z]\w*")
#: How many people may be asked to decide on each record.
_REVIEWERS = (1, 2)


def shipped_question_text() -> str:
    """Give the text of the bundled question on ketamine in CRPS."""
    return shipped_text()


def shipped_question(name: str = FIRST) -> Question:
    """Give a question that comes with the program; the bundled review's first."""
    return parse_question(shipped_text(name), f"the shipped question {name}")


def read_question(path: Path) -> Question:
    """Read a question file.

    Raises
    ------
    QuestionError
        If the file is missing, is no TOML, or says something that has no meaning.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the question cannot be read ({error})."
        raise QuestionError(msg) from error
    return parse_question(text, str(path))


def parse_question(text: str, name: str) -> Question:
    """Read a question from its TOML text; ``name`` is for messages.

    Raises
    ------
    QuestionError
        If the text is no TOML or says something that has no meaning.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not valid TOML: {error}."
        raise QuestionError(msg) from error
    _check_names(table, name)
    try:
        return _build(table, name)
    except KeyError as error:
        msg = f"{name}: {error.args[0]!r} is missing."
        raise QuestionError(msg) from error
    except (TypeError, ValueError, AttributeError) as error:
        msg = f"{name}: a value is of the wrong kind ({error})."
        raise QuestionError(msg) from error


def known_names() -> tuple[str, ...]:
    """Give every name that a question file may hold, as ``table.name``.

    Examples
    --------
    >>> [name for name in known_names() if name.startswith("windows.")]
    ['windows.from_days', 'windows.label', 'windows.to_days']
    """
    inner = {**_SHAPE, **_LISTED}
    below = (f"{table}.{key}" for table, keys in inner.items() for key in keys)
    return tuple(sorted((*_TOP, *below)))


def _check_names(table: Mapping[str, Any], name: str) -> None:
    unknown = [key for key in table if key not in _TOP]
    for section, allowed in _SHAPE.items():
        inner = table.get(section, {})
        if not isinstance(inner, Mapping):
            msg = f"{name}: {section!r} must be a table ([{section}])."
            raise QuestionError(msg)
        unknown += [f"{section}.{key}" for key in inner if key not in allowed]
    for section, allowed in _LISTED.items():
        rows = table.get(section, [])
        if not isinstance(rows, list) or not all(isinstance(r, Mapping) for r in rows):
            msg = f"{name}: {section!r} must be a list of tables ([[{section}]])."
            raise QuestionError(msg)
        unknown += [f"{section}.{k}" for row in rows for k in row if k not in allowed]
    if unknown:
        told = ", ".join(map(_with_nearest, sorted(set(unknown))))
        msg = f"{name}: unknown: {told}. Check the spelling."
        raise QuestionError(msg)


def _with_nearest(unknown: str) -> str:
    """Add the known name that an unknown one looks like, if there is one."""
    near = get_close_matches(unknown, known_names(), 1, 0.7)
    if not near:
        own = unknown.rpartition(".")[2]
        near = [k for k in known_names() if k.rpartition(".")[2] == own][:1]
    return f"{unknown} (did you mean {near[0]}?)" if near else unknown


def _build(table: Mapping[str, Any], name: str) -> Question:
    eligibility = table["eligibility"]
    difference = table.get("important_difference", {})
    points = difference.get("points")
    drug = _vocabulary(table, "drug", name)
    return Question(
        name=str(table["name"]),
        title=str(table["title"]),
        sentence=str(table["sentence"]),
        pubmed_search=" ".join(table["search"]["pubmed"].split()),
        drug=drug,
        condition=_vocabulary(table, "condition", name),
        inclusion=tuple(eligibility["inclusion"]),
        exclusion=tuple(eligibility["exclusion"]),
        exclusion_reasons=MappingProxyType(dict(eligibility["reasons"])),
        windows=_windows(table["windows"], name),
        forms=_codes(table["drug"], "forms", name)
        if "forms" in table["drug"]
        else mirror_forms(drug.words),
        dose_classes=_codes(table["drug"], "dose_classes", name)
        if "dose_classes" in table["drug"]
        else DOSE_CLASSES,
        outcomes=outcomes_expected(table.get("outcomes", {}), name),
        scales=pain_scales(table.get("scales", []), name),
        responders=responder_definitions(table.get("responders", []), name),
        pooling=_plan(table["pooling"], name),
        important_difference=None if points is None else float(points),
        important_difference_source=difference.get("source"),
        email=str(table.get("contact", {}).get("email", "")).strip() or None,
        reviewers=_reviewers(table.get("screening", {}), name),
        digest=_digest(table.get("digest", {}), name),
        living=living_plan(table.get("living", {}), name),
        search_report=search_report(table.get("search_report", {}), name),
    )


def _reviewers(section: Mapping[str, Any], name: str) -> int:
    number = section.get("reviewers", 1)
    if isinstance(number, bool) or number not in _REVIEWERS:
        msg = (
            f"{name}: [screening]: reviewers is {number!r}; write 1, or 2 where two "
            "people decide on each record by themselves."
        )
        raise QuestionError(msg)
    return int(number)


def _vocabulary(table: Mapping[str, Any], place: str, name: str) -> Vocabulary:
    """Read a vocabulary; a blank term would be found in every text."""
    section = table[place]
    called, label = section.get("name"), section.get("label")
    words = {key: section.get(key, []) for key in ("terms", "mesh")}
    other = "condition" if place == "drug" else "drug"
    taken = {other, str(table[other].get("name", "")).lower()}
    problem = None
    if called is not None and not _NAME.fullmatch(str(called)):
        problem = f"the name {called!r} is no single word"
    elif called is not None and called.lower() in taken:
        problem = f"the name {called!r} is the other vocabulary's"
    elif any(not isinstance(listed, list) for listed in words.values()):
        problem = "terms and mesh are lists of words"
    elif any(not str(word).strip() for listed in words.values() for word in listed):
        problem = "a term is empty"
    elif not words["terms"]:
        problem = "terms is empty: nothing could be found by it"
    elif not isinstance(label, str | None) or (label is not None and not label.strip()):
        problem = f"the label {label!r} is no text"
    if problem:
        msg = f"{name}: [{place}]: {problem}."
        raise QuestionError(msg)
    return Vocabulary(tuple(section["terms"]), tuple(words["mesh"]), called, label)


def _codes(section: Mapping[str, Any], key: str, name: str) -> Mapping[str, str]:
    """Read codes with the words that people read; no words may stand for two codes."""
    table = section[key]
    problem = None
    if not isinstance(table, Mapping):
        problem = "write it as a table of codes with their words"
    elif wrong := [code for code in table if not _CODE.fullmatch(code)]:
        problem = f"the code {wrong[0]!r} is not letters, digits and _"
    elif wrong := [c for c, w in table.items() if not str(w).strip()]:
        problem = f"{wrong[0]!r} has no words"
    elif len(set(table.values())) < len(table):
        problem = "two codes have the same words"
    if problem:
        msg = f"{name}: [drug.{key}]: {problem}."
        raise QuestionError(msg)
    return MappingProxyType({code: str(words) for code, words in table.items()})


def _windows(rows: list[Mapping[str, Any]], name: str) -> tuple[TimeWindow, ...]:
    windows = tuple(
        TimeWindow(str(row["label"]), float(row["from_days"]), float(row["to_days"]))
        for row in rows
    )
    end = -1.0
    for window in windows:
        if not end < window.from_days <= window.to_days:
            msg = (
                f"{name}: the time window {window.label!r} overlaps another or ends "
                "before it starts; order them by time, without overlap."
            )
            raise QuestionError(msg)
        end = window.to_days
    return windows


def _plan(table: Mapping[str, Any], name: str) -> PoolingPlan:
    plan = PoolingPlan(
        method=str(table["method"]),
        test=str(table["test"]),
        level=float(table["level"]),
        minimum_studies=int(table["minimum_studies"]),
    )
    problems = []
    if plan.method not in _METHODS:
        problems.append(f"method {plan.method!r} is none of {', '.join(_METHODS)}")
    if plan.test not in _TESTS:
        problems.append(f"test {plan.test!r} is none of {', '.join(_TESTS)}")
    if (plan.method, plan.test) == ("EE", "knha"):
        problems.append("the Knapp-Hartung test belongs to random-effects methods")
    if not 0.5 <= plan.level < 1:
        problems.append(f"level {plan.level} is not between 0.5 and 1")
    if plan.minimum_studies < 2:
        problems.append("minimum_studies is below 2: one study is no pool")
    if problems:
        msg = f"{name}: [pooling]: {'; '.join(problems)}."
        raise QuestionError(msg)
    return plan


def _digest(table: Mapping[str, Any], name: str) -> DigestPlan:
    """Read when a change matters; what is left out is as in the shipped question."""
    plan = DigestPlan()
    sizes = {key: table.get(key, getattr(plan, key)) for key in ("points", "percent")}
    crossings = {
        key: table.get(key, getattr(plan, key))
        for key in ("crossing_null", "crossing_important_difference")
    }
    problems = [
        f"{key} is {value!r}; write a number above 0"
        for key, value in sizes.items()
        if isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 < value < math.inf
    ]
    problems += [
        f"{key} is {value!r}; write true or false"
        for key, value in crossings.items()
        if not isinstance(value, bool)
    ]
    if problems:
        msg = f"{name}: [digest]: {'; '.join(problems)}."
        raise QuestionError(msg)
    return DigestPlan(float(sizes["points"]), float(sizes["percent"]), **crossings)
