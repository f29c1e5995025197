"""The commands on a review: init, table, pool, report."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING, Any

from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

TABLE_FORMATS = ("text", "csv", "html", "md", "tex", "xlsx", "docx")
#: Formats that no terminal shows.
_FILES_ONLY = ("xlsx", "docx")


def open_chosen(options: argparse.Namespace) -> Review:
    """Open the folder that was named, or the bundled review."""
    from ketaevidence.example import example_review
    from ketaevidence.folder import open_review

    # An empty name is a variable that was not set, not a wish for the bundled review.
    return example_review() if options.folder is None else open_review(options.folder)


def say(options: argparse.Namespace, text: str, document: Any) -> None:
    """Print a text, or with --json one document."""
    if options.json:
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2)
    sys.stdout.write(text + "\n")


def width() -> int:
    """Give the terminal's width; 80 in a pipe, so that files do not vary."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


def run_init(options: argparse.Namespace) -> None:
    """Start a review in a new folder."""
    from ketaevidence.folder import QUESTION_FILE, init_review

    if options.questions:
        _say_questions(options)
        return
    if options.folder is None:
        msg = "init needs the folder to make, as in `ketaevidence init my-review`."
        raise UsageError(msg)
    with init_review(
        options.folder, question=options.question, example=options.example
    ) as review:
        held = (
            f"It holds the bundled review: {len(review.records())} records and "
            f"{len(review.register.studies)} studies.\n"
            if options.example
            else ""
        )
        text = (
            f"Started {options.folder}: {review.question.title}.\n{held}"
            f"Its question and settings are in {options.folder}/{QUESTION_FILE}.\n"
            f"{_next_steps(options.folder, has_records=options.example)}"
        )
        say(options, text, {"folder": options.folder, "name": review.question.name})


def _next_steps(folder: str, *, has_records: bool) -> str:
    """Say what usually comes after `init`, as commands that can be copied."""
    name = shlex.quote(folder)
    first = (
        (f"ketaevidence check {name}", "what is hard to believe")
        if has_records
        else (f"ketaevidence screen {name}", "which records to read, then decide")
    )
    steps = (
        (f"ketaevidence refresh {name} --email ADDRESS", "the search, from PubMed"),
        first,
        (f"ketaevidence report {name}", "everything on one page"),
        (f"ketaevidence doctor {name}", "is all in order here?"),
    )
    longest = max(len(command) for command, _ in steps)
    lines = [f"  {command:{longest}}  {why}" for command, why in steps]
    return "\n".join(["Next:", *lines])


def _say_questions(options: argparse.Namespace) -> None:
    """List the questions that come with the program."""
    from ketaevidence.folder import shipped_questions

    titles = shipped_questions()
    longest = max(map(len, titles))
    lines = [f"{name:{longest}}  {title}" for name, title in titles.items()]
    lines.append("`ketaevidence init FOLDER --question NAME` starts a review of one.")
    say(options, "\n".join(lines), titles)


def run_table(options: argparse.Namespace) -> None:
    """Print or write the evidence table, or say what a row of the register was."""
    from ketaevidence.cli.history import is_asked, show_history
    from ketaevidence.present.terminal import evidence_text

    if is_asked(options):
        show_history(options)
        return
    kind = options.format or _kind_of(options.out)
    if kind in _FILES_ONLY and not options.out:
        msg = f"--format {kind} needs --out FILE: it is no text to print."
        raise UsageError(msg)
    with open_chosen(options) as review:
        if options.out:
            review.write_evidence_table(options.out, kind=kind)
            say(options, f"Wrote {options.out}.", {"table": options.out})
            return
        if options.json:
            rows = json.loads(review.evidence_table().to_json(orient="records"))
            say(options, "", rows)
            return
        text = (
            evidence_text(review.evidence_table(), width())
            if kind == "text"
            else review.evidence_table_text(kind)
        )
    say(options, text.rstrip("\n"), None)


def _kind_of(path: str | None) -> str:
    if path is None:
        return "text"
    ending = os.path.splitext(path)[1].lstrip(".").lower()  # noqa: PTH122 (no pathlib: start-up)
    if ending not in TABLE_FORMATS[1:]:
        msg = f"{path}: a table is written as .docx, .xlsx, .tex, .csv, .html or .md."
        raise UsageError(msg)
    return ending


def run_pool(options: argparse.Namespace) -> None:
    """Print the analyses."""
    from ketaevidence.present.documents import analyses_document
    from ketaevidence.present.terminal import analyses_text

    with open_chosen(options) as review:
        analyses = review.analyses()
    document = analyses_document(analyses) if options.json else None
    say(options, analyses_text(analyses, width()), document)


def run_report(options: argparse.Namespace) -> None:
    """Write the report."""
    with open_chosen(options) as review:
        path = review.report(options.out)
    say(options, f"Wrote {path}.", {"report": str(path)})
