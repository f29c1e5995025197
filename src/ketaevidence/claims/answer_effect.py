"""Answer a claim of an effect on an outcome."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.claims.basis import Basis, Row
from ketaevidence.claims.evidence import by_stance, evidence_of
from ketaevidence.claims.lexicon import outcomes
from ketaevidence.claims.model import Answer, Claim, Verdict
from ketaevidence.synthesis.words import listed, number

#: What a denied claim becomes: the text says the contrary.
DENIED: dict[Verdict, Verdict] = {
    "supported": "contradicted",
    "contradicted": "supported",
}


def answer_effect(claim: Claim, basis: Basis) -> Answer:
    """Say what the review holds on a claimed effect.

    Controlled trials decide. A change without a comparator alone never makes a claim
    more than partly right, because nobody knows what would have happened without the
    treatment.
    """
    rows = [row for row in _rows(claim, basis) if row.result.phase != "before"]
    verdict = _verdict(claim, rows)
    if claim.is_denied:
        verdict = DENIED.get(verdict, verdict)
    told = [evidence_of(row) for row in rows if row.setting != "comparator"]
    said = _because(claim, rows, basis, verdict)
    return Answer(claim, verdict, said, by_stance(told))


def _rows(claim: Claim, basis: Basis) -> tuple[Row, ...]:
    if claim.key == "pain_intensity":
        return basis.of("pain_intensity", "responder")
    if claim.key != "other":
        return basis.of(claim.key)
    pattern = next(one.pattern for one in outcomes() if one.name == claim.about)
    return tuple(
        row
        for row in basis.rows
        if row.result.outcome != "adverse_event"
        and pattern.search(row.result.outcome_words)
    )


def _verdict(claim: Claim, rows: Sequence[Row]) -> Verdict:
    controlled = _stances(rows, "controlled")
    alone = _stances(rows, "uncontrolled")
    verdict: Verdict = "unverifiable"
    if "for" in controlled:
        is_whole = not {"against", "unclear"} & controlled
        verdict = "supported" if is_whole or claim.is_hedged else "partly"
    elif "against" in controlled:
        verdict = "contradicted"
    elif "for" in alone:
        verdict = "partly"
    elif "against" in alone:
        verdict = "contradicted"
    elif any(row.setting != "comparator" for row in rows):
        verdict = "not_quantified"
    return verdict


def _stances(rows: Sequence[Row], setting: str) -> set[str]:
    return {row.stance for row in rows if row.counts and row.setting == setting}


def _because(
    claim: Claim, rows: Sequence[Row], basis: Basis, verdict: Verdict
) -> tuple[str, ...]:
    about = claim.about
    said: list[str] = []
    controlled = [row for row in rows if row.counts and row.setting == "controlled"]
    alone = [row for row in rows if row.counts and row.setting == "uncontrolled"]
    if controlled:
        said += _of_controlled(controlled, about)
    elif verdict in ("partly", "contradicted", "supported"):
        said.append(
            f"No randomised trial of this review reports {about} in numbers or words "
            "that can be used."
        )
    if alone:
        said += _of_alone(alone, about)
    if verdict == "supported" and claim.is_hedged and not claim.is_denied:
        said.insert(
            0, "The text claims no more than that it may; so much is supported."
        )
    if verdict == "not_quantified":
        said.append(
            f"The review names {about}, and nothing in it says whether it changed by "
            "more than it would have without the treatment."
        )
    if verdict == "unverifiable":
        said.append(
            f"No result on {about} was found in the {basis.looked_through}. That is "
            "not a finding that there is no change."
        )
    return tuple(said)


def _of_controlled(rows: Sequence[Row], about: str) -> list[str]:
    said = []
    better = "lower" if about == "pain" else "better"
    for kind, words in (
        (
            "for",
            f"In a randomised comparison {about} was {better} than with the comparator",
        ),
        ("against", f"In a randomised comparison {about} did not improve"),
        ("unclear", "No size and direction, or no clear difference, is given"),
    ):
        parts = [f"{row.study.label}{_when(row)}" for row in rows if row.stance == kind]
        if parts:
            said.append(f"{words}: {listed(list(dict.fromkeys(parts)))}.")
    trials = dict.fromkeys(row.study.study_id for row in rows)
    if len(trials) == 1:
        n = rows[0].study.n_analysed or rows[0].study.n_enrolled
        people = f" of {n} people" if n else ""
        said.append(f"That is one randomised trial{people}.")
    return said


def _of_alone(rows: Sequence[Row], about: str) -> list[str]:
    said = []
    for kind, words in (
        ("for", "better afterwards"),
        ("against", "no better afterwards"),
    ):
        studies = dict.fromkeys(row.study.label for row in rows if row.stance == kind)
        if studies:
            said.append(
                f"Without a comparator, {about} was {words} in {listed(list(studies))}."
            )
    if said:
        said.append(
            "Change without a comparator also holds the placebo response, regression "
            "to the mean and the natural course."
        )
    return said


def _when(row: Row) -> str:
    words = row.result.time_words
    p = f", p {_sign(row.result.p_value)}" if row.result.p_value else ""
    return f" ({words}{p})" if words else (f" ({p[2:]})" if p else "")


def _sign(p: str) -> str:
    return p if p[:1] in "<>=\u2264\u2265" else f"= {p}"


def days_in_words(days: float) -> str:
    """Write a number of days as people say it.

    Examples
    --------
    >>> days_in_words(0.5), days_in_words(28.0), days_in_words(365.25)
    ('12 hours', '4 weeks', '12 months')
    """
    for size, unit, least in (
        (30.4375, "month", 2.9), (7.0, "week", 1.9), (1.0, "day", 0.99),
    ):  # fmt: skip
        if days / size >= least:
            return _units(days / size, unit)
    return _units(days * 24, "hour")


def _units(count: float, unit: str) -> str:
    whole = round(count)
    return f"{number(float(whole))} {unit}{'' if whole == 1 else 's'}"
