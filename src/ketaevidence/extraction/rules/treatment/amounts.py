"""Amounts as abstracts print them: "0.15, 0.30, or 0.45 mg kg-1 h-1".

A row is what shares one unit: an amount, a range, or a list whose last member names
the unit for all. Rules then say what each row of a sentence belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ketaevidence.extraction.numbers import read_decimal

_MICRO = r"(?i:(?:µ\s?|u|mu|mc|micro[\s-]?)gm?s?|micro[\s-]?gr(?:am(?:me)?s?)?|mic|γ)"
_MASS = (
    rf"(?:(?i:mgs?|mgm|milligram(?:me)?s?|ng|nanograms?)|gm?s?|gram(?:me)?s?|{_MICRO})"
)
_VOLUME = r"(?i:ml|cc|millilit(?:er|re)s?|[uµ]l|microlit(?:er|re)s?)"
_COUNT = r"(?:(?i:i\.?[ue]\.?|international\sunits?|units?|mmol|meq|[nµup]mol)|U)"
_HEAD = rf"(?:{_MASS}|{_VOLUME}|{_COUNT}|(?i:vol\.?\s?)?%|(?i:per\s?cent))"
_TIME = r"24\s?-?h(?:ours?|rs?)?|hours?|hrs?|h|min(?:ute)?s?|days?|d|weeks?|wk"
_PER = rf"(?:70\s?-?kgs?|kgs?|kilograms?|{_TIME}|(?i:ml)|g(?!\w)|c?m2|c?m²|c?m\(2\))"
#: An exponent of minus one, with each sign that is printed for it.
_INVERSE = r"\s?(?:\(\s?-\s?1\s?\)|-\s?1(?!\d)|⁻[¹1]|\^\s?\(?-\s?1\)?|\(-\)\s?\(?1\)?)"
_WEIGHT = r"(?:\s(?:of\s)?(?:body\s?weight|bw|b\.w\.))?"
#: One step down: "/kg", " per hour", " kg-1", ".h-1", "·min⁻¹", " x h(-1)", "/kg.h".
_STEP = (
    rf"(?:\.?\s?/\s?\(?{_PER}(?:{_INVERSE})?{_WEIGHT}(?!\w)|"
    rf"\.?\s?\(?(?:per\s|a\s(?=day|week)){_PER}{_WEIGHT}(?!\w)\)?|"
    rf"\s?[\s.·x×*,]?\s?{_PER}{_INVERSE}|"
    r"(?<=kg)[.·*x](?:h|hr|min|day|d)(?!\w))"
)
#: "mg.kg" and "mg kg" are misprints of "mg/kg", and read with a warning.
_NO_EXPONENT = r"[\s.·]kg(?![\w-])(?!\s?\()"
_MISPRINTED = re.compile(rf"{_HEAD}{_NO_EXPONENT}")
_DAILY = r"\sdaily(?!\w)(?!\sin\s(?:two|three|four|divided))"
_UNIT = rf"{_HEAD}(?:{_STEP}{{1,3}}|{_NO_EXPONENT})?"
#: Glued to a unit, anything else makes a unit that this table does not know.
_UNIT_ENDS = (
    r"(?![\w²⁻^])(?!\.[^\W\d])"
    # "50 mg/misoprostol" goes on with another drug, "50 mg/tab" with a unit.
    r"(?!\s?/\s?(?!(?!DAY|MIN|TAB|CAP)[A-Z]{3,4}\b)(?:[^\W\d]{1,4}(?![^\W\d])|lit|tab|caps|square|decil|patient|attack|level|mol))"
    r"(?!\s?[.·x×*]?\s?[A-Za-z]{1,3}\s?(?:\(-|-|⁻)\s?[12]\)?)"
    r"(?!\s?[·*×]\s?[A-Za-z])(?!\./)(?!\s?/\s?\d+\s?k?g\b)(?!\s(?:per|a)\s(?:lit|decil|square|\d))"
)
#: "0. 2" is a number that a printer split; "0,5" one with a decimal comma.
_NUMBER = (
    r"(?:(?<!\d,)[1-9]\d{0,2}(?:,\d{3}){1,2}(?![\d.]|,\d)|"
    rf"0\.\s\d{{1,3}}(?=\s?{_HEAD})|(?<!\d,)(?:0,\d{{1,3}}|\d{{1,2}},\d(?!\d))(?=\s?{_HEAD})|"
    r"(?!0\d)\d{1,7}(?:[.·]\d{1,7})?(?!\d)|[.·]\d{1,7}(?!\d))"
)
_PRINTED = re.compile(
    rf"(?<![\w.·])(?P<number>{_NUMBER})(?:\s?±\s{{0,3}}(?P<spread>{_NUMBER}))?"
    rf"(?:\s?\[\d[\d. -]{{0,14}}\](?=\s?{_HEAD}))?(?:\s?-?\s?(?P<unit>{_UNIT}){_UNIT_ENDS}(?P<daily>{_DAILY})?|(?![\w%]))"
)
_HAS_UNIT = re.compile(rf"\d\s?-?\s?{_HEAD}(?!\w)")
#: Runs of letters of which one is in every text with a mass or with international
#: units; "µg" and "μg" hold "g", "i.u." holds "u".
UNIT_WORDS = frozenset(
    [
        "mg", "mgs", "mgm", "milligram", "milligrams", "milligramme", "milligrammes", "ng",
        "nanogram", "nanograms", "g", "gm", "gs", "gms", "gram", "grams", "gramme",
        "grammes", "ug", "ugm", "ugs", "ugms", "mug", "mugm", "mugs", "mugms", "mcg",
        "mcgm", "mcgs", "mcgms", "mic", "micro", "microg", "microgm", "microgs", "microgms",
        "microgr", "microgram", "micrograms", "microgramme", "microgrammes", "iu", "u",
        "international",
    ]
)  # fmt: skip
#: What joins two numbers of one row: a range, or the next of a list.
_RANGE = re.compile(r"\s?--?\s?|\s(?:up\s)?to\s(?:up\sto\s)?")
_NEXT = re.compile(
    r"\s?,\s?(?:and\s|or\s|then\s)?|\s?/\s?|\s(?:and|or|versus|vs\.?|[+&])\s"
)
_AND = re.compile(r"\s?,?\s(?:and|then)\s(?:to\s)?|\s?,\s")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s$", re.IGNORECASE)
#: A number after these counts or names something and begins no list of amounts.
_COUNTED = re.compile(
    r"(?:\b(?:groups?|days?|weeks?|months?|phases?|steps?|stages?|arms?|types?|grades?|"
    r"class|patients?|subjects?|aged?|visits?|parts?|times?|hours?|n|th?|l|c|s)|=)\s?$",
    re.IGNORECASE,
)
#: Before a row these make it a limit, a sign or a sum of money.
_SIGNED = re.compile(r"(?:[<>≤≥±~$£€]|(?<![\w)%])-)\s?$")
#: "1 500 mg" may be 1500 mg: left alone, unless the first number counts something.
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}\s$")
_YEAR = re.compile(r"(?:19|20)\d\d")

_HEADS = {
    "mg": "mg", "mgs": "mg", "mgm": "mg", "g": "g", "gm": "g", "gms": "g", "gs": "g",
    "ng": "ng", "ml": "ml", "cc": "ml", "ul": "ul", "µl": "ul", "%": "%",
    "vol%": "%", "vol.%": "%", "percent": "%", "iu": "IU", "ie": "IU", "u": "units", "unit": "units", "units": "units",
    "mmol": "mmol", "meq": "mEq", "nmol": "nmol", "µmol": "umol", "umol": "umol",
    "pmol": "pmol",
}  # fmt: skip
#: Heads that are spelled out, by how they begin.
_SPELLED = (
    ("millil", "ml"), ("microl", "ul"), ("internat", "IU"), ("millig", "mg"),
    ("nanog", "ng"), ("gram", "g"),
)  # fmt: skip
#: The order in which a canonical unit names its steps.
_STEPS = (
    (re.compile(r"(?<![A-Za-z])(?<!70)(?<!70\s)(?<!70-)k(?:g|ilogram)"), "kg"),
    (re.compile(r"cm(?:2|²|\(2\))"), "cm2"),
    (re.compile(r"(?<!c)m(?:2|²|\(2\))"), "m2"),
    (re.compile(r"(?<![A-Za-z])g(?![A-Za-z])"), "g"),
    (re.compile(r"(?<![A-Za-z])ml(?![A-Za-z])", re.IGNORECASE), "ml"),
    (re.compile(r"24\s?-?h|(?<![A-Za-z])d(?![A-Za-z])|day"), "day"),
    (re.compile(r"(?<![A-Za-z])(?<!24)(?<!24\s)(?<!24-)h(?:rs?|ours?)?(?![A-Za-z])"), "h"),
    (re.compile(r"(?<![A-Za-z])min"), "min"),
    (re.compile(r"week|(?<![A-Za-z])wk"), "week"),
    (re.compile(r"70\s?-?kg"), "70kg"),
)  # fmt: skip

SPLIT = "the number is printed with a space inside"
COMMA = "the number is printed with a comma for the decimal point"
NO_EXPONENT = "the unit is printed without its stroke or exponent"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount or range with its unit in one way of writing, and its place."""

    low: float
    high: float | None
    spread: float | None
    unit: str
    start: int
    end: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Amounts that stand together and share their unit: "5, 10 and 20 mg"."""

    amounts: tuple[Amount, ...]
    start: int
    end: int


def units(text: str) -> list[tuple[int, bool]]:
    """Give the places where a number has a unit: a cheap look before `rows`.

    With each stands whether it is a per cent, which is most often one of patients.
    """
    return [(match.start(), match[0][-1] == "%") for match in _HAS_UNIT.finditer(text)]


def rows(words: str) -> list[Row]:
    """Give the rows of amounts of a sentence, in order; places are the sentence's."""
    printed = list(_PRINTED.finditer(words))
    found: list[Row] = []
    first = 0
    while first < len(printed):
        last = _row_end(words, printed, first)
        if last is None:
            first += 1
            continue
        row = _row(words, printed[_row_start(words, printed, first, last) : last + 1])
        if row is not None:
            found.append(row)
        first = last + 1
    return found


