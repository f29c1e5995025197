"""Numbers with their spread, in every form in which abstracts print them.

"2.1 ± 0.4", "2.1 (SD 0.4)", "3 [IQR 1-5]", "-1.8 points (95% CI -3.5 to -0.1)",
"4.2; standard deviation 1.1", "8-9", "6.5 cm", "47% ± 12%". A value is a number with
what is printed at it; what it measures is for the rule that asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ketaevidence.extraction.numbers import read_decimal

SD, SE, IQR, RANGE, CI = "SD", "SE", "IQR", "range", "CI"
#: The words at a value name two kinds, or leave the kind in doubt: "(SD or SEM)".
OPEN = "open"
#: Which kinds are one number, and which are two; an IQR may be its width.
ONE_NUMBER, TWO_NUMBERS = frozenset({SD, SE, IQR}), frozenset({IQR, RANGE, CI})
#: The words for each kind of spread.
KIND_WORDS = {
    SD: r"SDs?|s\.d\.|standard\s+deviations?",
    # "Per se" is no error, and that of measurement is another one.
    SE: (
        r"(?-i:SEMs?|SEs?|(?:(?<=[±(])|(?<=[±(] )|(?<=  ))sem?\b)|s\.e\.(?:m\.)?|"
        r"standard\s+errors?(?!\s+of\s+(?:the\s+)?(?:measure|estimat))(?:\s+of\s+(?:the\s+)?mean)?"
    ),
    IQR: (
        r"IQRs?|inter-?\s?quartile(?:\s+(?:ranges?|intervals?))?|quartiles|"
        r"Q1\s?[-,]\s?Q3|25(?:th)?\s?%?\s?(?:-|to|and|/|,)\s?75(?:th)?\s?%?"
        r"(?:\s?(?:per)?(?:centiles?|quartiles?))?"
    ),
    RANGE: r"(?:full\s+)?ranges?|min(?:imum)?\.?\s?(?:-|to|/|,)\s?max(?:imum)?\.?",
    CI: (
        r"9[059]\s?%\s*-?\s?(?:CIs?|Cl|C\.I\.|confidence\s+(?:intervals?|limits?))|"
        r"CI\s?9[059]\s?%?|(?:CIs?|confidence\s+intervals?)(?:\s?9[059]\s?%)?"
    ),
}
KINDS = "|".join(f"(?P<{kind}>{words})" for kind, words in KIND_WORDS.items())
#: "(standard deviation [SD] = ", "95% CI: from ": a kind up to its number.
_ABBREVIATED = r"(?:\s?[(\[](?:SDs?|SEMs?|SEs?|IQRs?|IR|CIs?)[)\]])?"
_UP_TO = r"\s?[=:,]?\s?(?:(?:of|was|from|is)\s)?[=±]?\s*"
_KIND = rf"(?:the\s)?[(\[]?(?:{KINDS})(?![A-Za-z])[)\]]?{_ABBREVIATED}{_UP_TO}"

_NUMBER = r"(?:\d{1,4}(?:[.·]\d{1,4})?|[.·]\d{1,4})(?![.·]?\d|\.\s\d)"
#: A printer may split a number: "0. 4", and in a bracket "(2. 3)".
_SPREAD = rf"(?:0\.\s\d{{1,3}}(?!\.?\d)|\d{{1,2}}\.\s\d{{1,2}}(?=\s?[)\]])|{_NUMBER})"
_SIGNED = rf"[-+]?\s?{_SPREAD}"
#: "2,6" may be two numbers, or one with a decimal comma.
_COMMA = r",(?:(?=\s)|(?<=\.\d,)|(?<=\.\d\d,)|(?=\d{1,3}\.\d))"
#: What a pain scale counts in; a percentage has forms of its own.
_UNIT = (
    r"\s?-?(?:mm(?!\s?Hg)|cm(?!\s?H)|points?|units?|arbitrary\sunits|AU|"
    r"/\s?10{1,2}\b|(?:out\s)?of\s(?:a\spossible\s)?10{1,2}\b)(?![\w/])"
)
_PERCENT = r"\s?-?(?:%|per\s?cent)(?!\w)"


class _Forms(NamedTuple):
    """The patterns of what may be printed at a number."""

    unit: re.Pattern[str]
    plus_minus: re.Pattern[str]
    #: With the kind in words, in a bracket or in the run of the sentence.
    named: tuple[re.Pattern[str], ...]
    #: Two numbers, or one, that only words elsewhere can explain.
    bare_two: re.Pattern[str]
    bare_one: re.Pattern[str]
    #: "23 mm lower on the scale (95% CI 12 to 34)": the interval stands further on.
    far: re.Pattern[str]


def _forms(unit: str, after: str) -> _Forms:
    """Write the patterns for numbers with one family of units."""
    to = rf"(?:{unit})?\s?(?:-|\bto\b|{_COMMA}|;|\band\b)\s?"
    one = rf"(?P<one>{_SPREAD}(?!,\d))(?:{unit})?{after}"
    two = rf"(?P<low>{_SIGNED}){to}(?P<high>{_SIGNED}(?!,\d))(?:{unit})?{after}"
    # A p value or the number of patients may stand in the same bracket.
    first = r"(?:[pP]\s?[<=>≤]\s?0?\.\d+\s?[;,]\s?|[nN]\s?=\s?\d+\s?[;,]\s?)?"
    rest = (
        r"(?:\s?[;,]\s?[^()\[\]]{0,80}|\s[pPn]\s?[=<>≤][^()\[\]]{0,30}|"
        r"\s[^()\[\]\d]{0,30}[(\[][^()\[\]]{0,40}[)\]][^()\[\]]{0,20})?\s?[)\]]"
    )
    inside = (
        rf"{_KIND}[(\[]?{two}[)\]]?",
        rf"{_KIND}{one}",
        rf"{one}\s?,?\s?(?:{KINDS})(?![A-Za-z])",
        rf"{two}\s?[,;]?\s?(?:{KINDS})(?![A-Za-z])",
    )
    # "6 mm, p = 0.31, 95% CI -6 to 18": a p value may stand in between.
    running = r"(?:\s?[,;]\s?[pP]\s?[=<>≤]\s?0?\.\d{1,4}\s?[,;]\s?|\s?[,;]\s?|\s(?:with|and)\s|\s)(?:an?\s)?"
    p_behind = r"\s?(?:[;,]\s?[pP]\s?[=<>≤][^()\[\]]{0,40})?[)\]]"
    spread = rf"(?P<one>\d{{1,2}},\d{{1,2}}(?!\d|[.,]\d)|{_SPREAD}(?!,\d))"
    error_words = r"(?:SDs?|SEMs?|SE|standard\s(?:deviations?|errors?))\b"
    also = rf"(?P<also>{error_words})(?:\s?(?:/|or)\s?{error_words})?"
    kind_first = rf"(?:(?:{KINDS})\s)?"
    up_to = rf"(?![A-Za-z]){_ABBREVIATED}{_UP_TO}"
    interval = rf"(?P<CI>{KIND_WORDS[CI]}){up_to}{two}"
    error = rf"(?:(?P<SD>{KIND_WORDS[SD]})|(?P<SE>{KIND_WORDS[SE]})){up_to}{one}"
    texts = (
        unit,
        rf"\s?[(\[]?\s?±\s*{kind_first}{spread}(?:{unit})?{after}(?:\s?[(\[]?\s?{also})?(?:\s?[)\]])?",
        *(rf"\s?[(\[]\s?{first}{form}{rest}" for form in inside),
        *(rf"{running}{_KIND}{form}" for form in (rf"[(\[]?{two}[)\]]?", one)),
        rf"\s?[(\[]\s?{two}{p_behind}",
        rf"\s?[(\[]\s?{one}{p_behind}",
        rf"(?:[^()\[\]\d;.]|(?<=[\s-])100?(?=[\s-](?:mm|cm|points?)\b)){{1,90}}[(\[]\s?{first}(?:{interval}|{error}){rest}",
    )
    made = [re.compile(text, re.IGNORECASE) for text in texts]
    return _Forms(made[0], made[1], tuple(made[2:-3]), *made[-3:])


_POINTS = _forms(_UNIT, r"(?!\s?%|[.·]?\d)")
_PERCENTS = _forms(_PERCENT, r"(?![.·]?\d)")
#: "43.3+20.0": a plus-minus that lost its lower half.
_PLUS = re.compile(r"\s?\+\s?(?P<one>\d{1,2}\.\d{1,2})(?!\.?\d)")
_PLUS_FOR_BOTH = "printed with a plus sign, which was read as ±"

#: Where a value can begin: no letter, digit or sign of another number is joined to it.
#: A decimal comma is read only where a plus-minus follows it, and what follows "0. "
#: is the rest of a number that a printer split.
_STARTS = re.compile(
    rf"(?:(?<![\w.,·/%#$°&])|(?<=[a-z],)(?=-\d))(?<![\w)\]]-)(?<!\d[;:])(?<!\d\.\s)(?P<sign>[-+]\s?(?=[\d.]))?"
    rf"(?P<number>\d{{1,2}},\d{{1,2}}(?=\s?±)|{_NUMBER})(?!,\d{{3}}\b)"
)
#: "7,2": a list of two numbers, or one with a decimal comma.
_COMMA_BEHIND = re.compile(r",\d")
#: What a text says beside the kind: another one, a number of its own, or a doubt.
_ANY_KIND = re.compile(rf"(?<![A-Za-z])(?:{KINDS})(?![A-Za-z])", re.IGNORECASE)
_HAS_NUMBER = re.compile(r"\s?[)\]]?\s*[=:,]?\s*(?:(?:of|from|was)\s)?[±+-]?\s*\.?\d")
DOUBT = re.compile(
    r"\?|\b(?:not|un(?:known|clear|specified|defined|stated)|presum\w+|assum\w+|"
    r"probabl[ey]|possibly|likely|perhaps|whether|either|neither|nor|groups?|arms?)\b",
    re.IGNORECASE,
)
#: The end of what may still speak of a value's spread: a mark or another number.
_END = re.compile(r"[.;)\]\d]|$")
#: "2.7 ± 2 SD" may be two standard deviations.
_TIMES = frozenset({"1", "2", "3", "1.96"})
_DECIMAL_COMMA = "printed with a decimal comma"
_SPLIT = "a number is printed with a space in it"
_RANGE_OF = re.compile(rf"\s?-\s?(?P<high>{_NUMBER})(?:{_UNIT})?", re.IGNORECASE)
#: In "6.6 ± 1.5-2.0 ± 0.9" the hyphen stands for "to".
_JOINED = re.compile(rf"-(?P<sign>(?!))?(?P<number>{_NUMBER})(?=\s?±)")
#: "95% CI" is no value.
_IS_LEVEL = re.compile(
    rf"9[059]\s?%\s?-?(?:{KIND_WORDS[CI]}|CI|confidence)", re.IGNORECASE
)
_TOP = re.compile(r"(?:/\s?|of\s(?:a\spossible\s)?)(10{1,2})\b")


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a sentence with what is printed at it; places are the sentence's."""

    start: int
    end: int
    #: The number, signed as printed.
    number: float
    is_signed: bool = False
    #: The upper end of a range that stands for the number itself ("8-9").
    number_high: float | None = None
    spread: float | None = None
    low: float | None = None
    high: float | None = None
    #: SD, SE, IQR, range or CI where the value's own words say it.
    kind: str | None = None
    unit: str = ""
    #: How it is printed: plus_minus, named, bare_one, bare_two, plain or range.
    form: str = "plain"
    #: What a reviewer should know of how it is printed.
    warning: str = ""

    @property
    def has_spread(self) -> bool:
        """Say whether a spread is printed at the number."""
        return self.spread is not None or self.low is not None

    @property
    def is_percent(self) -> bool:
        """Say whether the number is a percentage."""
        return self.unit[:1] == "%" or self.unit[:3] == "per"

    @property
    def top(self) -> int | None:
        """The top of the scale that the value itself gives: "7/10", "7 out of 10"."""
        found = _TOP.search(self.unit)
        return int(found[1]) if found else None


