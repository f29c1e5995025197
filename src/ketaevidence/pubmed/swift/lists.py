"""Read the lists of a record that the patterns have accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import chain, repeat
from typing import Any

from ketaevidence.pubmed.facts import partial_date
from ketaevidence.pubmed.swift import patterns
from ketaevidence.pubmed.swift.layout import (
    UnusualError,
    are_tidy,
    tidied,
    tidy,
    tidy_or_none,
)
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Author,
    Chemical,
    Correction,
    Grant,
    Journal,
    Keyword,
    MeshHeading,
    PublicationType,
    Qualifier,
    Registration,
    SupplementaryConcept,
)

#: The same journal, heading or day stands in thousands of records.
_REMEMBERED = 1 << 13

#: What a named tuple's own constructor does, without its detour through Python.
_author: Callable[[tuple[Any, ...]], Author] = partial(tuple.__new__, Author)
_keyword: Callable[[tuple[Any, ...]], Keyword] = partial(tuple.__new__, Keyword)

any_date = lru_cache(_REMEMBERED)(partial_date)
journal = lru_cache(_REMEMBERED)(Journal)


def day(year: str | None, month: str | None, date: str | None) -> PartialDate | None:
    """Give a date that is there as a whole or not at all."""
    return any_date(year, month, date) if year is not None else None


@lru_cache(_REMEMBERED)
def standing(attributes: str) -> tuple[str | None, str | None]:
    """Give status and indexing method from the citation's attributes."""
    pairs = patterns.ATTRIBUTE.findall(attributes)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnusualError
    return found.get("Status"), found.get("IndexingMethod")


def people(text: str) -> tuple[Author, ...]:
    """Read the authors.

    Raises
    ------
    UnusualError
        If anything else is there.
    """
    parts = patterns.AUTHOR.split(text)
    if any(parts[::11]):
        raise UnusualError
    valid, equal, last, fore, initials, suffix, group, ids, first, further = (
        parts[i::11] for i in range(1, 11)
    )
    names = [last, fore, initials, suffix, group]
    return _people(names, ids, first, further, equal, valid)


def investigators(text: str | None) -> tuple[Author, ...]:
    """Read the investigators.

    Raises
    ------
    UnusualError
        If anything else is there.
    """
    if not text:
        return ()
    parts = patterns.INVESTIGATOR.split(text)
    if any(parts[::9]):
        raise UnusualError
    valid, last, fore, initials, suffix, ids, first, further = (
        parts[i::9] for i in range(1, 9)
    )
    none: list[str | None] = [None] * len(valid)
    names = [last, fore, initials, suffix, none]
    return _people(names, ids, first, further, none, valid)


_Texts = Sequence[str | None]


def _people(  # noqa: PLR0913, PLR0917 (what the pattern captures of each person)
    names: Sequence[_Texts],
    ids: Sequence[str],
    first: _Texts,
    further: Sequence[str],
    equal: _Texts,
    valid: _Texts,
) -> tuple[Author, ...]:
    if not are_tidy(filter(None, chain(*names, first))):
        names = [tidy_or_none(texts) for texts in names]
        first = tidy_or_none(first)
    orcids: Iterable[str | None] = repeat(None)
    others: Iterable[tuple[tuple[str, str], ...]] = repeat(())
    if any(ids) or any("<Identifier" in place for place in further if place):
        identifiers = list(map(_identifiers, ids, further))
        orcids = [orcid for orcid, _ in identifiers]
        others = [more for _, more in identifiers]
    affiliations = [
        _affiliations(place, more) if more else (() if place is None else (place,))
        for place, more in zip(first, further, strict=True)
    ]
    marks = ([mark == "Y" for mark in equal], [mark == "Y" for mark in valid])
    return tuple(map(_author, zip(*names, orcids, affiliations, others, *marks)))  # noqa: B905 (repeat has no end)


def _affiliations(first: str | None, further: str) -> tuple[str, ...]:
    known = () if first is None else (first,)
    return known + tuple(tidy(patterns.AFFILIATION.findall(further)))


def _identifiers(
    ids: str, places: str
) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Give the ORCID, and the further identifiers of the author and the places."""
    if not ids and "<Identifier" not in places:
        return None, ()
    own = _pairs(patterns.IDENTIFIER.findall(ids))
    orcid = next((value for source, value in own if source == "ORCID"), None)
    every = own + _pairs(patterns.IDENTIFIER.findall(places))
    return orcid, tuple(pair for pair in every if pair != ("ORCID", orcid))


def _pairs(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    values = tidy([value for _, value in found])
    return [(kind, value) for (kind, _), value in zip(found, values, strict=True)]


def history(text: str | None) -> tuple[tuple[str, PartialDate], ...]:
    """Read PubMed's history of the record."""
    if not text:
        return ()
    return tuple(
        [
            (status, any_date(year, month, date))
            for status, year, month, date in patterns.STEP.findall(text)
        ]
    )


