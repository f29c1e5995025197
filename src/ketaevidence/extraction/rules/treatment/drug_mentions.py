"""What each mention of a drug says: given, asked for, used up, or only named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ketaevidence.extraction.mentions.drugs import (
    CLASS,
    PLACEBO,
    Drug,
    drugs,
    usual_name,
)
from ketaevidence.extraction.rules.treatment.dose import is_given
from ketaevidence.extraction.rules.treatment.dose_lines import bound_doses
from ketaevidence.extraction.rules.treatment.drug_words import (
    ASIDE_BEFORE,
    ASIDE_BEHIND,
    FOR_ANAESTHESIA,
    FOR_ANAESTHESIA_BEHIND,
    GIVEN_BEFORE,
    GIVEN_BEHIND,
    NAMED_ONLY,
    TO_ALL,
    UNDER,
)
from ketaevidence.extraction.rules.treatment.unlisted_drugs import UNLISTED
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Vocabulary

#: How far around a mention its part in the study is looked for [characters].
AROUND = 60
_CLAUSES = re.compile(r"[.;]\s|\n")


def before(view: View, drug: Drug, sentence: Sentence | None = None) -> str:
    """Give the words before a mention, in its own sentence if that is given."""
    low = max(0, drug.start - AROUND)
    return view.folded[max(sentence.start, low) if sentence else low : drug.start]


def behind(view: View, drug: Drug, sentence: Sentence | None = None) -> str:
    """Give the words behind a mention, in its own sentence if that is given."""
    high = drug.end + AROUND
    return view.folded[drug.end : min(sentence.end, high) if sentence else high]


def is_in_title(view: View, drug: Drug) -> bool:
    """Say whether a mention stands in the title."""
    return drug.end <= len(view.title)


def is_aside(view: View, drug: Drug) -> bool:
    """Say whether a mention speaks of a drug's use, effect or need, not of giving it."""
    if ASIDE_BEHIND.match(view.folded, drug.end):
        return True
    return bool(ASIDE_BEFORE.search(before(view, drug)))


def serves(view: View, drug: Drug) -> bool:
    """Say whether a mention has the drug serve as anaesthesia or make a model."""
    if is_in_title(view, drug) and not UNDER.search(before(view, drug)):
        # "Propofol anaesthesia in the cat" is about just that.
        return bool(ASIDE_BEHIND.match(view.folded, drug.end))
    return bool(
        FOR_ANAESTHESIA.search(_CLAUSES.split(before(view, drug))[-1])
        or FOR_ANAESTHESIA_BEHIND.match(behind(view, drug))
        or ASIDE_BEHIND.match(view.folded, drug.end)
    )


def worth(view: View, sentence: Sentence, drug: Drug) -> int:
    """Weigh how plainly a mention says that the drug is the treatment studied."""
    words_before = before(view, drug, sentence)
    words_behind = behind(view, drug, sentence)
    if (
        sentence.part == "background"
        or NAMED_ONLY.search(words_before)
        or FOR_ANAESTHESIA.search(words_before)
        or FOR_ANAESTHESIA_BEHIND.match(words_behind)
        or TO_ALL.search(sentence.words)
    ):
        return 0
    said = (GIVEN_BEFORE.search(words_before), GIVEN_BEHIND.match(words_behind))
    return sum(match is not None for match in said)


_MOST = 300


def with_sentence(view: View, named: Sequence[Drug]) -> Iterator[tuple[Sentence, Drug]]:
    """Give each mention with the sentence that it stands in.

    No abstract names its drugs more often than ``_MOST`` times; a text that does is
    none, and the rest of it says nothing new.
    """
    sentences = iter(view.sentences)
    sentence = next(sentences, None)
    for drug in named[:_MOST]:
        while sentence is not None and sentence.end <= drug.start:
            sentence = next(sentences, None)
        if sentence is None:
            return
        yield sentence, drug


def dosed(view: View) -> frozenset[str]:
    """Name the drugs of which the text tells a dose given; ask through ``view.once``."""
    return frozenset(
        bound.drug.name
        for sentence, bound in view.once(bound_doses)
        if bound.drug.kind not in {PLACEBO, CLASS} and is_given(sentence, bound)
    )


def unlisted_mentions(view: View) -> list[Drug]:
    """Give every mention of the drugs that only an amount shows to be drugs."""
    known = {
        bound.drug.name: bound.drug
        for _, bound in view.once(bound_doses)
        if bound.drug.kind == UNLISTED
    }
    return [
        known[word.lower]._replace(start=word.start, end=word.end)
        for word in (view.words if known else ())
        if word.lower in known
    ]


def asked(view: View, vocabulary: Vocabulary) -> list[Drug]:
    """Give every mention of the question's drug, also of one not in the table."""
    names = names_of(vocabulary)
    in_table = [drug for drug in view.once(drugs) if drug.name in names]
    if in_table or not view.names_any(_telling_words(vocabulary)):
        return in_table
    name = vocabulary.terms[0].lower()
    return [
        Drug(name, match.start(), match.end())
        for match in pattern(vocabulary).finditer(view.folded)
    ]


@lru_cache(maxsize=64)
def _telling_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the longest word of each term: a text with none of them has no term."""
    runs = (re.findall(r"[a-z]+", term.lower()) for term in vocabulary.terms)
    return frozenset(max(words, key=len) for words in runs if words)


@lru_cache(maxsize=64)
def names_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the usual names of the question's drug."""
    return frozenset(usual_name(term) for term in vocabulary.terms)
