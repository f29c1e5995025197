"""What the register can hold results on, by code, and what a question expects of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite
from types import MappingProxyType
from typing import Any, Final, NoReturn

from ketaevidence.errors import QuestionError
from ketaevidence.question.model import PainScale, ResponderDefinition, Vocabulary

OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pain_intensity": "Pain intensity",
        "responder": "Responder (definition stated)",
        "evoked_pain": "Evoked pain (allodynia, hyperalgesia)",
        "function": "Function or disability",
        "duration_of_relief": "Duration of relief",
        "adverse_event": "Adverse event",
        "exposure": "Dose or exposure",
        "pharmacology": "Pharmacokinetics and -dynamics",
        "sample_size": "Sample size",
        "prognostic": "Prognostic association",
        "other": "Other",
    }
)
#: What may be said of a pain scale, and of a definition of a responder.
SCALE_KEYS: Final = frozenset({"name", "words", "ends", "higher_is_worse"})
RESPONDER_KEYS: Final = frozenset({"label", "wordings"})


def outcomes_expected(section: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Read ``[outcomes]``: which outcomes each included study should tell of.

    Raises
    ------
    QuestionError
        If one is no outcome of the register, or is named twice.
    """
    wanted = section.get("expected", [])
    if not isinstance(wanted, list):
        _refuse(name, "outcomes", "expected is a list of outcomes")
    unknown = [str(code) for code in wanted if code not in OUTCOMES]
    if unknown:
        known = ", ".join(OUTCOMES)
        _refuse(name, "outcomes", f"{', '.join(unknown)} is none of {known}")
    if len(set(wanted)) < len(wanted):
        _refuse(name, "outcomes", "an outcome is named twice")
    return tuple(wanted)


def pain_scales(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[PainScale, ...]:
    """Read ``[[scales]]``: pain scales with their ends and direction.

    Raises
    ------
    QuestionError
        If ends are no two numbers, lower first, or a word stands for two scales.
    """
    scales = tuple(_scale(row, name) for row in rows)
    _refuse_repeated(
        "scales", (word for scale in scales for word in scale.words.terms), name
    )
    return scales


def _scale(row: Mapping[str, Any], name: str) -> PainScale:
    called, words, ends = str(row["name"]), row["words"], row["ends"]
    place = f"scales, {called!r}"
    if not called.strip():
        _refuse(name, "scales", "a scale has an empty name")
    _refuse_blank(place, words, name)
    is_worse = row.get("higher_is_worse", True)
    if not isinstance(is_worse, bool):
        _refuse(name, place, f"higher_is_worse is {is_worse!r}; write true or false")
    if not isinstance(ends, list) or not ends:
        _refuse(name, place, "ends is a list of pairs, such as [[0, 10], [0, 100]]")
    return PainScale(
        called, Vocabulary(tuple(words)), tuple(_pair(e, place, name) for e in ends),
        is_worse,
    )  # fmt: skip


def _pair(ends: object, place: str, name: str) -> tuple[float, float]:
    if not isinstance(ends, list) or len(ends) != 2 or not all(map(_is_number, ends)):
        _refuse(name, place, f"{ends!r} is no pair of ends, such as [0, 10]")
    low, high = map(float, ends)
    if low >= high:
        _refuse(name, place, f"{ends!r}: write the lower end first, as in [0, 10]")
    return low, high


def _is_number(value: object) -> bool:
    """Say whether it is a number; a truth is none, although Python counts with it."""
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and isfinite(value)  # type: ignore[arg-type]


def responder_definitions(
    rows: Sequence[Mapping[str, Any]], name: str
) -> tuple[ResponderDefinition, ...]:
    """Read ``[[responders]]``: wordings that are taken as one definition.

    Raises
    ------
    QuestionError
        If a wording is empty, or stands for two definitions.
    """
    found = []
    for row in rows:
        label = str(row["label"])
        _refuse_blank(f"responders, {label!r}", [label, *row["wordings"]], name)
        found.append(ResponderDefinition(label, tuple(row["wordings"])))
    said = (text for one in found for text in {plain(t) for t in one.wordings})
    _refuse_repeated("responders", said, name)
    _refuse_repeated("responders", (one.label for one in found), name)
    return tuple(found)


def plain(words: str) -> str:
    """Take a text without its capitals and spacing."""
    return " ".join(words.casefold().split())


def _refuse_blank(place: str, words: object, name: str) -> None:
    is_list = isinstance(words, list) and bool(words)
    if not is_list or any(not isinstance(w, str) or not w.strip() for w in words):  # type: ignore[attr-defined]
        _refuse(name, place, "give a list of words, none of them empty")


def _refuse_repeated(place: str, words: Any, name: str) -> None:
    twice = sorted(word for word, n in Counter(map(plain, words)).items() if n > 1)
    if twice:
        _refuse(name, place, f"{', '.join(map(repr, twice))} stands there twice")


def _refuse(name: str, place: str, why: str) -> NoReturn:
    msg = f"{name}: [{place}]: {why}."
    raise QuestionError(msg)
