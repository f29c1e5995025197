"""Every place where a text counts people: a number, describing words, "patients".

Words are looked up in sets, not matched by one large pattern. What the people did, and
whether they are the study's sample, is for the rules to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ketaevidence.extraction.mentions.counts import Count, counts, word_starts
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.numbers import WHOLE, read_count
from ketaevidence.extraction.text import View, Word


class People(NamedTuple):
    """A number of people: the number's place, and where the words for people end."""

    value: int
    start: int
    end: int
    #: The word for people, in lower case; empty where only a verb shows them.
    noun: str
    #: The describing words between number and noun, in lower case.
    between: str
    #: The number of the sentence in ``view.sentences``.
    sentence: int


#: Words for people, whoever they are.
PEOPLE = word_set(
    "patients subjects participants volunteers individuals persons people children",
    "adults outpatients out-patients inpatients in-patients parturients women men",
    "infants neonates newborns adolescents boys girls males females mothers babies",
    "respondents residents candidates recipients donors sufferers students nurses",
    "athletes runners players smokers users veterans soldiers workers employees",
    "survivors elders pupils teenagers toddlers primiparas primiparae primigravidas",
    "primigravidae nulliparas nulliparae gravidas multiparas migraineurs diabetics",
    "asthmatics hypertensives addicts schoolchildren preschoolers seniors twins",
    "couples physicians dentists non-smokers enrollees completers abusers drinkers",
    "trainees undergraduates amputees caregivers prisoners inmates siblings parents",
    "relatives spouses recruits youths ladies gentlemen",
)
#: Words for people who may as well be something else, or no sample of their own.
DOUBTFUL = word_set("cases controls pairs")
#: With these the count is of one sex, and the total is a sum.
SEXES = word_set("women men boys girls males females male female ladies gentlemen")
#: Between a number and its people these words end the phrase.
_STOPS = word_set(
    "of per and or to in at on for with from by after before during over under",
    "within than more less fewer the a an these those this that which who whom",
    "whose were was is are be been had have has did do will would years year months",
    "month weeks week days day hours hour h hr hrs min minutes mg g kg ml l cm mm",
    "mmhg percent points point items item visits episodes times centers centres",
    "hospitals sites groups arms studies trials reports infusions injections doses",
    "attacks eyes teeth fractures knees hips charts records samples procedures",
    "operations sessions cycles limbs hands feet pharmacies practices clinics",
    "schools units wards families households practitioners healthcare institutions",
    "countries µg mcg ug iu mmol ng %",
    "as such served pigs piglets rats mice rabbits dogs cats sheep lambs horses",
    "calves goats animals monkeys hamsters",
)
#: After these a number is a class: "40 type 2 diabetic patients".
_CLASSES = word_set(
    "type grade stage class asa level phase status physical tanner nyha"
)
#: "To" joins two of these: "ASA I to III patients".
_DEGREES = word_set("i ii iii iv mild moderate")
#: Before a number these say that it counts or numbers something else.
_NUMBERED = word_set(
    "group groups arm day days week weeks month months year years hour grade type",
    "phase stage table figure class level category step site number no part version",
    "visit question item t cycle age aged score asa nyha",
    "covid disease sars-cov",
)
#: As these do before a small number: "in study 2 patients were treated".
_NUMBERED_IF_SMALL = word_set("study experiment cohort trial series")
_SMALL = 10
#: What people do: after a bare number these show that people are meant.
_DONE_BY_PEOPLE = word_set(
    "were was completed finished participated agreed consented entered received",
    "withdrew declined refused met underwent had dropped enrolled remained",
    "fulfilled accepted took discontinued provided returned responded attended",
)
#: A bare number like these is a year.
_YEARS_OF_OUR_TIME = range(1900, 2051)
#: No phrase has more describing words than this.
_LONGEST = 14
#: Before the bracket of a size these show that it is an arm's, not the people's.
_OF_AN_ARM = word_set(
    "group groups arm arms or and receive received receiving placebo given treated",
)
#: A phrase before the bracket of a size has so many words at most.
_LONGEST_BEFORE = 6
#: Without one of these words (runs of letters, lower case) nobody is counted.
_GATE = frozenset(
    part
    for word in (*PEOPLE, *DOUBTFUL, "patient", "subject")
    for part in word.split("-")
) - {"non", "out", "in"}

