"""How long patients were followed: the last time at which pain was asked for.

A follow-up that the text names as such is the surest; else the last of the times at
which something was measured; else the end of the treatment that a trial's outcome
was taken at (derived). Recruitment, age, how long an illness had lasted, how long an
operation took and when a drug was given are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.times import Time, times, times_in
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.duration import treatment_lengths
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question


class _Found(NamedTuple):
    """A time that may be the last assessment, and how surely it is one."""

    #: 0: named as follow-up; 1: something was measured then; 2: said in passing.
    rank: int
    days: float
    time: Time
    start: int
    end: int
    rule: str


_BACK, _NEAR, _AHEAD = 160, 100, 60
#: Where an assessment is told. What others did, and what should be done, is none.
_PARTS = frozenset({"title", "methods", "results", "abstract", "objective"})

#: "Followed up for 2 years", "a mean follow-up of 18 months", "6-month follow-up".
_FOLLOWED_BEFORE = re.compile(
    r"\b(?:follow(?:ed)?-?\s?(?:ing\s)?up|followed(?=\s(?:for|at|over|during|until|after|patients)))\b"
    r"[^.;]{0,70}$",
    re.IGNORECASE,
)
_FOLLOWED_AFTER = re.compile(
    r"['\s-]{0,3}(?:of\s|\(?(?:mean|median|average)\s|post-?\w+\s|clinical\s|long-?term\s){0,2}"
    r"(?:follow-?\s?ups?\b|results\b|outcomes?\b)",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:mean|median|average)\b", re.IGNORECASE)
_NOT_FOLLOWED = re.compile(
    r"\b(?:lost|loss|without|no|before|until)\b[^,]{0,25}$", re.IGNORECASE
)
#: What the end of a follow-up is not: one of its ranges or spreads.
_RANGE_BEFORE = re.compile(
    r"\b(?:range[ds]?|ranging|IQR|SD|interquartile|from|minimum|at\sleast|95%\sCI|CI)\W{0,3}"
    r"(?:from\s|of\s|was\s)?$|"
    r"\b(?:range[ds]?|ranging|from|between)\s(?:from\s)?\d[\d.]*\s?\w*\s?(?:to|-|and)\s?$",
    re.IGNORECASE,
)

#: Before a time: what makes it no time of assessment.
_NO_ASSESSMENT_BEFORE = re.compile(
    # How long something had lasted or took.
    r"\b(?:(?:more|longer|less|fewer|greater|shorter)\sthan|at\sleast|[<>≤≥])\s?(?:or\sequal\sto\s)?$|"
    r"[<>≤≥]\s?$|"
    r"\b(?:duration|history|time\s(?:to|from|until|of)|onset|stay|latency|survival|length|age|"
    r"delay|interval|half-life|lasted|lasting|persisted|prolonged|shortened|earlier|sooner|faster|"
    r"waiting|experience|Apgar|operat\w+\stime|surg\w+\stime)\b[^.;:]{0,40}$|"
    # What was before, and whom the study took in.
    r"\b(?:previous|past|prior|preceding|last|recent|every|each|per|about\sthe)\s$|"
    r"\b(?:recruited|enrolled|seen|collected|admitted|referred|presenting|presented|performed|"
    r"diagnosed|onset|conducted)\b[^.;]{0,40}\b(?:over|during|within|in|for)\s(?:an?\s|the\s)?$|"
    r"\b(?:present\w*\swith|complain\w*\sof|suffer\w*)\b[^.;]{0,70}\b(?:for|over|during|of)\s(?:an?\s|the\s)?$|"
    # When and how fast a drug was given.
    r"\b(?:infus\w+|inject\w+|bolus|administered|given|mg|mcg|µg|ml|mg/kg|µg/kg|dose|loading)\b"
    r"[^.;]{0,30}\b(?:over|in|for|during|within)\s(?:an?\s|the\s)?$|"
    r"\b(?:lockout|spaced|separated|wash-?out|run-in|increments)\b[^.;]{0,20}$|"
    r"\b(?:sleep|fast(?:ed|ing)|storage|incubat\w+|cultur\w+)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_NO_ASSESSMENT_AFTER = re.compile(
    r"[\s'-]{0,2}(?:experience|\(?(?:SD|±)|±|ago\b|earlier\b|previously\b|before\b|prior\b|pre-?\w|old\b|apart\b|"
    r"lockout|wash-?out|run-in|of\s(?:age|onset|symptom|pain|experience|surgery)|history|half-life|"
    r"duration|interval|shorter|longer|faster|sooner|later,?\s(?:induction|anesth|an[a]esth|the\spatients\sreceived)|"
    r"baseline|period\s?\((?:from\s)?(?:[A-Z][a-z]+|\d{4})|\((?:from\s)?(?:between\s)?[A-Z][a-z]{2,8}\.?\s(?:\d{1,2},?\s)?(?:19|20)\d\d|"
    r"\((?:19|20)\d\d|infusion|bolus|course|exercise|program|training|walk|recall|per\b|/\s?(?:day|week))",
    re.IGNORECASE,
)
#: Near a time: words that say something was asked for or measured then.
_ASSESSED = re.compile(
    r"\b(?:assess\w*|measur\w*|evaluat\w*|record\w*|observ\w*|monitor\w*|scores?|scales?|VAS|NRS|VNRS|"
    r"WOMAC|pain|relief|outcomes?|end-?\s?points?|follow\w*|re-?examin\w*|visits?|baseline|ratings?|"
    r"rated|questionnaire\w*|improv\w*|reduc\w*|decreas\w*|increas\w*|lower|higher|better|response|"
    r"responders?|differen\w*|consumption|requirement\w*|analgesi\w*|sustained|efficacy|compared|"
    r"complications?|recurren\w*|survival|function\w*|disability|incidence|symptoms?|primary|"
    r"seen\sat|completed|satisf\w*|block|similar|documented|headaches?|free|change\w*|respectively|significan\w*|p\s?[<=>])\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:observed|monitored|recorded|assessed|measured|evaluated|registered|collected|studied|"
    r"scores?|pain|rated)\b[^.;]{0,60}\b(?:for|over|during|through|throughout|up\sto)\s"
    r"(?:(?:the|an?|up|to|first|initial|next|another|further|period|of|at|least)\s){0,4}$",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"\b(?:up\sto|until|till|through|first|initial)\s(?:the\s)?(?:first\s)?$",
    re.IGNORECASE,
)
#: No abstract names more times; a longer text is no abstract.
_MOST_TIMES, _MOST_OTHERS = 400, 8
_LONGEST = 30 * 365.25
#: "The 24-h score": a length before what is measured, if it is no treatment's [days].
_LONGEST_NEAR = 7.0
#: A treatment shorter than this is an infusion; its end is no follow-up [days].
_SHORTEST_COURSE = 5.0


def read_follow_up(view: View, _: Question) -> Iterator[Candidate]:
    """Read the last assessment after treatment; the other times as alternatives."""
    if not any(time.unit for time in view.once(times)):
        return
    if is_kind(view, "synthesis") or is_kind(view, "animal"):
        return
    found = list(_assessments(view))
    best = _last_of(found)
    if best is None:
        yield from _end_of_treatment(view)
        return
    others = dict.fromkeys(
        one.time.name
        for one in sorted(found, key=lambda one: -one.days)
        if round(one.days, 3) != round(best.days, 3)
    )
    yield candidate(
        view,
        "follow_up",
        _number(best.time),
        best.start,
        best.end,
        best.rule,
        unit=best.time.unit,
        confidence=("high", "medium", "low")[best.rank],
        alternatives=tuple(others)[:_MOST_OTHERS],
    )


def _last_of(found: Sequence[_Found]) -> _Found | None:
    """Give the last assessment: of those named as follow-up and measured, the latest."""
    means = [one for one in found if one.rank == 0 and one.rule == "follow_up.mean"]
    sure = means or [one for one in found if one.rank <= 1] or found
    return max(
        sure, key=lambda one: (round(one.days, 3), -one.rank, -one.start), default=None
    )


def _assessments(view: View) -> Iterator[_Found]:
    looked = 0
    for sentence in view.sentences:
        if sentence.part not in _PARTS:
            continue
        for time in times_in(view, sentence.start, sentence.end):
            days = time.days
            if days is None or not 0 < days <= _LONGEST or time.kind in _NEVER:
                continue
            looked += 1
            if looked > _MOST_TIMES:
                return
            found = _assessment(view, sentence, time, days)
            if found is not None:
                yield found


def _courses(view: View) -> frozenset[int]:
    """Give where the lengths of treatment stand, trials' own lengths aside."""
    return frozenset(
        one.time.start
        for one in view.once(treatment_lengths)
        if one.rule != "duration.of_trial"
    )


