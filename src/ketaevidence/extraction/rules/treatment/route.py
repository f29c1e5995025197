"""How the drug of a study is given: its routes, each bound to the drug.

"Oral morphine was stopped before intravenous ketamine" gives ketamine one route.
"Infusion" alone is no route. Reviews and studies of animals give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.drugs import Drug, drugs
from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.given_drug import (
    NO_DRUG,
    also_given,
    drugs_in,
    given_drugs,
)
from ketaevidence.extraction.rules.treatment.route_binding import (
    bindings,
    is_not_given,
)
from ketaevidence.extraction.rules.treatment.route_table import LOCAL_PATCHES
from ketaevidence.extraction.rules.treatment.route_words import (
    RouteWord,
    route_words,
    route_words_in,
)
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

_LOCAL = "local anaesthetic"
#: The longest quote that shows route and drug together [characters].
_LONGEST_QUOTE = 110
#: With one of these in the text, a tablet or lozenge need not be swallowed.
_NOT_SWALLOWED = frozenset(
    {
        "sublingual",
        "sublingually",
        "vaginal",
        "vaginally",
        "intravaginal",
        "rectal",
        "buccal",
    }
)
#: A tablet for one of these is not swallowed.
_OTHER_ENDS = frozenset({"vaginal", "rectal", "buccal"})
#: A gel or spray for one of these is not for the skin.
_OFF_SKIN = frozenset(
    {"transdermal", "rectal", "vaginal", "intranasal", "sublingual", "buccal"}
)
_CITED = re.compile(
    r"(?:In\s)?(?:Previous|Earlier|Prior|Other|Several)\s(?:\w+\s)?stud"
)
#: "[12]", "[3,4]": the number of a reference.
_NUMBERED = re.compile(r"\w\s?\[\d{1,2}(?:[,-]\s?\d{1,2}){0,5}\]")
_OWN_AIM = re.compile(
    r"\b(?:we|our|aim(?:s|ed)?|objectives?|purpose|(?:this|present|current)\s(?:study|trial|"
    r"report)|hypothesi\w+)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:compar\w+|versus|vs|or|with|than)\b", re.IGNORECASE)
#: Words for the drug of the study where a sentence does not name it.
_GENERIC = re.compile(
    r"\b(?:(?:study|test|trial)\s(?:drugs?|medications?|treatments?|solutions?|infusions?)|"
    r"(?:the|each|both|all)\s(?:drugs?|medications?|solutions?|infusions?|treatments?|"
    r"injections?|doses?)|infusions?|injections?|administrations?|treatments?\swere|took|taken|taking|supplied|"
    r"(?:was|were)\s(?:administered|given))\b",
    re.IGNORECASE,
)
#: "Intravenous treatment was safe".
_TREATS = re.compile(
    r"\s(?:treatment|therapy|administration|dosing|route|medication|drug)\b",
    re.IGNORECASE,
)
#: A drug without a known name is one where an amount of it or a placebo is given.
_AMOUNT = re.compile(
    r"\d\s?(?:mg|µg|mcg|g|ml|IU)\b|\bplacebo\b|\badministered\b|\bdoses?\s(?:of|were)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\s(?:\([^()]{1,30}\)\s|,\s)?(?:is\s|was\s)?an?\s", re.IGNORECASE)
_NEAR, _CLOSE = 45, 12
#: In a title: what patients have besides the treatment, and what is given.
_OF_PATIENTS = re.compile(
    r"\b(?:receiving|undergoing|under|after|during|following|on|users?\sof)\b",
    re.IGNORECASE,
)
_OF_SURGERY = frozenset({"intrathecal", "epidural", "caudal"})
#: In a title, before the anaesthesia under which something else is studied.
_UNDER = re.compile(
    r"\b(?:undergoing|under|after|during|following|receiving|with)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r",?\s(?:[\w-]+\s){0,6}?(?:injections?|infusions?|administration|treatment|therapy|route|"
    r"vaccines?|application|analgesics?|analgesia|sedation|versus|vs|or)\b",
    re.IGNORECASE,
)


def read_route(view: View, question: Question) -> Iterator[Candidate]:
    """Read each route of the drug that is given as the study's treatment."""
    words = view.once(route_words)
    if not words or _has_no_treatment(view):
        return
    found = {item.value: item for item in reversed(_first_found(view, question, words))}
    is_other = view.names_any(_NOT_SWALLOWED) or "sublingual" in found
    for item in sorted(found.values(), key=lambda item: item.start):
        is_form = item.rule == "route.form"
        if is_form and (
            (item.value == "oral" and (is_other or not _OTHER_ENDS.isdisjoint(found)))
            or (item.value == "topical" and not _OFF_SKIN.isdisjoint(found))
        ):
            continue
        yield item


def _first_found(
    view: View, question: Question, words: Sequence[RouteWord]
) -> list[Candidate]:
    """Give the routes by the surest way that finds any."""
    given = given_drugs(view, question)
    return (
        list(_by_title(view))
        or list(_bound(view, words, given))
        or list(_bound(view, words, also_given(view, question) | given))
        or list(_unbound(view, words, given))
        or list(_in_title(view, given))
        or list(_introduced(view, words, given))
    )


def _has_no_treatment(view: View) -> bool:
    return is_kind(view, "synthesis") or is_kind(view, "animal")


