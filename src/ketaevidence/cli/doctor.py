"""The command `doctor`: is everything in order here, and what to do where it is not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ketaevidence.cli import codes
from ketaevidence.cli.reviewing import say, width

if TYPE_CHECKING:
    from ketaevidence.review.doctor import Examined


def add_doctor_options(doctor: argparse.ArgumentParser) -> None:
    """Add the options of `doctor`."""
    doctor.add_argument(
        "folder", nargs="?", help="the review's folder; left out: this machine only"
    )
    doctor.add_argument(
        "--online",
        action="store_true",
        help="ask PubMed one question, to see it answer",
    )
    doctor.add_argument(
        "--email",
        metavar="ADDRESS",
        help="yours, for --online; left out: the one in review.toml",
    )


def run_doctor(options: argparse.Namespace) -> int:
    """Look everything over; 1 if something is to be mended."""
    from dataclasses import asdict
    from pathlib import Path

    from ketaevidence.folder import QUESTION_FILE, STORE_FILE
    from ketaevidence.review.doctor import email_of, examine_review
    from ketaevidence.review.doctor_machine import examine_pubmed, examine_software

    found = [*examine_software()]
    email = options.email
    if options.folder is not None:
        folder = Path(options.folder)
        found += examine_review(folder, question=QUESTION_FILE, store=STORE_FILE)
        email = email or email_of(folder / QUESTION_FILE)
    if options.online and sys.stderr.isatty():
        sys.stderr.write("Asking PubMed ...\n")
    found += examine_pubmed(email, online=options.online)
    document = {
        "is_well": not any(one.is_problem for one in found),
        "examined": [asdict(one) for one in found],
    }
    say(options, "\n".join(_lines(found, width())), document)
    return codes.DONE if document["is_well"] else codes.FAILED


def _lines(found: Sequence[Examined], columns: int) -> list[str]:
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    lines: list[str] = []
    for one in found:
        start = f"{one.state:<9}"
        lines += wrapped(clean(one.said), columns, start=start, hang=" " * 9)
        if one.todo is not None:
            lines += wrapped(
                clean(one.todo), columns, start=f"{'':9}To do: ", hang=" " * 16
            )
    problems = sum(one.is_problem for one in found)
    notes = sum(one.state == "note" for one in found)
    told = "No problem" if not problems else _counted(problems, "problem")
    return [*lines, "", f"{told}, {_counted(notes, 'note')}."]


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