_PLAIN_GAPS = frozenset((" ", ", ", "-", "/", "  ", " - ", '"', ' "', '" ', "' ", " '"))
_GAP_BEFORE_NOUN = re.compile(r"[\s(,/\"'*-]{1,4}")
_CLASS_GAP = re.compile(r"\s?-?\d{1,2}(?:\s?(?:-|/|,|or|and|&)\s?\d{1,2})?[\s,]{1,2}")
#: "60 elective, 18-65 year old patients".
_AGES = re.compile(r"[\s,(]{1,3}\d{1,2}(?:\s?(?:-|to|and)\s?\d{1,2})?-?[\s-]{1,2}")
_YEARS = word_set("year years year-old years-old yr yrs old")
_NUMBER_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b"
#: "56 male and 44 female subjects", "(18 female, 9 male)": the sex is the noun.
_ENDS_SEX = re.compile(
    rf"\s?(?:[;/)\].]|,\s(?:and\s)?(?:\d|{_NUMBER_WORD})|,\d"
    rf"|and\s(?:\d|[a-z-]+\s(?:fe)?male|{_NUMBER_WORD}))"
)
_SIGN_BEFORE = re.compile(r"(?:[<>≤≥=±$€£]\s?|\d\s?[-/]\s?|\d\s(?:to|or)\s|\d)$")
#: "Subjects (n = 70) with pain were enrolled".
_SIZE = re.compile(rf"[(\[]\s?n\s?=\s?(?P<n>{WHOLE})\s?[)\];,]", re.IGNORECASE)


def people(view: View) -> tuple[People, ...]:
    """Give every count of people in order; ask through ``view.once(people)``."""
    if not view.names_any(_GATE):
        return ()
    starts = view.once(word_starts)
    found = [*_counted(view, starts), *_in_brackets(view, starts)]
    found.sort(key=lambda one: one.start)
    return tuple(found)


def _counted(view: View, starts: list[int]) -> Iterator[People]:
    """Give the numbers that a word for people follows."""
    folded = view.folded
    number = 0
    for count in view.once(counts):
        if not count.value or _is_signed(folded, count.start):
            continue
        first = bisect_left(starts, count.end)
        if _is_label(view, count, bisect_left(starts, count.start)):
            continue
        noun = _noun_after(view, count, first) or _understood(view, count, first)
        if noun is None:
            continue
        while view.sentences[number].end <= count.start:
            number += 1
        between = folded[count.end : noun.start].strip(" -,").lower()
        yield People(count.value, count.start, noun.end, noun.lower, between, number)


def _is_signed(folded: str, start: int) -> bool:
    """Say whether a sign or another number stands before: "> 60", "10 to 20"."""
    before = folded[max(0, start - 6) : start]
    return before.rstrip()[-1:] in _SIGNS and bool(_SIGN_BEFORE.search(before))


#: The last signs of what `_SIGN_BEFORE` finds, "to" and "or" among them.
_SIGNS = frozenset("<>≤≥=±$€£-/or0123456789")


def _is_label(view: View, count: Count, at: int) -> bool:
    """Say whether the word before makes the number a label: "group 1 patients"."""
    if not at:
        return False
    before = view.words[at - 1]
    is_label = before.lower in _NUMBERED or (
        before.lower in _NUMBERED_IF_SMALL and count.value < _SMALL
    )
    return is_label and view.folded[before.end : count.start] in {" ", "-", ""}


def _understood(view: View, count: Count, first: int) -> Word | None:
    """Give an empty noun where a verb shows that people are meant: "40 completed"."""
    if first >= len(view.words) or count.value in _YEARS_OF_OUR_TIME:
        return None
    word = view.words[first]
    if word.lower not in _DONE_BY_PEOPLE or view.folded[count.end : word.start] != " ":
        return None
    before = view.folded[max(0, count.start - 12) : count.start]
    return Word("", count.end, count.end) if _OPENS_CLAUSE.search(before) else None


#: What stands before a number that is a clause's subject: "and 40 completed".
_OPENS_CLAUSE = re.compile(
    r"(?:^|[.,;:(]\s?|\n|\b(?:and|only|but|while|whereas|total|them|these|which|whom)\s)$",
    re.IGNORECASE,
)


