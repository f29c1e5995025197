"""By which methods sources bring records: databases and registers, or others.

PRISMA 2020 (Page MJ et al. 2021, doi:10.1136/bmj.n71) counts records from websites,
from organisations and people, and from citation searching in a column of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ketaevidence.errors import LibraryError

#: The methods beside databases and registers that PRISMA's diagram has a line for.
Method = Literal["websites", "organisations", "citations"]
#: A source that is a database or a register, said so because its name sounds otherwise.
DATABASE: Final = "database"
METHODS: Final[tuple[str, ...]] = get_args(Method)
CHOICES: Final = (*METHODS, DATABASE)

#: Names of sources that can mean nothing else.
_KNOWN: Final[Mapping[str, Method]] = {
    "website": "websites",
    "websites": "websites",
    "web search": "websites",
    "organisation": "organisations",
    "organisations": "organisations",
    "organization": "organisations",
    "organizations": "organisations",
    "experts": "organisations",
    "contact with experts": "organisations",
    "contact with authors": "organisations",
    "personal communication": "organisations",
    "citation search": "citations",
    "citation searching": "citations",
    "citation tracking": "citations",
    "backward citation searching": "citations",
    "forward citation searching": "citations",
    "reference list": "citations",
    "reference lists": "citations",
    "snowballing": "citations",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """Which source brought a record that no database and no register brought."""

    source: str
    method: Method


def usual_method(source: str) -> Method | None:
    """Give the method that a source's name means; ``None`` for a database or register.

    Examples
    --------
    >>> usual_method("Citation searching"), usual_method("PubMed")
    ('citations', None)
    """
    return _KNOWN.get(" ".join(source.replace("-", " ").split()).casefold())


def methods_of(said: Iterable[tuple[str, str | None]]) -> dict[str, Method]:
    """Give the method of each source that is no database and no register.

    Parameters
    ----------
    said
        (source, what its import said of the method) pairs, oldest first.
    """
    found: dict[str, str | None] = {}
    for source, method in said:
        found[source] = method or found.get(source)
    chosen = {
        source: method or usual_method(source) for source, method in found.items()
    }
    return {s: m for s, m in chosen.items() if m in METHODS}  # type: ignore[misc]  # one of the methods


def check_method(
    source: str, method: str | None, said: Iterable[tuple[str, str | None]]
) -> None:
    """Refuse a method that there is not, and a source that had another before.

    Raises
    ------
    LibraryError
        With what is allowed, or what was said before.
    """
    if method is None:
        return
    if method not in CHOICES:
        msg = f"{method!r} is no method of finding records: {', '.join(CHOICES)}."
        raise LibraryError(msg)
    earlier = list(said)
    before = methods_of(earlier).get(source, DATABASE)
    if any(name == source for name, _ in earlier) and before != method:
        msg = (
            f"{source!r} brought records by the method {before!r} before, and "
            f"{method!r} was said; name the other source otherwise."
        )
        raise LibraryError(msg)


def brought_by_others(
    origins: Mapping[str, Iterable[str]], methods: Mapping[str, Method]
) -> dict[str, Brought]:
    """Give the records that only other methods brought, each with the first that did.

    A record that a database or a register brought as well is counted there.

    Parameters
    ----------
    origins
        The sources of each record, the first first.
    methods
        The sources that are no databases and no registers.
    """
    found = {}
    for key, sources in origins.items():
        named = list(sources)
        if named and all(source in methods for source in named):
            found[key] = Brought(named[0], methods[named[0]])
    return found
