"""How many treatments a patient gets (``sessions``), and how often (``frequency``).

How long one of them, or the whole course, lasts is read in `duration`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.treatment.duration import (
    TRUST,
    is_of_no_patients,
    last,
    last_drug,
    sentences_naming,
)
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

# Sessions.

_COUNT = (
    r"(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"sixteen|twenty|thirty|single)"
)
_MANY = (
    "seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|"
    "twenty-one|thirty"
)
_SESSION = (
    r"(?:infusions?|injections?|sessions?|treatments?|treatment\ssessions|doses?|bolus(?:es)?|"
    r"cycles?|courses?|applications?|instillations?)"
)
_NO_PEOPLE = (
    r"(?!dose|[\w-]*patient|adult|surviv|participant|subject|volunteer|wom[ae]n|m[ae]n\b|child|people|person|cases?\b|"
    r"rats?\b|mice|animals?|group|day|week|month|hour|min|mg|ml|g\b|s\b(?!\()|µg|years?|each\b|times|of\b|with\b|per\b|were\b|in\b|who\b)"
)
_SESSIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "sessions.counted",
        re.compile(
            rf"\b(?:a\s|receiv\w+\s|of\s|underw\w+\s|given\s|for\s|with\s|had\s|scheduled\sfor\s|gave\s|delivered\s|were\s)"
            rf"(?:a\stotal\sof\s|either\s|an?\s|the\s|up\sto\s)?{_COUNT}\s"
            rf"(?:{_NO_PEOPLE}[\w()+-]+,?\s){{0,4}}?{_SESSION}\b",
            re.IGNORECASE,
        ),
    ),
    (
        "sessions.opening",
        re.compile(
            rf"^(?:[A-Z]+\s?:\s)?{_COUNT}\s(?:{_NO_PEOPLE}[\w()+-]+,?\s){{0,3}}?"
            r"(?:infusions|injections|sessions|treatments|doses)\s(?:of\s[\w-]+\s)?(?:were|was)\s(?:given|"
            r"administered|delivered|performed|scheduled)",
            re.IGNORECASE,
        ),
    ),
    (
        "sessions.occasions",
        re.compile(
            r"\bon\s(?P<n>two|three|four|five|six|2|3|4|5|6)\s(?:separate\s|different\s|"
            r"consecutive\s)?(?:occasions|days)\b",
            re.IGNORECASE,
        ),
    ),
    (
        # So many days are no sessions unless something was given on them.
        "sessions.many_occasions",
        re.compile(
            r"\b(?:infus\w+|inject\w+|given|administered|receiv\w+|treat(?:ed|ments?)|sessions?|"
            r"stimulat\w+|applied|repeated)\b[^.;:]{0,50}?\s"
            rf"on\s(?:a\stotal\sof\s)?(?P<n>[7-9]|[1-5]\d|{_MANY})\s(?:(?:separate|different|consecutive|"
            r"successive|alternate|treatment)\s){0,2}(?:occasions|days)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "sessions.article",
        re.compile(
            r"\b(?:received|receiving|receive|given|administered|had)\s(?:either\s)?(?P<n>an?)\s"
            r"(?:[\w-]+\s){0,4}?(?:injection|bolus|block|one-time\s\w+|suppository)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "sessions.single",
        re.compile(
            r"\b(?P<n>single)[\s-](?:(?!dose-|patient|blind|center|centre|group|arm)[\w()+-]+\s){0,3}?"
            r"(?:dose|injection|infusion|bolus|administration|block|treatment|shot)\b",
            re.IGNORECASE,
        ),
    ),
)
#: "For 4 h daily for 10 days": ten treatments.
_DAILY = re.compile(
    r"\b(?:infus\w+|inject\w+|sessions?|stimulat\w+|treatments?)\b[^.;]{0,100}?\b(?:once\s)?"
    r"(?:daily|a\sday|per\sday|each\sday)\s(?:for|over)\s(?P<n>\d{1,2}|\w+)\s(?:consecutive\s)?days",
    re.IGNORECASE,
)
_ONE = frozenset({"single", "a", "an"})
#: What says less comes after what counts.
_RANK = {"sessions.single": 2, "sessions.article": 5}
#: Without one of these words no sentence counts treatments.
_SESSION_WORDS = frozenset(
    (
        "infusions", "infusion", "infused", "injections", "injection", "injected", "sessions",
        "session", "treatments", "treatment", "doses", "dose", "bolus", "boluses", "cycles",
        "courses", "block", "occasions", "days", "applications", "instillations", "shot",
        "administration", "suppository", "stimulation",
    )
)  # fmt: skip
_NOT_SESSIONS = re.compile(
    r"\b(?:(?:two|three|four|2|3|4)\s(?:[\w-]+\s){0,2}doses|groups?|arms?|compar\w+|dose\sof|weeks?\sof|patients?|different|other|effective|"
    r"per\sday|daily|a\sday|concentrations?|rescue|additional|week)\b",
    re.IGNORECASE,
)
#: "Randomized to four treatments": each patient got one of them.
_ALLOTTED = re.compile(
    r"\b(?:randomi[sz]\w+|assigned|allocated|divided|one\sof)\b(?!\s(?:to\s)?receive)",
    re.IGNORECASE,
)
_MOST_SESSIONS = 60
#: "Two sessions weekly" is a frequency; "two cycles before" are no treatments; "a total
#: of 58 infusions" is everybody's.
_OTHER_AFTER = re.compile(
    r"\s?(?:of\s\d|mg|groups?|arms?|weekly|daily|(?:a|per|each|every)\s(?:week|day|month|patient)|"
    r"before\b|after\b|dose|doses|levels?|were\s(?:performed|reviewed|analy))",
    re.IGNORECASE,
)
_OTHER_BEFORE = re.compile(
    r"\b(?:assess\w*|measur\w*|evaluat\w*|record\w*|scor\w*|pain|tested|total|maximum|minimum|"
    r"optimal)\b[^.;]{0,50}$",
    re.IGNORECASE,
)


def read_sessions(view: View, _: Question) -> Iterator[Candidate]:
    """Read how many treatments one patient gets."""
    if not view.names_any(_SESSION_WORDS) or is_of_no_patients(view):
        return
    best: tuple[int, Candidate] | None = None
    values: dict[str, None] = {}
    for sentence in sentences_naming(view, _SESSION_WORDS):
        part = TRUST.get(sentence.part)
        if part is None or part == TRUST["background"]:
            continue
        for rank, item in _sessions(view, sentence, part):
            values[str(item.value)] = None
            if best is None or rank < best[0]:
                best = rank, item
    if best is not None:
        chosen = best[1]
        others = tuple(v for v in values if v != str(chosen.value))
        yield chosen if not others else _with_alternatives(view, chosen, others)


def _with_alternatives(
    view: View, item: Candidate, others: tuple[str, ...]
) -> Candidate:
    return candidate(
        view, item.field, item.value, item.start, item.end, item.rule,
        confidence="medium", status=item.status, alternatives=others,
    )  # fmt: skip


def _sessions(
    view: View, sentence: Sentence, part: int
) -> Iterator[tuple[int, Candidate]]:
    daily = _DAILY.search(sentence.words)
    if daily:
        n = read_count(daily["n"])
        if n and n <= _MOST_SESSIONS:
            yield part, _session(view, sentence, daily, n, "sessions.daily")
    for name, words in _SESSIONS:
        for match in words.finditer(sentence.words):
            n = 1 if match["n"].lower() in _ONE else read_count(match["n"])
            if (
                n
                and n <= _MOST_SESSIONS
                and _is_each_patients(sentence, name, match, n)
            ):
                rank = part + _RANK.get(name, 0)
                yield rank, _session(view, sentence, match, n, name)


def _is_each_patients(
    sentence: Sentence, name: str, match: re.Match[str], n: int
) -> bool:
    """Say whether a count is of one patient's treatments, by the words around it."""
    words = sentence.words
    if _OTHER_AFTER.match(words[match.end() : match.end() + 25]):
        return False
    if name in {"sessions.counted", "sessions.opening"}:
        lead = words[max(0, match.start() - 40) : match.start() + 12]
        if n == 1 or _ALLOTTED.search(lead) or _NOT_SESSIONS.search(match[0]):
            return False
    near = words[max(0, match.start() - 60) : match.start("n")]
    return name == "sessions.article" or not _OTHER_BEFORE.search(near)


