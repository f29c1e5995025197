"""How long one course of a treatment, or one infusion, lasts.

How long patients had been ill, were followed or were recruited is no duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.times import Time, times, times_in
from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.given_drug import drugs_in
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

#: What a treatment is called.
_TREATMENT = (
    r"(?:treatments?|therap(?:y|ies)|infusions?|regimens?|courses?|program(?:me)?s?|"
    r"interventions?|administration|medication|stimulation|neurostimulation|supplementation|"
    r"training|exercises?|cycles?|iontophoresis|acupuncture|dosing|consumption|intake|"
    r"application|prophylaxis|anticoagulation|ventilation|PCA|immobili[sz]ation)"
)
#: Between a length and its treatment: "5-day moderate-dose continuous racemic ketamine".
_DESCRIBES = (
    r"(?:(?!after|before|between|rest\b|than|prior|following|with|who|until|from|to\b|and\s\d|\d+\s|in\b)"
    r"[\w()+/-]+,?\s){0,6}?"
)


class _Length(NamedTuple):
    """A length of treatment: the smaller the rank, the surer it is the course's."""

    rank: int
    time: Time
    start: int
    end: int
    rule: str
    confidence: Confidence


#: "A 5-day ketamine infusion", "8 weeks of exercise", "over 12 weeks of treatment".
_OF_TREATMENT = re.compile(
    rf"(?:\s|-|,\s)(?:of\s)?{_DESCRIBES}{_TREATMENT}\b", re.IGNORECASE
)
#: What makes a length of treatment the time of a measurement.
_AT = re.compile(
    r"\b(?:every|each|per|at|after|by|within|in(?!\san?\s)|until|last)\s(?:the\s|an?\s)?(?:[\d.]+,?\s(?:and\s|or\s)?){0,5}$",
    re.IGNORECASE,
)
_OF_OTHER = re.compile(
    r"\s?-?\s?(?:after|before|later|post|pre\b|follow|of\s(?:follow|pain|symptom|age|surg|"
    r"onset)|wash|run|baseline|observ|history|stay|prior|from|in\b|to\b|and\b|or\b|the\b|"
    r"free|period\s(?:before|after|of\s(?:observ|follow))|without|interval|between|during|old)",
    re.IGNORECASE,
)
#: "For 8 weeks", "over 10 days": then the words before tell what lasted so long.
_LASTS = re.compile(
    r"\b(?:for|over|during|lasting|continued\sfor|within)\s(?:(?:an?|the|up|to|about|"
    r"approximately|further|next|another|total|period|minimum|maximum|of|at|least|mean|median|"
    r"additional|initial|whole|entire|only)\s){0,5}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:receiv\w*|gave|give[ns]?|administ\w+|infus\w+|inject\w+|treat\w+|therapy|took|take[ns]?|"
    r"taking|daily|doses?|dosage|mg|mcg|µg|ml|g/d|once|twice|times|times/day|tid|bid|b\.i\.d|t\.i\.d|"
    r"day|weekly|consum\w+|applied|application|exercis\w*|training|sessions?|program\w*|"
    r"intervention|supplement\w*|stimulation|neurostimulation|infusions?|tablets?|"
    r"capsules?|drops?|worn|chew\w*|placebo(?!-)|saline|wore|regimen|diet|co-treated|instilled|"
    r"prescribed|started|titrated)\b",
    re.IGNORECASE,
)
_LASTED = re.compile(
    r"\b(?:interview\w*|follow\w*|observ\w*|record\w*|monitor\w*|assess\w*|measur\w*|evaluat\w*|collect\w*|"
    r"last(?:ed|s|ing)?|persist\w*|relief|relieved|reliev\w*|free|symptoms?|suffer\w*|history|"
    r"hospitali\w*|hospital|stay\w*|remain\w*|stable|enrol\w*|recruit\w*|maintain\w*|effective|"
    r"experienc\w*|improv\w*|reduc\w*|surviv\w*|stor(?:ed|age)|incubat\w*|refractory|present\w*|"
    r"effects?|pain|consumption|requirements?|scores?|analgesia|block|waiting|fast\w*|sustained|"
    r"decreas\w*|increas\w*|changes?|differen\w*|complain\w*|diagnos\w*|conducted|rescue|PCA|"
    r"questionnaires?|diary|diaries|rated|rating|employ\w*|work\w*|experience|data|used)\b",
    re.IGNORECASE,
)
#: "Treatment lasted 12 weeks", "duration of infusion was 6 h".
_LASTED_TREATMENT = re.compile(
    rf"\b(?:duration\sof\s(?:the\s)?{_TREATMENT}|{_TREATMENT}\s(?:duration|period|lasted|"
    r"phase|time))\s?(?:was|were|of|lasted|:|=)?\s?(?:approximately\s|about\s)?\(?$",
    re.IGNORECASE,
)
#: A trial's own length is the treatment's where nothing else is: "a 12-week trial".
_TRIAL = re.compile(
    r"(?:\s|-|,\s)(?:(?:randomi[sz]ed|double|single|blind(?:ed)?|placebo|vehicle|active|controlled|"
    r"comparator|open|label|parallel|group|groups|multi-?cent(?:er|re)|prospective|phase|I{1,3}|"
    r"pilot|arm|two|three|flexible|forced|fixed|dose|cross-?over|clinical|and|treatment|"
    r"efficacy|safety|acute)[\s,-]{1,2}){0,12}(?:trial|study|treatment\s(?:phase|period))\b",
    re.IGNORECASE,
)
#: Between an infusion and its course: "4 h (25 ml/h) daily for 10 days".
_EACH_DAY = re.compile(
    r"\s?(?:\([^()]{0,40}\)\s?)?(?:(?:once\s|twice\s)?daily|(?:a|per|each|every)\s(?:day|week)|"
    r"weekly|(?:once|twice|\w+\stimes)\s(?:a|per)\s(?:day|week)),?\s(?:for|over)\s(?:an?\s|the\s)?",
    re.IGNORECASE,
)
_OF_RESCUE = re.compile(
    r"\b(?:rescue|patient-\s?controlled|PCA|standard|each\stime|prescriptions?|described|first|"
    r"weighted|AUC|concentrations?)\b",
    re.IGNORECASE,
)
_BACK = 110
TRUST = {
    "title": 0, "methods": 1, "abstract": 1, "objective": 1, "results": 2,
    "conclusions": 3, "background": 6,
}  # fmt: skip
#: "Week 12" and "the 2nd day" are points, never lengths.
_COUNTS = re.compile(
    r"(?:\d[\d.]*(?!\d|st|nd|rd|th)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|sixteen|eighteen|twenty|thirty|forty|sixty|ninety)(?![a-z])",
    re.IGNORECASE,
)
#: No abstract names more lengths; a longer text is no abstract.
_MOST_TIMES, _MOST_OTHERS = 400, 8
_LONGEST_COURSE = 10 * 365.0