def ids(text: str | None) -> list[tuple[str, str]]:
    """Read the record's own identifiers."""
    return _pairs(patterns.ID.findall(text or ""))


def other_ids(text: str) -> list[tuple[str, str]]:
    """Read the identifiers that agencies gave."""
    return _pairs(patterns.OTHER_ID.findall(text)) if text else []


def locations(text: str) -> list[tuple[str, str, bool]]:
    """Read (type, value, is_valid) of the electronic locations."""
    if not text:
        return []
    found = patterns.LOCATION.findall(text)
    values = tidy([value for _, _, value in found])
    return [
        (kind, value, valid == "Y")
        for (kind, valid, _), value in zip(found, values, strict=True)
    ]


@lru_cache(_REMEMBERED)
def leaves(text: str | None) -> tuple[str, ...]:
    """Read a run of elements that hold nothing but text."""
    return tuple(tidy(patterns.LEAF.findall(text or "")))


@lru_cache(_REMEMBERED)
def types(text: str | None) -> tuple[PublicationType, ...]:
    """Read the publication types."""
    return tuple(
        PublicationType(tidied(name), ui)
        for ui, name in patterns.TYPE.findall(text or "")
    )


def mesh(text: str | None) -> tuple[MeshHeading, ...]:
    """Read the subject headings."""
    if not text:
        return ()
    return tuple([_heading(*groups) for groups in patterns.HEADING.findall(text)])


@lru_cache(_REMEMBERED)
def _heading(ui: str, major: str, kind: str, name: str, qualifiers: str) -> MeshHeading:
    return MeshHeading(
        name=tidied(name),
        ui=ui,
        is_major=major == "Y",
        qualifiers=tuple(
            Qualifier(tidied(name), ui, is_major=major == "Y")
            for ui, major, name in patterns.QUALIFIER.findall(qualifiers)
        ),
        is_geographic=kind == "Geographic",
    )


def supplements(text: str | None) -> tuple[SupplementaryConcept, ...]:
    """Read the supplementary headings."""
    if not text:
        return ()
    return tuple(
        SupplementaryConcept(tidied(name), ui, kind)
        for kind, ui, name in patterns.SUPPLEMENT.findall(text)
    )


def keywords(text: str | None, owner: str | None) -> tuple[Keyword, ...]:
    """Read the keywords of one owner."""
    if not text:
        return ()
    found = patterns.KEYWORD.findall(text)
    names = tidy([name for _, name in found])
    marks = [mark == "Y" for mark, _ in found]
    return tuple(map(_keyword, zip(names, repeat(owner), marks)))


def chemicals(text: str | None) -> tuple[Chemical, ...]:
    """Read the substances."""
    if not text:
        return ()
    return tuple([_chemical(*groups) for groups in patterns.CHEMICAL.findall(text)])


@lru_cache(_REMEMBERED)
def _chemical(number: str, ui: str, name: str) -> Chemical:
    return Chemical(tidied(name), ui, tidied(number))


def grants(text: str | None) -> tuple[Grant, ...]:
    """Read the grants."""
    if not text:
        return ()
    return tuple(_grant(*groups) for groups in patterns.GRANT.findall(text))


def _grant(number: str, acronym: str, agency: str, country: str) -> Grant:
    return Grant(
        agency=(agency and tidied(agency)) or None,
        number=(number and tidied(number)) or None,
        acronym=(acronym and tidied(acronym)) or None,
        country=(country and tidied(country)) or None,
    )


def registrations(text: str | None) -> tuple[Registration, ...]:
    """Read the trial registrations and data sets."""
    if not text:
        return ()
    return tuple(
        Registration(tidied(bank), tidied(number))
        for bank, numbers in patterns.BANK.findall(text)
        for number in patterns.LEAF.findall(numbers)
    )


def corrections(text: str | None) -> tuple[Correction, ...]:
    """Read the links to notices and comments."""
    if not text:
        return ()
    return tuple(
        Correction(
            kind, tidied(reference), pmid or None, (note and tidied(note)) or None
        )
        for kind, reference, pmid, note in patterns.LINK.findall(text)
        if kind != "Cites"
    )
