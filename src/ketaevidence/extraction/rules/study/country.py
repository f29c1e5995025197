"""Where a study was done: as the text says, else where its first author works.

The nationality of a questionnaire, of a registry, of a society or of a maker of
devices is not the place of the study.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.addresses import country_of
from ketaevidence.extraction.rules.study.countries import ADJECTIVES, CITIES, COUNTRIES
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.text import Sentence, View, Word
from ketaevidence.question.model import Question

#: Short spellings and those of other things that only an address may end with.
_ADDRESS_ONLY = word_set(
    "us u.s mali roc rsa prc frg brd ddr gdr ksa guinea niger togo r.o.c brasil",
) | {"korea (south)", "republic of china", "georgia"}
_IN_TEXT = {
    name: country
    for name, country in COUNTRIES.items()
    if name not in _ADDRESS_ONLY and not name.startswith("the ")
}
#: First word of a spelling -> the spellings, the longest first.
_BY_FIRST: dict[str, list[str]] = {}
for _name in sorted(_IN_TEXT, key=len, reverse=True):
    _BY_FIRST.setdefault(re.findall(r"[\w'-]*\w", _name)[0], []).append(_name)
#: What a word may be: the beginning of a country's name, a people's word or a city.
_WHAT = {
    **dict.fromkeys(CITIES, "city"),
    **dict.fromkeys(_BY_FIRST, "name"),
    **dict.fromkeys(ADJECTIVES, "adjective"),
}
#: The longest word of each: a text that has none of them names no place.
_GATE = frozenset(
    max(re.findall(r"[a-z]+", name), key=len)
    for name in (*CITIES, *ADJECTIVES, *_IN_TEXT)
)
#: What stands before a place where something was done.
_PLACE = re.compile(
    r"(?:\b(?:in|from|at|across|within|throughout|of|and|between)\s(?:the\s|northern\s|southern\s|eastern\s|western\s|central\s|rural\s|urban\s|mainland\s|(?:north|south)(?:ern|eastern|western)?\s|north-?\w+\s|south-?\w+\s|capital\sregion\sof\s)*|,\s(?:the\s|and\s)?|\b(?:in|from|across)\s[^.;:()]{1,60}?,\s|\(\s?)$",
    re.IGNORECASE,
)
#: What a study is done at; without it a comma before a country shows an address.
_SITE = re.compile(
    r"\b(?:hospitals?|clinics?|cent(?:er|re)s?|universit\w+|sites?|departments?|institut\w+|conducted|performed|carried\sout|recruited|enrolled|"
    r"undertaken|setting|multicent(?:er|re)|trial|study|patients|participants|women|men|children|adults|subjects|residents|population|registry|"
    r"practices|schools?|communit\w+|district|province|city|region|cohort|survey|admitted|treated|nationwide|national)\b",
    re.IGNORECASE,
)
#: What makes a mention of a country something else than the study's place.
_ELSEWHERE = re.compile(
    r"\b(?:version|validated|questionnaire|translat\w+|regist(?:ry|er|ration|ered)|society|college|association|guidelines?|pharmacop\w+|approved|approval|licen[cs]ed|"
    r"marketed|available\sin|manufactur\w+|Inc|Ltd|GmbH|Corp\w*|LLC|company|software|SPSS|device|equipment|funded|supported\sby|grant|foundation|"
    r"sponsored|copyright|elsevier|published\sby|reported\s(?:in|from)|prevalence|worldwide|countries|deaths?|per\syear|annually|each\syear|estimated|million|leading\scause|food\sand\sdrug|FDA)\b",
    re.IGNORECASE,
)
#: After a word for a people: a study, a place or patients.
_OWN = re.compile(
    r"(?:[\s-]+(?!and\b|or\b|origin\b|descent\b|american\b|immigrant)[\w-]+){0,3}?[\s-]+"
    r"(?P<what>multicent(?:er|re)|trial|study|hospitals?|clinics?|centres?|centers?|university|patients|women|men|children|adults|population|cohort|"
    r"participants|subjects|volunteers|registry|general\spractices?|primary\scare|military|veterans|parturients|tertiary|students|nurses|sites)\b",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"\b(?:version|medicine|herbal|massage|language|speaking|questionnaire|scale|acupuncture|drug|society|clinical\strials?\sregist\w+)\b",
    re.IGNORECASE,
)
_BACKGROUND = frozenset(
    ("background", "objective", "conclusions", "funding", "registration")
)
#: How far before and after a name its surroundings reach [characters].
_NEAR, _NEAR_AFTER = 90, 50


def read_country(view: View, _: Question) -> Iterator[Candidate]:
    """Read where the study was done; from the first author's address if unsaid."""
    stated = list(_stated(view))
    yield from stated
    if not stated:
        yield from _from_affiliations(view)


def _stated(view: View) -> Iterator[Candidate]:
    if not view.names_any(_GATE) or is_kind(view, "synthesis"):
        return
    seen: set[str] = set()
    cities = []
    for word in [word for word in view.words if word[0] in _WHAT]:
        what = _WHAT[word.lower]
        if what == "city":
            cities.append(word)
            continue
        read = _by_adjective if what == "adjective" else _by_name
        found = read(view, word)
        if found and found.value not in seen:
            seen.add(str(found.value))
            yield found
    if not seen:
        yield from _by_cities(view, cities)


