"""The forms in which abstracts print a confidence interval and what it is of."""

from __future__ import annotations

import re

_LEVEL = r"(?:(?P<level>[5-9]\d(?:\.\d{1,2})?)\s?-?\s?(?:%|per\s?cent)\s?-?\s?)"
_NAME = r"(?:(?:[Cc]onfidence|[Cc]redible|[Cc]redibility|[Uu]ncertainty)[\s-](?:[Ii]nterval|[Ll]imit|[Rr]ange|[Bb]ound)s?|CrI|C\.I(?:\.s?|\b)|[Cc]onf\.?\s?[Ii]nt\.?)"
#: "95% CI", "95 percent confidence interval [CI]", and "CI" or "ci" alone.
MARK = re.compile(
    rf"(?<![\w.])(?:{_LEVEL}(?:(?:posterior|bootstrap\w*|Bayesian|Wald|exact|two-sided|simultaneous)\s)?(?:{_NAME}|[Cc][Ii][Ss]?\b|C[Ll]\b)|(?:{_NAME}|CIs?)\s?\(?(?P<level_after>9\d(?:\.\d)?)\s?%\)?|{_NAME}|CIs?\b)"
    r"(?:\s?[(\[{](?:\d\d\s?%\s?)?(?:CI|CrI|C\.I\.)s?[)\]}])?"
)
#: What may stand between the name and the lower end.
LEAD = re.compile(
    r"(?:[\s:=,;(\[]|\b(?:of|was|were(?!\sbetween)|is|are|from|between|ranging|ranged|ranges|range|approximately|about|as|follows)\b|\)(?=\s?[:=,\[(]|\s-?[\d.])){0,8}"
)
#: The same with what the interval is of: "95% CI for the difference, -5.2 to 4.1".
LEAD_WITH_WORDS = re.compile(
    r"\)?,?\s(?:(?:for|of|in|around)\s)?(?:(?!(?:between|within|includ|exclud|limits?|bounds?|was|were|is|are)\w*\b)[A-Za-z][\w'/-]{0,30}\s){0,6}?(?!(?:between|within|includ|exclud|was|were|is|are)\w*\b)[A-Za-z][\w'/-]{0,30}(?:\s?[:=,]|\s(?:was|were|is|are|of|from)\b)?\s?[(\[]?(?=[-+$€£\d.])"
)
CURRENCY = r"(?:US\$|A\$|[$€£])"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3}){1,2}(?=[.·]\d)|\d{1,7})(?:[.·]\s?\d{1,6})?|[.·]\d{1,6}"
_SMALL_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
INFINITE = r"(?:∞|[Ii]nfinit[ey]\b|\binf\b)"
_NUMBER = rf"(?:{CURRENCY}?\s?(?:{_DIGITS})|{_SMALL_WORD}|{INFINITE})"
_UNIT = r"(?:\s?(?:%|per\s?cent(?:age\spoints?)?|percentage\spoints?|points?|mm\s?Hg|mm|cm|mg|µg|microg|kg|g|m?l|mL|L|mmol|days?|weeks?|months?|years?|hours?|h|minutes?|mins?|seconds?|s|million|degrees?|units?|nL|ms|Nm|N|dB|bpm)\b(?:/\w{1,6})?|\s?%)?"
#: The two ends. A hyphen between digits parts them; another before the second number
#: is its sign. "0.13--0.04" has both.
ENDS = re.compile(
    rf"(?P<minus>(?:[-+]|minus\s)\s?)?(?P<low>{_NUMBER})(?P<unit>{_UNIT})(?:\s?\[[^\[\]()]{{1,20}}\])?"
    rf"(?P<apart>\s?-\s?(?=[-+]?\s?[$€£\d.·])|\s?-\s?\((?=-)|,?\sto\s|\sand\s|\s?[,;]\s?|\s?\.{{2,3}}\s?|\sthrough\s|\s?-\s?to\s?|\s-\s|\sup\sto\s|\s?[~∼:]\s?)"
    rf"(?P<minus2>(?:[-+]|minus\s)\s?)?(?P<high>{_NUMBER})(?P<unit2>{_UNIT})(?![\d/]|[.,·]\d|\s?±|\s?%\s?CI|\s?%\s?confidence)"
)
#: "76.3-86.3 95% CI": the ends before the name.
BEFORE = re.compile(
    rf"(?:^|(?<=[\s(\[=,]))(?P<minus>[-+]\s?)?(?P<low>{_NUMBER})(?P<unit>{_UNIT})(?P<apart>\s?-\s?|\sto\s|\s?[,;]\s?)(?P<minus2>[-+]\s?)?(?P<high>{_NUMBER})(?P<unit2>{_UNIT})\s?[,;:]?\s?[(\[]?$"
)
#: A later bracket of a list: "0.90 (0.69-1.17)".
BRACKET = re.compile(
    rf"(?P<estimate>(?:(?<![\w.])-\s?)?(?:{_DIGITS}))(?P<estimate_unit>{_UNIT})(?:\s(?:years?|days?|\w{{1,12}}\sper\s\w{{1,12}}|[A-Za-zµ]{{1,6}}/[A-Za-z\d]{{1,6}}))?(?:,?\s?(?P<open>[(\[])\s?|;\s|(?<=%),\s|,\s(?=[\d.]{{1,9}}-[\d.]{{1,9}}\s?[;)]))"
)
#: "2.6 mm (" before a named interval; no p value, no spread, no count, no exponent.
BEFORE_BRACKET = re.compile(
    rf"(?<![=<>±/\w.,-])(?<![=<>±/]\s)(?<!vs\.\s)(?<!sus\s)(?P<number>(?:(?<![\w.\d])-\s?)?(?:{_DIGITS})){_UNIT}\s?[(\[]\s?$"
)
_MEASURES = (
    ("RRR", r"\bRRRs?\b|(?i:\brelative\s+(?:risk\s+)?reductions?\b)"),
    ("OR", r"\ba?ORs?\b|(?i:\bodds\s+ratios?)"),
    ("RR", r"\ba?RRs?\b|(?i:\brelative\s+risks?\b|\b(?:risk|rate)\s+ratios?)"),
    ("HR", r"\ba?HRs?\b|(?i:\bhazards?\s+ratios?|\brelative\s+hazards?)"),
    ("IRR", r"\bIRRs?\b|(?i:\bincidence\s+rate\s+ratios?)"),
    ("SMD", r"\bSMDs?\b|(?i:\bstandardi[sz]ed\s+mean\s+differences?)|\bHedges|\bCohen"),
    ("NNT", r"\bNNTs?\b|(?i:\bnumbers?\s+needed\s+to\s+treat)"),
    ("NNH", r"\bNNHs?\b|(?i:\bnumbers?\s+needed\s+to\s+harm)"),
    ("MD", r"\b[WL]?S?MDs?\b|(?i:\bmean\s+differences?|\bdifferences?\s+(?:in|between)\s+(?:the\s+)?(?:\w+\s+)?means?)"),
    ("RD", r"\bRDs?\b|\bARRs?\b|(?i:\brisk\s+differences?|\bdifferences?\s+in\s+(?:risks?|rates?|proportions?)|\b(?:absolute\s+)?risk\s+reductions?)"),
    ("difference", r"(?i:\bdifferences?\b)"),
)  # fmt: skip
#: Any measure; the name of its group is the measure's.
MEASURE = re.compile(
    # The first letters of them all: most words fail at once.
    r"\b(?=[RrOoAaHhIiSsCNnMmWLDd])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _MEASURES)
    + ")"
)
RATIOS = frozenset({"OR", "RR", "HR", "IRR"})
MEASURE_WORD = re.compile(r"\b(?:ratios?|differences?|risks?|a?(?:OR|RR|HR)s?)\b")
#: An estimate and a name before an interval; an estimate alone; a name after it.
NAMED = re.compile(
    rf"(?:(?:(?<![\w.])-\s?)?(?:{_DIGITS}){_UNIT}\s?[,;:]?\s?[(\[]?\s?)?(?:{_LEVEL})?(?:{_NAME}|[Cc][Ii]s?\b)[^\d]{{0,60}}$"
)
LISTED = re.compile(rf"(?:(?<![\w.])-\s?)?(?:{_DIGITS}){_UNIT},?\s?[(\[]\s?$")
NAMED_AFTER = re.compile(rf"\s?[,;:]?\s?[(\[]?{_LEVEL}(?:{_NAME}|CI)")
