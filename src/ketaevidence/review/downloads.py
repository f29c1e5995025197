"""What a site offers to be taken away: tables, references, checklists, methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ketaevidence.errors import CurationError
from ketaevidence.screening.decide import standings

if TYPE_CHECKING:
    from ketaevidence.present.checklists import Held
    from ketaevidence.present.methods_text import MethodsText
    from ketaevidence.present.site.pages import Download, DownloadGroup
    from ketaevidence.present.snapshot import Snapshot
    from ketaevidence.records.model import Record
    from ketaevidence.review.published import Published

_TABLES: Final = {
    "xlsx": "The evidence table as a workbook, with sources and settings",
    "docx": "The evidence table for a manuscript",
    "csv": "The evidence table for other programs",
}
_SUMMARY: Final = {
    "html": "The summary of findings as a page of its own",
    "csv": "The summary of findings for other programs",
}
_CHECKLIST: Final = {
    "html": "as a page",
    "docx": "to be handed in with a manuscript",
    "csv": "for a spreadsheet",
    "md": "as Markdown",
}
#: Columns of a text for a terminal; no file here is one.
_WIDTH: Final = 80
_METHODS: Final = {
    "html": "The methods as a page",
    "md": "The methods as Markdown",
    "txt": "The methods as plain text",
}


def download_groups(review: Published, held: Held) -> tuple[DownloadGroup, ...]:
    """Gather everything that the page of downloads lists, in its order.

    Parameters
    ----------
    review
        The review.
    held
        The one state of it of which every file tells.
    """
    from ketaevidence.present.methods_text import methods_text
    from ketaevidence.present.site.pages import DownloadGroup

    snapshot = held.snapshot
    methods = methods_text(snapshot, version=held.number)
    return (
        DownloadGroup("Evidence table", tuple(_evidence(review, snapshot))),
        DownloadGroup("Summary of findings", tuple(_summary(snapshot))),
        DownloadGroup("Flow of records", tuple(_flow(review, snapshot))),
        _bias(snapshot),
        DownloadGroup("References", tuple(_references(snapshot))),
        DownloadGroup("Methods", tuple(_methods(methods))),
        DownloadGroup("Checklists", tuple(_checklists(held))),
    )


def _download(name: str, data: str | bytes, about: str) -> Download:
    from ketaevidence.present.site.pages import Download

    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return Download(name, content, about)


def _evidence(review: Published, snapshot: Snapshot) -> Iterator[Download]:
    from ketaevidence.present.table_formats import table_file
    from ketaevidence.present.tables.document import evidence_document

    signed = review._who_kept_out()  # noqa: SLF001 (of the review itself)
    document = evidence_document(snapshot, signed)
    for kind, about in _TABLES.items():
        yield _download(f"evidence-table.{kind}", table_file(document, kind), about)


def _summary(snapshot: Snapshot) -> Iterator[Download]:
    from ketaevidence.present.summary_of_findings import summary_of_findings
    from ketaevidence.present.summary_of_findings.text import summary_text

    summary = summary_of_findings(snapshot, snapshot.certainty, most=None)
    for kind, about in _SUMMARY.items():
        text = summary_text(summary, kind, width=_WIDTH)
        yield _download(f"summary-of-findings.{kind}", text, about)


def _flow(review: Published, snapshot: Snapshot) -> Iterator[Download]:
    from ketaevidence.exchange.prisma_csv import prisma_csv

    pooled = review._in_meta_analysis()  # noqa: SLF001 (of the review itself)
    text = prisma_csv(snapshot.flow, in_meta_analysis=pooled)
    about = "The PRISMA 2020 numbers, for the R package PRISMA2020"
    yield _download("prisma2020.csv", text, about)


def _bias(snapshot: Snapshot) -> DownloadGroup:
    """Write each tool's judgements as robvis reads them, or say why not."""
    from ketaevidence.curation.bias_tools import tool_of
    from ketaevidence.exchange.robvis import robvis_csv
    from ketaevidence.present.site.pages import DownloadGroup

    title = "Risk of bias"
    used = sorted({(made.tool, made.version) for made in snapshot.bias})
    if not used:
        return DownloadGroup(title, without=("Nobody has judged it yet.",))
    files, without = [], []
    for name, version in used:
        tool = tool_of(name, version)
        by = [
            one for one in snapshot.bias if (one.tool, one.version) == (name, version)
        ]
        try:
            text = robvis_csv(by, tool, snapshot.register)
        except CurationError as error:
            without.append(f"Not for robvis, {tool.title}: {error}")
            continue
        about = f"Judgements by {tool.title}, for the R package robvis"
        files.append(_download(f"robvis-{name}-{version}.csv", text, about))
    return DownloadGroup(title, tuple(files), tuple(without))


def _references(snapshot: Snapshot) -> Iterator[Download]:
    from ketaevidence.exchange.bibtex import bibtex_text
    from ketaevidence.exchange.ris import ris_text

    records = _included_citations(snapshot)
    about = "The included reports, without abstracts, for"
    yield _download("references.ris", ris_text(records), f"{about} reference managers")
    yield _download("references.bib", bibtex_text(records), f"{about} LaTeX")


def _included_citations(snapshot: Snapshot) -> tuple[Record, ...]:
    """Give the included reports without their abstracts, which are the publishers'."""
    keys = [record.key for record in snapshot.records]
    where = standings(keys, snapshot.decisions)
    return tuple(
        replace(record, sections=(), other_abstracts=(), abstract_copyright=None)
        for record in snapshot.records
        if where[record.key][0] == "included"
    )


def _methods(methods: MethodsText) -> Iterator[Download]:
    from ketaevidence.exchange.bibtex import bibtex_text
    from ketaevidence.exchange.ris import ris_text
    from ketaevidence.present.site.pages import back_to_report

    for kind, about in _METHODS.items():
        is_page = kind == "html"
        text = methods.html(links=back_to_report()) if is_page else methods.text(kind)
        yield _download(f"methods.{kind}", text, about)
    about = "What the methods cite, for"
    ris, bib = ris_text(methods.records), bibtex_text(methods.records)
    yield _download("methods.ris", ris, f"{about} reference managers")
    yield _download("methods.bib", bib, f"{about} LaTeX")


def _checklists(held: Held) -> Iterator[Download]:
    from ketaevidence.present.checklists import NAMES, checklist
    from ketaevidence.present.site.pages import back_to_report

    for one in (checklist(name, held) for name in NAMES):
        for kind, about in _CHECKLIST.items():
            is_page = kind == "html"
            data = one.html(links=back_to_report()) if is_page else one.file(kind)
            yield _download(f"{one.name}.{kind}", data, f"{one.called} {about}")