def _session(
    view: View, sentence: Sentence, match: re.Match[str], n: int, rule: str
) -> Candidate:
    derived = rule == "sessions.daily"
    return candidate(
        view,
        "sessions",
        n,
        sentence.start + match.start(),
        sentence.start + match.end(),
        rule,
        status="derived" if derived else "stated",
        confidence="medium" if derived else "high",
    )


# Frequency.

_NUMBER_WORD = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten|twelve)"
_FREQUENCY = re.compile(
    rf"(?<![\w-])(?:(?:once|twice|thrice|{_NUMBER_WORD}(?:\s(?:to|or)\s{_NUMBER_WORD})?\stimes|"
    rf"{_NUMBER_WORD}[-\s](?:doses|sessions|infusions|treatments))(?:\s?(?:/|a|per|each|every)\s?(?:day|week|month)|"
    r"\s(?:daily|weekly|monthly)|-(?:daily|weekly|monthly))|"
    rf"every\s(?:other\sday|second\sday|day|week|month|(?:{_NUMBER_WORD}(?:[-\s](?:to|or)?[-\s]?{_NUMBER_WORD})?\s?)"
    r"(?:h|hr|hrs|hours?|days?|weeks?|wk|months?|min|minutes?))|"
    r"(?:on\s)?alternate\sdays|on\sdemand|as\sneeded|(?:four|six|eight|twelve|4|6|8|12)[-\s]?hourly|"
    r"(?:once|twice)-daily|b\.?\s?i\.?\s?d\b\.?|t\.?\s?i\.?\s?d\b\.?|q\.?\s?i\.?\s?d\b\.?|"
    r"q\s?(?:4|6|8|12|24)\s?h|daily|weekly|biweekly|fortnightly|monthly)(?![\w-])",
    re.IGNORECASE,
)
#: Without one of these words no sentence tells how often.
_FREQUENCY_WORDS = frozenset(
    (
        "daily", "weekly", "biweekly", "fortnightly", "monthly", "once", "twice", "thrice",
        "times", "every", "alternate", "demand", "needed", "hourly", "bid", "tid", "qid",
        "b", "t", "q", "day", "week", "h", "doses", "sessions",
    )
)  # fmt: skip
_IS_GIVEN = re.compile(
    r"\b(?:mg|mcg|µg|g|ml|receiv\w*|given|administ\w+|infus\w+|inject\w+|treated|treatment|took|"
    r"taken|taking|doses?|tablets?|capsules?|applied|sessions?|exercis\w*|training|instilled|"
    r"consum\w+|therapy|stimulation|chew\w*|drops?|placebo|classes|lozenges?)\b",
    re.IGNORECASE,
)
_IS_MEASURED = re.compile(
    r"\b(?:assess\w*|record\w*|measur\w*|evaluat\w*|monitor\w*|scores?|scale|activit\w+|living|life|"
    r"attacks?|headaches?|seizures?|rescue|smok\w+|drink\w*|diary|diaries|registered|rated|"
    r"pain|nausea|episodes?|visit\w*|collected|functions?|mean|median|observ\w*|check\w*|stools?|"
    r"bowel|vomiting|sleep|contacts?|average|consumption|requirements?|interfer\w*)\b",
    re.IGNORECASE,
)


