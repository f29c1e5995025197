"""Answer a claim of how a treatment acts: from cited facts, and from pharmacology."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.claims.basis import Basis
from ketaevidence.claims.evidence import evidence_of
from ketaevidence.claims.facts import Fact
from ketaevidence.claims.model import Answer, Claim, Evidence, Verdict


def answer_mechanism(claim: Claim, basis: Basis, facts: Sequence[Fact]) -> Answer:
    """Say whether a cited fact says the same; else nothing here can tell.

    The trials of a review ask whether pain changes and not why. Rows of pharmacology
    stand beside, where the register has some.
    """
    fitting = [
        fact
        for fact in facts
        if fact.topic == "mechanism" and fact.answers(claim.quote)
    ]
    beside = [
        evidence_of(row, "beside")
        for row in basis.of("pharmacology", "duration_of_relief")
        if row.setting != "synthesis" and row.result.outcome == "pharmacology"
    ]
    if not fitting:
        said: tuple[str, ...] = (
            (
                "No cited fact on this way of acting is among those of this review, "
                f"and its studies do not measure it ({basis.looked_through})."
            ),
        )
        return Answer(claim, "unverifiable", said, tuple(beside))
    verdict: Verdict = "contradicted" if claim.is_denied else "supported"
    said = (
        *(fact.statement for fact in fitting),
        (
            "That is pharmacology. Whether this is why pain changes, and why a change "
            "may outlast the drug, is not established by the studies of this review."
        ),
    )
    stance = "against" if claim.is_denied else "for"
    told = [
        Evidence(
            stance=stance,  # type: ignore[arg-type]
            label=fact.label,
            setting="cited fact, not a study of this review",
            says=f"{fact.title}. {fact.journal}".strip(),
            pmid=fact.pmid,
            doi=fact.doi,
            url=fact.url,
            read_in=fact.read_in,
        )
        for fact in fitting
    ]
    return Answer(claim, verdict, said, (*told, *beside))