def _noun_after(view: View, count: Count, first: int) -> Word | None:
    """Give the word for people that a number belongs to, if it belongs to one."""
    folded = view.folded
    position, previous = count.end, ""
    if folded[position : position + 1] == ",":
        return None
    for word in view.words[first : first + _LONGEST]:
        position = _over_bracket(folded, position, word.start)
        if word.start < position:
            continue  # a word in the bracket
        gap = folded[position : word.start]
        is_age = word.lower in _YEARS and (
            previous in _YEARS or bool(_AGES.fullmatch(gap))
        )
        if not (gap in _PLAIN_GAPS or is_age or _may_stand(gap, previous, word)):
            return None
        if _is_noun(view, count, word, gap):
            return _last_noun(view, word)
        if word.lower in _STOPS and not (is_age or _may_follow(word.lower, previous)):
            return None
        position, previous = word.end, word.lower
    return None


def _over_bracket(folded: str, position: int, start: int) -> int:
    """Give the place behind a bracket that opens before the next word, if any does.

    A bracket that does not close soon ends the phrase: no word is behind it.
    """
    gap = folded[position:start]
    for opening, closing in ("()", "[]"):
        if opening in gap:
            close = folded.find(closing, position, position + 80)
            return close + 1 if close >= 0 else len(folded)
    return position


def _may_stand(gap: str, previous: str, word: Word) -> bool:
    """Say whether what stands between two words leaves them in one phrase."""
    if _GAP_BEFORE_NOUN.fullmatch(gap):
        return True
    if previous in _CLASSES and _CLASS_GAP.fullmatch(gap):
        return True
    return word.lower == "to" and bool(_AGES.fullmatch(gap))


def _may_follow(lower: str, previous: str) -> bool:
    """Say whether a word that mostly ends the phrase goes on with it here."""
    if lower == "of":
        return previous == "society"  # "34 American Society of ... patients"
    if lower in {"and", "or"}:
        return bool(previous)
    return lower == "to" and previous in _DEGREES


def _is_noun(view: View, count: Count, word: Word, gap: str) -> bool:
    lower = word.lower
    if lower in PEOPLE or lower in DOUBTFUL:
        return True
    if lower in {"patient", "subject"}:
        return gap == "-" or count.value == 1
    if lower in {"male", "female"}:
        return bool(_ENDS_SEX.match(view.folded, word.end))
    return lower.endswith("-patients")


_POSSESSIVE = re.compile(
    r"'(?!s? were)|s' (?!were)|[ -](?:years?|days|months|visits)\b"
)
_SECOND_NOUN = re.compile(r" (patients|subjects|participants|volunteers|individuals)\b")


def _last_noun(view: View, word: Word) -> Word | None:
    """Give the last word for people of a phrase; none before "patients' eyes"."""
    if _POSSESSIVE.match(view.folded, word.end):
        return None
    second = _SECOND_NOUN.match(view.folded, word.end)
    return Word(second[1], second.start() + 1, second.end()) if second else word


def _in_brackets(view: View, starts: list[int]) -> Iterator[People]:
    """Give the numbers in brackets right behind a word for people."""
    if "n" not in view.vocabulary:
        return
    folded, words = view.folded, view.words
    for match in _SIZE.finditer(folded):
        value = read_count(match["n"])
        at = _noun_before(view, bisect_left(starts, match.start()) - 1, match.start())
        if at < 0 or not value:
            continue
        close = folded.find(")", match.end() - 1, match.end() + 60) + 1
        first = _first_of_phrase(view, at)
        yield People(
            value,
            words[first].start,
            max(close, match.end()),
            words[at].lower,
            folded[words[first].start : words[at].start].lower(),
            bisect_left(view.sentences, match.start(), key=lambda one: one.end),
        )


def _noun_before(view: View, at: int, bracket: int) -> int:
    """Give the word for people that a bracket belongs to; -1 where there is none.

    "Patients (n = 70)", "patients with back pain (n = 70)".
    """
    end = bracket
    for number in range(at, max(-1, at - _LONGEST_BEFORE), -1):
        word = view.words[number]
        if view.folded[word.end : end] not in {" ", ""} or word.lower in _OF_AN_ARM:
            return -1
        if word.lower in PEOPLE:
            is_next = number == at or view.words[number + 1].lower in _WITH
            return number if is_next else -1
        end = word.start
    return -1


_WITH = word_set("with undergoing having")


def _first_of_phrase(view: View, at: int) -> int:
    """Give the first word of the phrase that ends with a word for people."""
    first = at
    while first and first > at - 4:
        before = view.words[first - 1]
        gap = view.folded[before.end : view.words[first].start]
        if gap != " " or before.lower in _STOPS:
            break
        first -= 1
    return first