def values_in(words: str) -> Iterator[Value]:
    """Give the values of a folded sentence in order; no two of them overlap."""
    position = 0
    while match := _STARTS.search(words, position):
        position = match.end()
        before = words[max(0, match.start() - 3) : match.start()].rstrip()
        # What is left of a plus-minus or a range, or a sign between two numbers.
        if before.endswith("±") or (match["sign"] and before[-1:].isdigit()):
            continue
        if _IS_LEVEL.match(words, match.start("number")):
            continue
        if match["number"].isdigit() and _COMMA_BEHIND.match(words, position):
            continue
        value = _value(words, match)
        yield value
        position = value.end
        while value.form == "plus_minus" and (joined := _JOINED.match(words, position)):
            value = _value(words, joined)
            yield value
            position = value.end


def spread_further_on(words: str, value: Value) -> Value:
    """Give a value the interval or error that stands behind some more words."""
    forms = _PERCENTS if value.is_percent else _POINTS
    found = None if value.has_spread else forms.far.match(words, value.end)
    return _spread_out(value, found, "named") if found else value


def kind_named(match: re.Match[str]) -> str | None:
    """Give the kind of spread whose words a match holds."""
    groups = match.groupdict()
    return next((kind for kind in KIND_WORDS if groups.get(kind)), None)


