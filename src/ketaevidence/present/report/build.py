"""Build the report: gather what each section shows, and fill in the templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ketaevidence.curation.model import Study
from ketaevidence.present import words
from ketaevidence.present.answers import (
    PastQuestion,
    answer_words,
    decisions_on,
    past_questions,
)
from ketaevidence.present.basis import basis_of
from ketaevidence.present.evidence_rows import (
    EvidenceRow,
    evidence_rows,
    places_and_reasons,
)
from ketaevidence.present.findings import (
    FindingView,
    finding_views,
    labels_of,
    notes_by_result,
    place_words,
)
from ketaevidence.present.forest.sheet import method_line_of
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.links import web_link
from ketaevidence.present.report import reading_list
from ketaevidence.present.report.bias import bias_view
from ketaevidence.present.report.environment import environment
from ketaevidence.present.report.flow import flow_bands
from ketaevidence.present.report.harms import harm_answer
from ketaevidence.present.report.results import result_view
from ketaevidence.present.report.reviewers import conflict_views
from ketaevidence.present.report.sources import (
    adverse_events,
    links_of,
    study_sources,
)
from ketaevidence.present.side_by_side import disagreement_views
from ketaevidence.present.snapshot import Snapshot

#: Reasons that the table of studies repeats; all of them stand under Results.
_MOST_REASONS = 2


def report_html(snapshot: Snapshot) -> str:
    """Give the whole review as one HTML page that needs no other file.

    Parameters
    ----------
    snapshot
        One state of a review.

    Returns
    -------
    str
        The page. The same snapshot gives the same bytes; it loads nothing from the
        network and runs no script.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> page = report_html(ke.example_review().snapshot())
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    template = environment().get_template("report.html.j2")
    return template.render(_view(snapshot)) + "\n"


def _title(snapshot: Snapshot) -> str:
    title = words.clean(snapshot.question.title).rstrip(".")
    return title if "living" in title.lower() else f"{title}: a living review"


def _decided_on_harms(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Give what people decided on each adverse event; sources tell their choices."""
    return {
        row.result_id: decisions_on((row.result_id,), snapshot, with_choices=False)
        for row in snapshot.register.results
        if row.outcome == "adverse_event"
    }


def _row_pooling(
    rows: tuple[EvidenceRow, ...], studies: tuple[Study, ...], snapshot: Snapshot
) -> tuple[tuple[list[str], list[str], int], ...]:
    """Give, per row, where it is shown, its first reasons, and how many are left."""
    found = [places_and_reasons(study, snapshot) for study in studies]
    # The rows of studies come first; those of records not yet entered follow.
    found += [([], [row.not_pooled_because or ""]) for row in rows[len(studies) :]]
    return tuple(
        (places, reasons[:_MOST_REASONS], max(0, len(reasons) - _MOST_REASONS))
        for places, reasons in found
    )


def _past(found: PastQuestion, snapshot: Snapshot) -> dict[str, Any]:
    labels = labels_of(snapshot.register)
    return {
        "title": found.title,
        "where": place_words(found.place, labels, with_field=False),
        "what": words.sentence(found.what),
        "answers": found.answers,
    }


def _asked(
    findings: Sequence[FindingView], study: Study, snapshot: Snapshot
) -> tuple[int, int, tuple[str, ...]]:
    """Count the open questions about a study, and give what people decided on it."""
    mine = [item for item in findings if study.study_id in item.studies]
    still = [item for item in mine if item.decided is None and item.severity != "note"]
    held = sum(item.severity == "block" for item in still)
    said = [item.decided for item in mine if item.decided is not None]
    said += [
        answer_words(ruling)
        for ruling in snapshot.rulings
        if ruling.verdict == "corrected" and study.study_id in ruling.place.studies
    ]
    return held, len(still) - held, tuple(dict.fromkeys(said))


def _view(snapshot: Snapshot) -> dict[str, Any]:
    studies = included_studies(snapshot)
    ids = [study.study_id for study in studies]
    findings = finding_views(snapshot, ids)
    apart = disagreement_views(snapshot, ids)
    register = snapshot.register
    records = reading_list.record_views(snapshot)
    read = reading_list.read_records(snapshot)
    notes = notes_by_result(snapshot)
    names = dict(snapshot.software)
    rows = evidence_rows(snapshot)
    difference = snapshot.question.important_difference
    return {
        "title": _title(snapshot),
        "question": snapshot.question,
        "as_of": snapshot.as_of,
        "imports": snapshot.imports,
        "search": snapshot.searches[-1] if snapshot.searches else None,
        "searches": snapshot.searches,
        "is_example": snapshot.is_example and not snapshot.is_continued,
        "version": names.get("ketaevidence"),
        "software": snapshot.software,
        "results": tuple(
            result_view(analysis, i, snapshot)
            for i, analysis in enumerate(snapshot.analyses, start=1)
        ),
        "basis": basis_of(snapshot, studies),
        "bands": flow_bands(
            snapshot.flow,
            is_example=snapshot.is_example,
            is_continued=snapshot.is_continued,
        ),
        "harm": harm_answer(studies, register, apart, _decided_on_harms(snapshot)),
        "rows": rows,
        "row_pooling": _row_pooling(rows, studies, snapshot),
        "row_links": tuple(links_of(r.pmid, r.doi, r.source) for r in rows),
        "has_studies": bool(register.studies),
        "anchors": {study.study_id: i for i, study in enumerate(studies, start=1)},
        "level": words.level_percent(snapshot.question.pooling.level),
        "events": adverse_events(studies, register, notes),
        "findings": findings,
        "past_questions": tuple(_past(p, snapshot) for p in past_questions(snapshot)),
        "row_asked": tuple(_asked(findings, study, snapshot) for study in studies),
        "disagreements": apart,
        "conflicts": conflict_views(snapshot),
        "bias": bias_view(studies, snapshot),
        "web": web_link,
        "sources": tuple(study_sources(study, register, notes) for study in studies),
        "records": {
            standing: tuple(r for r in records if r.standing == standing)
            for standing in ("included", "awaiting", "excluded", "not_retrieved")
        },
        "summaries": tuple(
            r for r in records if r.summary and r.standing != "excluded"
        ),
        "most_records": reading_list.MOST_RECORDS,
        "read": read[: reading_list.MOST_READ],
        "read_left_out": max(0, len(read) - reading_list.MOST_READ),
        "plan": method_line_of(
            snapshot.question.pooling.method,
            snapshot.question.pooling.test,
            snapshot.question.pooling.level,
        ),
        "minimum": snapshot.question.pooling.minimum_studies,
        "difference": None if difference is None else words.plain(difference),
        "plain": words.plain,
    }