def _row_end(words: str, printed: list[re.Match[str]], first: int) -> int | None:
    """Give the number that names the row's unit; ``None`` if nothing does."""
    place = first
    while not printed[place]["unit"]:
        if place + 1 >= len(printed) or place - first > _LONGEST_ROW:
            return None
        gap = words[printed[place].end() : printed[place + 1].start()]
        if not (_RANGE.fullmatch(gap) or _NEXT.fullmatch(gap)):
            return None
        place += 1
    # "50 mg/day-500 mg/day": a range may name its unit twice.
    if place + 1 < len(printed) and printed[place + 1]["unit"]:
        gap = words[printed[place].end() : printed[place + 1].start()]
        if _RANGE.fullmatch(gap) and _same_unit(printed, place, place + 1):
            return place if _lists_steps(words, printed, place) else place + 1
    return place


def _same_unit(printed: list[re.Match[str]], place: int, other: int) -> bool:
    return canonical(printed[place]["unit"]) == canonical(printed[other]["unit"])


def _lists_steps(words: str, printed: list[re.Match[str]], place: int) -> bool:
    """Say whether "from 1 mg to 2 mg and 3 mg" lists steps and gives no range."""
    start = printed[place].start()
    if place + 2 >= len(printed) or not _FROM.search(words[max(0, start - 8) : start]):
        return False
    gap = words[printed[place + 1].end() : printed[place + 2].start()]
    unit = printed[place + 2]["unit"]
    return bool(unit and _AND.fullmatch(gap) and _same_unit(printed, place, place + 2))


