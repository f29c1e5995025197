"""Which event or relief a count of people belongs to.

A count stands after what it counts ("nausea in 5 of 20", "nausea (25%)") or before it
("5 of 20 patients had nausea"). The nearest word that names an outcome takes it; an
outcome that is neither harm nor relief takes its counts away from both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.rules.outcomes.adverse_words import GENERAL
from ketaevidence.extraction.rules.outcomes.counts import Count, counts_in, may_count
from ketaevidence.extraction.rules.outcomes.event_counts import events_counted
from ketaevidence.extraction.rules.outcomes.in_order import by_order
from ketaevidence.extraction.rules.outcomes.no_result import (
    is_at_start,
    result_sentences,
    says_no_result,
)
from ketaevidence.extraction.rules.outcomes.outcome_choice import choose
from ketaevidence.extraction.rules.outcomes.outcome_terms import (
    Term,
    is_on_pain,
    may_name_harm,
    may_name_relief,
    sentences_to_read,
    terms_in,
)
from ketaevidence.extraction.rules.outcomes.treatment_study import (
    gives_a_treatment,
    may_tell_of_harms,
    says_harm,
)
from ketaevidence.extraction.rules.study.kind import reports_patients
from ketaevidence.extraction.text import Sentence, View


class Bound(NamedTuple):
    """A count with the outcome that it counts."""

    sentence: Sentence
    share: Count
    term: Term


#: Kinds of outcome that are neither harm nor relief.
_NEITHER = frozenset({"other", "weak"})
#: A sentence with more counts or outcomes than these is no sentence.
_MOST = 80


def bound_counts(view: View) -> tuple[Bound, ...]:
    """Give every count with its outcome; ask through ``view.once(bound_counts)``."""
    if not (may_name_relief(view) or may_name_harm(view)):
        return ()
    if not view.once(reports_patients):
        return ()
    return tuple(_bound(view))


def _bound(view: View) -> Iterator[Bound]:
    arms: frozenset[str] | None = None
    for sentence in sentences_to_read(view, result_sentences(view)):
        if not may_count(sentence.words) or says_no_result(sentence.words):
            continue
        terms = _terms(view, sentence)
        if len(terms) > _MOST or all(term.kind in _NEITHER for term in terms):
            continue
        counts = counts_in(sentence.words)
        arms = _given(view) if counts and arms is None else arms
        bound = bind(sentence.words, counts, terms, arms or frozenset())
        people = tuple(by_order(sentence.words, tuple(bound), terms))
        events = events_counted(sentence.words, terms, people, counts)
        for count, term in sorted((*people, *events)):
            is_before = term.kind == "harm" and is_at_start(sentence.words)
            if term.kind not in _NEITHER and not is_before:
                yield Bound(sentence, count, term)


def _terms(view: View, sentence: Sentence) -> list[Term]:
    """Give the outcomes of a sentence; what no treatment did is no harm."""
    tells_harms = view.once(may_tell_of_harms) or says_harm(sentence.words)
    if not (tells_harms or may_name_relief(view)):
        return []
    terms = terms_in(view, sentence, on_pain=view.once(is_on_pain))
    if "eason" in sentence.words and _REASONS.search(sentence.words):
        terms = [_other(term) if term.kind == "relief" else term for term in terms]
    if not tells_harms:
        return [_other(term) if term.kind == "harm" else term for term in terms]
    if not gives_a_treatment(view):
        return [_other(term) if _is_outcome(view, term) else term for term in terms]
    return terms


#: Why people left: "reasons were pain relief (5%)" counts those who left.
_REASONS = re.compile(r"\breasons?\s(?:for|were|was|included)\b", re.IGNORECASE)


def _other(term: Term) -> Term:
    """Make a harm an outcome that takes its counts, and is no harm of a treatment."""
    return term._replace(kind="other")


#: Deaths of a disease are no harm, unless something else is said to be their cause.
_DEATHS = re.compile(r"\b(?:deaths?|died|mortality)\b", re.IGNORECASE)
_CAUSED = re.compile(r"-?related|-emergent|perioperative|postoperative|procedur")


def _is_outcome(view: View, term: Term) -> bool:
    """Say whether an event is what a study without a comparison is about."""
    if term.kind != "harm" or GENERAL & set(term.name.lower().split()):
        return False
    if _DEATHS.search(term.name):
        return bool(view.title.strip()) and not _CAUSED.search(term.name)
    return (
        re.search(rf"\b{re.escape(term.name)}", view.title, re.IGNORECASE) is not None
    )


_JOINED = re.compile(
    r"[)\]]?,?\s?(?:(?:of|in)\s(?:the\s)?(?:[\w'/+-]+\s){1,4}?)?(?:and|or|vs\.?|versus|than|compared\s(?:with|to))\s(?:only\s)?"
    r"(?:(?!in\b|with\b)[\w/+-]{3,}\s[(\[]|(?:those\s)?(?:in|with|on|of|for|receiving|taking|given)\s(?:the\s)?(?:(?!who\b)[\w'/+-]+\s){1,4}[(\[])?"
)


def bind(
    words: str,
    counts: Sequence[Count],
    terms: Sequence[Term],
    arms: frozenset[str] = frozenset(),
) -> Iterator[tuple[Count, Term]]:
    """Give each count the outcome that it counts, if the sentence shows one.

    "19 (51%) and 3 (8%) were pain free": the first shares the second's.
    """
    if not 0 < len(counts) <= _MOST:
        return
    found = list(_bind_each(words, counts, terms, arms))
    known = {count.start: term for count, term in found}
    for count, following in pairwise(counts):
        term = known.get(following.start)
        if (
            count.start in known
            or count.is_n
            or term is None
            or term.start < following.start
        ):
            continue
        if _JOINED.fullmatch(words[count.end : following.start]):
            found.append((count, term))
    yield from sorted(found)


def _given(view: View) -> frozenset[str]:
    """Give the words of all that a text says was given: they name arms."""
    mentioned = (view.folded[drug.start : drug.end] for drug in view.once(drugs))
    return frozenset(word for words in mentioned for word in words.lower().split())


#: Between the two counts of a pair: "(45% vs. 37%".
_JOINS = re.compile(r"[)\]]?,?\s?(?:and|or|vs\.?|versus|compared\s(?:with|to))\s")


def _bind_each(
    words: str,
    counts: Sequence[Count],
    terms: Sequence[Term],
    arms: frozenset[str],
) -> Iterator[tuple[Count, Term]]:
    inside = {
        term
        for term in terms
        for count in counts
        if term.kind in _NEITHER and count.start < term.start < count.end
    }
    previous: Term | None = None
    last: tuple[Count, Term] | None = None
    ended, is_bound = 0, False
    for count, following in zip(counts, (*counts[1:], None), strict=True):
        own = [t for t in terms if t not in inside or count.start < t.start < count.end]
        term = choose(words, count, own, previous, following)
        if term and term.end <= count.start:
            if ended and not is_bound and _JOINS.fullmatch(words[ended : count.start]):
                # The second of a pair belongs to no outcome that the first does not.
                term = None
            else:
                low = max(ended, term.end)
                term = _itemised(words, (low, count.start), term, arms)
        ended, is_bound = count.end, term is not None
        if last and _says_again(words, last, count, term):
            last = (_joined(last[0], count), last[1])
            continue
        if last:
            yield last
        last = (count, term) if term else None
        previous = term or previous
    if last:
        yield last


#: An item of a list between its count and the count before: "), proctitis in".
_ITEM = re.compile(
    r"(?:(?:[A-Z]{1,4}(?=\)))?(?:[,;]?\s?[Pp]\s?[<>=≤≥]\s?[\d.·]+)?[)\]%]*[,;]?\s(?:and\s|or\s|both\s)?(?:including\s)?|\s(?:were|was|included|including|consisted\sof|such\sas|as)\s|:\s)(?:an?\s|the\s)?(?P<item>(?!and\b|or\b|vs\b|versus\b|in\b|by\b)[a-z][\w'/-]*(?:\s[\w'/-]+){0,4}?)\s?(?:[(\[]\s?(?:n\s?=\s?)?|\s(?:in|by)\s(?:only\s|another\s|the\sother\s)?|\swas\s|\swere\s)"
)
#: How the names of symptoms and mishaps end that are in no table.
_SYMPTOM = re.compile(
    r"(?:itis|osis|emia|aemia|algia|pathy|rrho?ea|uria|ness|plegia|paresis|esthesia|somnia|phagia|pnea|pnoea|tension|cardia|oma|cramps?|ache|leaks?|leakage|migration|kink|collection|effusions?|failures?|fractures?|spasms?|sedation|irritation|disturbances?|reactions?|tremors?|rigidity|palsy|injury|injuries|burns?|swelling|loss|obstruction|stenosis|necrosis|dysfunction|impairment|discomfort|symptoms|urgency|osmia|geusia|taste|vision|dreams|ulcers?|ulceration)$"
)
_QUALITY = frozenset({"good", "very good", "excellent", "moderate", "fair", "partial", "satisfactory", "complete", "mild", "total"})  # fmt: skip


def _itemised(
    words: str, place: tuple[int, int], term: Term, arms: frozenset[str]
) -> Term | None:
    """Name the item of a list that a count belongs to, where it is no known word.

    "Mild sedation in all and proctitis in two": the two had proctitis. An item that
    may be anything has no count of the outcome before it.
    """
    # What stands behind the last bracket, or all: "... in A) and rash (".
    low = max(place[0], *(words.rfind(sign, *place) for sign in ")]"))
    found = _ITEM.fullmatch(words, *place) or _ITEM.fullmatch(words, low, place[1])
    item = found["item"] if found else ""
    if not item or not arms.isdisjoint(item.lower().split()) or _IS_ARM.search(item):
        return term
    is_next = place[0] > term.end
    if term.kind == "relief":
        named = term._replace(name=f"{item} ({term.name})")
        return named if item in _QUALITY else (None if is_next else term)
    if not is_next or term.kind != "harm":
        return term._replace(name=item, parts=()) if _SYMPTOM.search(item) else term
    is_event = _SYMPTOM.search(item) or _OF_EVENTS.search(words, 0, place[0])
    return term._replace(name=item, parts=()) if is_event else None


#: Words of arms and of times, which are no items of a list of events.
_IS_ARM = re.compile(
    r"\b(?:groups?|arms?|patients?|subjects?|children|women|men|placebo|controls?|saline|vehicle|sham|treatment|therapy|dose|doses|study|early|late|delayed|high|low|first|second|third|day|days|week|weeks|month|months|hour|hours|h|min|baseline|after|before|during|at|on|with|without|than|versus|vs|those|receiving|given|compared|both|respectively|overall|total|oral|intravenous|combination|alone|mg)\b",
    re.IGNORECASE,
)
#: What begins a list of unwanted events, so that each of its items is one.
_OF_EVENTS = re.compile(
    r"\b(?:adverse|side[\s-]effects?|complications?|toxicit\w+|untoward|AEs|events)\b",
    re.IGNORECASE,
)


def _says_again(
    words: str, last: tuple[Count, Term], count: Count, term: Term | None
) -> bool:
    """Say whether a percentage repeats the count before it: "2 had nausea (1.7%"."""
    before, named = last
    if _gives_the_counts(words, before, count) and term in {named, None}:
        return True
    opening = words[max(0, count.start - 2) : count.start].strip()
    return (
        before.events is not None
        and before.percent is None
        and count.events is None
        and count.percent is not None
        and term == named
        and before.end <= named.start < named.end <= count.start
        and opening in {"(", "["}
        and count.start - named.end < 60
    )


#: How far the percentage of counts may be from the one printed [percentage points].
_ROUNDING = 1.0


def _gives_the_counts(words: str, before: Count, count: Count) -> bool:
    """Say whether counts are those of the percentage before: "81% ... (81 of 100)"."""
    is_share = before.events is None and before.percent is not None
    if not is_share or count.percent is not None or not count.total:
        return False
    if count.events is None or words[count.start - 1 : count.start] not in {"(", "["}:
        return False
    own = 100 * count.events / count.total
    return abs(own - (before.percent or 0)) <= _ROUNDING


def _joined(first: Count, second: Count) -> Count:
    """Make one count of two that say the same."""
    if second.percent is not None:
        return first._replace(percent=second.percent)
    return first._replace(events=second.events, total=second.total)
