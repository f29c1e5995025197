"""Which drug a route belongs to, within the sentence that names both.

An adjective has its drug behind it ("oral morphine"), an adverb before it ("morphine
was given orally"), a short form behind a dose before it ("morphine 5 mg IV"). A list
shares its route: "intravenous ketamine or saline".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.drugs import Drug
from ketaevidence.extraction.model import Confidence
from ketaevidence.extraction.rules.treatment.given_drug import drugs_in
from ketaevidence.extraction.rules.treatment.route_words import (
    RouteWord,
    route_words_in,
)
from ketaevidence.extraction.text import Sentence, View

#: How far a drug may stand from its route [characters, words].
_FAR, _MOST_WORDS = 75, 9
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
#: Between a route and a drug behind it, what makes the route another thing's.
_LEADS_AWAY = re.compile(
    r"[;?!]|\.\s|\b(?:and|or|in|on|to|for|from|than|versus|vs|by|after|before|during|while|"
    r"who|which|that|received|receiving|when|without|reduced|added|because|due|plus|is|"
    r"but|not|compared|requir\w+|need\w*|group)\b",
    re.IGNORECASE,
)
#: The same between a drug and a route behind it, which may stand farther away.
_LEADS_AWAY_BACK = re.compile(
    r"[;?!]|\.\s|\b(?:than|while|who|which|that|when|without|reduc\w+|because|due|but|not|"
    r"compared|requir\w+|need\w*|consum\w+|rescue|followed|then|until|if|"
    r"patient-controlled)\b",
    re.IGNORECASE,
)
#: The same before a place: "without a vasoconstrictor into" does not lead away.
_LEADS_AWAY_SITE = re.compile(
    r"[;?!]|\.\s|\b(?:than|while|who|which|that|when|reduc\w+|because|due|but|not|"
    r"compared|versus|vs|requir\w+|need\w*|consum\w+|rescue|followed|then|until|if|pain|after)\b",
    re.IGNORECASE,
)
#: A short form right behind a dose belongs to what the dose is of: "0.5 mg/kg IV".
_DOSE_BEFORE = re.compile(
    r"(?:\d|mg|µg|mcg|microg|ug|g|kg|kg-1|kg\(-1\)|min|h|ml|units?|doses?|,|\(|given|"
    r"administered|injected|infused)\s?$",
    re.IGNORECASE,
)
_ROUTES_LISTED = re.compile(r"\s?(?:,|/|-|\(|(?:,\s)?(?:and|or|vs\.?|versus))\s?")
_DOSE = r"(?:\(?\d[\d.,\s/-]{0,12}(?:%|[µm]?g|mcg|microg\w*|ng|ml|units?)?[\w/.·^() -]{0,22}\)?)"
#: What may stand between two drugs of one list: doses, sizes, arms, "and", a salt.
_LISTED = re.compile(
    r"(?:\s(?:hydrochloride|bitartrate|phosphate|sulfate|sulphate|tartrate|sodium|citrate|"
    r"maleate|trometamol|tromethamine|HCl))?"
    r"(?:\s\([A-Z][\w-]{0,7}\))?"
    rf"[\s,(/+-]{{0,3}}(?:\(?[nN]\s?=\s?\d+\)?[\s,]*)?(?:{_DOSE}[\s,]*)?"
    r"(?:in\s(?:the\s)?(?:group\s\w{1,3}|\w{1,12}\sgroup)[\s,]*)?"
    r"(?:(?:and/or|and|or|versus|vs\.?|plus|with\sor\swithout|with|/|\+|,)[\s,]{0,2})?"
    rf"(?:(?:either|low-dose|an?|the|of)\s)?(?:{_DOSE}\s?(?:of\s)?)?[\s(]{{0,2}}"
)
#: "Given by the oral route"; "is an oral inhibitor".
_PREDICATE = re.compile(
    r"\b(?:by|via|through|as|per)\s(?:an?\s|the\s)?$|"
    r"^\s(?:\([^()]{1,20}\)\s)?(?:is|was)\s(?:an?\s|the\s)?(?:new\s|novel\s|potent\s|selective\s|first\s){0,2}$",
    re.IGNORECASE,
)
#: "Sumatriptan nasal spray", "ketamine intravenous infusion".
_PREPARED = re.compile(
    r"\s(?:\w+\s)?(?:sprays?|drops|tablets?|capsules?|films?|patch(?:es)?|systems?|gels?|creams?|"
    r"solutions?|suspensions?|syrup|suppositor(?:y|ies)|infusions?|injections?|bolus(?:es)?|"
    r"administration|premedication|ointments?|lozenges?|PCA|patient-controlled|implants?)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|as|in|using|during)\s(?:an?\s|the\s|\w+\s)?$", re.IGNORECASE
)
_AIM = re.compile(
    r"\s(?:patient-controlled|PCA|(?:regional\s)?(?:analgesia|ana?esthesia|sedation)|"
    r"premedication)\b",
    re.IGNORECASE,
)
#: "A subcutaneously implanted pump": the pump's place, not the drug's route.
_PLACED = re.compile(
    r"\s(?:implanted|placed|inserted|tunnell?ed|located)", re.IGNORECASE
)
#: "Ketorolac 30 mg intravenous": an adjective right behind the dose of its drug.
_AMOUNT = (
    r"\(?\d[\d.,]{0,6}(?:\s?-\s?\d[\d.,]{0,6})?\s?"
    r"(?:%|mg|µg|mcg|microg\w{0,6}|ug|g|ng|ml|units?|IU)"
    r"(?:[\s/.·]?(?:kg|h|min|day|ml|bid|tid|once|daily)(?:-1|\(-1\))?){0,2}\)?"
)
_AFTER_DOSE = re.compile(
    rf"\s?,?\s?{_AMOUNT}(?:[\s,]{{1,2}}{_AMOUNT})?[\s,]{{0,2}}", re.IGNORECASE
)
#: "Trigger point injections of", "the wound was infiltrated with 20 ml of".
_SITE_OF = re.compile(
    r"\s(?:\w+\s){0,4}(?:of|with|using|containing)\s(?:[\w.,%/-]+\s){0,6}",
    re.IGNORECASE,
)
_TECHNIQUE_WITH = re.compile(r"\b(?:with|using|of|containing)\b", re.IGNORECASE)
_TECHNIQUE_FOR = re.compile(
    r"\s(?:for|in|as|via|by|to|during)\s(?:[\w/,-]+\s){0,8}$|^\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:add(?:ed|ing|ition|itive)s?|adjuvants?|adjuncts?|admix\w+|mix\w*|combin\w+)\b",
    re.IGNORECASE,
)
#: For what the study's drug did not do, and for what patients had before it.
_NOT_GIVEN = re.compile(
    r"\b(?:rescue|escape|additional|supplement\w*|as\s(?:required|needed)|on\sdemand|"
    r"breakthrough|previous(?:ly)?|prior(?!\st)|pre-?study|failed|refractory|unresponsive|despite|"
    r"instead\sof|alternative\sto|admitted\sfor)\b",
    re.IGNORECASE,
)


def bindings(
    view: View, sentence: Sentence
) -> Iterator[tuple[RouteWord, Drug, Confidence]]:
    """Give each route of a sentence with the drugs that it belongs to."""
    words = route_words_in(view, sentence.start, sentence.end)
    named = drugs_in(view, sentence.start, sentence.end)
    if not named:
        return
    firsts = []
    for number, word in enumerate(words):
        found = _nearest(view.folded, words, number, named)
        if found is not None:
            firsts.append((word, *found))
    owned = {place for _, place, _ in firsts}
    for word, place, is_behind in firsts:
        if is_not_given(view.folded, sentence, word, named[place]):
            continue
        yield word, named[place], "high"
        step = 1 if is_behind else -1
        other = place + step
        while 0 <= other < len(named) and other not in owned:
            low, high = sorted((other, other - step))
            if not _is_listed(view.folded, words, named[low], named[high]):
                break
            yield word, named[other], "medium"
            other += step


def is_not_given(
    text: str, sentence: Sentence, word: RouteWord, drug: Drug | None = None
) -> bool:
    """Say whether a route is that of a rescue drug, or of one that failed before."""
    first = min(word.start, drug.start) if drug else word.start
    last = max(word.end, drug.end) if drug else word.end
    low, high = max(sentence.start, first - 40), min(sentence.end, last + 12)
    return bool(_NOT_GIVEN.search(text[low:high]))


def _is_listed(text: str, words: Sequence[RouteWord], one: Drug, other: Drug) -> bool:
    gap = text[one.end : other.start]
    if len(gap) > _FAR or any(one.end <= w.start < other.start for w in words):
        return False
    return bool(_LISTED.fullmatch(gap) or _LISTED.fullmatch(_BRACKETS.sub("", gap)))


def _nearest(
    text: str, words: Sequence[RouteWord], number: int, named: Sequence[Drug]
) -> tuple[int, bool] | None:
    """Give the place of the drug that a route describes, and whether it is behind."""
    word = words[number]
    if word.side == "technique":
        return _of_technique(text, word, named)
    if word.side == "adverb" and _PLACED.match(text, word.end):
        return None
    inside = _one_inside(word, named)
    if inside is not None:
        return inside, False
    behind = bisect_left(named, word.end, key=lambda drug: drug.start)
    before = bisect_right(named, word.start, key=lambda drug: drug.end) - 1
    if word.side == "site":
        while before > 0 and named[before].kind == "placebo":
            before -= 1
    gap_before = text[named[before].end : word.start] if before >= 0 else None
    gap_behind = text[word.end : named[behind].start] if behind < len(named) else None
    follows = gap_behind is not None and _reaches(text, words, number, named[behind])
    is_next = gap_behind in {" ", "-", ") "} and follows
    leads = gap_before is not None and _leads(text, word, gap_before, is_next=is_next)
    if word.side == "form":
        follows = gap_behind is not None and _is_of(gap_behind)
    elif word.side == "site":
        follows = gap_behind is not None and bool(_SITE_OF.fullmatch(gap_behind))
    elif word.side == "adjective" or is_next:
        # "Tapentadol 50 mg oral, tramadol 100 mg oral": the dose's drug comes first.
        leads = leads and (not follows or _is_after_dose(gap_before or ""))
    if leads:
        return before, False
    return (behind, True) if follows else None


def _one_inside(word: RouteWord, named: Sequence[Drug]) -> int | None:
    """Give the drug whose name has the route in it, or that stands within a phrase.

    "Pomegranate juice" has its form in its name; "nicotine gum" names its drug.
    """
    place = bisect_right(named, word.end, key=lambda drug: drug.start) - 1
    if place < 0:
        return None
    drug = named[place]
    in_name = drug.start <= word.start and word.end <= drug.end
    in_phrase = word.start <= drug.start and drug.end <= word.end
    return place if in_name or in_phrase else None


def _leads(text: str, word: RouteWord, gap: str, *, is_next: bool) -> bool:
    """Say whether a gap leads from the drug before a route to the route."""
    if word.side == "site":
        return _reaches_site(_BRACKETS.sub(" ", gap))
    if word.side == "form":
        return _is_close(gap)
    if word.side == "adjective" or (word.side == "short" and is_next):
        return (
            _is_after_dose(gap)
            or _is_predicate(gap)
            or _is_purpose(text, word, gap)
            or (_is_close(gap) and bool(_PREPARED.match(text, word.end)))
        )
    if not _reaches_back(gap):
        return False
    if word.side == "short":
        dose = _DOSE_BEFORE.search(text[max(0, word.start - 14) : word.start])
        return bool(dose) or gap == " "
    return True


def _is_after_dose(gap: str) -> bool:
    """Say whether only a dose stands in a gap: "ketorolac 30 mg intravenous"."""
    return len(gap) <= _FAR and bool(_AFTER_DOSE.fullmatch(gap))


def _reaches(text: str, words: Sequence[RouteWord], number: int, drug: Drug) -> bool:
    """Say whether an adjective reaches a drug behind it, over other routes if listed."""
    start = words[number].end
    for other in words[number + 1 :]:
        if other.start >= drug.start:
            break
        if not _ROUTES_LISTED.fullmatch(text[start : other.start]):
            return False
        start = other.end
        if text[start : start + 1] == ")":
            start += 1
    gap = _BRACKETS.sub(" ", text[start : drug.start])
    return (
        len(gap) <= _FAR
        and len(gap.split()) <= _MOST_WORDS
        and not _LEADS_AWAY.search(gap)
    )


def _reaches_back(gap: str) -> bool:
    bare = _BRACKETS.sub(" ", gap)
    return (
        len(bare) <= _FAR
        and len(bare.split()) <= _MOST_WORDS
        and not _LEADS_AWAY_BACK.search(bare)
    )


def _reaches_site(gap: str) -> bool:
    """Say whether a place is where a drug before it was put."""
    return len(gap) <= _FAR and not _LEADS_AWAY_SITE.search(gap)


def _is_close(gap: str) -> bool:
    """Say whether a form stands right behind its drug: "ketamine 10% cream"."""
    return (
        len(gap) <= 30
        and bool(re.fullmatch(r"[\s-](?:[\w.,%/()-]+\s){0,3}", gap))
        and not _LEADS_AWAY.search(gap)
    )


def _is_of(gap: str) -> bool:
    """Say whether a form is a drug's: "capsules of", "a cream containing"."""
    return len(gap) <= 40 and bool(
        re.fullmatch(
            r"\s(?:\([^()]{0,20}\)\s|(?:once\s|twice\s)?daily\s)?(?:of|containing|with)\s"
            r"(?:[\w.,%/-]+\s){0,4}",
            gap,
        )
    )


