"""Papers of one call that report the same patients: to be pooled once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.signs import words
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record

#: What reports no results of its own, and so neither is nor has a second report.
_NO_REPORTS = words(
    "protocol narrative_review systematic_review meta_analysis guideline letter_or_comment animal in_vitro"
)
_NOTICES = words(
    "retraction_notice expression_of_concern_notice erratum comment retracted"
)
#: The name of a cohort: "the OPAL trial", "results of the KetCRPS study".
_NAME = re.compile(
    r"\b[Tt]he (?P<name>(?=[\w-]*[A-Z][\w-]*[A-Z])[A-Za-z][\w-]{3,19}) (?:[Tt]rial|[Ss]tudy|[Cc]ohort|[Rr]egistry)\b"
)
#: Capitals that name no study: methods, conditions, places.
_NO_NAMES = words(
    "NSAID NSAIDS CRPS FMRI LASER HPLC ELISA ADHD AIDS PROSPERO MEDLINE PRISMA NIH GCP NIHR PBPK PK-PD SNRI SSRI TENS"
)


class _Report(NamedTuple):
    number: int
    record: Record
    #: What ties the paper to others, and the candidate or words that say so.
    tie: str
    proof: Candidate | None
    is_said_secondary: bool


def link_reports(
    records: Sequence[Record], found: Sequence[Sequence[Candidate]]
) -> list[list[Candidate]]:
    """Give each record the candidates that it gets from the others of the same call.

    Papers that share a trial registration, or the name of a trial or cohort, report
    the same patients. The earliest that does not call itself a secondary analysis
    counts as the first report; each other one gets ``publication_status``
    "secondary_report", which names the papers that it belongs with.

    Parameters
    ----------
    records
        The records of one call, in order.
    found
        The candidates of each record, in the same order.
    """
    ties: dict[str, list[_Report]] = defaultdict(list)
    for number, (record, items) in enumerate(zip(records, found, strict=True)):
        if _reports_results(items):
            for report in _ties(number, record, items):
                ties[report.tie].append(report)
    linked: list[list[Candidate]] = [[] for _ in records]
    for reports in ties.values():
        if len(reports) < 2:
            continue
        first, *later = sorted(reports, key=_rank)
        for report in later:
            if not linked[report.number]:
                linked[report.number].append(_secondary(report, first, reports))
    return linked


def _reports_results(items: Sequence[Candidate]) -> bool:
    designs = {str(item.value) for item in items if item.field == "design"}
    statuses = {str(i.value) for i in items if i.field == "publication_status"}
    return not designs & _NO_REPORTS and not statuses & _NOTICES


def _ties(number: int, record: Record, items: Sequence[Candidate]) -> Iterable[_Report]:
    said = any(
        item.field == "publication_status" and item.value == "secondary_analysis"
        for item in items
    )
    seen = set()
    for item in items:
        value = str(item.value)
        if item.field == "registration" and not value.startswith(("CRD", "U1111")):
            seen.add(value)
            yield _Report(number, record, value, item, said)
    for name in sorted({match["name"] for match in _NAME.finditer(record.text)}):
        if name.upper() not in _NO_NAMES:
            yield _Report(number, record, f"the {name} study", None, said)


def _rank(report: _Report) -> tuple[bool, int, int, int]:
    """Say which of several reports came first: the year, then PubMed's number."""
    pmid = report.record.pmid or ""
    return (
        report.is_said_secondary,
        report.record.year or 9999,
        int(pmid) if pmid.isdecimal() else 10**12,
        report.number,
    )


def _secondary(
    report: _Report, first: _Report, reports: Sequence[_Report]
) -> Candidate:
    others = [
        first,
        *(r for r in reports if r.number not in {report.number, first.number}),
    ]
    names = tuple(dict.fromkeys(_name(other.record) for other in others))
    proof = report.proof or _naming(report)
    return replace(
        proof,
        field="publication_status",
        value="secondary_report",
        rule="secondary.registration" if report.proof else "secondary.cohort",
        status="inferred",
        confidence="medium",
        alternatives=names,
        warnings=(f"shares {report.tie} with {names[0]}: pool these patients once",),
    )


def _naming(report: _Report) -> Candidate:
    """Give the words of a text that name its cohort."""
    view = View.of(report.record)
    name = report.tie.removeprefix("the ").removesuffix(" study")
    match = next(m for m in _NAME.finditer(view.text) if m["name"] == name)
    return candidate(
        view, "publication_status", name, *match.span(), "secondary.cohort"
    )


def _name(record: Record) -> str:
    return f"PMID {record.pmid}" if record.pmid else record.key
