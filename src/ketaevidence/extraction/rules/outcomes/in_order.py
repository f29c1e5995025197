"""Counts that are told "respectively": one for each of several events, by order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ketaevidence.extraction.rules.outcomes.counts import Count
from ketaevidence.extraction.rules.outcomes.outcome_terms import Term

_Pair = tuple[Count, Term]
_RESPECTIVELY = re.compile(r"respectively", re.IGNORECASE)
#: Between the last count and "respectively": nothing that names several arms.
_NO_ARMS = re.compile(
    r"[\s%)\],;:.]*(?:(?:of\s)?(?:the\s|all\s|our\s)?(?:\w+\s)?(?:patients|subjects|participants|children|women|men|cases|volunteers|p\s?[<>=]\s?[\d.]+)[\s)\],;]*)?(?:(?:in|on|with|receiving|under|of)\s(?:the\s)?[\w-]+(?:\s(?:group|arm))?[\s,;)]*)?"
)
_COMPARES = re.compile(r"\b(?:vs\.?|versus|compared)\b", re.IGNORECASE)
#: What ends a list of names: a verb, or what the counts stand in.
_LIST_ENDS = re.compile(
    r"\s?(?:[(\[:;]|\b(?:was|were|occurred|developed|appeared|had|is|are|rates?|after|in|at|by|with|among|reported|observed|seen|noted)\b)"
)
_NAME = r"[\w'/-]+(?:\s(?!and\b|or\b)[\w'/-]+){0,3}"
#: A list of names, behind what it is a list of.
_LIST = re.compile(
    rf"(?:^|[.;:,]\s|\b(?:of|were|was|included|including|for|as|and|with)\s)(?P<list>(?!of\b|the\b){_NAME}(?:,\s{_NAME})*,?\s(?:and|or)\s{_NAME})\s?$"
)
#: "The rates of vomiting" heads the list.
_HEAD = re.compile(r"(?:[\w'/-]+\s){1,3}?of\s(?:the\s)?")
_REACH = 240
_BETWEEN_NAMES = re.compile(r",?\s(?:and|or)\s|,\s")


def by_order(
    words: str, bound: Sequence[_Pair], terms: Sequence[Term]
) -> Iterator[_Pair]:
    """Give each of the events named together the counts that are its own.

    "Nausea and rash in 6 and 2 patients, respectively": one each. What is told of
    several arms keeps the name of all.
    """
    if len(bound) <= 1:
        yield from bound
        return
    harms = _each_harm(terms)
    for term, group in groupby(bound, key=lambda pair: pair[1]):
        counts = [count for count, _ in group]
        names = _names(words, term, harms) if term.kind == "harm" else ()
        shared = _shared_out(words, counts, names) if len(names) > 1 else None
        for number, count in enumerate(counts):
            yield count, (shared[number] if shared else term)


def _each_harm(terms: Sequence[Term]) -> list[Term]:
    """Give each harm of a sentence by itself; those named together are parted."""
    harms = []
    for term in terms:
        at = term.start
        for part in term.parts or (term.name,):
            if term.kind == "harm":
                start = term.start + term.name.find(part, at - term.start)
                harms.append(Term(start, start + len(part), "harm", part))
                at = start + len(part)
    return harms


def _names(words: str, term: Term, harms: Sequence[Term]) -> tuple[Term, ...]:
    """Give the names of a list, with those between two harms that are in no table."""
    ends = _LIST_ENDS.search(words, term.end)
    end = max(term.end, ends.start()) if ends else term.end
    listed = _LIST.search(words, max(0, end - _REACH), end)
    if listed is None:
        return ()
    names = []
    start = listed.start("list")
    for mark in (*_BETWEEN_NAMES.finditer(words, start, end), None):
        stop = mark.start() if mark else end
        head = _HEAD.match(words, start, stop)
        start = head.end() if head else start
        names.append(Term(start, stop, "harm", words[start:stop].strip()))
        start = mark.end() if mark else end
    # "In groups A, B and C nausea ..." is a list of groups.
    is_of_harms = all(
        any(name.start <= harm.start < name.end for harm in harms)
        for name in (names[0], names[-1])
    )
    return tuple(names) if is_of_harms else ()


def _shared_out(
    words: str, counts: Sequence[Count], names: Sequence[Term]
) -> list[Term] | None:
    """Give the name of each count; ``None`` where the order does not tell it."""
    first, last = counts[0], counts[-1]
    if first.start < names[-1].end:
        return None
    said = _RESPECTIVELY.search(words, last.end)
    if said is None:
        return _by_arm(words, counts, names)
    is_of_arms = not _NO_ARMS.fullmatch(words, last.end, said.start())
    between = words[first.end : last.start]
    if len(counts) == len(names) and not _COMPARES.search(between):
        return None if is_of_arms else list(names)
    groups = _in_groups(words, counts)
    if len(groups) == len(names) and len(set(map(len, groups))) == 1:
        return [names[n] for n, group in enumerate(groups) for _ in group]
    return None


def _by_arm(
    words: str, counts: Sequence[Count], names: Sequence[Term]
) -> list[Term] | None:
    """Give the names where each arm has as many counts: "9 and 7 in A, 5 and 4 in B"."""
    groups = [[counts[0]]]
    for before, count in pairwise(counts):
        between = words[before.end : count.start]
        if not _AND.fullmatch(between):
            if not _ARM_ENDS.fullmatch(between):
                return None
            groups.append([])
        groups[-1].append(count)
    if len(groups) < 2 or any(len(group) != len(names) for group in groups):
        return None
    return [*names] * len(groups)


_AND = re.compile(r"[%)\]]*,?\s(?:and\s)?(?:in\s)?")
#: From the counts of one arm to those of the next.
_ARM_ENDS = re.compile(
    r"[%)\]]*\s(?:in|with|for|of)\s(?:the\s)?(?!\w+\sand\s\w+\s(?:groups|arms))[\w+-]+(?:\s(?!and\b)[\w+-]+){0,2}[,;]?\s(?:and\s|but\s)?(?:in\s)?"
)


def _in_groups(words: str, counts: Sequence[Count]) -> list[list[Count]]:
    """Part counts where a semicolon parts them: "12 vs 3; 9 vs 4"."""
    groups = [[counts[0]]]
    for before, count in pairwise(counts):
        if ";" in words[before.end : count.start]:
            groups.append([])
        groups[-1].append(count)
    return groups