#: No list of amounts that share a unit has more members.
_LONGEST_ROW = 9


def _row_start(words: str, printed: list[re.Match[str]], first: int, last: int) -> int:
    """Leave out numbers at the row's head that count something: "group 1, 5 mg"."""
    while first < last and (
        _COUNTED.search(
            words, max(0, printed[first].start() - 12), printed[first].start()
        )
        or _YEAR.fullmatch(printed[first]["number"])
        or _far_apart(printed[first], printed[last])
    ):
        # "T 6-7, 2 mg": with a range's one end goes the other.
        gap = words[printed[first].end() : printed[first + 1].start()]
        first += 2 if _RANGE.fullmatch(gap) and first + 1 < last else 1
    return first


def _far_apart(first: re.Match[str], last: re.Match[str]) -> bool:
    """Say whether two numbers can share no unit: "RP 60180 and 50 mg"."""
    one, other = (_number(part["number"]) or 0.0 for part in (first, last))
    return min(one, other) > 0 and max(one, other) / min(one, other) > _WIDEST


#: No list of amounts spans more than this ratio.
_WIDEST = 250


def _row(words: str, printed: list[re.Match[str]]) -> Row | None:
    start, end = printed[0].start(), printed[-1].end()
    before = words[max(0, start - 12) : start]
    if _SIGNED.search(before):
        return None
    if _SPACED.search(before) and re.fullmatch(r"\d{3}", printed[0]["number"]):
        counted = _COUNTED.search(
            words[max(0, start - 20) : start].rstrip(" 0123456789")
        )
        if not counted:
            return None
    unit = canonical(printed[-1]["unit"])
    if printed[-1]["daily"] and not re.search(r"/(?:h|min|day|week)", unit):
        unit += "/day"
    amounts = list(_amounts(words, printed, unit))
    if not amounts:
        return None
    return Row(tuple(amounts), start, end)