def _value(words: str, match: re.Match[str]) -> Value:
    number = read_decimal(match["number"].replace(",", "."))
    sign = (match["sign"] or "").strip()
    value = Value(
        match.start("sign") if sign else match.start("number"),
        match.end("number"),
        -number if sign == "-" else number,
        is_signed=bool(sign),
        warning=_DECIMAL_COMMA if "," in match["number"] else "",
    )
    for forms in (_POINTS, _PERCENTS):
        if unit := forms.unit.match(words, value.end):
            end, said = unit.end(), unit[0].strip(" -").lower()
            value = replace(value, end=end, unit=said)
            return _with_spread(words, value, forms, match["number"])
    percent = _PERCENTS.plus_minus.match(words, value.end)
    if percent and percent[0].rstrip(" )]").lower().endswith(("%", "cent")):
        # "93 ± 15%": the sign stands behind both.
        return _spread_out(replace(value, unit="%"), percent, "plus_minus")
    value = _with_spread(words, value, _POINTS, match["number"])
    range_of = _RANGE_OF.match(words, value.end)
    if range_of and not value.has_spread:
        high = read_decimal(range_of["high"])
        return replace(value, end=range_of.end(), number_high=high, form="range")
    return value


def _with_spread(words: str, value: Value, forms: _Forms, printed: str) -> Value:
    """Give a value the spread that is printed at it, in the first form that fits."""
    match = forms.plus_minus.match(words, value.end)
    if not match and "." in printed and (plus := _PLUS.match(words, value.end)):
        plain = _spread_out(value, plus, "plus_minus")
        return replace(plain, warning=_PLUS_FOR_BOTH)
    # A decimal comma is one only where number and spread have it.
    if match and ("," in match["one"]) == ("," in printed):
        return _spread_out(value, match, "plus_minus")
    for pattern in forms.named:
        if match := pattern.match(words, value.end):
            return _spread_out(value, match, "named")
    for pattern, form in ((forms.bare_two, "bare_two"), (forms.bare_one, "bare_one")):
        if match := pattern.match(words, value.end):
            return _spread_out(value, match, form)
    return value