def read_frequency(view: View, _: Question) -> Iterator[Candidate]:
    """Read how often the treatment is given, in the words of the text."""
    if not view.names_any(_FREQUENCY_WORDS) or is_of_no_patients(view):
        return
    found: list[tuple[int, int, int]] = []
    for sentence in sentences_naming(view, _FREQUENCY_WORDS):
        part = TRUST.get(sentence.part, TRUST["background"])
        if part >= TRUST["conclusions"]:
            continue
        for match in _FREQUENCY.finditer(sentence.words):
            if _is_of_treatment(view, sentence, match):
                # "Twice daily" tells more than "daily".
                is_short = match[0].lower() in {"daily", "weekly", "monthly"}
                start = sentence.start + match.start()
                found.append((part + is_short, start, start + len(match[0])))
    if not found:
        return
    start, end = min(found)[1:]
    value = _printed(view, start, end)
    others = dict.fromkeys(
        words
        for _, first, final in found
        if (words := _printed(view, first, final)).lower() != value.lower()
    )
    yield candidate(
        view, "frequency", value, start, end, "frequency.given",
        confidence="medium", alternatives=tuple(others),
    )  # fmt: skip


def _printed(view: View, start: int, end: int) -> str:
    return " ".join(view.text[start:end].split())


def _is_of_treatment(view: View, sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether the nearest words tell what was given, not what was measured."""
    low = max(0, match.start() - 80)
    before = sentence.words[low : match.start()]
    after = sentence.words[match.end() : match.end() + 30].lstrip(" -")
    drug = last_drug(view, sentence.start + low, sentence.start + match.start())
    nearest = max(last(_IS_GIVEN, before), drug)
    if _IS_MEASURED.match(after) or nearest < last(_IS_MEASURED, before):
        return False
    return nearest >= 0 or bool(_IS_GIVEN.match(after))
