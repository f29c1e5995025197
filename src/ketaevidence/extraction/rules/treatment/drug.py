"""Which drugs a study is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketaevidence.extraction.mentions.drugs import (
    CLASS,
    ENDOGENOUS,
    Drug,
    drugs,
    is_active,
)
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.drug_mentions import (
    asked,
    dosed,
    is_aside,
    is_in_title,
    serves,
    unlisted_mentions,
    with_sentence,
    worth,
)
from ketaevidence.extraction.rules.treatment.drug_words import ALONE
from ketaevidence.extraction.rules.treatment.ketamine_role import role_of
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question, Vocabulary

#: So many words of giving make a drug that the title does not name the study's.
_ENOUGH = 2
#: Given for comparison elsewhere, these may be what a study is about.
_MAY_BE_STUDIED = frozenset({"distilled water", "dextrose", "insulin"})


def read_drug(view: View, question: Question) -> Iterator[Candidate]:
    """Read the drugs that the study is about, the main one first."""
    rule, chosen = view.once(StudyDrugs(question.drug))
    sure = rule == "drug.title"
    for drug in chosen:
        yield candidate(
            view,
            "drug",
            drug.name,
            drug.start,
            drug.end,
            rule,
            confidence="high" if sure else "medium",
        )


@dataclass(frozen=True, slots=True)
class StudyDrugs:
    """Finds the rule and the drugs of a study: ``view.once(StudyDrugs(question.drug))``."""

    asked: Vocabulary

    def __call__(self, view: View) -> tuple[str, tuple[Drug, ...]]:
        """Give each drug once, the main one first."""
        rule, chosen = _chosen(view, self.asked)
        return rule, tuple({drug.name: drug for drug in reversed(chosen)}.values())[
            ::-1
        ]


def _chosen(view: View, vocabulary: Vocabulary) -> tuple[str, Sequence[Drug]]:
    """Give the study's drugs, and the rule that found them."""
    named = _named(view, vocabulary)
    if not named:
        return "", ()
    in_title = list(_of_the_title(view, named))
    if in_title:
        return "drug.title", in_title
    if is_kind(view, "synthesis"):
        return "", ()
    for rule, find in (("drug.given", _given), ("drug.class", _classes)):
        found = list(find(view, named))
        if found:
            return rule, found
    question_drug = asked(view, vocabulary)
    if question_drug:
        part = role_of(view, question_drug)
        if part.role == "intervention":
            return "drug.given", [part.shown]
    return "", ()


def _named(view: View, vocabulary: Vocabulary) -> list[Drug]:
    """Give every mention of a drug: of the table, of the question, or by its dose."""
    named = list(view.once(drugs))
    places = {drug.start for drug in named}
    more = [*asked(view, vocabulary), *unlisted_mentions(view)]
    named.extend(drug for drug in more if drug.start not in places)
    named.sort(key=lambda drug: drug.start)
    return named


def _of_the_title(view: View, named: Sequence[Drug]) -> Iterator[Drug]:
    """Give the drugs that the title says the study is about, the main one first.

    A drug that stands twice is what both arms get: in "bupivacaine versus bupivacaine
    plus dexamethasone" the study is about dexamethasone.
    """
    about = [
        drug
        for drug in named
        if is_in_title(view, drug)
        and (is_active(drug) or drug.name in _MAY_BE_STUDIED)
        and not is_aside(view, drug)
    ]
    names = [drug.name for drug in about]
    shared = {name for name in names if names.count(name) > 1}
    shared |= {drug.name for drug in about if ALONE.match(view.folded, drug.end)}
    if shared.issuperset(names):
        shared = set()
    yield from (drug for drug in about if drug.name not in shared)
    yield from (drug for drug in about if drug.name in shared)


def _given(view: View, named: Sequence[Drug]) -> Iterator[Drug]:
    """Give the drugs that the text says were given, the one with most proof first."""
    with_dose = view.once(dosed)
    first: dict[str, Drug] = {}
    points: dict[str, int] = {}
    for sentence, drug in with_sentence(view, named):
        if not is_active(drug) and not (
            drug.kind == ENDOGENOUS and drug.name in with_dose
        ):
            continue
        if is_aside(view, drug):
            continue
        said = worth(view, sentence, drug)
        if said:
            first.setdefault(drug.name, drug)
            points[drug.name] = points.get(drug.name, 0) + said
    for name in first:
        points[name] += name in with_dose
    best = sorted(first, key=lambda name: (-points[name], first[name].start))
    enough = [first[name] for name in best if points[name] >= _ENOUGH]
    yield from enough or _only_dosed(view, named, with_dose)


def _classes(view: View, named: Sequence[Drug]) -> Iterator[Drug]:
    """Give the classes of drugs that the title is about: "opioids", "steroids"."""
    for drug in named:
        if drug.kind == CLASS and is_in_title(view, drug) and not is_aside(view, drug):
            yield drug


def _only_dosed(
    view: View, named: Sequence[Drug], with_dose: frozenset[str]
) -> Iterator[Drug]:
    """Give the one drug of which a dose is told, unless it served as anaesthesia."""
    mentions = [d for d in named if d.name in with_dose and is_active(d)]
    if len({drug.name for drug in mentions}) == 1:
        tried = (d for d in mentions if not is_aside(view, d) and not serves(view, d))
        yield from list(tried)[:1]
