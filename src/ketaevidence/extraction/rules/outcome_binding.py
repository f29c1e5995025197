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
from ketaevidence.extraction.rules.adverse_words import HARMS
from ketaevidence.extraction.rules.counts import Count, counts_in, may_count
from ketaevidence.extraction.rules.kind import reports_patients
from ketaevidence.extraction.rules.no_result import (
    describes_the_study,
    is_at_start,
    is_change,
    is_known,
    result_sentences,
    says_no_result,
)
from ketaevidence.extraction.rules.outcome_terms import Term, is_on_pain, terms_in
from ketaevidence.extraction.rules.relief_words import MAY_BE_RELIEF
from ketaevidence.extraction.text import Sentence, View


class Bound(NamedTuple):
    """A count with the outcome that it counts."""

    sentence: Sentence
    share: Count
    term: Term


#: Kinds of outcome that are neither harm nor relief.
_NEITHER = frozenset({"other", "weak"})
_NAMED = frozenset({"harm", "relief"})
_MAY_BE_HARM = HARMS | {"effects", "effect", "events", "event", "reactions", "depression", "retention", "mouth", "experiences"}  # fmt: skip
#: A sentence with more counts or outcomes than these is no sentence.
_MOST = 80
#: How far an outcome may stand from its count [characters].
_FAR = 260
_TURN = re.compile(
    r";\s|\bbut\b|\bwhereas\b|\bwhile\b|\balthough\b|\bhowever\b|\bcompared\b|\bversus\b|\bvs\b"
)


def bound_counts(view: View) -> tuple[Bound, ...]:
    """Give every count with its outcome; ask through ``view.once(bound_counts)``."""
    vocabulary = view.vocabulary
    if vocabulary.isdisjoint(MAY_BE_RELIEF) and vocabulary.isdisjoint(_MAY_BE_HARM):
        return ()
    if not view.once(reports_patients):
        return ()
    return tuple(_bound(view))


def _bound(view: View) -> Iterator[Bound]:
    on_pain = is_on_pain(view)
    arms: frozenset[str] | None = None
    for sentence in result_sentences(view):
        if not may_count(sentence.words) or says_no_result(sentence.words):
            continue
        terms = terms_in(view, sentence, on_pain=on_pain)
        if len(terms) > _MOST or all(term.kind in _NEITHER for term in terms):
            continue
        counts = counts_in(sentence.words)
        arms = _given(view) if counts and arms is None else arms
        for count, term in bind(sentence.words, counts, terms, arms or frozenset()):
            is_before = term.kind == "harm" and is_at_start(sentence.words)
            if term.kind not in _NEITHER and not is_before:
                yield Bound(sentence, count, term)


