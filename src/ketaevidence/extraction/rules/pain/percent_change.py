"""Percent changes of pain: "pain fell by 47%", "a 36% reduction in pain scores".

A share of the patients is no percent change, and a share of the pain by which patients
were counted ("at least 50% reduction") is a definition.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from ketaevidence.extraction.mentions.times import time_at
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.pain.arm_said import arm_of
from ketaevidence.extraction.rules.pain.between import is_closed
from ketaevidence.extraction.rules.pain.measures import Measure, measures_in
from ketaevidence.extraction.rules.pain.pain_quote import quote
from ketaevidence.extraction.rules.pain.pain_values import MOST_VALUES, NO_RESULTS
from ketaevidence.extraction.rules.pain.pain_words import PAIN_VOCABULARY
from ketaevidence.extraction.rules.pain.spread import (
    Reach,
    spread_of,
    spread_warnings,
)
from ketaevidence.extraction.rules.pain.values import Value, values_in
from ketaevidence.extraction.rules.study.kind import reports_patients
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

_LESS = r"(?:decreas\w*|reduc(?:ed|es|ing|tions?)|fell|fall|falls|drop(?:ped|s)?|declin\w*|improv\w*|lower\w*|diminish\w*|less|alleviat\w+)"
_MORE = r"(?:increas\w*|rose|rise|worsen\w*|higher|greater|more)"
#: The way that pain went; "more" and "less" may tell how strongly it went there.
_WAY = re.compile(
    r"\b(?:(?P<less>decreas\w*|reduc\w+|fell|fall|drop\w*|declin\w*|improv\w*|lower\w*|diminish\w*|alleviat\w+)|"
    r"(?P<more>increas\w*|rose|rise|worsen\w*))\b",
    re.IGNORECASE,
)
_FILL = r"(?:(?:a|an|the|mean|median|average|about|approximately|nearly|almost|only|up\sto|over|around|by|of|on|an\saverage\sof|roughly|significantly)\s){0,5}"
#: Directly before the number: "decreased by", "a reduction of", "were" (47% lower).
_DIRECTLY_BEFORE = re.compile(
    rf"\b(?:{_LESS}|{_MORE})(?:\s(?:significantly|in\spain|scores?|from\sbaseline|over\stime|on\saverage|overall|in\s\w+\s(?:groups?|patients)))*\s?(?:\([^()]*\)\s?)?"
    rf"(?:by|of|was|were|averaged|=|:|,|\()?\s?{_FILL}$",
    re.IGNORECASE,
)
_VERB_IN_GAP = re.compile(
    rf"\b(?:{_LESS}|{_MORE})\b[^;.]{{0,120}}\bby\s{_FILL}$|\b(?:reductions?|decreases?|improvements?|declines?|drops?|increases?)\b[^;.]{{0,100}}\b(?:was|were|of|averaged)\s{_FILL}$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:was|were|is|are|a|an|and|to|that)\s(?:(?:\w+ly|mean|median|average|an?)\s){0,2}$"
)
#: Directly behind it: "47% lower", "47% (mean) reduction in".
_DIRECTLY_BEHIND = re.compile(
    rf"\s?(?:(?:mean|median|average|overall|significant|greater|relative|further)\s)*(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(
    r"\s(?:scores?\s|intensity\s)?(?:(?P<less>reductions?|decreases?|improvements?|declines?)|(?P<more>increases?))\b(?!\s(?:was|were)\s(?:achieved|reached|seen\sin|reported))",
    re.IGNORECASE,
)
_ADJECTIVES = re.compile(
    r"\s(?:(?:mean|average|median|overall|greater|postoperative|chronic)\s){0,2}",
    re.IGNORECASE,
)
_TO_MEASURE = re.compile(
    r"(?:\s(?:from\sbaseline|at\s[^,;.]{1,20}|over\s[^,;.]{1,20}))?\s(?:in|of|on)\s(?:(?:the|their|mean|median|average|worst|overall|total|postoperative|chronic|daily|abdominal|back|neck|knee|headache|neuropathic|intensity\sof|severity\sof|level\sof|his|her|perceived|reported|self-reported|baseline|movement|rest|leg|shoulder|pelvic|cancer|low|phantom|menstrual|migraine)\s){0,4}",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"^[\s,]*(?:\([^()]{0,60}\)[\s,]*)?(?:(?:and|to|vs\.?|versus|compared\s(?:with|to)|or|in|with|for|after|at|the|group|while|whereas|only|by)\b[\s,]*|[\w+-]+[\s,]+){0,9}$",
    re.IGNORECASE,
)
#: Numbers by which people were counted, and shares of people.
_LIMIT = re.compile(
    r"(?:[<>≤≥]|\b(?:at\sleast|more\sthan|greater\sthan|less\sthan|minimum|than|of\sat|exceeding|above))\s*(?:an?\s|of\s){0,2}$",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"\s?(?:of\s(?:the\s|all\s|these\s|our\s)?(?:\w+\s){0,2}(?:patients|subjects|participants|women|men|children|cases|attacks|people|those|respondents|them|responders|procedures|time|maxim\w+)\b|"
    r"or\s(?:more|greater|higher|better|less)|(?:patients|subjects|responders?|of\s)\b|\(\s?\d+\s?(?:/|of)\s?\d+)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:responders?|responded|achiev\w+|attain\w+|defined|definition|proportion|percentage\sof\s(?:patients|subjects)|number\sof\s(?:patients|subjects)|"
    r"patients\s(?:who|with|had|reported|experienced|reporting|achieving)|incidence|prevalence|frequency|rate|odds|relative\srisk|probability|likelihood|chance|"
    r"clinically\s(?:important|meaningful|relevant|significant)|power|hypothes\w+|assum\w+|considered|expect\w+|detect)\b",
    re.IGNORECASE,
)
#: "The proportion of patients with ... was 6.5% more".
_SHARE_OF_PEOPLE = re.compile(
    r"\b(?:proportions?|percentages?\sof|numbers?\sof|prevalence|incidence|odds|likelihood|probability)\b[^;.]*$",
    re.IGNORECASE,
)
#: People are counted by a round share of their pain.
_ROUND = 5
_AND = re.compile(r"\s?(?:and|or|versus|vs\.?|,)\s?", re.IGNORECASE)
_IN_ANOTHER = re.compile(r"\s(?:in|of)\b")
_FAR = 150


def read_percent_change(view: View, _: Question) -> Iterator[Candidate]:
    """Read by what share pain rose or fell; less pain is negative."""
    if not view.names_any(PAIN_VOCABULARY) or not view.once(reports_patients):
        return
    for sentence in view.sentences:
        if sentence.part in NO_RESULTS or sentence.part == "methods":
            continue
        words = sentence.words
        if "%" not in words and "cent" not in words:
            continue
        printed = islice(values_in(words), MOST_VALUES)
        values = [value for value in printed if value.is_percent]
        if values:
            yield from _in_sentence(view, sentence, values)


def _in_sentence(
    view: View, sentence: Sentence, values: Sequence[Value]
) -> Iterator[Candidate]:
    words = sentence.words
    measures = measures_in(view, words)
    last: tuple[Value, Measure, int] | None = None
    following = dict(pairwise(values))
    for value in values:
        read = _read(words, value, measures, last)
        if read is None and value in following:
            # "75% and 61% pain reduction": the first is what the second is.
            second = following[value]
            if _AND.fullmatch(words, value.end, second.start):
                read = _measure_ahead(words, second, measures)
        if read is None:
            last = None
            continue
        measure, way = read
        start, end = quote(
            words, value, (measure.start, measure.end), goes_on=last is not None
        )
        last = (value, measure, way)
        number = value.number if value.is_signed else way * value.number
        reach = Reach(measure.start, _end_of_others(values, measure))
        spread = spread_of(view, words, reach, value)
        place = (sentence.start + value.start, sentence.start + value.end)
        yield candidate(
            view,
            "percent_change",
            number,
            sentence.start + start,
            sentence.start + end,
            "outcome.percent_change",
            unit="%",
            spread=value.spread,
            spread_low=value.low,
            spread_high=value.high,
            spread_type=spread.kind,
            arm=arm_of(view, sentence, *place),
            time=time_at(view, sentence, *place),
            confidence="medium",
            warnings=spread_warnings(spread, value),
        )


def _end_of_others(values: Sequence[Value], measure: Measure) -> int:
    """Give where the last value with a spread ends that stands before a measure."""
    number = bisect_right(values, measure.start, key=lambda value: value.end)
    before = (value.end for value in reversed(values[:number]) if value.has_spread)
    return next(before, 0)


def _read(
    words: str,
    value: Value,
    measures: Sequence[Measure],
    last: tuple[Value, Measure, int] | None,
) -> tuple[Measure, int] | None:
    """Give the measure that a percentage is a change of, and which way it went."""
    before = words[max(0, value.start - _FAR) : value.start]
    after = words[value.end : value.end + 60]
    if not _can_be_a_change(value, before, after):
        return None
    ahead = _measure_ahead(words, value, measures)
    if ahead:
        return ahead
    measure = next((m for m in reversed(measures) if m.end <= value.start), None)
    if measure is None or not measure.is_pain or value.start - measure.end > _FAR:
        return None
    gap = words[measure.end : value.start]
    behind = _DIRECTLY_BEHIND.match(after)
    if ";" in gap or is_closed(gap) or (behind and _is_of_another(behind, after)):
        return None
    lead = words[max(0, measure.start - 50) : value.start]
    way = _way_behind(behind, measure, before, after) or _way_before(lead)
    if last and last[1] == measure and _ROW.match(words[last[0].end : value.start]):
        way = way or last[2]
    return (measure, way) if way else None


def _can_be_a_change(value: Value, before: str, after: str) -> bool:
    """Say whether a percentage is neither a share of people nor a limit."""
    if value.number > 100 or _LIMIT.search(before) or _OF_PEOPLE.match(after):
        return False
    if _SHARE_OF_PEOPLE.search(before):
        return False
    is_counted = _COUNTED.search(before) or _COUNTED.search(after)
    return not (value.number % _ROUND == 0 and is_counted)


def _is_of_another(behind: re.Match[str], after: str) -> bool:
    """Say whether "48% improvement in function" is of something else."""
    is_noun = not behind[0].lower().endswith(("er", "less"))
    return is_noun and bool(_IN_ANOTHER.match(after, behind.end()))


def _way_behind(
    behind: re.Match[str] | None, measure: Measure, before: str, after: str
) -> int | None:
    """Read "were 47% lower" and "VAS fell to 3.1 (53% reduction)"."""
    if behind is None:
        return None
    is_bracket = after[behind.end() :].lstrip()[:1] in {")", ";", ","}
    is_own = measure.is_score and before.endswith("(") and is_bracket
    if not (is_own or _IS.search(before)):
        return None
    return -1 if behind["less"] else 1


def _way_before(lead: str) -> int | None:
    """Read "decreased by 47%" and "the reduction in pain was 47%"."""
    told = _DIRECTLY_BEFORE.search(lead)
    if not told and not _VERB_IN_GAP.search(lead):
        return None
    own = told[0] if told and _WAY.search(told[0]) else lead
    ways = {bool(way["less"]) for way in _WAY.finditer(own)}
    # Where pain both fell and rose, it is open which of them the number is.
    return None if len(ways) != 1 else -1 if ways.pop() else 1


def _measure_ahead(
    words: str, value: Value, measures: Sequence[Measure]
) -> tuple[Measure, int] | None:
    """Read "a 47% reduction in pain"."""
    behind = _DIRECTLY_BEHIND.match(words, value.end)
    following = next((m for m in measures if m.start >= value.end), None)
    if (
        following
        and following.is_pain
        and _ADJECTIVES.fullmatch(words, value.end, following.start)
    ):
        # "61% pain reduction".
        noun = _NOUN_BEHIND.match(words, following.end)
        if noun:
            return following, -1 if noun["less"] else 1
    if not behind or not following or not following.is_pain:
        return None
    if following.start < behind.end() or not _TO_MEASURE.fullmatch(
        words, behind.end(), following.start
    ):
        return None
    return following, -1 if behind["less"] else 1
