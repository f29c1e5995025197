"""Which of the outcomes of a sentence a count belongs to: the one before or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketaevidence.extraction.rules.outcomes.count_forms import PEOPLE
from ketaevidence.extraction.rules.outcomes.counts import Count
from ketaevidence.extraction.rules.outcomes.no_result import (
    describes_the_study,
    is_change,
    is_known,
)
from ketaevidence.extraction.rules.outcomes.outcome_terms import Term

_NAMED = frozenset({"harm", "relief"})
#: How far an outcome may stand from its count [characters].
_FAR = 260
_TURN = re.compile(
    r";\s|\bbut\b|\bwhereas\b|\bwhile\b|\balthough\b|\bhowever\b|\bcompared\b|\bversus\b|\bvs\b"
)


def choose(
    words: str,
    count: Count,
    terms: Sequence[Term],
    previous: Term | None,
    following: Count | None = None,
) -> Term | None:
    """Choose the outcome that a count belongs to; ``following`` is the next count."""
    inside = [t for t in terms if t.start < count.end and count.start < t.end]
    if inside and (inside[0].kind in _NAMED or inside[0].start <= count.start):
        # A number within the name of an outcome defines it: "50% pain relief"; people
        # may be named by the outcome: "29 responders".
        return inside[0] if inside[0].start > count.start else None
    if _is_of_others(words, count) or describes_the_study(words, count, terms):
        return None
    if following and _is_other_subject(words, count, following):
        # "Nine had no benefit, eight stopped": each has what its own clause says.
        terms = [t for t in terms if t.start < following.start]
    before = [t for t in terms if t.end <= count.start and t.kind != "weak"]
    before = _without_definitions(words, before, count)
    behind = _behind(words, count, before, previous)
    is_denied = behind and behind.kind == "relief" and _IS_NO_RELIEF.match(words, count.end)  # fmt: skip
    ahead = _ahead(words, count, [t for t in terms if t.start >= count.end])
    is_new_change = behind is not previous and is_change(words, count, behind)
    is_of_events = ahead is not None and _counts_events(words, count, ahead)
    is_none = is_of_events or is_new_change or is_denied
    if is_none or is_known(words, count, behind, ahead):
        return None
    return _by_form(words, count, behind, ahead)


def _without_definitions(words: str, before: list[Term], count: Count) -> list[Term]:
    """Leave out outcomes in a closed bracket behind another: "response (no pain) in"."""
    last = len(before)
    while last > 1 and _closes_between(
        words, before[last - 1], before[last - 2], count
    ):
        last -= 1
    is_defined = 0 < last < len(before) and before[last - 1].kind == "relief"
    return before[:last] if is_defined else before


def _closes_between(words: str, term: Term, earlier: Term, count: Count) -> bool:
    """Say whether a bracket opens before an outcome and closes before its count."""
    behind = words[term.end : count.start]
    closed = behind.find(")")
    is_closed = closed >= 0 and "(" not in behind[:closed]
    return is_closed and (
        "(" in words[earlier.end : term.start] or _closes_at(words, earlier, term)
    )


def _closes_at(words: str, earlier: Term, term: Term) -> bool:
    """Say whether two outcomes stand in the same bracket."""
    opened = words.rfind("(", max(0, earlier.start - _FAR), earlier.start)
    return opened >= 0 and ")" not in words[opened : term.start]


def _by_form(
    words: str, count: Count, behind: Term | None, ahead: Term | None
) -> Term | None:
    """Choose between the outcome before a count and the one after it, by its form."""
    if count.is_worded and count.events != 0 and not count.total:
        return _of_all(words, count, behind, ahead)
    if count.is_n:
        return _of_group(words, count, behind)
    return _nearer(words, count, behind, ahead)


#: "In two patients it was assessed as poor".
_IS_NO_RELIEF = re.compile(
    r"[)\]]?\s(?:it\s|this\s|they\s|the\s(?:result|outcome|effect|relief)s?\s)?(?:was|were|had)\s(?:(?:assessed|rated|judged|graded|classified|considered|as|to|be|only|a)\s){0,3}[\"']?(?:poor|fair|bad|slight|insufficient|inadequate|unsatisfactory|absent|none|failures?)\b",
    re.IGNORECASE,
)
#: Those who treat are no patients: "80% of nurses reported adequate control".
_ANSWER = re.compile(
    r"(?<=nurses)|(?<=physicians)|[)\]]?\s(?:of\s(?:the\s|all\s)?)?(?:\w+\s)?(?:nurses|physicians|doctors|clinicians|house\s?staff|surgeons|an(?:a)?esthetists|an(?:a)?esthesiologists|hospitals|departments|respondents|pharmacists|practitioners|students)\b"
)


def _is_of_others(words: str, count: Count) -> bool:
    """Say whether a count is of those who treat, or only tells who was studied."""
    if _ANSWER.match(words, count.end):
        return True
    is_make_up = _MAKE_UP.search(words, count.start, count.end)
    return bool(is_make_up) and _in_brackets(words, count)


def _is_other_subject(words: str, count: Count, following: Count) -> bool:
    """Say whether a count and the next one each have a verb of their own."""
    if not _DOES.match(words[count.end : count.end + 40]):
        return False
    is_next = _NEW_SUBJECT.search(words[count.end : following.start])
    return bool(is_next and _DOES.match(words[following.end : following.end + 40]))


#: What follows a count that is a subject.
_DOES = re.compile(
    r"[)\]]?\s(?:also\s|who\s|still\s)?(?:had|have|developed|experienced|suffered|reported|complained|vomited|died|showed|achieved|obtained|withdrew|discontinued|responded|improved|failed|required|needed|received|refused|underwent|completed|stopped|quit|left|dropped|was|were|became|demonstrated|rated|noted|described|gained|continued?)\b"
)
#: "(63% women)" tells who was studied.
_MAKE_UP = re.compile(
    r"\s(?:wo)?men\b|\s(?:fe)?males?\b|\s(?:girls|boys)\b", re.IGNORECASE
)


_NEW_SUBJECT = re.compile(
    r"(?:[,;]|\b(?:and|but|while|whereas))\s(?:(?:another|the\sother|a\sfurther|in|only)\s)?$"
)


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
#: "138 patients having treated 6353 attacks": other things are counted in between.
_OTHER_PEOPLE = re.compile(rf"(?<!of )\b\d{{3,}}\s{PEOPLE}\b", re.IGNORECASE)


#: "Six of whom" are told of by what comes next.
_OF_WHOM = re.compile(r"\bof\s(?:whom|which)$")


def _nearer(
    words: str, count: Count, behind: Term | None, ahead: Term | None
) -> Term | None:
    """Choose between the outcome before a count and the one after it."""
    before = words[max(0, count.start - 30) : count.start]
    is_direct = bool(ahead and _is_direct(words, count, ahead))
    is_item = _ITEM_BEGINS.search(before) and _NAME_FOLLOWS.match(words, count.end)
    if is_item or _OF_WHOM.search(words, count.start, count.end):
        # "1 (3%) ptosis, 2 (6%) rash": the name of each comes behind its count.
        return ahead if is_direct else None
    if ahead and _OTHERS_TOLD.search(before):
        return ahead
    if _ENDS_CLAUSE.search(before):
        is_next = is_direct or _OPENS_CLAUSE.search(before)
        return behind or (ahead if is_next else None)
    if behind and _in_brackets(words, count):
        is_named = ahead is not None and ahead.kind in _NAMED
        return (ahead if is_named else None) if is_direct else behind
    if _HAS.match(words[count.end : count.end + 40]):
        return ahead
    return _next_if_subject(words, count, behind, ahead, is_direct=is_direct)


def _next_if_subject(
    words: str,
    count: Count,
    behind: Term | None,
    ahead: Term | None,
    *,
    is_direct: bool,
) -> Term | None:
    """Choose the next outcome where a count is the subject, else the one before."""
    if ahead is None or (ahead.kind == "weak" and behind):
        return behind
    between = words[count.end : ahead.start]
    is_far = _OTHER_PEOPLE.search(_BRACKETS.sub("", between))
    if is_direct or (_begins_clause(words, count) and not is_far):
        return ahead
    is_one = count.names_people and not _MORE.search(between)
    return behind or (ahead if is_one and _HAD.search(between) else None)


#: Another count or another clause stands between.
_MORE = re.compile(r"\d|,|\b(?:one|two|three|four|five)\b")


#: "In two patients, nausea ..." begins a clause.
_OPENS_CLAUSE = re.compile(
    r"(?:^|[.;:,]\s|\b(?:and|but|while|whereas)\s)[Ii]n\s(?:the\s)?(?:other\s)?$"
)
_ITEM_BEGINS = re.compile(r"(?::|,|;|\band)\s$")
#: A name right behind a count in brackets, and no word that goes on with the people.
_NAME_FOLLOWS = re.compile(
    r"\s?[)\]]\s(?!(?:in|of|for|on|with|at|after|and|or|vs|versus|compared|respectively|than|to|by|from|during|within|the|an?|were|was|had|have|who|that|under|but|while|whereas|receiving|given|treated|taking|only|patients|subjects|participants|children|women|men|cases|volunteers|infants|people|adults|as|over|per|both|all|reported|experienced|developed|showed|required|achieved|improved|complained|responded|withdrew|died|vomited|felt|rated|placebo|saline|controls?|ketamine)\b)[a-z][\w-]+\s?(?:[\w-]+\s?){0,3}(?:[,;.]|and\b|$)"
)
#: "And in the other two" tells of others: what they had comes next.
_OTHERS_TOLD = re.compile(r"(?:,|;|\band|\bbut|\bwhile)\sin\s(?:the\sother|another)\s$")
#: The count is the subject of a verb: what it had comes next.
_HAS = re.compile(
    r"[)\]]?\s(?:also\s|who\s|still\s)?(?:had|have|developed|experienced|suffered|reported|complained|vomited|died|showed|achieved|obtained|withdrew|discontinued|responded|improved|failed|required|needed|received|refused|underwent|completed|stopped|quit|left|dropped|demonstrated|rated|noted|described|gained|continued?)\b"
)


def _in_brackets(words: str, count: Count) -> bool:
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
    r"\b(?:had|have|has|developed|reported|experienced|suffered|showed|achieved|obtained|complained|were|was|became|felt|rated|noted|described|got|withdrew|discontinued|demonstrated|gained|continued?)\b"
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
            r"[)\]]?\s*(?:(?:of|in)\s(?:the|each|all|both)?\s?(?:[\w'/+-]+\s){1,6}?)?(?:(?:who|that|had|has|have|having|with|reported|reporting|experienced|experiencing|developed|developing|suffering|suffered|suffering|respectively|complained|showed|showing|achieved|obtained|were|was|became|got|obtaining|achieving|demonstrated|demonstrating|described|rated|felt|considered|continued?|continuing|to|receive|enjoy|being|themselves|pain|as|from|of|a|an|the|their|some|mild|,|at|least|one|1|≥\s*1|or|more|single|drug-related|treatment-related|study|only|also|due|to|because|for|any|episode|episodes|[)\]]),?\s?){0,8}['\"]?",
            between,
        )
    )


#: "86% of deaths" is a share of deaths, not of people.
_SHARE_OF_EVENTS = re.compile(
    r"[)\]]?\s?(?:of|in)\s(?:the\s|all\s|these\s)?(?:[\w-]+\s)?"
)


#: Before the first words of a sentence: nothing, or the name of a section.
_IS_FIRST = re.compile(r"(?:[A-Z][A-Za-z]{2,14}:\s)?")


def _begins_clause(words: str, count: Count) -> bool:
    """Say whether a count is the subject: nothing before it that it could end."""
    before = words[max(0, count.start - 40) : count.start]
    if _IS_FIRST.fullmatch(words, 0, count.start) and not (
        count.is_n or count.is_worded
    ):
        return True
    return bool(
        count.names_people
        and re.search(
            r"(?:^|[.;:]\s|\d\)\s|,\s(?:and\s|but\s|while\s|whereas\s)?|\band\s|\bbut\s|\bwhereas\s|\bwhile\s|\bthat\s|\bwhen\s|\bonly\s|\b[Aa]\stotal\sof\s|\b[Oo]verall\s,?\s?|\b[Ww]e\s(?:report|describe|present)(?:ed)?\s)(?:[Oo]nly\s|[Aa]\stotal\sof\s|[Aa]bout\s|[Aa]pproximately\s|[Aa]nother\s|the\s|[Nn]early\s|[Aa]lmost\s)?$",
            before,
        )
    )


#: Other people had something else: "and more patients on placebo had pain (45%".
_NEW_PEOPLE = re.compile(
    r"\b(?:patients|subjects|participants|children|women|infants)\b[^();]{0,80}\b(?:had|have|required|needed|showed|achieved|reported|returned|preferred|rated)\s[^();]*[(\[]$"
)


_NEXT_SENTENCE = re.compile(r"[.]\s+[A-Z]|;[^;:]*:\s$")
#: "It occurred in 60%" tells of the event before.
_SAYS_IT = re.compile(
    r"\b(?:it|this|these|they)\s(?:occurred|developed|appeared|happened|(?:was|were)\s(?:seen|observed|noted|reported|found|present|experienced))\s(?:in|by)\s(?:only\s|about\s)?$"
)


#: "..., but did not influence outcome (10%" tells of something else.
_SAYS_MORE = re.compile(
    r"\bbut\s(?:also\s)?(?:did|does|had|has|was|were)\s[^()]*[(\[]$"
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
    if any(
        words.search(between) for words in (_NEXT_SENTENCE, _NEW_PEOPLE, _SAYS_MORE)
    ):
        return None
    if _SAYS_IT.search(between):
        return term
    turns = _TURN.search(between)
    if turns and term is not previous and not re.search(r"\d", between):
        return None if turns[0].strip() in {";", "but", "whereas", "while", "although", "however"} else term  # fmt: skip
    return term