_JOINED = re.compile(
    r"[)\]]?,?\s?(?:(?:of|in)\s(?:the\s)?(?:[\w'/+-]+\s){1,4}?)?(?:and|or|vs\.?|versus|compared\s(?:with|to))\s(?:only\s)?"
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
    if len(counts) > _MOST:
        return
    found = list(_bind_each(words, counts, terms, arms))
    known = {count.start: term for count, term in found}
    for count, following in pairwise(counts):
        term = known.get(following.start)
        if (
            count.start in known
            or count.is_n
            or term is None
            or term.start < following.end
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
    for count in counts:
        own = [t for t in terms if t not in inside or count.start < t.start < count.end]
        term = _term_of(words, count, own, previous)
        if term and term.end <= count.start:
            if ended and not is_bound and _JOINS.fullmatch(words[ended : count.start]):
                # The second of a pair belongs to no outcome that the first does not.
                term = None
            else:
                low = max(ended, term.end)
                term = _itemised(words, (low, count.start), term, arms)
        ended, is_bound = count.end, term is not None
        if last and _says_again(words, last, count, term):
            last = (last[0]._replace(percent=count.percent), last[1])
            continue
        if last:
            yield last
        last = (count, term) if term else None
        previous = term or previous
    if last:
        yield last


#: An item of a list between its count and the count before: "), proctitis in".
_ITEM = re.compile(
    r"(?:[)\]%]*[,;]?\s(?:and\s|or\s|both\s)?|\s(?:were|was|included|including|consisted\sof|such\sas|as)\s|:\s)(?:an?\s|the\s)?(?P<item>[a-z][\w'/-]*(?:\s[\w'/-]+){0,4}?)\s?(?:[(\[]\s?(?:n\s?=\s?)?|\s(?:in|by)\s(?:only\s|another\s|the\sother\s)?|\swas\s|\swere\s)"
)
#: How the names of symptoms and mishaps end that are in no table.
_SYMPTOM = re.compile(
    r"(?:itis|osis|emia|aemia|algia|pathy|rrho?ea|uria|ness|plegia|paresis|esthesia|somnia|phagia|pnea|pnoea|tension|cardia|oma|cramps?|ache|leaks?|leakage|migration|kink|collection|effusions?|failures?|fractures?|spasms?|sedation|irritation|disturbances?|reactions?|tremors?|rigidity|palsy|injury|injuries|burns?|swelling|loss|obstruction|stenosis|necrosis|dysfunction|impairment|discomfort|symptoms|taste|vision|dreams|ulcers?|ulceration)$"
)
_QUALITY = frozenset({"good", "very good", "excellent", "moderate", "fair", "partial", "satisfactory", "complete", "mild", "total"})  # fmt: skip


def _itemised(
    words: str, place: tuple[int, int], term: Term, arms: frozenset[str]
) -> Term | None:
    """Name the item of a list that a count belongs to, where it is no known word.

    "Mild sedation in all and proctitis in two": the two had proctitis. An item that
    may be anything has no count of the outcome before it.
    """
    found = _ITEM.fullmatch(words, *place)
    if not found:
        return term
    item = found["item"]
    if not arms.isdisjoint(item.lower().split()) or _IS_ARM.search(item):
        return term
    if term.kind == "relief":
        named = term._replace(name=f"{item} ({term.name})")
        return named if item in _QUALITY else None
    if term.kind == "harm" and place[0] > term.end:
        is_list = _SYMPTOM.search(item) or _OF_EVENTS.search(words, 0, place[0])
        return term._replace(name=item, parts=()) if is_list else None
    return term


#: Words of arms and of times, which are no items of a list of events.
_IS_ARM = re.compile(
    r"\b(?:groups?|arms?|patients?|subjects?|children|women|men|placebo|controls?|saline|vehicle|sham|treatment|therapy|dose|doses|study|early|late|delayed|high|low|first|second|third|day|days|week|weeks|month|months|hour|hours|h|min|baseline|after|before|during|at|on|with|without|than|versus|vs|those|receiving|given|compared|both|respectively|overall|total|oral|intravenous|combination|alone|mg)\b",
    re.IGNORECASE,
)
#: What begins a list of unwanted events, so that each of its items is one.
_OF_EVENTS = re.compile(
    r"\b(?:adverse|side[\s-]effects?|complications?|toxicit\w+|untoward|AEs)\b",
    re.IGNORECASE,
)


def _says_again(
    words: str, last: tuple[Count, Term], count: Count, term: Term | None
) -> bool:
    """Say whether a percentage repeats the count before it: "2 had nausea (1.7%"."""
    before, named = last
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


def _term_of(
    words: str,
    count: Count,
    terms: Sequence[Term],
    previous: Term | None,
) -> Term | None:
    """Choose the outcome that a count belongs to."""
    inside = [t for t in terms if t.start < count.end and count.start < t.end]
    if inside and inside[0].kind != "weak":
        # A number within the name of an outcome defines it: "50% pain relief"; people
        # may be named by the outcome: "29 responders".
        return inside[0] if inside[0].start > count.start else None
    if describes_the_study(words, count, terms):
        return None
    before = [t for t in terms if t.end <= count.start and t.kind != "weak"]
    behind = _behind(words, count, before, previous)
    ahead = _ahead(words, count, [t for t in terms if t.start >= count.end])
    is_new_change = behind is not previous and is_change(words, count, behind)
    is_of_events = ahead is not None and _counts_events(words, count, ahead)
    if is_of_events or is_new_change or is_known(words, count, behind, ahead):
        return None
    if count.is_worded and count.events != 0 and not count.total:
        return _of_all(words, count, behind, ahead)
    if count.is_n:
        return _of_group(words, count, behind)
    return _nearer(words, count, behind, ahead)


def _counts_events(words: str, count: Count, ahead: Term) -> bool:
    """Say whether events are counted, not people: "none of the three infarctions"."""
    is_beside = not words[count.end : ahead.start].strip()
    return is_beside and count.total is not None and not count.names_people


def _of_group(words: str, count: Count, behind: Term | None) -> Term | None:
    """Choose for "(n = 30)": mostly the size of a group, so it must stand beside."""
    if behind is None or words[behind.end : count.start].strip() not in {"(", "["}:
        return None
    is_group = behind.kind == "relief" and not _RESPONDERS.search(behind.name)
    return None if is_group or _REASONS.search(words) else behind


_RESPONDERS = re.compile(r"responders?$", re.IGNORECASE)


def _of_all(
    words: str, count: Count, behind: Term | None, ahead: Term | None
) -> Term | None:
    """Choose for "all patients": said of much else, so it must stand beside."""
    if ahead and _is_direct(words, count, ahead):
        return ahead
    is_close = behind and _IN_ALL.fullmatch(words[behind.end : count.start])
    return behind if is_close else None


_BRACKETS = re.compile(r"\([^()]*\)")


#: "Six of whom" are told of by what comes next.
_OF_WHOM = re.compile(r"\bof\s(?:whom|which)$")


def _nearer(
    words: str, count: Count, behind: Term | None, ahead: Term | None
) -> Term | None:
    """Choose between the outcome before a count and the one after it."""
    before = words[max(0, count.start - 30) : count.start]
    is_direct = bool(ahead and _is_direct(words, count, ahead))
    if _OF_WHOM.search(words, count.start, count.end):
        return ahead
    if _ENDS_CLAUSE.search(before):
        is_next = is_direct or _OPENS_CLAUSE.search(before)
        return behind or (ahead if is_next else None)
    if behind and _opens(words, count):
        is_named = ahead is not None and ahead.kind in _NAMED
        return (ahead if is_named else None) if is_direct else behind
    if _HAS.match(words[count.end : count.end + 40]):
        return ahead
    if ahead is None or (ahead.kind == "weak" and behind):
        return behind
    between = words[count.end : ahead.start]
    plain = _BRACKETS.sub("", between)
    is_far = len(plain) > 60 and re.search(r"\d{2}(?!\s?%|\d*\sh\b)", plain)
    if is_direct or (_begins_clause(words, count) and not is_far):
        return ahead
    is_subject = (
        count.names_people and not _MORE.search(between) and _HAD.search(between)
    )
    return behind or (ahead if is_subject else None)


#: Another count or another clause stands between.
_MORE = re.compile(r"\d|,|\b(?:one|two|three|four|five)\b")


#: "In two patients, nausea ..." begins a clause.
_OPENS_CLAUSE = re.compile(
    r"(?:^|[.;:,]\s|\b(?:and|but|while|whereas)\s)[Ii]n\s(?:the\s)?(?:other\s)?$"
)
#: The count is the subject of a verb: what it had comes next.
_HAS = re.compile(
    r"[)\]]?\s(?:also\s|who\s|still\s)?(?:had|have|developed|experienced|suffered|reported|complained|vomited|died|showed|achieved|obtained|withdrew|discontinued|responded|improved|failed|required|needed|received|refused|underwent|completed)\b"
)


def _opens(words: str, count: Count) -> bool:
    """Say whether a count stands in brackets."""
    before = words[max(0, count.start - 60) : count.start]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind(
        "]"
    )


#: The count ends what was said: "nausea occurred in 5%", "reported by 38 of 76".
_ENDS_CLAUSE = re.compile(
    r"\b(?:in|by|for|among|affected|affecting|was|were|is|to)\s(?:only\s|just\s|about\s|approximately\s|another\s|the\s|almost\s|nearly\s|over\sall\s)?$|:\s?$",
    re.IGNORECASE,
)


#: Why people left is not what they had.
_REASONS = re.compile(
    r"\b(?:terminated|excluded|ended|withdrawn)\s(?:from\s[\w\s]{1,20})?because\b"
)
_IN_ALL = re.compile(
    r"\s(?:(?:was|were|occurred|is|has|been|had|achieved|obtained|seen|observed|noted|reported|found|complete|good|excellent|in|by)\s){1,5}"
)


#: A verb that joins people to what happened to them.
_HAD = re.compile(
    r"\b(?:had|have|has|developed|reported|experienced|suffered|showed|achieved|obtained|complained|were|was|became|felt|rated|noted|described|got|withdrew|discontinued)\b"
)


#: What a count is the subject of ends here.
_STOPS = re.compile(r"[.;]\s|,\sbut\b|\bwhereas\b|\balthough\b")


def _ahead(words: str, count: Count, after: Sequence[Term]) -> Term | None:
    """Give the next outcome in the clause that a count begins."""
    for term in after:
        between = re.sub(r"\([^()]*\)?|^[)\]]", "", words[count.end : term.start])
        if len(between) > _FAR or _STOPS.search(between):
            return None
        if _is_their_disease(words, term):
            continue
        if _is_in_other_brackets(words[count.end : term.start]):
            return None
        if term.kind != "weak":
            is_past = after[0].kind != "weak" or _HAD.search(between) or _is_verb(term)
            return term if is_past else after[0]
    return after[0] if after else None


def _is_in_other_brackets(between: str) -> bool:
    """Say whether brackets open between a count and an outcome and do not close."""
    opened = between.rfind("(")
    return opened >= 0 and ")" not in between[opened:]


def _is_their_disease(words: str, term: Term) -> bool:
    """Say whether an event tells which people: "5 of 8 with cystitis improved"."""
    return bool(
        term.kind == "harm"
        and re.search(
            r"\bwith\s(?:\w+\s)?$", words[max(0, term.start - 20) : term.start]
        )
        and re.match(
            r"\s(?:\w+\s)?(?:reported|had|responded|improved|showed|experienced|achieved|received|were|was|who)\b",
            words[term.end : term.end + 30],
        )
    )


def _is_verb(term: Term) -> bool:
    return term.name.lower().endswith(("ed", "withdrew"))


def _is_direct(words: str, count: Count, term: Term) -> bool:
    """Say whether nothing but who they are stands between: "10% had nausea"."""
    between = re.sub(r"\([^()]*\)", "", words[count.end : term.start])
    if between.lstrip(")]").startswith(",") or _SHARE_OF_EVENTS.fullmatch(between):
        return False
    return bool(
        re.fullmatch(
            r"[)\]]?\s*(?:(?:of|in)\s(?:the|each|all|both)?\s?(?:[\w'/+-]+\s){1,6}?)?(?:(?:who|that|had|has|have|having|with|reported|reporting|experienced|experiencing|developed|developing|suffered|suffering|respectively|complained|showed|showing|achieved|obtained|were|was|became|got|obtaining|achieving|from|of|a|an|the|their|some|mild|,|at|least|one|more|only|also|due|to|because|for|any|episode|episodes|[)\]]),?\s?){0,6}",
            between,
        )
    )


#: "86% of deaths" is a share of deaths, not of people.
_SHARE_OF_EVENTS = re.compile(
    r"[)\]]?\s?(?:of|in)\s(?:the\s|all\s|these\s)?(?:[\w-]+\s)?"
)


def _begins_clause(words: str, count: Count) -> bool:
    """Say whether a count is the subject: nothing before it that it could end."""
    before = words[max(0, count.start - 40) : count.start]
    return bool(
        count.names_people
        and re.search(
            r"(?:^|[.;:]\s|,\s(?:and\s|but\s|while\s|whereas\s)?|\band\s|\bbut\s|\bwhereas\s|\bwhile\s|\bthat\s|\bwhen\s|\bonly\s|\b[Aa]\stotal\sof\s|\b[Oo]verall\s,?\s?|\b[Ww]e\s(?:report|describe|present)(?:ed)?\s)(?:[Oo]nly\s|[Aa]\stotal\sof\s|[Aa]bout\s|[Aa]pproximately\s|[Aa]nother\s|the\s|[Nn]early\s|[Aa]lmost\s)?$",
            before,
        )
    )


#: Other people had something else: "and more patients on placebo had pain (45%".
_NEW_PEOPLE = re.compile(
    r"\b(?:patients|subjects|participants|children|women|infants)\b[^();]{0,80}\b(?:had|have|required|needed|showed|achieved|reported|returned|preferred|rated)\s[^();]*[(\[]$"
)


def _behind(
    words: str, count: Count, before: Sequence[Term], previous: Term | None
) -> Term | None:
    """Give the nearest outcome before a count, if the count may still be its own."""
    if not before:
        return None
    term = before[-1]
    between = words[term.end : count.start]
    if len(between) > (2 * _FAR if term is previous else _FAR):
        return None
    if re.search(r"[.]\s+[A-Z]|;[^;:]*:\s$", between) or _NEW_PEOPLE.search(between):
        return None
    turns = _TURN.search(between)
    if turns and term is not previous and not re.search(r"\d", between):
        return None if turns[0].strip() in {";", "but", "whereas", "while", "although", "however"} else term  # fmt: skip
    return term
