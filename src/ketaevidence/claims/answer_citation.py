"""Answer a citation: found, several candidates, not found, or another work."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.claims.basis import Basis
from ketaevidence.claims.lookup import (
    Work,
    candidates,
    differences,
    near_works,
    works,
)
from ketaevidence.claims.model import Answer, Cited, Claim, Evidence, Stance, Verdict
from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.synthesis.words import listed

_NOT_HERE = (
    "That it is not among the records of this review does not show that it does not "
    "exist; look it up in PubMed."
)


def answer_citation(claim: Claim, basis: Basis) -> Answer:
    """Say whether a cited work is among the review's records, and whether it fits."""
    cited = claim.cited or Cited()
    every = works(basis)
    identified = [work for work in every if _is_identified(work, cited)]
    if identified:
        return _of_identified(claim, cited, identified[0], basis)
    fitting = candidates(cited, every)
    if cited.pmid or cited.doi:
        return _of_unknown_number(claim, cited, fitting, basis)
    if not fitting:
        return _not_found(claim, cited, every, basis)
    if len(fitting) > 1:
        return _several(claim, cited, fitting, every)
    return _of_identified(claim, cited, fitting[0], basis)


def _is_identified(work: Work, cited: Cited) -> bool:
    record = work.record
    by_pmid = cited.pmid is not None and record.pmid == cited.pmid
    by_doi = cited.doi is not None and (record.doi or "").lower() == cited.doi
    return by_pmid or by_doi


def _of_identified(claim: Claim, cited: Cited, work: Work, basis: Basis) -> Answer:
    wrong = differences(work, cited, basis)
    if wrong:
        said = f"The citation does not fit its record, {work.label}: {listed(wrong)}."
        return Answer(claim, "contradicted", (said,), (_shown(work, "against"),))
    said = f"Found: {work.label}, “{work.record.title}”."
    out = "" if work.is_included else " It is not among the included studies."
    verdict: Verdict = "supported"
    return Answer(
        claim, verdict, (said + out, *_design((work,))), (_shown(work, "for"),)
    )


def _of_unknown_number(
    claim: Claim, cited: Cited, fitting: Sequence[Work], basis: Basis
) -> Answer:
    number = f"PMID {cited.pmid}" if cited.pmid else f"DOI {cited.doi}"
    lead = f"No record of this review has {number} ({basis.looked_through})."
    wrong = [(work, differences(work, cited, basis)) for work in fitting]
    bad = [(work, told) for work, told in wrong if told]
    if fitting and len(bad) == len(fitting):
        said = [
            f"What it says besides leads to {work.label}, and does not fit it: "
            f"{listed(told)}."
            for work, told in bad
        ]
        shown = tuple(_shown(work, "against") for work, _ in bad)
        return Answer(claim, "contradicted", (lead, *said), shown)
    if fitting:
        names = listed([work.label for work in fitting])
        said = [f"What it says besides could mean {names}."]
        shown = tuple(_shown(work, "beside") for work in fitting)
        return Answer(claim, "unverifiable", (lead, *said), shown)
    return Answer(claim, "unverifiable", (lead, _NOT_HERE), ())


def _several(
    claim: Claim, cited: Cited, fitting: Sequence[Work], every: tuple[Work, ...]
) -> Answer:
    names = listed([work.label for work in fitting])
    said = [
        (
            f"{len(fitting)} records of this review can be meant, so the work cannot "
            f"be told: {names}."
        ),
        *_design(fitting),
        *_near(cited, every),
    ]
    shown = tuple(_shown(work, "beside") for work in fitting)
    return Answer(claim, "unverifiable", tuple(said), shown)


def _not_found(
    claim: Claim, cited: Cited, every: tuple[Work, ...], basis: Basis
) -> Answer:
    said = [
        f"Not found in the {basis.looked_through}.",
        *_near(cited, every),
        _NOT_HERE,
    ]
    shown = tuple(_shown(work, "beside") for work in near_works(cited, every))
    return Answer(claim, "unverifiable", tuple(said), shown)


def _near(cited: Cited, every: tuple[Work, ...]) -> list[str]:
    """Say which journals of included studies have a name like the cited one's."""
    near = near_works(cited, every)
    if not near:
        return []
    journals: dict[str, list[Work]] = {}
    for work in near:
        journals.setdefault(work.journal or "", []).append(work)
    told = [
        f"{name} ({', '.join(work.label for work in found)})"
        for name, found in sorted(journals.items())
    ]
    said = [f"Journals of a like name hold included studies: {'; '.join(told)}."]
    trials = [work.label for work in near if _is_trial(work)]
    if trials:
        said.append(
            f"Among these are randomised trials against placebo: {listed(trials)}."
        )
    return said


def _is_trial(work: Work) -> bool:
    study = work.study
    return bool(
        study
        and study.is_randomised
        and study.comparator_kind in ("placebo", "active_placebo")
        and not study.secondary_of
    )


def _design(fitting: Sequence[Work]) -> list[str]:
    studies = [work.study for work in fitting if work.study]
    if not studies:
        return []
    if len(studies) == 1:
        study = studies[0]
        (kind,) = (work.comparator for work in fitting if work.study)
        against = f", against {kind}" if study.is_randomised and kind else ""
        n = study.n_analysed or study.n_enrolled
        people = f", {n} people" if n else ""
        return [f"{DESIGNS.get(study.design, study.design)}{against}{people}."]
    randomised = [study.label for study in studies if study.is_randomised]
    if not randomised:
        return ["None of them is a randomised trial."]
    return [f"Randomised among them: {listed(randomised)}."]


def _shown(work: Work, stance: Stance) -> Evidence:
    study, record = work.study, work.record
    design = DESIGNS.get(study.design, study.design).lower() if study else "record only"
    return Evidence(
        stance=stance,
        label=work.label,
        setting=design,
        says=f"{record.title}. {record.citation}. Finding as entered: {study.finding}"
        if study and study.finding
        else f"{record.title}. {record.citation}",
        patients=(study.n_analysed or study.n_enrolled) if study else None,
        study_id=study.study_id if study else None,
        record_key=record.key,
        pmid=record.pmid,
        doi=record.doi,
        url=study.source.url if study else None,
        read_in=study.source.location if study else "the record",
    )
