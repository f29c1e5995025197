"""What the numbers of a sentence can belong to: pain's intensity, or another measure.

A number belongs to the nearest measure, so that the other measures of a sentence guard
pain from their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.pain.letters import arm_letters, pain_letters
from ketaevidence.extraction.rules.pain.pain_words import (
    COUNTED,
    GENERIC,
    NEUTRAL,
    RATED,
)
from ketaevidence.extraction.rules.pain.scale import ONLY_WITH_PAIN, scales_of_others
from ketaevidence.extraction.rules.pain.scale_words import SCALE_NAMES, scale_named
from ketaevidence.extraction.text import View


class Measure(NamedTuple):
    """One mention of something measured; places are the sentence's."""

    start: int
    end: int
    is_pain: bool
    #: Whether the words say that it is a score ("pain scores"), not only "pain".
    is_score: bool = False
    #: Whether it is rated at all, as pain is; ages, doses and times are not.
    is_rated: bool = True


_NOUN = (
    r"(?:intensit(?:y|ies)|severity|scores?|scorings?|ratings?|levels?|values?|measures?|"
    r"VAS|NRS|NPRS|VNRS|VRS|scales?|sub-?scales?|sub-?scores?|domains?|components?|assessments?|reports?|magnitude|sum|means?|perception)"
)
_KIND_OF_PAIN = (
    r"(?:(?:low\s)?back|leg|neck|arm|knee|shoulder|hip|foot|heel|wrist|hand|elbow|chest|"
    r"abdominal|pelvic|throat|labou?r|wound|incisional|postoperative|post-operative|"
    r"neuropathic|chronic|acute|visceral|somatic|spontaneous|evoked|ongoing|resting|dynamic|"
    r"phantom(?:\slimb)?|stump|residual\slimb|menstrual|injection|worst|average|usual|current|"
    r"least|overall|daily|mean|maximum|maximal|peak|present|total|global|rest|movement|"
    r"procedural|muscle|joint|cancer|facial|radicular|tourniquet|headache|migraine|patient|"
    r"breakthrough|baseline|night|nocturnal|walking|weight-bearing|perceived|self-reported)"
)
#: "Pain scores", "intensity of pain", "VAS for pain at rest", "pain (VAS)".
_PAIN_MENTION = re.compile(
    rf"(?P<before>\b(?:{_NOUN})\s(?:of|for|in|on)\s(?:the\s|their\s)?(?:{_KIND_OF_PAIN}[\s,]+(?:and\s)?){{0,3}})?"
    rf"(?:\b(?P<pain>(?:headache\s|migraine\s)?pain|headache|migraine|painfulness)\b(?P<noun>(?:[\s-](?:{_NOUN})\b){{0,4}})|"
    rf"(?P<scale>(?<![\w-]){SCALE_NAMES}(?:-(?:[RMDCP]|AR|OM))?(?![\w-]))(?P<of>(?:[\s-](?:{_NOUN})\b){{0,3}}"
    rf"(?:[\s-](?:(?:for|of|in|to\s(?:assess|measure|evaluate|rate))\s)?(?:the\s)?(?:{_KIND_OF_PAIN}\s){{0,3}}pain\b)?"
    rf"(?:\s(?:{_NOUN})\b){{0,3}}))",
    re.IGNORECASE,
)
#: Right behind "pain" these make it something else that is measured.
_NOT_INTENSITY = re.compile(
    r"[\s-]*(?:\(?(?:VAS|NRS)\)?\s)?(?:relie[fv]\w*|thresholds?|toleran\w+|free\b|"
    r"duration|disab\w+|catastroph\w+|controls?\b|controlled\b|"
    r"episod\w+|attacks?\b|onset|questionnaires?(?!\s(?:total\s)?scores?)|AUC|area\s?under|index\b|inventory|"
    r"unpleasant\w*|affect\w*|location\w*|sites?\b|frequen\w+|behavio\w+|self|acceptance|beliefs?|"
    r"interfer\w+|days?\b|hours?\b|weeks?\b|quality|descriptors?|intensity\s(?:differences?|AUC)|differences?\s(?:scores?|\(?S?PID|at\b|over\b|from\b)|"
    r"sensitiv\w+|drawing\w*|prevalence|incidence|stimul\w+|anxiety|fear|coping|detect\w*|distress|recurrence|"
    r"resolution|scores?\s?-?(?:days?|hours?)\b|and/or\b|areas?\b|sensory|symptoms?\b|/\s?discomfort|medic\w+)",
    re.IGNORECASE,
)
#: Right behind "pain" these name no measure at all.
_NO_MEASURE_OF = re.compile(
    r"[\s-]*(?:killers?|reliever\w*|manag\w+|treat\w+|therap\w+|clinics?\b|centers?\b|centres?\b|drugs?\b|"
    r"diar\w+|syndromes?|related|specific|patients?\b|conditions?\b|history|complaints?|modulation|processing|"
    r"pathways?|research\w*|physicians?|services?|teams?|model\w*|fibers?|consult\w+|rehabilit\w+|nurses?\b|"
    r"matrix|map\w*|anal\w*\b|tests?\b|disorders?\b|diagnos\w+|programs?|technolog\w+|interventions?\b|"
    r"outcomes?\squest\w+|problems?\b|groups?\b|medicine|units?\b|societ\w+|association)",
    re.IGNORECASE,
)
#: Right before "pain": the number is a share of people, a time or a drug's.
_OBJECT_OF = re.compile(
    r"\b(?:times?|until|onset|numbers?|proportions?|percentages?|AUC|area\sunder(?:\s\w+){0,3}|days|hours|"
    r"minutes|incidence|frequenc\w+|durations?|prevalence|history|histories|patients|subjects|relief|"
    r"treatments?|managements?|controls?|prevention|freedom|probability|risk|rates?|length|"
    r"absence|presence|expectation|fear|memory|recall|tolerance|reporting|complain\w*|correlat\w+|"
    r"predict\w*|threshold|pathogenesis|sum(?:med)?|interference|impact|acceptance|sites?|episodes|"
    r"SPID|correlations?)\s"
    r"(?:to|of|for|with|in|from|without|between|due\sto)\s(?:a\s|an\s|the\s|their\s|his\s|her\s)?(?:[\w-]+\s){0,2}$|"
    r"\b(?:bodily|KOOS|HOOS|SF-36|SF-12|pressure|ischa?emic|EORTC\w*|QLQ\w*|NPSI|AUC|cumulative|experimental|HIV|"
    r"time-weighted\ssum\w*)\s$",
    re.IGNORECASE,
)
#: "Morphine for pain", "patients with chronic pain": the number is no pain's.
_AIMED_AT = re.compile(
    r"(?<![\d)]\s)(?<!points\s)(?<!scores\s)(?<!score\s)(?<!mm\s)(?<!cm\s)"
    r"(?<!difference\s)(?<!differences\s)(?<!change\s)(?<!changes\s)(?<!reduction\s)(?<!effect\s)"
    r"\b(?:for|with|without|despite|about|against|from|due\sto)\s(?:(?:the|their|his|her)\s)?"
    r"(?:(?!less|more|lower|worse|greater|reduced|mean|median|average|rest)[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
#: "Greater change for pain (-4.1 vs -2.6)": what is printed at it are scores.
_HOLDS_SCORES = re.compile(
    r"\s?[(\[]\s?[-+]?\s?\d{1,2}(?:\.\d{1,2})?\s?(?:±|vs\.?\s|versus\s|[(\[]|mm\b|cm\b|points?\b|to\s\d)"
)
#: "SPID (NRS 5.0)": a sum over time, on the scale's name.
_SUMMED = re.compile(r"\bS?SPIDs?\b|\bsummed\b|\bAUC\b|\barea\sunder\b", re.IGNORECASE)
#: "WOMAC A" is its part on pain.
_PART_ON_PAIN = re.compile(r"[\s-](?:sub-?(?:scores?|scales?)[\s-])?A(?![\w'])")
#: A scale's own parts that are not the intensity of pain.
_SUBSCALE = re.compile(
    r"[\s-]*(?:\(\w+\)\s?)?(?:interference|function\w*|stiffness|physical|affective|sensory|evaluative|"
    r"disability|total|(?:sub)?scales?\s(?:of|for)\s(?!pain)|global)\b|"
    r"[\s-]*(?:scores?|ratings?|scales?|values?)?[\s-]*(?:\(\w+\)\s?)?(?:for|of|measuring)\s(?:the\s)?(?:[\w-]+\s){0,2}"
    r"(?:nausea|itch\w*|pruritus|anxiety|sedation|satisfaction|fatigue|sleep|comfort|discomfort|"
    r"function\w*|mood|stiffness|disability|depression|nervousness|well-?being|dyspn\w+|"
    r"unpleasantness|global|quality|disease|improvement|relief|craving|spasticity|stress|bother\w*|"
    r"patient\w*\sglobal|activit\w+|severity\sof\s(?!pain))\b",
    re.IGNORECASE,
)
_OTHERS_SCALE = re.compile(
    r"\b(?:nausea|itch\w*|prurit\w+|anxiety|sedation|satisfaction|fatigue|sleep\w*|comfort|discomfort|mood|"
    r"stiffness|depression|dyspn\w+|unpleasantness|relief|craving|spasticity|stress|global|"
    r"health|disease|function\w*|bother\w*|thirst|cough|dryness|tinnitus|activity|EQ|EQ-5D)[\s-]"
    r"(?:(?:was|were)?[\s\w]{0,30}(?:on|by|with|using)\s(?:an?\s|the\s)?)?$",
    re.IGNORECASE,
)
_OTHERS_PART = re.compile(
    r"(?<![\w(-])(?!(?:SEM|IQR|LBP|CLBP|TKA|THA|CRPS)\b)[A-Z][A-Z0-9-]{2,}\s$"
)
_WORD = re.compile(r"[A-Za-z][\w'-]*")
#: "Pain scores during activity": a condition, no other measure.
_UNDER = word_set(
    "during after before following while when upon without with until since at whilst by"
)
_OF_WHOM = word_set(
    "group groups patients arm arms subjects women men surgery block blocks unit ward "
    "room disorder disorders clinic program programme training exercise exercises "
    "points point therapy"
)
_STATISTICAL = word_set(
    "u t f student student's whitney mann-whitney wilcoxon rank rank-sum chi-square "
    "chi-squared square exact log-rank friedman anova kruskal-wallis wallis signed-rank sum"
)
#: "The pain intensity of attacks": what hurt, and no other measure.
_EVENTS = frozenset({"attacks", "episodes", "punctures"})
_TIME_AND_PLACE = word_set(
    "the that same this first each any every second over all some follow-up"
)
#: "Confidence interval", "interquartile range" are spreads.
_OF_SPREAD = word_set("confidence interquartile inter-quartile quartile credible")
_SUBJECT_VERB = re.compile(
    r"\s(?:was|were|is|are|of|had|improved|increased|decreased|fell|rose|averaged|scores?|index|"
    r"from|changed|values?|declined|dropped)\b|\s?[:=(]"
)
_ACRONYM = re.compile(r"(?<![\w-])[mq]?[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)?(?![\w-])")
#: "After LAI (3.1 vs 4.2)": the letters stand for what was given.
_IS_TREATMENT = re.compile(
    r"\b(?:after|with|versus|vs\.?|than|receiving|received|by|to|plus|during|before|without|following|using)\s(?:the\s)?$"
)
_NO_MEASURE = word_set(
    "SEM IQR ANOVA PCA ASA NSAID NSAIDS CRPS TENS GROUP RCT USA DHE ATE LSM LSMD WMD PACU ICU NICU PICU PCEA PCIA"
)


def measures_in(view: View, words: str) -> list[Measure]:
    """Give what a sentence names as measured, in order."""
    others = view.once(scales_of_others)
    found = list(_pain_mentions(words, others))
    letters = view.once(pain_letters)
    if letters:
        found.extend(
            Measure(
                match.start(),
                _with_noun(words, match.end()),
                is_pain=True,
                is_score=True,
            )
            for match in _ACRONYM.finditer(words)
            if match[0] in letters and not _NO_MEASURE_OF.match(words, match.end())
        )
    taken = [(one.start, one.end) for one in found]
    found.extend(
        other
        for other in _other_mentions(words, view)
        if not any(start <= other.start < end for start, end in taken)
    )
    found.sort()
    return list(_with_their_scales(words, found))


def _with_noun(words: str, end: int) -> int:
    """Give where letters for pain end with their noun: "PRS scores"."""
    noun = _SCORES_BEHIND.match(words, end)
    return noun.end() if noun else end


_SCORES_BEHIND = re.compile(rf"(?:[\s-](?:{_NOUN})\b){{1,2}}", re.IGNORECASE)


def _with_their_scales(words: str, found: list[Measure]) -> Iterator[Measure]:
    """Give a scale to what it rates: "satisfaction (VAS 8.1)", "nausea on the NRS"."""
    last: Measure | None = None
    for one in found:
        is_others = (
            one.is_pain
            and last is not None
            and last.is_rated
            and not last.is_pain
            and "pain" not in words[one.start : one.end].lower()
            and _RATES.fullmatch(words, last.end, one.start)
        )
        last = one._replace(is_pain=False) if is_others else one
        yield last


_RATES = re.compile(
    r"\s?(?:scores?\s|ratings?\s|levels?\s|intensity\s)?(?:[(\[]\s?|(?:(?:was|were)\s)?(?:\w+\s){0,4}?(?:on|by|with|using)\s)"
    r"(?:an?\s|the\s)?(?:(?:mean|median|average|same|[\w-]+-(?:mm|cm|point))\s)*",
    re.IGNORECASE,
)


def _pain_mentions(words: str, others: frozenset[str]) -> Iterator[Measure]:
    for match in _PAIN_MENTION.finditer(words):
        before = words[max(0, match.start() - 60) : match.start()]
        after = words[match.end() : match.end() + 60]
        named = bool(match["noun"] or match["before"] or match["scale"])
        if not match["scale"] and _NO_MEASURE_OF.match(after):
            continue
        is_aimed_at = _AIMED_AT.search(before) and not _HOLDS_SCORES.match(after)
        if not named and is_aimed_at:
            continue
        if _OTHERS_PART.search(before) and not scale_named(before[-12:]):
            # "ASES pain" is a part of another score, whose way up may be another.
            yield Measure(match.start(), match.end(), is_pain=False)
            continue
        is_pain = not (_NOT_INTENSITY.match(after) or _OBJECT_OF.search(before))
        if match["scale"]:
            about = match[0].lower()
            on_others = _SUBSCALE.match(after) or _OTHERS_SCALE.search(before)
            scale = scale_named(match["scale"])
            is_pains = "pain" in about or (
                scale not in ONLY_WITH_PAIN
                and scale not in others
                and not _SUMMED.search(words, 0, match.start())
            )
            is_pain = is_pain and not on_others and is_pains
            if scale == "WOMAC" and (part := _PART_ON_PAIN.match(after)):
                yield Measure(
                    match.start(), match.end() + part.end(), is_pain=True, is_score=True
                )
                continue
        elif not match["pain"].lower().endswith("pain") and not named:
            # "Headache" alone may be counted in days.
            is_pain = False
        yield Measure(match.start(), match.end(), is_pain, is_score=named)


def _other_mentions(words: str, view: View) -> Iterator[Measure]:
    tokens = list(_WORD.finditer(words))
    last = ""
    for number, token in enumerate(tokens):
        word = token[0].lower()
        if word in _TABLES or _is_compound(word):
            following = tokens[number + 1] if number + 1 < len(tokens) else None
            if _is_measure(words, token, last, following):
                is_rated = word not in COUNTED
                yield Measure(
                    token.start(), token.end(), is_pain=False, is_rated=is_rated
                )
        last = word
    known = view.once(arm_letters) | view.once(pain_letters) | _NO_MEASURE
    for match in _ACRONYM.finditer(words):
        if match[0] in known or not _SUBJECT_VERB.match(words, match.end()):
            continue
        if not _IS_TREATMENT.search(words, max(0, match.start() - 14), match.start()):
            yield Measure(match.start(), match.end(), is_pain=False)


_TABLES = RATED | COUNTED | GENERIC


def _is_measure(
    words: str, token: re.Match[str], last: str, following: re.Match[str] | None
) -> bool:
    """Say whether a word of the tables is a measure where it stands."""
    word = token[0].lower()
    if last in _UNDER or last in _OF_SPREAD:
        return False
    is_next = following and words[token.end() : following.start()].isspace()
    if is_next and following and following[0].lower() in _OF_WHOM:
        return False
    if word in _EVENTS and last in {"of", "the", "per"}:
        return False
    if word in GENERIC:
        is_statistical = word in {"test", "tests"} and last in _STATISTICAL
        return not is_statistical and _is_anothers(words, token, last)
    return not (word in {"time", "times"} and last in _TIME_AND_PLACE)


def _is_compound(word: str) -> bool:
    """Say whether a word with a hyphen begins with a scale's name: "Constant-Murley"."""
    first, hyphen, last = word.partition("-")
    return bool(hyphen) and first in RATED and last not in _MERELY_OF


_MERELY_OF = word_set(
    "related induced based free dependent limiting evoked associated up"
)


def _is_anothers(words: str, token: re.Match[str], last: str) -> bool:
    """Say whether a "score" or "level" is named after something else than pain."""
    if not last or last in NEUTRAL or last.endswith("ly"):
        return False
    between = words[max(0, token.start() - 2) : token.start()]
    return between[-1:] in {" ", "-"} and between[:1] not in {",", ";", ")", "."}
