"""Hold a text's claims against a review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ketaevidence.claims.answer_citation import answer_citation
from ketaevidence.claims.answer_effect import answer_effect
from ketaevidence.claims.answer_harm import answer_harm, answer_safety
from ketaevidence.claims.answer_mechanism import answer_mechanism
from ketaevidence.claims.answer_share import answer_share
from ketaevidence.claims.answer_time import (
    answer_duration,
    answer_permanence,
    answer_speed,
)
from ketaevidence.claims.basis import Basis, basis_of
from ketaevidence.claims.facts import Fact, facts_on, shipped_facts
from ketaevidence.claims.harm_rows import vocabulary_of
from ketaevidence.claims.model import Answer, Claim, ClaimsCheck
from ketaevidence.claims.omissions import omissions
from ketaevidence.claims.read import Lore, read_claims
from ketaevidence.claims.state import HasSnapshot, State
from ketaevidence.claims.visible import is_html, visible_text
from ketaevidence.errors import CurationError

_ANSWERS: Final = {
    "effect": answer_effect,
    "share": answer_share,
    "speed": answer_speed,
    "duration": answer_duration,
    "permanence": answer_permanence,
    "safety": answer_safety,
    "harm": answer_harm,
    "citation": answer_citation,
}


def check_claims(
    text: str, review: HasSnapshot, *, facts: Iterable[Fact] = ()
) -> ClaimsCheck:
    """Hold a text's claims on a treatment against a review.

    A text such as a clinic publishes is read by rules: effects on outcomes, how many
    are helped, how fast, how long, for good; safety, named unwanted events, how it
    acts, and cited works. Each claim is answered from what the review holds, with
    the numbers and where they were read.

    Parameters
    ----------
    text
        The text in English, or a page of HTML, of which the visible text is read.
    review
        The review. Its question names the treatment and the condition.
    facts
        Further cited facts on how the treatment acts, from
        :func:`ketaevidence.claims.facts.read_facts`.

    Returns
    -------
    ClaimsCheck
        ``answers`` with verdict, reasons and evidence; ``omissions``; and
        ``not_assessed``, the sentences that no rule could answer. Spans count the
        characters of ``ClaimsCheck.text``.

    Raises
    ------
    CurationError
        If the text is empty.

    Notes
    -----
    Only randomised comparisons can make a claim of an effect ``supported``; change
    without a comparator makes it ``partly`` at most. A verdict is about the words of
    the text, and no advice.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> text = "Ketamine eases CRPS pain. It has no serious side effects."
    >>> check = ke.check_claims(text, ke.example_review())
    >>> [(a.claim.quote, a.verdict) for a in check.answers]
    [('eases CRPS pain', 'partly'), ('no serious side effects', 'contradicted')]
    >>> print(check.omissions[0].what)
    Serious, and reported: liver injury. The text does not name it.
    """
    seen = visible_text(text) if is_html(text) else text
    if not seen.strip():
        msg = "the text has no words to read; give the text of the page, or its HTML."
        raise CurationError(msg)
    return check_state(seen, review.snapshot(), facts=facts)


def check_state(text: str, state: State, *, facts: Iterable[Fact] = ()) -> ClaimsCheck:
    """Hold the claims of a plain text against one state of a review."""
    basis = basis_of(state)
    known = facts_on(state.question, (*shipped_facts(), *facts))
    lore = Lore(state.question, _journals(basis), vocabulary_of(basis), known)
    claims, left = read_claims(text, lore)
    answers = tuple(_answer(claim, basis, known) for claim in claims)
    return ClaimsCheck(
        text=text,
        title=state.question.title,
        as_of=state.as_of,
        records=len(state.records),
        studies=len(basis.included),
        answers=answers,
        omissions=omissions(text, answers, basis),
        not_assessed=left,
    )


def _answer(claim: Claim, basis: Basis, facts: tuple[Fact, ...]) -> Answer:
    if claim.kind == "mechanism":
        return answer_mechanism(claim, basis, facts)
    return _ANSWERS[claim.kind](claim, basis)


def _journals(basis: Basis) -> tuple[str, ...]:
    names = {
        name
        for record in basis.state.records
        for name in (record.journal.title, record.journal.iso_abbreviation)
        if name
    }
    return tuple(sorted(names))