def _spread_out(value: Value, match: re.Match[str], form: str) -> Value:
    """Give a value the spread that a match holds."""
    groups = match.groupdict()
    kind = _kind_said(match, groups, value)
    numbers = (groups.get("one"), groups.get("low"), groups.get("high"))
    is_split = any(number and ". " in number for number in numbers)
    warning = _SPLIT if is_split else value.warning
    with_spread = replace(value, end=match.end(), kind=kind, form=form, warning=warning)
    if groups.get("one") is not None:
        return replace(with_spread, spread=_signed(groups["one"]))
    ends = (_signed(groups["low"]), _signed(groups["high"]))
    return replace(with_spread, low=ends[0], high=ends[1])


def _kind_said(
    match: re.Match[str], groups: dict[str, str | None], value: Value
) -> str | None:
    """Give the kind that the words at a spread state, or that they leave it open."""
    also = groups.get("also")
    kind = kind_named(match)
    if kind and also:
        return OPEN
    if also:
        is_multiple = groups["one"] in _TIMES and value.number % 1
        if is_multiple or _HAS_NUMBER.match(match.string, match.end("also")):
            return OPEN
        kind = SE if also[:2].upper() == "SE" or "error" in also.lower() else SD
    return kind and _if_not_in_doubt(kind, match, groups)


def _if_not_in_doubt(
    kind: str, match: re.Match[str], groups: dict[str, str | None]
) -> str:
    """Give a kind, unless a second one or a doubt stands beside it."""
    words, end = match.string, match.end()
    is_closed = words[end - 1] in ")]"
    tail = _END.search(words, end, end + (30 if "(" in match[0] else 14))
    last = end if is_closed else tail.start() if tail else end
    number_end = match.end("one" if groups.get("one") is not None else "high")
    for other in _ANY_KIND.finditer(words, match.start(), last):
        if kind_named(other) != kind and not (
            other.start() >= number_end and _HAS_NUMBER.match(words, other.end())
        ):
            return OPEN
    kind_end = max(match.end("also") if groups.get("also") else number_end, number_end)
    return OPEN if DOUBT.search(words, kind_end, last) else kind


def _signed(printed: str) -> float:
    return (-1 if printed[0] == "-" else 1) * read_decimal(
        printed.lstrip("+- ").replace(",", ".")
    )
