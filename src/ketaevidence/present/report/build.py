"""Build the report: gather what each section shows, and fill in the templates."""

from __future__ import annotations

import itertools
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
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.links import web_link
from ketaevidence.present.methods_text import methods_text
from ketaevidence.present.report import reading_list
from ketaevidence.present.report.beside import NOTHING, Beside
from ketaevidence.present.report.bias import bias_view
from ketaevidence.present.report.certainty import certainty_lines, certainty_sentence
from ketaevidence.present.report.changes import changes_view
from ketaevidence.present.report.currency import currency_of
from ketaevidence.present.report.environment import environment
from ketaevidence.present.report.flow import flow_view
from ketaevidence.present.report.harms import harm_answer
from ketaevidence.present.report.history import version_views
from ketaevidence.present.report.over_all import response_figures
from ketaevidence.present.report.results import result_view
from ketaevidence.present.report.reviewers import conflict_views
from ketaevidence.present.report.sources import (
    adverse_events,
    links_of,
    study_sources,
)
from ketaevidence.present.report.studies import (
    below_row,
    excluded_views,
    study_figures,
)
from ketaevidence.present.side_by_side import disagreement_views
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.summary_of_findings import summary_of_findings, summary_view

#: Reasons that the table of studies repeats; all of them stand under Results.
_MOST_REASONS = 2
#: Studies whose harms the first screen repeats; all of them have a section.
_MOST_HARMS = 7


def report_html(
    snapshot: Snapshot, beside: Beside = NOTHING, *, figures: bool = True
) -> str:
    """Give the whole review as one HTML page that needs no other file.

    Parameters
    ----------
    snapshot
        One state of a review.
    beside
        What the store tells beside it: versions, what changed, the newest refresh.
    figures
        Whether figures are drawn. Without them the page is made several times as
        fast, and every number stands in its table all the same.

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
    return template.render(_view(snapshot, beside, figures)) + "\n"


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


def _records(snapshot: Snapshot) -> dict[str, Any]:
    """Gather the reading list and what rules read."""
    records = reading_list.record_views(snapshot)
    read = reading_list.read_records(snapshot)
    return {
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
    }


def _studies(
    snapshot: Snapshot, studies: tuple[Study, ...], beside: Beside
) -> dict[str, Any]:
    """Gather the wide table, the harms, the checks and the sources of every number."""
    ids = [study.study_id for study in studies]
    register, rows = snapshot.register, evidence_rows(snapshot)
    findings = finding_views(snapshot, ids)
    apart = disagreement_views(snapshot, ids)
    notes = notes_by_result(snapshot)
    return {
        "rows": rows,
        "row_pooling": _row_pooling(rows, studies, snapshot),
        "row_links": tuple(links_of(r.pmid, r.doi, r.source) for r in rows),
        "row_below": tuple(below_row(row) for row in rows),
        "row_asked": tuple(_asked(findings, study, snapshot) for study in studies),
        "has_studies": bool(register.studies),
        "anchors": {study.study_id: i for i, study in enumerate(studies, start=1)},
        "excluded_studies": excluded_views(snapshot, beside),
        "most_harms": _MOST_HARMS,
        "harm": harm_answer(studies, register, apart, _decided_on_harms(snapshot)),
        "events": adverse_events(studies, register, notes),
        "findings": findings,
        "past_questions": tuple(_past(p, snapshot) for p in past_questions(snapshot)),
        "disagreements": apart,
        "sources": tuple(study_sources(study, register, notes) for study in studies),
    }


def _summary(snapshot: Snapshot) -> dict[str, Any]:
    """Gather the summary of findings, and how certain people are, for the answer."""
    ratings = snapshot.certainty
    whole = summary_of_findings(snapshot, ratings, most=None)
    return {
        **summary_view(summary_of_findings(snapshot, ratings)),
        "certainty": {
            analysis.kind: certainty_lines(whole, analysis.kind)
            for analysis in snapshot.analyses
        },
        "certainty_sentence": certainty_sentence(whole),
    }


def _view(snapshot: Snapshot, beside: Beside, figures: bool) -> dict[str, Any]:  # noqa: FBT001
    studies = included_studies(snapshot)
    names = dict(snapshot.software)
    return {
        "title": _title(snapshot),
        "question": snapshot.question,
        "as_of": snapshot.as_of,
        "currency": currency_of(snapshot, beside),
        "imports": snapshot.imports,
        "search": snapshot.searches[-1] if snapshot.searches else None,
        "searches": snapshot.searches,
        "is_example": snapshot.is_example and not snapshot.is_continued,
        "version": names.get("ketaevidence"),
        "number": beside.number,
        "versions": version_views(beside),
        "versions_known": beside.versions is not None,
        "changes": changes_view(beside.digest) if beside.digest else None,
        "no_changes_because": words.sentence(beside.no_digest_because or ""),
        "results": tuple(
            result_view(analysis, i, snapshot, with_figures=figures)
            for i, analysis in enumerate(snapshot.analyses, start=1)
        ),
        "basis": basis_of(snapshot, studies),
        "flow": flow_view(snapshot, with_figures=figures),
        "study_figures": study_figures(snapshot) if figures else (),
        "response_figures": response_figures(snapshot) if figures else (),
        "conflicts": conflict_views(snapshot),
        "bias": bias_view(studies, snapshot, with_figures=figures),
        "web": web_link,
        # Figures are numbered as they stand in the page.
        "count": itertools.count(1).__next__,
        **_summary(snapshot),
        **_studies(snapshot, studies, beside),
        **_records(snapshot),
        "methods": methods_text(snapshot, version=beside.number),
        "software": snapshot.software,
        "level": words.level_percent(snapshot.question.pooling.level),
    }
