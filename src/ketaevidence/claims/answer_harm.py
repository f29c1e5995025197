"""Answer claims of harm: a named unwanted event, or the safety of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ketaevidence.claims.answer_effect import DENIED
from ketaevidence.claims.answer_share import agrees
from ketaevidence.claims.basis import SOURCES_DISAGREE, Basis, Row
from ketaevidence.claims.evidence import by_stance, evidence_of
from ketaevidence.claims.harm_rows import (
    happened,
    harm_rows,
    names_of,
    serious_name,
)
from ketaevidence.claims.lexicon import answers_for
from ketaevidence.claims.model import Answer, Claim, Evidence, Stance, Verdict
from ketaevidence.claims.stance import share_of
from ketaevidence.synthesis.words import listed, number

#: From this share on an unwanted effect is common, and not rare (European Commission
#: 2009, A guideline on summary of product characteristics, section 4.8) [per cent].
COMMON: Final = 1.0
_NOT_COUNTED: Final = "What was not counted may have occurred all the same."


def answer_harm(claim: Claim, basis: Basis) -> Answer:
    """Say whether a named unwanted event was counted, told of, or neither."""
    names = answers_for(claim.key)
    rows = [row for row in harm_rows(basis) if names_of(row.result) & set(names)]
    inside = [row for row in rows if row.setting != "synthesis" and not _out(row)]
    seen = [row for row in inside if happened(row) in ("counted", "told", "more")]
    denied = [row for row in inside if happened(row) == "none"]
    beside = [
        row
        for row in rows
        if row.setting == "synthesis" and happened(row) in ("more", "told")
    ]
    verdict: Verdict = "supported" if seen or beside else "not_quantified"
    said = _of_seen(claim, seen) if seen else []
    if not seen and beside:
        told = listed(list(dict.fromkeys(row.study.label for row in beside)))
        said.append(
            f"In direction only: {told}, on other or wider groups of patients, "
            f"{'says' if len(beside) == 1 else 'say'} so; no study of this review "
            "counts it."
        )
    if denied:
        told = listed(list(dict.fromkeys(row.study.label for row in denied)))
        said.append(f"None is reported by {told}.")
        said += _given_too(denied)
    if not seen and not beside:
        said.append(f"No study of this review counts {claim.about} in treated people "
                    f"({basis.looked_through}). {_NOT_COUNTED}")  # fmt: skip
    if claim.share is not None and seen:
        verdict = _by_share(claim, seen, said)
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    evidence = [_shown(row, seen, beside) for row in rows]
    return Answer(claim, verdict, tuple(said), by_stance(evidence))


def _out(row: Row) -> bool:
    # Of two sources that disagree on a count, both say that it happened.
    return row.kept not in (None, SOURCES_DISAGREE)


def _shown(row: Row, seen: Sequence[Row], beside: Sequence[Row]) -> Evidence:
    stance: Stance = "unclear"
    if row in seen or row in beside:
        stance = "for"
    elif happened(row) == "none":
        stance = "against"
    says = "other or wider groups of patients" if row.setting == "synthesis" else ""
    return evidence_of(row, stance, says)


def _of_seen(claim: Claim, seen: Sequence[Row]) -> list[str]:
    counted = [row for row in seen if happened(row) == "counted"]
    said = []
    for lead, rows in (
        ("Counted in", counted),
        ("Reported, without a count, by", [row for row in seen if row not in counted]),
    ):
        if rows:
            told = listed(list(dict.fromkeys(row.study.label for row in rows)))
            said.append(f"{lead} {told}.")
    grouped = [row for row in seen if claim.key not in names_of(row.result)]
    if grouped:
        terms = sorted({row.result.outcome_words for row in grouped})
        said.append(
            f"There it is part of a group of effects ({'; '.join(terms)}); "
            f"there is no count of {claim.about} alone."
            if len(grouped) == len(seen)
            else f"In some it is part of a group of effects ({'; '.join(terms)})."
        )
    against = [row for row in counted if len(row.results) > 1]
    for row in against:
        a, b = (share_of(one) for one in row.results[:2])
        if a is not None and b is not None:
            said.append(
                f"{row.study.label}: {_pc(a)} with the treatment and {_pc(b)} with the "
                "comparator."
            )
    return said


def _given_too(rows: Sequence[Row]) -> list[str]:
    said = []
    for row in rows:
        given = " ".join((row.study.co_interventions or "").split())
        if given and not given.lower().startswith("none"):
            said.append(f"{row.study.label}: its patients were also given “{given}”.")
    return list(dict.fromkeys(said))


def _by_share(claim: Claim, seen: Sequence[Row], said: list[str]) -> Verdict:
    shares = [share for row in seen if (share := share_of(row.result)) is not None]
    if not shares:
        said.append("How often is not counted.")
        return "partly"
    if any(agrees(claim, share) for share in shares):
        return "supported"
    span = " and ".join(_pc(share) for share in sorted(set(shares)))
    said.append(f"The claimed share is not what was counted ({span}).")
    return "partly"


def _pc(share: float) -> str:
    return f"{number(round(share, 1))}%"


def answer_safety(claim: Claim, basis: Basis) -> Answer:
    """Say what was counted where a text speaks of safety as a whole."""
    rows = [
        row for row in harm_rows(basis) if row.setting != "synthesis" and not _out(row)
    ]
    seen = [row for row in rows if happened(row) in ("counted", "told", "more")]
    serious = [row for row in seen if serious_name(row.result)]
    nought = [
        row for row in rows
        if happened(row) == "none"
        and row.result.events == 0
        and (claim.key == "any" or serious_name(row.result))
    ]  # fmt: skip
    verdict, against = _judge(claim, rows, seen, serious, nought)
    said = _of_safety(claim, serious, seen, rows, nought, basis)
    is_risky = claim.key == "risky"
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    evidence = [
        evidence_of(row, "for" if is_risky else "against") for row in against
    ] + [evidence_of(row, "for") for row in nought if row not in against]
    rest = [row for row in seen if row not in against and row not in nought]
    evidence += [evidence_of(row, "beside") for row in rest]
    return Answer(claim, verdict, tuple(said), by_stance(evidence))


def _judge(
    claim: Claim,
    rows: Sequence[Row],
    seen: Sequence[Row],
    serious: Sequence[Row],
    nought: Sequence[Row],
) -> tuple[Verdict, Sequence[Row]]:
    """Give the verdict on a word of safety, and the rows that speak against it."""
    nothing: Verdict = "not_quantified" if rows else "unverifiable"
    if claim.key == "risky":
        return ("supported", serious) if serious else (nothing, ())
    if claim.key == "any":
        return (
            ("contradicted", seen)
            if seen
            else (("partly", ()) if nought else (nothing, ()))
        )
    if claim.key == "rare":
        often = [row for row in seen if (share_of(row.result) or 0) >= COMMON]
        return ("contradicted", often) if often else (nothing, ())
    if serious:
        is_soft = claim.key == "safe" and claim.is_hedged
        return ("partly" if is_soft else "contradicted", serious)
    if claim.key == "safe" and seen:
        return "partly", seen
    return ("partly", ()) if nought else (nothing, ())


def _of_safety(  # noqa: PLR0913, PLR0917 (what was seen, by kind)
    claim: Claim,
    serious: Sequence[Row],
    seen: Sequence[Row],
    rows: Sequence[Row],
    nought: Sequence[Row],
    basis: Basis,
) -> list[str]:
    said = []
    if serious:
        kinds = sorted({serious_name(row.result) or "" for row in serious})
        labels = list(dict.fromkeys(row.study.label for row in serious))
        report = "reports" if len(labels) == 1 else "report"
        who = listed(labels)
        said.append(f"As a general statement: {who} {report} {listed(kinds)}.")
    if claim.key in ("any", "rare", "safe") and seen:
        counted = [row for row in seen if share_of(row.result)]
        if counted:
            most = max(counted, key=lambda row: share_of(row.result) or 0)
            said.append(
                f"The most frequent counted effect: {most.result.outcome_words}, "
                f"{_pc(share_of(most.result) or 0)} in {most.study.label}."
            )
    if nought:
        told = listed(list(dict.fromkeys(row.study.label for row in nought)))
        said.append(
            f"A count of nought stands in {told}; it does not exclude a rare event."
        )
    if not said and rows:
        said.append(f"The studies count too little to say so. {_NOT_COUNTED}")
    if not rows:
        said.append(f"No unwanted event was found in the {basis.looked_through}. "
                    "That is not a finding that none occurred.")  # fmt: skip
    return said