def _by_cities(view: View, cities: list[Word]) -> Iterator[Candidate]:
    """Read the country of the one well-known city where the text places a hospital."""
    found = [
        word
        for word in cities
        if view.folded[word.start].isupper() and _is_site(view, word)
    ]
    if len({CITIES[word.lower] for word in found}) == 1:
        word = found[0]
        yield candidate(
            view,
            "country",
            CITIES[word.lower],
            word.start,
            word.end,
            "country.city",
            status="derived",
            confidence="medium",
        )


def _is_site(view: View, word: Word) -> bool:
    sentence = _sentence_at(view, word.start)
    before = view.folded[max(sentence.start, word.start - _NEAR) : word.start]
    near = before + view.folded[word.start : min(sentence.end, word.end + 40)]
    is_place = sentence.part not in _BACKGROUND and re.search(
        r"(?:\b(?:in|at|of|from)\s|,\s)$", before
    )
    return bool(is_place and _HOSPITAL.search(near) and not _ELSEWHERE.search(near))


_HOSPITAL = re.compile(
    r"\b(?:hospitals?|clinics?|university|medical\scent(?:er|re)|faculty|centre|center)\b",
    re.IGNORECASE,
)


def _by_name(view: View, word: Word) -> Candidate | None:
    """Read "in Norway", where the words around do not say that it is elsewhere."""
    name = _name_at(view.folded, word)
    if name is None:
        return None
    sentence = _sentence_at(view, word.start)
    end = word.start + len(name)
    before = view.folded[max(sentence.start, word.start - _NEAR) : word.start]
    near = before + view.folded[word.start : min(sentence.end, end + _NEAR_AFTER)]
    place = _PLACE.search(before)
    if place is None or not _is_of_study(sentence, word.start, before, near):
        return None
    is_short = len(place[0]) < _NEAR_PLACE
    start = word.start - len(place[0].lstrip(" ,(")) if is_short else word.start
    return candidate(view, "country", _IN_TEXT[name], start, end, "country.in_text")


def _name_at(text: str, word: Word) -> str | None:
    """Give the longest spelling of a country that stands at a word, if one does."""
    if not text[word.start].isupper() or _OTHER.match(text, word.start):
        return None
    for spelling in _BY_FIRST[word.lower]:
        end = word.start + len(spelling)
        if text[word.start : end].lower() == spelling:
            around = text[max(0, word.start - 1) : word.start] + text[end : end + 1]
            is_whole = not any(sign.isalnum() or sign == "-" for sign in around)
            return spelling if is_whole else None
    return None


def _is_of_study(sentence: Sentence, position: int, before: str, near: str) -> bool:
    """Say whether a country is where the study was done."""
    if sentence.part in {"funding", "registration"}:
        return False
    if _ELSEWHERE.search(near) and not _ETHICS.search(near):
        return False
    if _in_makers_bracket(sentence.words, position - sentence.start):
        return False
    if sentence.part in _BACKGROUND:
        return bool(_SITE.search(before[-_NEAR // 2 :]))
    return sentence.part in {"title", "methods"} or bool(_SITE.search(near))


def _sentence_at(view: View, position: int) -> Sentence:
    number = bisect_right(view.sentences, position, key=lambda one: one.start) - 1
    return view.sentences[number]


#: The committee that approved a study sits where the study is done.
_ETHICS = re.compile(r"\bethic\w*", re.IGNORECASE)
_OTHER = re.compile(
    r"New\sZealand\s(?:white|rabbits?)|Turkey\s(?:meat|breast)|Guinea\spigs?|China\s(?:rose|ink)",
    re.IGNORECASE,
)
#: A longer stretch before the name ("in Genoa, northern ...") is no part of the quote.
_NEAR_PLACE = 20


def _by_adjective(view: View, word: Word) -> Candidate | None:
    """Read "Dutch multicentre trial", never "Dutch version of the questionnaire"."""
    text = view.folded
    if not text[word.start].isupper():
        return None
    match = _OWN.match(text, word.end, word.end + 80)
    if not match or _NOT_OWN.search(text[word.start : match.end() + 25]):
        return None
    if _ORIGIN.search(text, max(0, word.start - 12), word.start):
        return None
    part = view.part_at(word.start)
    if part in {"funding", "registration"}:
        return None
    if part in _BACKGROUND and match["what"].lower() not in {
        "multicentre",
        "multicenter",
        "trial",
    }:
        return None
    return candidate(
        view,
        "country",
        ADJECTIVES[word.lower],
        word.start,
        match.end(),
        "country.adjective",
        confidence="medium",
    )


#: "American Indian adults": no place.
_ORIGIN = re.compile(
    r"(?:american|african|asian|versus|and|or|in)[\s-]$", re.IGNORECASE
)


def _in_makers_bracket(words: str, position: int) -> bool:
    """Say whether a place stands in a bracket that names who makes something."""
    opening = words.rfind("(", max(0, position - 120), position)
    if opening < 0 or ")" in words[opening:position]:
        return False
    inside = words[
        opening : words.find(")", position)
        if ")" in words[position : position + 120]
        else position + 40
    ]
    return not _SITE.search(inside)


def _from_affiliations(view: View) -> Iterator[Candidate]:
    """Give the country of the first address that an author gives."""
    addresses = (a for author in view.record.authors for a in author.affiliations)
    found = [
        (country, address)
        for address in islice(addresses, _MOST_READ)
        if (country := country_of(address))
    ]
    if found:
        country, address = found[0]
        others = dict.fromkeys(name for name, _ in found if name != country)
        yield from_metadata(
            view,
            "country",
            country,
            address,
            "country.affiliation",
            confidence="medium",
            alternatives=tuple(others)[:3],
        )


#: So many addresses show which other countries took part.
_MOST_READ = 10
