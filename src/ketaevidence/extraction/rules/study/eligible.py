"""Which pool a record may enter: patients with the condition, treated with the drug."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.not_eligible import (
    BEFORE_RESULTS,
    Answer,
    against_drug,
    against_paper,
    name_of,
    of,
)
from ketaevidence.extraction.rules.study.own_condition import OwnPlaces
from ketaevidence.extraction.rules.study.paper import span_of_title
from ketaevidence.extraction.rules.study.signs import before
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import first_match, pattern
from ketaevidence.question.model import Question, Vocabulary

#: What does not keep a record out, but must be known before it is pooled.
_BEWARE = {
    "expression_of_concern": "an expression of concern was published",
    "erratum_exists": "an erratum was published",
    "secondary_analysis": "an analysis of another paper's patients: pool them once",
    "preprint": "a preprint, not reviewed by peers",
    "updated_later": "a later version exists",
}
#: Pain, as what is treated or measured.
_PAIN = re.compile(
    r"\b(?:pain|pains|analgesi\w*|antinocicept\w*|hyperalgesi\w*|allodynia|neuralgia\w*|headaches?|migraine\w*|fibromyalgia|opioid(?:-|\s)(?:sparing|consumption|requirements?)|morphine\s(?:consumption|requirements?))\b",
    re.IGNORECASE,
)
_PAIN_WORDS = re.compile(
    r"pain|analges|nocicep|algesi|allodyn|neuralgi|headache|migraine|fibromyalgia|sparing|consumption|requirement"
)
#: In front of the condition: what might come, not what patients have.
_TO_COME = re.compile(
    r"\b(?:prevent\w*|incidence|development|developing|occurrence|risk|prophyla\w+|predict\w*|onset|reduc\w+\sthe\srate|rate)\s(?:of\s|against\s|from\s|for\s)?(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)


def judge_eligible(
    view: View, question: Question, found: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Say which pools a record may enter, or why it may enter none.

    The pools are the question's drug in its condition, and its drug in any pain.
    """
    place = _drug_place(view, question)
    if place is None and span_of_title(view) == (0, 0):
        return
    if place is None:
        yield _no(view, [Answer(f"{name_of(question.drug)} is not named")])
        return
    against = [*against_paper(view, found), *against_drug(view, question, found)]
    if against:
        yield _no(view, against, place)
        return
    proofs = (
        _condition_place(view, question, found),
        _pain_place(view, question, found),
    )
    beware = _warnings(found)
    for pool, proof in zip(_names(question), proofs, strict=True):
        if proof is not None:
            yield _yes(view, pool, proof, beware)
    if not any(proofs):
        yield _no(view, [_other_condition(view, question)], place)


def _names(question: Question) -> tuple[str, str]:
    drug = name_of(question.drug)
    return f"{drug}_{name_of(question.condition)}", f"{drug}_pain"


def _drug_place(view: View, question: Question) -> tuple[int, int] | None:
    """Give the first mention of the drug that counts most: methods before title."""
    if not any(word in view.lower for word in _rare_words(question.drug)):
        return None
    mentions = list(pattern(question.drug).finditer(view.folded))
    for part in ("methods", "results", "title"):
        for match in mentions[:20]:
            if view.part_at(match.start()) == part:
                return match.span()
    return mentions[0].span() if mentions else None


@lru_cache(maxsize=64)
def _rare_words(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the longest word of each term: one of them is in every text that has one."""
    longest = {
        max(re.findall(r"\w+", term.lower()), key=len) for term in vocabulary.terms
    }
    return tuple(sorted(longest))


def _condition_place(
    view: View, question: Question, found: Sequence[Candidate]
) -> tuple[int, int, Confidence] | None:
    """Give the words that say that these patients have the question's condition."""
    for item in of(found, "condition"):
        if item.confidence == "low":
            continue
        named = first_match(question.condition, str(item.value))
        if named or first_match(question.condition, item.quote):
            return item.start, item.end, "high"
    how: Confidence = "high"
    for start, end in view.once(OwnPlaces(question.condition)):
        part = view.part_at(start)
        if _TO_COME.search(before(view.folded, start, 60)):
            continue
        if part not in BEFORE_RESULTS and part != "conclusions":
            how = "high" if part in {"title", "methods"} else "medium"
            return start, end, how
    return None


def _pain_place(
    view: View, question: Question, found: Sequence[Candidate]
) -> tuple[int, int, Confidence] | None:
    """Give the words that say that pain was treated or measured."""
    for item in found:
        if item.field in {"pain_score", "pain_scale", "pain_change"} and item.quote:
            return item.start, item.end, "high"
    if not _PAIN_WORDS.search(view.lower):
        return None
    named = view.once(OwnPlaces(question.condition))
    for sentence in view.sentences:
        if sentence.part in BEFORE_RESULTS:
            continue
        match = _PAIN.search(sentence.words)
        if match:
            start, end = sentence.start + match.start(), sentence.start + match.end()
            # "Complex regional pain syndrome" is quoted by its whole name.
            whole = (one for one in named if one[0] <= start and end <= one[1])
            return *next(whole, (start, end)), "medium"
        first = bisect_left(named, (sentence.start, 0))
        if first < len(named) and named[first][1] <= sentence.end:
            return *named[first], "medium"
    return None


def _other_condition(view: View, question: Question) -> Answer:
    subjects = {heading.name for heading in view.record.mesh}
    if subjects & set(question.condition.mesh):
        return Answer("the condition stands only in PubMed's headings", is_open=True)
    return Answer("another condition, and no pain as an outcome")


def _warnings(found: Sequence[Candidate]) -> tuple[str, ...]:
    """Give what a reviewer must know of a record that may be pooled."""
    statuses = {str(item.value) for item in of(found, "publication_status")}
    return tuple(words for status, words in _BEWARE.items() if status in statuses)


def _yes(
    view: View,
    pool: str,
    proof: tuple[int, int, Confidence],
    beware: tuple[str, ...],
) -> Candidate:
    start, end, confidence = proof
    return candidate(
        view,
        "eligible",
        pool,
        start,
        end,
        "eligible.pool",
        status="derived",
        confidence=confidence,
        warnings=beware,
    )


def _no(
    view: View, against: Sequence[Answer], drug: tuple[int, int] | None = None
) -> Candidate:
    """Make the one candidate that says why a record enters no pool.

    Its quote is what proves the first reason that has words in the text; else the
    drug, or the title, which a reader must look at.
    """
    is_open = bool(against) and all(answer.is_open for answer in against)
    value = "unclear" if is_open else "no"
    reasons = tuple(dict.fromkeys(answer.reason for answer in against))
    proofs = (a.proof for a in against if a.proof is not None and a.proof.quote)
    proof = next(((p.start, p.end) for p in proofs), drug or span_of_title(view))
    return candidate(
        view,
        "eligible",
        value,
        *proof,
        f"eligible.{value}",
        status="derived",
        warnings=reasons,
    )
