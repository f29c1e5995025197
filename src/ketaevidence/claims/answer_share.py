"""Answer a claim of how many people are helped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ketaevidence.claims.answer_effect import DENIED
from ketaevidence.claims.basis import Basis, Row
from ketaevidence.claims.evidence import by_stance, evidence_of
from ketaevidence.claims.model import Answer, Claim, Evidence, Stance, Verdict
from ketaevidence.claims.stance import share_of
from ketaevidence.synthesis.words import number

#: A claimed "about 75%" and a count within so many points of it agree.
NEAR_POINTS: Final = 5.0


def answer_share(claim: Claim, basis: Basis) -> Answer:
    """Say which shares the review's studies counted, and which of them agree.

    Each study defines a responder in its own way; the shares are not pooled here. A
    share without a comparator never makes a general claim more than partly right.
    """
    rows = [
        row
        for row in basis.of("responder")
        if row.setting in ("controlled", "uncontrolled", "synthesis")
    ]
    counted = [(row, share) for row in rows if (share := _share(row)) is not None]
    verdict = _verdict(claim, counted, is_named=bool(rows))
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    shares = dict(zip((id(row) for row, _ in counted), counted, strict=True))
    evidence: list[Evidence] = []
    for row in rows:
        stance: Stance = "beside"
        if id(row) in shares:
            stance = "for" if agrees(claim, shares[id(row)][1]) else "against"
        evidence.append(evidence_of(row, stance))
    return Answer(
        claim, verdict, _because(claim, counted, basis, verdict), by_stance(evidence)
    )


def _share(row: Row) -> float | None:
    return share_of(row.result) if row.counts else None


def agrees(claim: Claim, share: float) -> bool:
    """Say whether a counted share [per cent] is what the text claims."""
    claimed = claim.share or 0.0
    if claim.share_is == "more_than":
        return share > claimed
    if claim.share_is == "less_than":
        return share < claimed
    return abs(share - claimed) <= (NEAR_POINTS if claimed < 100 else 0)


def _verdict(
    claim: Claim, counted: Sequence[tuple[Row, float]], *, is_named: bool
) -> Verdict:
    if not counted:
        return "not_quantified" if is_named else "unverifiable"
    agreeing = [row for row, share in counted if agrees(claim, share)]
    if not agreeing:
        return "contradicted"
    is_whole = len(agreeing) == len(counted) and any(
        row.setting == "controlled" for row in agreeing
    )
    # "25 of 33" is one study's count; "most" of one study is not most of them all.
    is_its_own = claim.is_of_one_study and claim.share_is == "about"
    return "supported" if is_whole or is_its_own else "partly"


def _because(
    claim: Claim, counted: Sequence[tuple[Row, float]], basis: Basis, verdict: Verdict
) -> tuple[str, ...]:
    if not counted:
        return (
            (
                f"No count of people helped that can be used was found in the "
                f"{basis.looked_through}."
            ),
        )
    said = []
    for phase, words in (
        ("on_drug", "During or at the end of treatment"),
        ("off_drug", "Later, after treatment"),
        ("unclear", "At a time not clear"),
    ):
        rows = [(row, share) for row, share in counted if row.result.phase == phase]
        if rows:
            low, high = min(s for _, s in rows), max(s for _, s in rows)
            span = (
                f"{_per_cent(low)}"
                if len(rows) == 1
                else f"{_per_cent(low)} to {_per_cent(high)}"
            )
            agreeing = sum(agrees(claim, share) for _, share in rows)
            n = len(rows)
            k = len({row.study.study_id for row, _ in rows})
            said.append(
                f"{words}: {span} in {n} {'count' if n == 1 else 'counts'} of "
                f"{k} {'study' if k == 1 else 'studies'}; {_as_claimed(agreeing, n)}."
            )
    if not any(row.setting == "controlled" for row, _ in counted):
        said.append(
            "None of these counts has a comparator, so nobody knows how many would "
            "have been better anyway, and each study defines in its own way who was "
            "helped."
        )
    if claim.is_of_one_study and verdict == "supported":
        said.append(
            "At least one study counted such a share; it is not the share of all."
        )
    return tuple(said)


def _as_claimed(agreeing: int, n: int) -> str:
    if agreeing == n:
        return "as claimed" if n == 1 else "all as claimed"
    return "not as claimed" if agreeing == 0 else f"{agreeing} of {n} as claimed"


def _per_cent(share: float) -> str:
    return f"{number(float(round(share)))}%"
