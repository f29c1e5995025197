"""The words with which a text says what the spreads of its values are.

A legend stands with values ("(mean ± SD)", "median [IQR]"), a head before them
("mean (SD), 3.1 (1.2)"), or a sentence of its own says how all values are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ketaevidence.extraction.rules.pain.values import (
    DOUBT,
    KIND_WORDS,
    OPEN,
    kind_named,
)
from ketaevidence.extraction.text import View

_KINDS = "|".join(f"(?P<{kind}>{words})" for kind, words in KIND_WORDS.items())
#: A kind that is followed by a number is that one number's ("age (SD 12)"), so it says
#: nothing of the others. "Range of motion" is no spread, "SD group" no deviation.
_KIND = re.compile(
    rf"(?<![\w-])(?:{_KINDS})"
    r"(?![\w-]|\s*[)\]]?\s*(?:[(\[]\w+[)\]])?\s*[=:,]?\s*(?:of\s|from\s)?[+-]?\.?\d|\sof\s(?!the\smean)|\sbetween|"
    r"[)\]]?\s(?:groups?|arms?|patients)\b)",
    re.IGNORECASE,
)
#: What stands before a kind that explains values: "mean (", "±", "SD/".
_LEGEND = re.compile(
    r"(?:\b(?:means?|medians?|averages?|averaged|differences?|values?|changes?|scores?|estimates?|parentheses|brackets)\b[^.;,\d]{0,30}|"
    r"[±(\[=]\s*|\b(?:and|or)\s|\b(?:SD|SEM?|IQR|ranges?|deviations?|errors?|CI)\s?[)\]]?\s?[/,;&(\[]\s?)$",
    re.IGNORECASE,
)
_JOINS_KINDS = re.compile(
    r"[)\]]?\s?(?:/|,|;|&|or|and|and/or)?\s?[(\[]?\s?(?:the\s)?", re.IGNORECASE
)
#: As above, but the number may be the value itself: "mean (SD), 3.1 (1.2)".
_HEAD = re.compile(
    r"(?<![\w-])(?:means?|averages?|medians?|differences?|LSMD|MD|WMD|changes?|estimates?)(?:\s\w+){0,5}?\s?[,(\[±]?\s*[(\[±]?\s*[±]?\s*(?:"
    + _KINDS
    + r")\s?[)\]]",
    re.IGNORECASE,
)
_ALL_VALUES = (
    r"(?:values|data|results|figures|numbers|variables|parameters|measurements|scores)"
)
_GIVEN = (
    r"(?:(?:are|were|is|was|have\sbeen|being)\s)?(?:all\s)?(?:given|expressed|presented|reported|shown|"
    r"displayed|described|summari[sz]ed|represented|quoted|indicated)\s(?:here\s)?(?:as|in|by|with|using)\s(?:the\s)?"
)
#: A sentence that says how all values, or those of pain, are given.
_HOW_VALUES_ARE_GIVEN = re.compile(
    rf"(?:^|[.,;:(\[])\s?(?:(?:all|the|these|our|study|outcome|continuous|quantitative|numerical|numeric|parametric|non-?parametric|"
    rf"normally|non-normally|distributed|descriptive|pain|VAS|NRS|intensity|whereas|while|and|in|parentheses|brackets|Results:|Methods:)\s){{0,5}}"
    rf"{_ALL_VALUES}\s(?:in\s(?:parentheses|brackets)\s|shown\s|given\s|presented\s|reported\s)?(?:represent\s|{_GIVEN}|(?:are|were)\s(?:the\s)?(?=means?\b|medians?\b|averages?\b|SD|SE|standard|IQR|inter-?q|ranges?\b|95|±))|"
    rf"\bwe\s(?:present|express|report|show|give|describe|summari[sz]e)\w*\s(?:all\s|the\s|our\s){{0,2}}{_ALL_VALUES}\s(?:as|with)\s|"
    r"\bdescriptive\sstatistics\s(?:\((?=means?\b)|(?:as|such\sas|including|were|was|using|with|are)\s(?:(?:the|a|percentages?|frequenc(?:y|ies)|numbers?|reported|presented|as|and|or)\s){0,4}(?=means?\b|medians?\b))",
    re.IGNORECASE,
)
#: A sentence, or a bracket, that is nothing but a legend: "Mean ± SD."
_ONLY_A_LEGEND = re.compile(
    r"\W*(?:means?|medians?)(?:[\s(\[±)\]/,.:;]|and|or|standard|deviations?|errors?|of|the|mean|median|SDs?|SEMs?|IQR|inter-?quartile|ranges?)+",
    re.IGNORECASE,
)
#: A sentence on these says nothing of the other values.
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:age[ds]?|weight|height|BMI|demographic\w*)\b", re.IGNORECASE
)
#: How far behind "values are given as" the kinds stand [characters].
_LEGENDS_WITHIN = 100


def end_of_kind(words: str, place: int) -> int:
    """Give where the words of a kind end that begin at a place."""
    found = _KIND.match(words, place)
    return found.end() if found else place


@lru_cache(maxsize=8)
def heads_in(words: str) -> tuple[tuple[str, int, int], ...]:
    """Give (kind, start, end) of the heads of a sentence: "mean (SD), 3.1 (1.2)"."""
    return tuple(
        (kind, match.start(), match.end())
        for match in _HEAD.finditer(words)
        if (kind := kind_named(match))
    )


@lru_cache(maxsize=8)
def legends_in(words: str) -> tuple[tuple[str, int], ...]:
    """Give the kinds that stand in a legend: "(mean ± SD)", "median [IQR]", "(SD)"."""
    return tuple(_legends(words))


def _legends(words: str) -> Iterator[tuple[str, int]]:
    found = [match for match in _KIND.finditer(words) if kind_named(match)]
    stands = [
        bool(_LEGEND.search(words[max(0, match.start() - 50) : match.start()]))
        for match in found
    ]
    # "With SD or SEM": where one of two kinds is a legend, both are.
    for number in range(1, len(found)):
        first, second = found[number - 1], found[number]
        if _JOINS_KINDS.fullmatch(words, first.end(), second.start()):
            stands[number - 1] = stands[number] = stands[number - 1] or stands[number]
    for match, is_legend in zip(found, stands, strict=True):
        if is_legend:
            before = words[max(0, match.start() - 14) : match.start()]
            # "Between the arms (95% CI)" names no arm's own letters.
            before = before.rpartition("(")[2]
            behind = words[match.end() : match.end() + 14].partition(")")[0]
            in_doubt = DOUBT.search(before) or DOUBT.search(behind)
            yield OPEN if in_doubt else kind_named(match) or OPEN, match.start()


def how_values_are_given(view: View) -> frozenset[str]:
    """Give the kinds that a word on all values states."""
    kinds: set[str] = set()
    for sentence in view.sentences:
        words = sentence.words
        if OF_SOMETHING_ELSE.search(words):
            continue
        if _ONLY_A_LEGEND.fullmatch(words):
            first, last = 0, len(words)
        elif said := _HOW_VALUES_ARE_GIVEN.search(words):
            first, last = said.start(), said.end() + _LEGENDS_WITHIN
        else:
            continue
        kinds |= {kind for kind, place in legends_in(words) if first <= place < last}
    return frozenset(kinds)