def read_duration(view: View, _: Question) -> Iterator[Candidate]:
    """Read the length of one course of treatment, the surest; others as alternatives."""
    if not any(time.unit for time in view.once(times)) or is_kind(view, "synthesis"):
        return
    found = sorted(view.once(treatment_lengths), key=lambda one: (one.rank, one.start))
    if not found:
        return
    best = _longest_in_sentence(view, found)
    others = dict.fromkeys(
        length.time.name
        for length in found
        if (length.time.number, length.time.unit) != (best.time.number, best.time.unit)
    )
    yield candidate(
        view,
        "duration",
        best.time.number or 0.0,
        best.start,
        best.end,
        best.rule,
        value_high=best.time.high,
        unit=best.time.unit,
        confidence=best.confidence,
        alternatives=tuple(others)[:_MOST_OTHERS],
    )


def is_of_no_patients(view: View) -> bool:
    """Say whether a record treats no patients: a review, a study of animals."""
    return is_kind(view, "synthesis") or is_kind(view, "animal")


def _longest_in_sentence(view: View, found: Sequence[_Length]) -> _Length:
    """Of "4 h daily for 10 days" take the course, not the single infusion."""
    best = found[0]
    for other in found[1:]:
        gap = view.folded[best.time.end : other.time.start]
        if len(gap) < _BACK and _EACH_DAY.fullmatch(gap):
            best = other
    return best


