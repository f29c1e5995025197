"""The import command: files that a person exported, or PubMed's own files on disk."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.progress import progress_bar
from ketaevidence.cli.reviewing import say
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.library import ImportCount
    from ketaevidence.review.imported import BaselineCount


def add_import_options(take_in: argparse.ArgumentParser) -> None:
    """Give the import command its words."""
    take_in.add_argument("folder", help="the review's folder")
    take_in.add_argument(
        "files",
        nargs="+",
        metavar="PATH",
        help="PubMed XML, .nbib, folders; with --match: PubMed's baseline on disk",
    )
    take_in.add_argument(
        "--source", required=True, metavar="NAME", help="where the records are from"
    )
    take_in.add_argument(
        "--method",
        choices=("citations", "websites", "organisations", "database"),
        help="how this source finds records, for PRISMA's column of other methods; "
        "default: as its name tells ('citation searching', 'websites', 'experts'), or "
        "a database",
    )
    take_in.add_argument(
        "--match",
        metavar="WORDS",
        help="take what matches from baseline and update files: "
        "'ketamine AND crps-terms'",
    )
    take_in.add_argument(
        "--processes", type=int, metavar="N", help="with --match; default: every core"
    )
    take_in.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="with --match: a Dask scheduler, or 'local' to start one",
    )
    take_in.add_argument(
        "--allow-gaps", action="store_true", help="with --match: files may be missing"
    )


def run_import(options: argparse.Namespace) -> None:
    """Take in records from files, or with --match from PubMed's files on disk."""
    if options.match is not None:
        if options.method is not None:
            msg = "--method is for files; PubMed's baseline is a database."
            raise UsageError(msg)
        _run_baseline(options)
        return
    given = [
        name
        for name in ("processes", "cluster", "allow_gaps")
        if getattr(options, name) not in (None, False)
    ]
    if given:
        word = "--" + given[0].replace("_", "-")
        msg = f"{word} is for PubMed's baseline; say with --match what to take from it."
        raise UsageError(msg)
    _run_files(options)


def _run_files(options: argparse.Namespace) -> None:
    import warnings
    from dataclasses import asdict

    from ketaevidence.errors import BrokenRecordWarning
    from ketaevidence.folder import open_review

    with (
        open_review(options.folder) as review,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always", BrokenRecordWarning)
        count = review.import_files(
            options.files, source=options.source, method=options.method
        )
    document = {"source": options.source, **asdict(count)}
    say(options, _told_of_files(options.source, count), document)
    for warning in caught:
        sys.stderr.write(f"ketaevidence: {warning.message}\n")


def _told_of_files(source: str, count: ImportCount) -> str:
    first = (
        f"{source}: {count.received} records received: {count.new} new, "
        f"{count.revised} revised, {count.unchanged} unchanged, "
        f"{count.repeated} repeated."
    )
    beside = {
        "kept beside the form that stands": count.kept_beside,
        "are marked as withdrawn: the files delete them": count.withdrawn,
        "could not be read and are in quarantine": count.broken,
    }
    return "\n".join([first, *_lines(beside)])


def _lines(numbers: Mapping[str, int]) -> list[str]:
    return [f"{number} {words}." for words, number in numbers.items() if number]


def _run_baseline(options: argparse.Namespace) -> None:
    from dataclasses import asdict

    from ketaevidence.folder import open_review

    if options.processes is not None and options.processes < 1:
        msg = f"--processes {options.processes}: give a number from 1."
        raise UsageError(msg)
    with (
        open_review(options.folder) as review,
        progress_bar("Screening", "files") as progress,
    ):
        count = review.import_baseline(
            options.files,
            match=options.match,
            source=options.source,
            processes=options.processes or os.cpu_count(),
            cluster=options.cluster,
            allow_gaps=options.allow_gaps,
            progress=progress,
        )
    document: dict[str, Any] = {"source": options.source, **asdict(count)}
    say(options, _told(options.source, count), document)


def _told(source: str, count: BaselineCount) -> str:
    came = count.taken_in
    first = (
        f"{source}: {count.read} records in {count.files} files, "
        f"{count.matched} match: {came.new} new, {came.revised} revised, "
        f"{came.unchanged} unchanged."
    )
    beside = {
        "came in because the review has them; they match no more": count.ceased,
        "matched in an earlier form only and stayed out": count.left_out,
        "matched and were deleted by a later file": count.deleted,
        "are marked as withdrawn: the files delete them": came.withdrawn,
        "could not be read": came.broken,
    }
    return "\n".join([first, *_lines(beside)])
