"""The country of an author's address: at its end, or by a state or a city in it."""

from __future__ import annotations

import re
from functools import lru_cache

from ketaevidence.extraction.rules.study.countries import CITIES, COUNTRIES, STATES

_MAIL = re.compile(
    r"(?:electronic\saddress:|e-?mail:)?\s*\S+@\S+|electronic\saddress:.*$",
    re.IGNORECASE,
)
_IN_GEORGIA = re.compile(r"Tbilisi|Batumi|Kutaisi|Republic of Georgia|New Georgia")
_POSTCODE = re.compile(r"\b[A-Z]{0,2}[-\s]?\d[\dA-Z-]*\b")

_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def country_of(address: str) -> str | None:
    """Give the country at the end of an address; ``None`` where it names none.

    Examples
    --------
    >>> country_of("Leiden University Medical Center, 2300 RC Leiden, The Netherlands.")
    'Netherlands'
    >>> country_of("Mayo Clinic, Rochester, MN 55905.")
    'United States'
    """
    address = address[:_LONGEST_ADDRESS]
    for one in address.split(";")[:_MOST_ADDRESSES]:
        found = _of_address(one)
        if found:
            return found
    return _of_words(address)


#: No address of an author is longer; what is behind is not read [characters].
_LONGEST_ADDRESS = 1500
#: An author's addresses are joined by semicolons; the country is in the first ones.
_MOST_ADDRESSES = 4


def _of_words(address: str) -> str | None:
    """Give the country of a state or city that stands anywhere in an address."""
    words = re.findall(r"[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?", address)
    for word in reversed(words):
        for name in (word, *word.split()):
            if (
                len(name) > _ABBREVIATION
                and name in STATES
                and name not in {"Victoria", "Washington"}
            ):
                return STATES[name]
            if name.lower() in CITIES:
                return CITIES[name.lower()]
    return None


#: Abbreviations of states are no longer than this [characters].
_ABBREVIATION = 4


def _of_address(address: str) -> str | None:
    cleaned = (
        (_MAIL.sub("", address) if "@" in address else address)
        .replace("\xa0", " ")
        .strip(" .;,")
    )
    parts = [part.strip(" .") for part in cleaned.split(",") if part.strip(" .")]
    if "Georgia" in cleaned and not _IN_GEORGIA.search(cleaned):
        # The state, unless a city of the country stands with it.
        return "United States"
    for number, part in enumerate(reversed(parts[-4:])):
        found = _of_part(part, is_last=number == 0)
        if found:
            return found
    if parts:
        city = _POSTCODE.sub("", parts[-1]).strip(" .-").lower()
        return CITIES.get(city)
    return None


def _of_part(part: str, *, is_last: bool) -> str | None:
    bare = _POSTCODE.sub(" ", part) if _DIGIT.search(part) else part
    bare = " ".join(bare.split()).strip(" .-()")
    if bare in STATES:
        return STATES[bare]
    name = bare.lower().removeprefix("and ").strip()
    if name in COUNTRIES:
        return COUNTRIES[name]
    # "Leiden The Netherlands", "Boston MA USA", "Germany. name@place": by last words.
    words = name.replace(". ", " . ").split()
    for length in (4, 3, 2, 1):
        for ending in (
            (words[-length:], words[:length]) if is_last else (words[-length:],)
        ):
            if len(ending) == length and len(words) > length:
                joined = " ".join(ending).strip(" .")
                if joined in COUNTRIES and joined not in {
                    "us",
                    "roc",
                    "georgia",
                    "jordan",
                }:
                    return COUNTRIES[joined]
    last = bare.split()[-1] if bare.split() else ""
    return STATES.get(last) if last.isupper() and len(last) < _ABBREVIATION else None