_NEVER = frozenset({"age", "interval", "baseline"})


def _assessment(
    view: View, sentence: Sentence, time: Time, days: float
) -> _Found | None:
    """Say whether a time is one of assessment, by the words around it."""
    text = view.folded
    before = text[max(sentence.start, time.start - _BACK) : time.start]
    after = text[time.end : min(sentence.end, time.end + _AHEAD)]
    followed = _followed(text, before, after, time, days)
    if followed is not None:
        return followed
    if (
        time.start in view.once(_courses)
        or _is_measured_value(time)
        or _NO_ASSESSMENT_BEFORE.search(before[-_NEAR:])
        or _NO_ASSESSMENT_AFTER.match(after)
    ):
        return None
    lasts = _LASTS.search(before)
    if lasts:
        start = time.start - len(lasts[0])
        return _Found(1, days, time, start, time.end, "follow_up.over")
    if _ASSESSED.search(before) or _ASSESSED.search(after):
        if time.kind in {"point", "label"} or _UP_TO.search(before):
            return _Found(1, days, time, time.start, time.end, "follow_up.at")
        if time.kind == "mixed" and days <= _LONGEST_NEAR:
            return _Found(2, days, time, time.start, time.end, "follow_up.near")
    return None


def _followed(
    text: str, before: str, after: str, time: Time, days: float
) -> _Found | None:
    """Read a time that the text itself calls follow-up."""
    if _RANGE_BEFORE.search(before):
        return None
    named = _FOLLOWED_BEFORE.search(before)
    if named and not _NOT_FOLLOWED.search(before):
        start = time.start - len(named[0])
        is_mean = _MEAN.search(text[max(start - 15, 0) : time.start])
        rule = "follow_up.mean" if is_mean else "follow_up.followed"
        return _Found(0, days, time, start, time.end, rule)
    behind = _FOLLOWED_AFTER.match(after)
    if behind is None:
        return None
    end = time.end + behind.end()
    return _Found(0, days, time, time.start, end, "follow_up.named")


def _number(time: Time) -> float:
    """Give the number of a time; of a range, the longer end."""
    return time.high or time.number or 0.0


def _is_measured_value(time: Time) -> bool:
    """Say whether a length has decimals, as means have: "stayed 4.7 days"."""
    decimals = re.match(r"\d+\.(\d+)", time.name)
    return decimals is not None and decimals[1] != "5"


def _end_of_treatment(view: View) -> Iterator[Candidate]:
    """Read the end of a course as the last assessment where no other is told."""
    lengths = [
        one
        for one in view.once(treatment_lengths)
        if (one.time.days or 0) >= _SHORTEST_COURSE and one.time.high is None
    ]
    if lengths:
        best = min(lengths, key=lambda one: (one.rank, one.start))
        time = best.time
        yield candidate(
            view,
            "follow_up",
            _number(time),
            best.start,
            best.end,
            "follow_up.end_of_treatment",
            unit=time.unit,
            status="derived",
            confidence="low",
        )
