"""The part that the question's drug plays in a study, and its form.

The role is read for any question's drug; forms for ketamine only, the one drug whose
mirror images the rules know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.drugs import Drug, drugs, is_active
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.treatment.dose import is_given
from ketaevidence.extraction.rules.treatment.dose_lines import bound_doses
from ketaevidence.extraction.rules.treatment.drug_mentions import (
    asked,
    before,
    behind,
    is_aside,
    is_in_title,
    names_of,
    serves,
    with_sentence,
    worth,
)
from ketaevidence.extraction.rules.treatment.drug_words import (
    ASIDE_BEHIND,
    COMPARED_BEFORE,
    MEASURED_FORM,
    TO_ALL,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: So often a review names a drug that it deals with.
_OFTEN = 4
#: So many words of giving make the drug the treatment studied.
_ENOUGH = 2


class Role(NamedTuple):
    """The part that a drug plays, the mention that shows it, and by which rule."""

    role: str
    shown: Drug
    rule: str
    is_sure: bool = False


def read_ketamine_role(view: View, question: Question) -> Iterator[Candidate]:
    """Read the part that the question's drug plays: given, compared, named only."""
    mentions = asked(view, question.drug)
    if not mentions:
        wanted = {name.lower() for name in question.drug.mesh}
        names = (heading.name for heading in view.record.mesh)
        heading = next((name for name in names if name.lower() in wanted), None)
        if heading is not None:
            said = f"MeSH: {heading}"
            yield from_metadata(view, "ketamine_role", "mentioned", said, "role.mesh")
        return
    role, shown, rule, is_sure = role_of(view, mentions)
    yield candidate(
        view,
        "ketamine_role",
        role,
        shown.start,
        shown.end,
        rule,
        confidence="high" if is_sure else "medium",
    )


def role_of(view: View, mentions: Sequence[Drug]) -> Role:
    """Give the part that a drug plays, from all its mentions."""
    in_title = [drug for drug in mentions if is_in_title(view, drug)]
    if is_kind(view, "synthesis"):
        if in_title or len(mentions) >= _OFTEN:
            return Role("reviewed", mentions[0], "role.reviewed", bool(in_title))
        return Role("mentioned", mentions[0], "role.mentioned", is_sure=True)
    for drug in in_title:
        if is_aside(view, drug) or serves(view, drug):
            continue
        if _is_compared(view, drug):
            return Role("comparator", drug, "role.title_comparator")
        return Role("intervention", drug, "role.title", is_sure=True)
    return _role_in_text(view, mentions)


def _role_in_text(view: View, mentions: Sequence[Drug]) -> Role:
    """Give the part that a drug plays where the title does not say it."""
    served: Drug | None = None
    given: Drug | None = None
    points = 0
    doses = _dosed_places(view, mentions[0].name)
    for sentence, drug in with_sentence(view, mentions):
        if serves(view, drug) or TO_ALL.search(sentence.words):
            served = served or drug
            continue
        said = worth(view, sentence, drug) + (drug.start in doses)
        given = given or (drug if said else None)
        points += said
    if given is not None and (points >= _ENOUGH or served is None):
        return Role("intervention", given, "role.given", points > _ENOUGH)
    if served is None:
        return Role("mentioned", mentions[0], "role.mentioned")
    if ASIDE_BEHIND.match(view.folded, served.end) and not _others(view, served):
        # "Ketamine-induced" changes, and no other drug: they are what is studied.
        return Role("intervention", served, "role.induced")
    return Role("adjunct", served, "role.adjunct")


def _dosed_places(view: View, name: str) -> set[int]:
    """Give where in the text the mentions stand that a given dose is bound to."""
    return {
        sentence.start + bound.drug.start
        for sentence, bound in view.once(bound_doses)
        if bound.drug.name == name and is_given(sentence, bound)
    }


def _others(view: View, drug: Drug) -> bool:
    return any(d.name != drug.name and is_active(d) for d in view.once(drugs))


def _is_compared(view: View, drug: Drug) -> bool:
    """Say whether a title sets the drug against another, and names no third one."""
    others = {
        d.name
        for d in view.once(drugs)
        if is_in_title(view, d) and is_active(d) and d.name != drug.name
    }
    return len(others) == 1 and bool(COMPARED_BEFORE.search(before(view, drug)))


def read_drug_form(view: View, question: Question) -> Iterator[Candidate]:
    """Read which form of ketamine the study gives: S, R, racemic or unspecified."""
    if "ketamine" not in names_of(question.drug):
        return
    mentions = [drug for drug in view.once(drugs) if drug.name == "ketamine"]
    if not mentions or is_kind(view, "synthesis"):
        return
    found = role_of(view, mentions)
    if found.role == "mentioned":
        return
    read = _form(view, mentions, found.shown)
    if read is not None:
        form, shown, rule, is_sure = read
        yield candidate(
            view,
            "drug_form",
            form,
            shown.start,
            shown.end,
            rule,
            status="derived" if rule == "form.both_measured" else "stated",
            confidence="high" if is_sure else "medium",
        )


def _form(view: View, mentions: Sequence[Drug], shown: Drug) -> Role | None:
    """Give the form that was given; ``None`` where the text names two."""
    formed = [drug for drug in mentions if drug.form is not None]
    if not formed:
        return Role("unspecified", shown, "form.unspecified")
    racemic = next((drug for drug in formed if drug.form == "racemic"), None)
    if racemic is not None:
        return Role("racemic", racemic, "form.racemic", is_sure=True)
    given = [drug for drug in formed if not _is_measured(view, drug)]
    if not given and _forms(formed) == {"S", "R"}:
        # Levels of both enantiomers are measured where their mixture was given.
        return Role("racemic", formed[0], "form.both_measured")
    if len(_forms(given)) != 1:
        return None
    return Role(str(given[0].form), given[0], "form.named", is_sure=True)


def _forms(mentions: Sequence[Drug]) -> set[str]:
    """Give the forms that some mentions name; one may name both."""
    return {form for drug in mentions if drug.form for form in drug.form.split(" and ")}


def _is_measured(view: View, drug: Drug) -> bool:
    """Say whether a form stands with a level in blood, and not with a dose."""
    words = (before(view, drug).split(". ")[-1], behind(view, drug).split(". ")[0])
    return any(MEASURED_FORM.search(part) for part in words)
