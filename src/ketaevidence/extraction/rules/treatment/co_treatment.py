"""What a treatment is compared with, and what was given along with it."""

from __future__ import annotations

from collections.abc import Iterator

from ketaevidence.extraction.mentions.drugs import PLACEBO, Drug, drugs, is_active
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.co_treatment_words import (
    ALONG,
    COMPARISON,
    DILUENT,
    GROUP,
    LISTED,
    NO_PLACEBO,
    OF_AN_ARM,
    OR,
    OTHER,
    PCA_BEFORE,
    PCA_BEHIND,
    PLUS,
    RESCUE,
)
from ketaevidence.extraction.rules.treatment.drug import StudyDrugs
from ketaevidence.extraction.rules.treatment.drug_mentions import (
    before,
    behind,
    is_aside,
    is_in_title,
    serves,
    with_sentence,
)
from ketaevidence.extraction.rules.treatment.drug_words import (
    COMPARED_BEFORE,
    GIVEN_BEFORE,
    GIVEN_BEHIND,
    TO_ALL,
)
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question


def read_comparator(view: View, question: Question) -> Iterator[Candidate]:
    """Read what the treatment was compared with: placebo, another drug, no treatment."""
    found = [*_compared(view, question), *_without_a_drug(view)]
    if found and not is_kind(view, "synthesis"):
        for drug, rule in found:
            yield _candidate(view, "comparator", drug, rule)


def _without_a_drug(view: View) -> Iterator[tuple[Drug, str]]:
    """Give comparators that are no drug: no treatment, usual care, sham."""
    for value, beginnings, words in OTHER:
        if any(beginning in view.lower for beginning in beginnings):
            match = words.search(view.folded)
            if match is not None:
                rule = f"comparator.{value.replace(' ', '_')}"
                yield Drug(value, match.start(), match.end()), rule


def read_co_intervention(view: View, question: Question) -> Iterator[Candidate]:
    """Read the drugs that all arms get, or that were given along with the drug."""
    if not view.once(drugs) or is_kind(view, "synthesis"):
        return
    _, studied = view.once(StudyDrugs(question.drug))
    if not studied:
        return
    main = studied[0].name
    named = view.once(drugs)
    in_title = [drug.name for drug in named if is_in_title(view, drug)]
    seen = {main, *(drug.name for drug, _ in _compared(view, question))}
    for sentence, drug in with_sentence(view, named):
        if drug.name in seen or sentence.part == "background":
            continue
        if not is_active(drug) or is_aside(view, drug):
            continue
        # "Bupivacaine versus bupivacaine plus dexamethasone": both arms get the first.
        shared = main in in_title and in_title.count(drug.name) > 1
        rule = "co_intervention.title" if shared else _goes_along(view, sentence, drug)
        if rule:
            seen.add(drug.name)
            yield _candidate(view, "co_intervention", drug, rule)


def _candidate(view: View, field: str, drug: Drug, rule: str) -> Candidate:
    place = (drug.start, drug.end)
    return candidate(view, field, drug.name, *place, rule, confidence="medium")


def _compared(view: View, question: Question) -> Iterator[tuple[Drug, str]]:
    """Give each thing that other patients got, once, and the rule that found it."""
    named = view.once(drugs)
    if not named:
        return
    _, studied = view.once(StudyDrugs(question.drug))
    seen = {drug.name for drug in studied[:1]}
    for sentence, drug in with_sentence(view, named):
        if drug.name in seen:
            continue
        rule = _comparison(view, sentence, drug, any_drug=bool(studied))
        if rule:
            seen.add(drug.name)
            yield drug, rule


def _comparison(view: View, sentence: Sentence, drug: Drug, *, any_drug: bool) -> str:
    """Name the rule by which a mention is what other patients got; empty if none."""
    if drug.kind == PLACEBO:
        placebo = drug.name == "placebo" and not _is_denied(view, drug)
        fluid = drug.name != "placebo" and _is_sham_fluid(view, sentence, drug)
        return "comparator.placebo" if placebo or fluid else ""
    if not any_drug or not is_active(drug) or is_aside(view, drug):
        return ""
    words = before(view, drug, sentence)
    if is_in_title(view, drug):
        listed = COMPARISON.search(view.title) and LISTED.search(words)
        return "comparator.title" if listed or COMPARED_BEFORE.search(words) else ""
    if TO_ALL.search(sentence.words) or ALONG.search(words):
        return ""
    # "the bupivacaine-fentanyl group" gets both.
    is_group = GROUP.match(behind(view, drug)) and not PLUS.search(words)
    return "comparator.arm" if is_group or OR.search(words) else ""


def _is_denied(view: View, drug: Drug) -> bool:
    """Say whether a placebo is spoken of that nobody got: "without placebo"."""
    return bool(NO_PLACEBO.search(before(view, drug)))


def _is_sham_fluid(view: View, sentence: Sentence, drug: Drug) -> bool:
    """Say whether saline is what other patients got, and no diluent."""
    words = before(view, drug, sentence)
    if DILUENT.search(words):
        return False
    after = behind(view, drug, sentence)
    if GROUP.match(after) or GIVEN_BEHIND.match(after) or OR.search(words):
        return True
    return bool(GIVEN_BEFORE.search(words) and OF_AN_ARM.search(sentence.words))


def _goes_along(view: View, sentence: Sentence, drug: Drug) -> str:
    """Name the rule by which a drug was given along with the one studied."""
    words, after = before(view, drug, sentence), behind(view, drug, sentence)
    if RESCUE.search(words) or RESCUE.search(after):
        return ""
    if TO_ALL.search(sentence.words):
        return "co_intervention.all"
    if PCA_BEFORE.search(words) or PCA_BEHIND.match(after):
        return "co_intervention.pca"
    if serves(view, drug):
        return "co_intervention.anaesthesia"
    return "co_intervention.along" if ALONG.search(words) else ""
