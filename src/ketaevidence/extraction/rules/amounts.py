"""Amounts of a drug as abstracts print them: "0.15, 0.30, or 0.45 mg kg−1 h−1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketaevidence.extraction.numbers import MINUS, read_decimal

_MASS = r"(?:mg|g|µg|μg|ug|mug|mcg|microg|micro\s?g|micrograms?|milligrams?)"
_PER = r"(?:70\s?kg|kg|hours?|hr|h|min(?:ute)?|day|d)"
#: An exponent of minus one, with each sign that is printed for it.
_INVERSE = rf"(?:\(\s?[{MINUS}⁻]\s?1\s?\)|[{MINUS}]\s?1(?!\d)|⁻¹)"
#: One step down: "/kg", " per hour", " kg−1", ".h-1", "·min⁻¹", " x h(-1)".
_STEP = (
    rf"(?:\s?/\s?{_PER}{_INVERSE}?(?![\w])|\s(?:per|a)\s{_PER}(?!\w)|"
    rf"\s?[\s.·x×]\s?{_PER}{_INVERSE}(?!\w))"
)
_UNIT = rf"{_MASS}(?:{_STEP}){{0,3}}"
#: After a unit: "per millilitre" makes a concentration, anything else glued to it is
#: a unit that this table does not know.
_UNIT_ENDS = (
    rf"(?![\w/%])(?!\s?/)(?!\s?[.·x×]?\s?[A-Za-z]{{1,3}}\d?\s?{_INVERSE})(?!\s?{_INVERSE})"
    r"(?!\s(?:per|a)\s(?:m?l|litre|liter|millilit|decilit|m2|square|body|\d))(?![.·]\w)"
)
#: "0. 2" is a number that a printer split; only right before a unit is that safe.
_NUMBER = (
    rf"(?:[1-9]\d{{0,2}}(?:,\d{{3}}){{1,2}}(?![\d.])|0\.\s\d{{1,3}}(?=\s?{_MASS})|"
    r"(?!0\d)\d{1,7}(?:[.·]\d{1,7})?(?!\d)|[.·]\d{1,7}(?!\d))"
)
_MORE = rf"(?:\s?(?:±|\+\s?/?\s?[{MINUS}])\s?{_NUMBER})"
_RANGE = rf"\s?(?:[{MINUS}]|to)\s?"
_NEXT = r"\s?(?:,\s(?:and\s|or\s)?|/|and\s|or\s|versus\s|vs\.?\s)"
_ONE = rf"{_NUMBER}{_MORE}?(?:\s?{_UNIT}{_UNIT_ENDS})?"
#: A row of amounts; the last names a unit, which those without one share.
AMOUNTS = (
    rf"(?<![\w.,·/±{MINUS}%$£])(?<!\d\s)(?<!±\s)(?<![{MINUS}]\s)(?<![<>=≤≥])(?<![<>=≤≥]\s)"
    rf"(?:{_ONE}(?:{_RANGE}|{_NEXT})){{0,7}}{_NUMBER}{_MORE}?\s?{_UNIT}{_UNIT_ENDS}"
)
_PART = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s?(?:±|\+\s?/?\s?[{MINUS}])\s?(?P<spread>{_NUMBER}))?"
    rf"(?:\s?(?P<unit>{_UNIT}){_UNIT_ENDS})?(?P<join>{_RANGE}(?=[\d.·])|{_NEXT}(?=[\d.·])|$)"
)
_MICROGRAM = frozenset(
    {"µg", "μg", "ug", "mug", "mcg", "microg", "micro g", "microgram", "micrograms"}
)
_NAMES = {"hr": "h", "hour": "h", "hours": "h", "d": "day", "minute": "min"}


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount, or a range of them, with its unit in one way of writing."""

    low: float
    high: float | None
    spread: float | None
    unit: str
    was_split: bool = False


def read_amounts(words: str) -> tuple[Amount, ...]:
    """Read a row of amounts; empty if its parts do not agree."""
    parts: list[tuple[re.Match[str], str | None]] = []
    position = 0
    while position < len(words):
        match = _PART.match(words, position)
        if match is None or match.end() == position:
            return ()
        unit = canonical(match["unit"]) if match["unit"] else None
        parts.append((match, unit))
        position = match.end()
    units: list[str | None] = [unit for _, unit in parts]
    for place in range(len(units) - 2, -1, -1):
        units[place] = units[place] or units[place + 1]
    return _joined([match for match, _ in parts], units)


def _joined(parts: list[re.Match[str]], units: list[str | None]) -> tuple[Amount, ...]:
    amounts: list[Amount] = []
    place = 0
    while place < len(parts):
        part, unit = parts[place], units[place]
        low, high = read_decimal(part["number"].replace(",", "")), None
        if re.fullmatch(_RANGE, part["join"]) and place + 1 < len(parts):
            place += 1
            high = read_decimal(parts[place]["number"].replace(",", ""))
            if units[place] != unit or high < low:
                return ()
        if unit is None:
            return ()
        spread = read_decimal(part["spread"]) if part["spread"] else None
        amounts.append(Amount(low, high, spread, unit, ". " in part["number"]))
        place += 1
    return tuple(amounts)


def canonical(unit: str) -> str:
    """Write a unit in one way: mg/kg/h for "mg kg-1 h-1" and "mg/kg/hr"."""
    mass = re.match(_MASS, unit)
    if mass is None:
        msg = f"{unit!r} does not begin with a mass."
        raise ValueError(msg)
    parts = re.findall(rf"(?<![A-Za-z]){_PER}", unit[mass.end() :])
    known = mass[0].replace("milligrams", "mg").replace("milligram", "mg")
    head = "ug" if mass[0] in _MICROGRAM else known
    names = [_NAMES.get(part, part.replace(" ", "")) for part in parts]
    return "/".join([head, *names])