def _amounts(words: str, printed: list[re.Match[str]], unit: str) -> list[Amount]:
    found: list[Amount] = []
    place = 0
    # "from 0.2 to 0.4 and 0.6 mg/kg" lists steps and gives no range.
    steps = len(printed) > 2 and bool(
        _FROM.search(words[max(0, printed[0].start() - 8) : printed[0].start()])
    )
    between = bool(
        _BETWEEN.search(words[max(0, printed[0].start() - 10) : printed[0].start()])
    )
    while place < len(printed):
        part, other = printed[place], None
        if place + 1 < len(printed):
            gap = words[part.end() : printed[place + 1].start()]
            ranged = _RANGE.fullmatch(gap) and not steps
            if ranged or (between and len(printed) == 2):
                other = printed[place + 1]
        amount = _amount(part, other, unit)
        if amount is None:
            return []
        found.append(amount)
        place += 2 if other is not None else 1
    return found


def _amount(
    part: re.Match[str], other: re.Match[str] | None, unit: str
) -> Amount | None:
    low = _number(part["number"])
    high = _number(other["number"]) if other is not None else None
    if low is None or (other is not None and high is None):
        return None
    if high is not None and high <= low:
        return None
    numbers = part["number"] + (other["number"] if other is not None else "")
    warnings = [SPLIT] * (" " in numbers)
    warnings += [COMMA] * bool(re.search(r"\b0,\d|,\d(?!\d)", numbers))
    last = other if other is not None else part
    if last["unit"] and _MISPRINTED.fullmatch(last["unit"]):
        warnings.append(NO_EXPONENT)
    spread = _number(part["spread"]) if part["spread"] else None
    return Amount(low, high, spread, unit, part.start(), last.end(), tuple(warnings))


_THOUSAND = re.compile(r"[1-9]\d{0,2}[.·]000")
_WITH_COMMA = re.compile(r"0,\d{1,3}|\d{1,2},\d")


def _number(printed: str) -> float | None:
    """Read a number; ``None`` for "1.000", which may be one or a thousand."""
    if _THOUSAND.fullmatch(printed):
        return None
    if _WITH_COMMA.fullmatch(printed):
        return read_decimal(printed.replace(",", "."))
    return read_decimal(printed.replace(",", ""))


@lru_cache(maxsize=4096)
def canonical(unit: str) -> str:
    """Write a unit in one way: mg/kg/h for "mg kg-1 h-1" and "mg/kg/hr"."""
    match = re.match(_HEAD, unit)
    if match is None:
        msg = f"{unit!r} does not begin with a unit of amount."
        raise ValueError(msg)
    rest = unit[match.end() :]
    return "/".join(
        [_head(match[0]), *(name for step, name in _STEPS if step.search(rest))]
    )


def _head(printed: str) -> str:
    bare = re.sub(r"[\s.-]", "", printed.lower())
    known = _HEADS.get(bare)
    if known is None:
        known = next((name for first, name in _SPELLED if bare.startswith(first)), "ug")
    return known
