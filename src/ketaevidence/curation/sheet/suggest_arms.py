"""Which arms rules name in a record, as rows to be confirmed, and whose a result is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.model import Arm
from ketaevidence.extraction.model import Candidate
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Vocabulary

#: Fields whose values belong to an arm.
_OF_ARMS: Final = frozenset(
    {"pain_score", "pain_change", "percent_change", "responders", "adverse_event"}
)
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_COMPARED: Final = re.compile(
    r"\b(?:placebo|saline|sham|controls?|midazolam|usual care|no treatment)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedArm:
    """An arm as the register or a record names it."""

    arm_id: str
    label: str


def arm_cells(
    study_id: str, candidates: Sequence[Candidate], drug: Vocabulary
) -> list[dict[str, str]]:
    """Propose the arms of a study that has none, as cells of text.

    The arms are those of which a size was read; without any, those that results are
    read for; and where no arm is named, all patients as the only arm. The role is left
    blank where the name does not tell it: by words of the question's drug, or of what
    drugs are compared with.
    """
    sizes: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.field == "n_arm" and candidate.arm:
            sizes.setdefault(candidate.arm, set()).add(str(candidate.value))
    named = list(sizes) or list(
        dict.fromkeys(c.arm for c in candidates if c.field in _OF_ARMS and c.arm)
    )
    results = any(c.field in _OF_ARMS for c in candidates)
    if not named:
        alone = {"arm_id": "all", "label": "all patients", "role": "single"}
        return [{"study_id": study_id, **alone}] if results else []
    rows, taken = [], set[str]()
    for label in named:
        told = sizes.get(label, set())
        rows.append(
            {
                "study_id": study_id,
                "arm_id": _fresh_id(label, taken),
                "label": label,
                "role": _role(label, drug) if len(named) > 1 else "",
                # Two sizes of one arm are for a person to tell apart.
                "n": next(iter(told)) if len(told) == 1 else "",
            }
        )
    return rows


def _role(label: str, drug: Vocabulary) -> str:
    if first_match(drug, label):
        return "intervention"
    return "comparator" if _COMPARED.search(label) else ""


def _fresh_id(label: str, taken: set[str]) -> str:
    base = _SLUG.sub("_", label.lower()).strip("_") or "arm"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def arm_of(name: str | None, arms: Iterable[Arm | NamedArm]) -> str:
    """Give the arm that a rule's name means; nothing where several may be meant.

    Examples
    --------
    >>> arms = [NamedArm("s_ketamine", "S(+)-ketamine"), NamedArm("placebo", "placebo")]
    >>> arm_of("ketamine", arms), arm_of("midazolam", arms)
    ('s_ketamine', '')
    """
    known = list(arms)
    if len(known) == 1:
        return known[0].arm_id
    said = (name or "").casefold()
    if not said:
        return ""
    exact = [a for a in known if said in {a.arm_id.casefold(), a.label.casefold()}]
    part = re.compile(rf"(?<![a-z]){re.escape(said)}(?![a-z])")
    fitting = exact or [arm for arm in known if part.search(arm.label.casefold())]
    return fitting[0].arm_id if len(fitting) == 1 else ""