def _is_predicate(gap: str) -> bool:
    """Say whether an adjective is said of the drug before: "given by the oral route"."""
    return (
        len(gap) <= _FAR
        and bool(_PREDICATE.search(gap))
        and not _LEADS_AWAY_BACK.search(gap)
    )


def _is_purpose(text: str, word: RouteWord, gap: str) -> bool:
    """Say whether a drug before is for it: "for intravenous patient-controlled"."""
    return (
        len(gap) <= _FAR
        and bool(_FOR.search(gap) and _AIM.match(text, word.end))
        and not _LEADS_AWAY_BACK.search(gap)
    )


def _of_technique(
    text: str, word: RouteWord, named: Sequence[Drug]
) -> tuple[int, bool] | None:
    """Bind "caudal block with bupivacaine" and "bupivacaine for caudal block".

    Other drugs than local anaesthetics are given beside a block as often as in it:
    they are bound only where something says that they were added to it.
    """
    for place, drug in enumerate(named):
        low, high = min(drug.start, word.start), max(drug.end, word.end)
        gap = text[min(drug.end, word.end) : max(drug.start, word.start)]
        if len(gap) > _FAR or re.search(r"[;.]\s", gap):
            continue
        near = text[max(0, low - 40) : high + 40]
        if drug.kind != "local anaesthetic" and not _ADDED.search(near):
            continue
        if drug.start >= word.end:
            if _TECHNIQUE_WITH.search(gap):
                return place, True
        elif _TECHNIQUE_FOR.search(gap):
            return place, False
    return None
