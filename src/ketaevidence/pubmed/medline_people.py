"""The people of a record in PubMed's text format: who they are and what is theirs.

A person is some lines one after the other: the full name and the short one, in either
order, then identifiers and affiliations. Nothing but their place ties them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ketaevidence.records.parts import Author

#: What the tags of names say: whose name, and which form of it.
_NAMES = {
    "FAU": ("author", "full"),
    "AU": ("author", "short"),
    "CN": ("author", "group"),
    "FIR": ("investigator", "full"),
    "IR": ("investigator", "short"),
    "FED": ("editor", "full"),
    "ED": ("editor", "short"),
    "FPS": ("subject", "full"),
    "PS": ("subject", "short"),
}
_AFFILIATIONS = frozenset({"AD", "IRAD"})
_IDENTIFIER = "AUID"
#: What stands behind the initials and is no part of the name. Roman numbers can be
#: initials too, which is why a suffix must stand in the full name as well.
_SUFFIXES = frozenset(
    {"Jr", "Sr", "1st", "2nd", "3rd", "4th", "5th", "6th", "II", "III", "IV"}
)
#: A short name without its full form: what is last and all capitals are initials.
_SHORT = re.compile(
    r"(?P<last>.+?) (?P<initials>[^\W\d_]{1,5})"
    r"(?: (?P<suffix>Jr|Sr|[1-6](?:st|nd|rd|th)))?"
)


@dataclass(slots=True)
class People:
    """The people of one record, each kind in the order of the file."""

    authors: tuple[Author, ...] = ()
    investigators: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    subjects: tuple[Author, ...] = ()
    #: Affiliations of which the file does not say whose they are.
    unplaced: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lines:
    """What was read of one person."""

    role: str
    names: dict[str, str] = field(default_factory=dict)
    affiliations: list[str] = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)


def read_people(pairs: Iterable[tuple[str, str]]) -> People:
    """Read the people of a record from its fields.

    Parameters
    ----------
    pairs
        (tag, value) of every field, in the order of the record.
    """
    people: list[_Lines] = []
    unplaced: list[str] = []
    current: _Lines | None = None
    for tag, value in pairs:
        if tag in _NAMES:
            role, form = _NAMES[tag]
            if current is None or _is_another(current, role, form):
                current = _Lines(role)
                people.append(current)
            current.names[form] = value
        elif tag in _AFFILIATIONS:
            (unplaced if current is None else current.affiliations).append(value)
        elif tag == _IDENTIFIER and current is not None:
            source, colon, identifier = value.partition(": ")
            current.ids.append((source, identifier) if colon else ("", value))
        else:
            # An affiliation behind other fields would belong to nobody in particular.
            current = None
    return _by_role(people, tuple(unplaced))


def _is_another(current: _Lines, role: str, form: str) -> bool:
    return (
        current.role != role
        or form in current.names
        or "group" in (form, *current.names)
        or bool(current.affiliations or current.ids)
    )


def _by_role(people: list[_Lines], unplaced: tuple[str, ...]) -> People:
    of = {
        role: tuple(_author(person) for person in people if person.role == role)
        for role in ("author", "investigator", "editor", "subject")
    }
    return People(
        of["author"], of["investigator"], of["editor"], of["subject"], unplaced
    )


def _author(person: _Lines) -> Author:
    orcid = next((value for kind, value in person.ids if kind == "ORCID"), None)
    others = tuple(pair for pair in person.ids if pair != ("ORCID", orcid))
    affiliations = tuple(person.affiliations)
    group = person.names.get("group")
    if group:
        return Author(
            collective_name=group,
            orcid=orcid,
            affiliations=affiliations,
            other_ids=others,
        )
    last, fore, initials, suffix = _name(
        person.names.get("full"), person.names.get("short")
    )
    return Author(
        last_name=last,
        fore_name=fore,
        initials=initials,
        suffix=suffix,
        orcid=orcid,
        affiliations=affiliations,
        other_ids=others,
    )


def _name(
    full: str | None, short: str | None
) -> tuple[str, str | None, str | None, str | None]:
    """Give last name, fore name, initials and suffix."""
    if not full:
        match = _SHORT.fullmatch(short or "")
        if match is None or not match["initials"].isupper():
            # One name only, or a form that is not known: kept as it stands.
            return short or "", None, None, None
        return match["last"], None, match["initials"], match["suffix"]
    last, _, fore = full.partition(", ")
    if not short:
        return last, fore or None, None, None
    initials = short.removeprefix(last).strip()
    if initials == short.strip() or not short.startswith(f"{last} "):
        # The two forms spell the last name differently, or there is only a last name.
        match = _SHORT.fullmatch(short)
        known = match is not None and match["initials"].isupper() and bool(fore)
        initials = short[len(match["last"]) + 1 :] if match and known else ""
    before, _, suffix = initials.rpartition(" ")
    if suffix in _SUFFIXES and before and fore.endswith(f" {suffix}"):
        return last, fore.removesuffix(f" {suffix}"), before, suffix
    return last, fore or None, initials or None, None