def treatment_lengths(view: View) -> tuple[_Length, ...]:
    """Give every length of treatment; ask through ``view.once(treatment_lengths)``."""
    return tuple(_lengths(view))


def _lengths(view: View) -> Iterator[_Length]:
    looked = 0
    for sentence in view.sentences:
        part = TRUST.get(sentence.part)
        if part is None:
            continue
        for time in times_in(view, sentence.start, sentence.end):
            usual = time.unit and time.kind in {"length", "mixed", "point"}
            if not usual or not time.number or time.unit == "seconds":
                continue
            if (time.days or 0) > _LONGEST_COURSE or not _COUNTS.match(time.name):
                continue
            looked += 1
            if looked > _MOST_TIMES:
                return
            found = _length(view, sentence, time, part)
            if found is not None:
                yield found


def _length(view: View, sentence: Sentence, time: Time, part: int) -> _Length | None:
    """Say whether a time is the length of a treatment, by the words around it."""
    text = view.folded
    before = text[max(sentence.start, time.start - _BACK) : time.start]
    after = text[time.end : min(sentence.end, time.end + 90)]
    lasted = _LASTED_TREATMENT.search(before)
    if lasted:
        start = time.start - len(lasted[0])
        return _Length(part, time, start, time.end, "duration.lasted", "high")
    described = _OF_TREATMENT.match(after)
    if described and not _OF_OTHER.match(after) and not _LASTED.search(described[0]):
        end = time.end + described.end()
        if not _AT.search(before):
            return _Length(part, time, time.start, end, "duration.of_treatment", "high")
        if (time.days or 0) >= 1:
            # "After 4 and 8 weeks of treatment": it lasted so long at least.
            return _Length(part + 3, time, time.start, end, "duration.after", "low")
    if _LASTS.search(before) and not re.match(
        r"\s?(?:after|post|follow|before)", after
    ):
        given = last(_GIVEN, before)
        other = last(_LASTED, before)
        drug = last_drug(view, time.start - len(before), time.start)
        nearest = max(given, drug)
        if nearest > other and not _OF_RESCUE.search(before):
            start = time.start - len(before) + nearest
            return _Length(part + 1, time, start, time.end, "duration.for", "medium")
    trial = _TRIAL.match(after)
    if trial and _is_adjective(text, time) and not _AT.search(before):
        end = time.end + trial.end()
        return _Length(part + 4, time, time.start, end, "duration.of_trial", "low")
    return None


def _is_adjective(text: str, time: Time) -> bool:
    """Say whether a length describes what follows: "a 12-week", "this seven day"."""
    printed = text[time.start : time.end + 1].lower()
    is_one = not printed[:-1].endswith("s")
    return "-" in printed or (is_one and time.number != 1)


def sentences_naming(view: View, words: frozenset[str]) -> Iterator[Sentence]:
    """Give the sentences in which one of these words stands."""
    place, sentences = 0, view.sentences
    for word in view.words:
        is_named = word.lower in words or (
            "-" in word.lower and not words.isdisjoint(word.lower.split("-"))
        )
        if is_named and word.start >= sentences[place].start:
            while word.start >= sentences[place].end:
                place += 1
            yield sentences[place]
            place += 1
            if place == len(sentences):
                return


def last(words: re.Pattern[str], text: str) -> int:
    """Give the place of the last match, or -1."""
    place = -1
    for match in words.finditer(text):
        place = match.start()
    return place


def last_drug(view: View, start: int, end: int) -> int:
    """Give the place of the last drug between two places, from the first; or -1."""
    named = drugs_in(view, start, end)
    return named[-1].start - start if named else -1
