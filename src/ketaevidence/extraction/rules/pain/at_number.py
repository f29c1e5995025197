"""Whether a number can be a score at all, by what stands directly at it.

A unit of time, "at least", a p value, a list of days: what is printed at a number says
that it is no score, before it is asked whose score it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketaevidence.extraction.rules.pain.scale_words import limits_in
from ketaevidence.extraction.rules.pain.values import Value

_OTHER_UNIT = re.compile(
    r"[\s-]?(?:%|°|per\s?cent\b|(?:mg|µg|ug|mcg|micro\w*|g|kg|m?l|dl|ng|years?|yrs?|y|yr|months?|weeks?|wk|days?|d|"
    r"hours?|hrs?|hr|h|min(?:utes?)?|mins|s|sec\w*|mm\s?Hg|cm\s?H|cm2|mm2|beats|bpm|degrees?|mA|Hz|kcal|mmol|"
    r"pmol|nmol|times|fold|tablets?|pills?|doses?|patients?|subjects?|participants|women|men|children|"
    r"cases|episodes?|attacks?|percent|per|kPa|kPa|N|Nm|lbs?|J|mV|ms|m|km|feet|steps|U|IU|dollars|euros?|"
    r"sessions?|visits?|injections?|boluses|teeth|knees|hips|eyes|sites?|joints?|newtons?|kohm|watts?|"
    r"puncture\w*|attempts?|segments?|dermatomes?|levels?|trials?|studies|cycles?|points?\s(?:scale|likert|VAS|NRS|"
    r"numeric\w*|visual|pain\sscale)|pounds|liters?|litres?|x\s\d)(?![\w])|/(?!\s?10))",
)
_UNIT_IGNORING_CASE = re.compile(_OTHER_UNIT.pattern, re.IGNORECASE)
#: What may follow a value: a mark, or a word that goes on about it.
_ENDS = re.compile(
    r"\s?(?:SDs?|SEM?|standard\s\w+)?(?:\s?(?:\(?(?:VAS|NRS)\)?|on)\b)?\s*"
    r"(?:$|[.,;:()\[\]&/]|(?:to|vs|versus|v|and|or|in|at|after|before|for|on|with|during|compared|than|by|from|"
    r"respectively|p|while|whereas|initially|following|when|among|within|points?|out|of|the|group\w*|pre\w*|"
    r"post\w*|immediately|one|two|three|four|six|ns|n|as|but|which|this|between|mean|median|higher|lower|less|"
    r"greater|more|better|worse|baseline|units?|mm|cm|(?:greater|larger|smaller|absolute|mean|significant)?\s?"
    r"(?:reduction|decrease|improvement|increase|difference|change|decline|drop)\w*|upon|until|over|across|both|prior|"
    r"preoperatively|postoperatively|not|is|was|were|had|have|has|reported|showed|experienced|relative|favou?ring|through|per|a|an|all|we|there|it|they|both|"
    r"patients|only|even|via|versus|p-value|P|about|because|since|under|throughout|day|week|month|on|[\w+-]+\s(?:groups?|arms?|patients))\b|[<=>≤≥±-])",
    re.IGNORECASE,
)
#: After a plain number less is allowed: it may be counted in anything.
_PLAIN_ENDS = re.compile(
    r"\s*(?:$|[.,;:)\]]|ranges?\b|[(\[](?!\s?(?:\d+(?:\.\d+)?\s?%|[nN]\s?=\s?\d+\s?/))|(?:to|vs\.?|versus|v|and|or|in|at|after|before|for|on|with|during|"
    r"compared|than|from|respectively|while|whereas|following|when|among|between|within|out|preoperatively|"
    r"postoperatively|immediately|baseline|points?|units?|upon|over|initially|by|prior|as|but|which|mm|cm|the|"
    r"(?:reduction|decrease|improvement|increase|difference|change)\w*|lower|less|higher|greater|more|pre\w*|post\w*|p|"
    r"\d{1,3}\s?-?(?:min(?:utes?)?|h|hours?|days?|weeks?|months?|years?)(?=\s(?:after|before|later|post\w*|into)))\b)",
    re.IGNORECASE,
)
#: A list of times, groups or counts that a plain number may stand in.
_LIST_BEFORE = r"\s?[:=,]?\s?(?:-?\d+(?:\.\d+)?\s?(?:,|and|or|to|-|,\s?and|&)\s?){0,8}$"
_IN_A_LIST_BEFORE = re.compile(
    r"(?:\b(?i:at|after|within|every|than|over|under|least|most|minimum|maximum|version|volume|number|aged?|"
    r"min|years?|dose|days?|weeks?|months?|hours?|rho\s?=)|"
    r"\b(?:T|[nNpPrFtZβκα]|OR|RR|HR|df|NNT|ICC|SMD|POD|PODs|[bdkqstuzRSUW]2?\s?=)|χ2)"
    + _LIST_BEFORE
)
#: The same of what only a whole number counts: "group 3", but "group 3.5".
_IN_A_WHOLE_LIST_BEFORE = re.compile(
    r"\b(?i:groups?|visits?|phases?|grades?|stages?|types?|class|steps?|sessions?|items?|tables?|figures?|"
    r"cycles?|patient|case|part|trial|study)" + _LIST_BEFORE
)
_IN_A_LIST_AFTER = re.compile(
    r"(?:\s?(?:,|and|or|to|-|,\sand|&)\s?\d+(?:\.\d+)?){1,8}\s?-?(?:h|hr|hrs|hours?|min|mins|minutes?|days?|"
    r"weeks?|months?|years?|%|patients?|mg|ml|s|th|of\s\d)(?![\w])",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:[<>≤≥]|\b(?:at\sleast|at\smost|more\sthan|less\sthan|greater\sthan|fewer\sthan|above|below|over|under|"
    r"exceed\w*|up\sto|minimum\sof|maximum\sof|out\sof(?:\sa\s(?:possible|maximum))?|higher\sthan|lower\sthan|equal\sto|cut-?off\s\w*|threshold\s\w*|within|"
    r"every|until|worst\spossible|to\sdetect\s\w+))\s*(?:an?\s|the\s|of\s)?(?:score\s|VAS\s|NRS\s|pain\s|mean\s)?(?:of\s)?$",
    re.IGNORECASE,
)
_LIMIT_BEHIND = re.compile(
    r"\s?(?:or\s(?:more|less|greater|higher|above|below|lower|over|worse|better)|and\s(?:above|over|higher)|=\s?[\"'(]?\s?[a-z]|"
    r"\s?=\s?(?:no|worst))",
    re.IGNORECASE,
)
#: "A 2-point decrease" is what people were counted by, unless it is a mean.
_AN_AMOUNT = re.compile(
    r"\s?(?:(?<=point)|(?<=mm)|(?<=cm)|(?<=points))\s(?:or\s\w+\s)?(?:\w+\s)?(?:reduction|decrease|improvement|increase|change|drop)\b",
    re.IGNORECASE,
)
#: "OR 1.3 (1.1-1.6)", "HR = 1.1": no score, with whatever spread.
_IS_RATIO = re.compile(
    r"(?:\b(?:a?ORs?|a?HRs?|RRs?|IRR|SMDs?|ES|NNT|odds\sratios?|hazard\sratios?|effect\ssizes?|ratios?|"
    r"[rtzFdnβ]|rho|beta)\s?[=:,]?|[βρη]\s?=?|\b[FtzZHU]\s?\([^()]{1,20}\)\s?=|χ2?\s?\([^()]{1,20}\)\s?=)\s?$"
)
#: "Day 4 ± 1", "T (1)": when, not how much.
_A_TIME = re.compile(
    r"\b(?:(?i:days?|weeks?|months?|years?|visits?|hours?|aged?|PODs?)\s|T\s?\()$"
)
#: "± 0.5 (SD = 0.4)": a spread of its own is no value.
_IS_SPREAD = re.compile(
    r"\b(?:SDs?|SEMs?|SE|IQR|CI|deviations?|errors?|quartiles?)\s?[=:,]?\s?(?:of\s)?$|"
    r"\b(?:CIs?|intervals?)\s?[=:,]?\s?[(\[]?(?:-?[\d.]+(?:,|\sto|-)\s?)?$"
)
#: "(0.002)" is a p value, "h(-1)" an exponent.
_IS_P_LIKE = re.compile(r"0?\.0\d+|0?\.\d{3,}")
_EXPONENT = re.compile(
    r"[a-z]\($|[(\[]\s?of\s$|\b(?:scale|scale\sof|scales|range|item)[,:]?\s?\(?$|[a-z],\s(?:scale|range),?\s$"
)
#: "5.1 (0. 4)": a bracket of numbers that could not be read.
_UNREAD = re.compile(r"\s?[(\[]\s?[\d.]")
#: "0 (no pain)" is an end of a scale.
_IS_END = re.compile(
    r"\s?[\"'(]+\s?(?:no|worst|unbearable|best|none|extreme|maximal)\b", re.IGNORECASE
)
_ROW_GAP = re.compile(
    r"\s?(?:,|and|or|vs\.?|versus|v|to|compared\s(?:to|with)|than|&)+\s?(?:and\s|with\s|to\s)?",
    re.IGNORECASE,
)
#: A statistic that makes an amount or a range one of results.
IS_MEAN = re.compile(r"\b(?:means?|medians?|averages?|averaged)\b", re.IGNORECASE)


def usable(words: str, values: Sequence[Value]) -> list[bool]:
    """Say of each value whether it, and the row it stands in, can be a score."""
    limits = [match.span() for match in limits_in(words)]
    answers: list[bool] = []
    follows = True
    for number in reversed(range(len(values))):
        value = values[number]
        is_limit = not value.has_spread and any(
            low <= value.start < high for low, high in limits
        )
        own = not is_limit and _can_be_a_score(words, value)
        # "21 ± 3 versus 25 ± 12 hours": the unit of the last is that of the first.
        if number + 1 < len(values) and _is_row(words, value, values[number + 1]):
            follows = own and (follows or bool(value.unit))
        else:
            follows = own
        answers.append(follows)
    return answers[::-1]


def _is_row(words: str, value: Value, following: Value) -> bool:
    if value.has_spread and not following.has_spread:
        return False
    return bool(_ROW_GAP.fullmatch(words, value.end, following.start))


def _can_be_a_score(words: str, value: Value) -> bool:
    """Say whether nothing at a value says that it is counted in something else."""
    before = words[max(0, value.start - _NEAR) : value.start]
    after = words[value.end : value.end + _NEAR]
    units = _OTHER_UNIT if value.unit else _UNIT_IGNORING_CASE
    if value.is_percent or units.match(after) or _LIMIT_BEHIND.match(after):
        return False
    if any(pattern.search(before) for pattern in (_LIMIT, _IS_RATIO, _A_TIME)):
        return False
    is_amount = _AN_AMOUNT.match(words, value.end, value.end + _NEAR)
    if is_amount and not IS_MEAN.search(before[-30:]) and not value.has_spread:
        return value.number % 1 != 0
    if not value.has_spread:
        return _can_be_a_plain_score(words, value, before, after)
    return words[value.end - 1] in ")]" or bool(_ENDS.match(after))


def _can_be_a_plain_score(words: str, value: Value, before: str, after: str) -> bool:
    """Say the same of a number without a spread, that may be counted in anything."""
    if not _PLAIN_ENDS.match(after) or _is_cut_off(words, value):
        return False
    if _IS_P_LIKE.fullmatch(words, value.start, value.end):
        return False
    not_behind = (_UNREAD, _IS_END, _IN_A_LIST_AFTER)
    not_before = (_EXPONENT, _IN_A_LIST_BEFORE, _IS_SPREAD)
    is_whole = "." not in words[value.start : value.end]
    if is_whole and _IN_A_WHOLE_LIST_BEFORE.search(before):
        return False
    return not (
        any(pattern.match(after) for pattern in not_behind)
        or any(pattern.search(before) for pattern in not_before)
    )


def _is_cut_off(words: str, value: Value) -> bool:
    """Say whether the sentence ends in the bracket that holds the number."""
    before = words[value.start - 1 : value.start]
    return before in {"(", "["} and not words[value.end :].strip(" .")


#: How much text around a number is looked at [characters].
_NEAR = 70