def _bound(
    view: View, words: Sequence[RouteWord], given: frozenset[str]
) -> Iterator[Candidate]:
    """Give the routes that a sentence binds to the study's drug."""
    for sentence in _sentences_with(view, words):
        if _is_of_others(sentence):
            continue
        for word, drug, confidence in bindings(view, sentence):
            if drug.name in given:
                yield _candidate(view, word, drug, confidence)


def _introduced(
    view: View, words: Sequence[RouteWord], given: frozenset[str]
) -> Iterator[Candidate]:
    """Give the routes of an introduction: "unheardinib is an oral inhibitor"."""
    for sentence in _sentences_with(view, words):
        if sentence.part == "background" and not _is_cited(sentence):
            for word, drug, _ in bindings(view, sentence):
                gap = view.folded[drug.end : word.start]
                if drug.name in given and _IS.match(gap):
                    yield _candidate(view, word, drug, "low")


def _is_of_others(sentence: Sentence) -> bool:
    """Say whether a sentence tells what others did before this study."""
    if _is_cited(sentence):
        return True
    return sentence.part == "background" and not _OWN_AIM.search(sentence.words)


def _is_cited(sentence: Sentence) -> bool:
    words = sentence.words
    return " et al" in words or bool(_CITED.match(words) or _NUMBERED.search(words))


def _candidate(
    view: View, word: RouteWord, drug: Drug, confidence: Confidence
) -> Candidate:
    start, end = min(word.start, drug.start), max(word.end, drug.end)
    if end - start > _LONGEST_QUOTE:
        start, end = word.start, word.end
    rule = f"route.{word.side}"
    is_local = word.side == "form" and word.route == "transdermal"
    return candidate(
        view,
        "route",
        "topical" if is_local and drug.name in LOCAL_PATCHES else word.route,
        start,
        end,
        rule,
        arm=drug.name,
        confidence=confidence,
    )


def _sentences_with(view: View, words: Sequence[RouteWord]) -> Iterator[Sentence]:
    place = 0
    for sentence in view.sentences:
        if place < len(words) and words[place].start < sentence.end:
            yield sentence
            while place < len(words) and words[place].start < sentence.end:
                place += 1


# Where no sentence names drug and route together.


def _by_title(view: View) -> Iterator[Candidate]:
    """Read the route of a technique that a title is about: "femoral nerve block"."""
    title = len(view.record.title)
    named = [drug for drug in drugs_in(view, 0, title) if drug.kind not in NO_DRUG]
    if any(drug.kind != _LOCAL for drug in named):
        return
    local = next((drug for drug in view.once(drugs) if drug.kind == _LOCAL), None)
    if local is None:
        return
    last: RouteWord | None = None
    for word in route_words_in(view, 0, title):
        if last and _COMPARES.search(view.folded, last.end, word.start):
            break
        before = view.folded[max(0, word.start - _NEAR) : word.start]
        if word.route in _OF_SURGERY and _UNDER.search(before):
            break
        if word.side == "technique":
            last = word
            yield candidate(
                view, "route", word.route, word.start, word.end, "route.title",
                arm=local.name, confidence="medium",
            )  # fmt: skip


def _in_title(view: View, given: frozenset[str]) -> Iterator[Candidate]:
    """Read the route that a title gives to no named drug: "epidural steroids"."""
    for word in route_words_in(view, 0, len(view.record.title)):
        before = view.folded[max(0, word.start - _NEAR) : word.start]
        if word.side in {"adjective", "short"} and not _OF_PATIENTS.search(before):
            behind = view.folded[word.end : word.end + 2 * _NEAR]
            if _GIVES.match(behind) or any(
                drug.kind == "class"
                for drug in drugs_in(view, word.end, word.end + _CLOSE)
            ):
                yield candidate(
                    view, "route", word.route, word.start, word.end, "route.in_title",
                    arm=next(iter(given)) if len(given) == 1 else None,
                    confidence="medium",
                )  # fmt: skip


def _unbound(
    view: View, words: Sequence[RouteWord], given: frozenset[str]
) -> Iterator[Candidate]:
    """Read the route where a sentence names no drug: "the study drug was given orally".

    Only if all such routes of the text are the same.
    """
    is_local = any(d.kind == _LOCAL and d.name in given for d in view.once(drugs))
    found = []
    for sentence in _sentences_with(view, words):
        if sentence.part in {"background", "conclusions"}:
            continue
        for word in route_words_in(view, sentence.start, sentence.end):
            low = max(sentence.start, word.start - _NEAR)
            high = min(sentence.end, word.end + _NEAR)
            near = view.folded[low:high]
            named = drugs_in(view, low, high)
            if is_not_given(view.folded, sentence, word) or any(
                drug.name not in given and drug.kind != "placebo" for drug in named
            ):
                continue
            if word.side == "technique":
                is_told = is_local and not _UNDER.search(view.folded[low : word.start])
            elif _TREATS.match(view.folded, word.end):
                is_told = word.side in {"adjective", "short"}
            else:
                is_told = bool(_GENERIC.search(near)) or not (
                    given or not _AMOUNT.search(near)
                )
            if is_told:
                found.append(word)
    if len({word.route for word in found}) == 1:
        word = found[0]
        yield candidate(
            view, "route", word.route, word.start, word.end, "route.unbound",
            arm=next(iter(given)) if len(given) == 1 else None,
            confidence="medium" if given else "low",
        )  # fmt: skip
