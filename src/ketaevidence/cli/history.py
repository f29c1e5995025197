"""`table --history`: what a row or a cell of the register was, and who changed it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

_TABLES = ("studies", "arms", "results")


def add_history_options(table: argparse.ArgumentParser) -> None:
    """Add the options that ask what a row was."""
    table.add_argument(
        "--history",
        metavar="ROW",
        help="say what the cells of a row were: a study, study/arm or result by its id",
    )
    table.add_argument("--column", metavar="NAME", help="with --history: one cell only")
    table.add_argument(
        "--table",
        choices=_TABLES,
        help="with --history: where the id stands; default: results",
    )


def is_asked(options: argparse.Namespace) -> bool:
    """Tell whether a history is asked for; refuse what does not belong together."""
    wanted = options.history is not None
    for name in ("column", "table"):
        if getattr(options, name) is not None and not wanted:
            msg = f"--{name} goes with --history ROW."
            raise UsageError(msg)
    for name in ("out", "format"):
        if getattr(options, name) is not None and wanted:
            msg = f"--{name} writes the evidence table; leave it out with --history."
            raise UsageError(msg)
    return wanted


def show_history(options: argparse.Namespace) -> None:
    """Print the forms of a cell, or of each cell of a row, oldest first."""
    from ketaevidence.cli.reviewing import open_chosen, say, width
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    table = options.table or "results"
    with open_chosen(options) as review:
        if options.column is not None:
            cells = {
                options.column: review.cell_history(
                    options.history, options.column, table=table
                )
            }
        else:
            cells = review.row_history(options.history, table=table)
        beside = _beside(review, options.history, table, list(cells))
    lines: list[str] = []
    for column, forms in cells.items():
        lines += wrapped(clean(column), width(), hang="  ")
        for form in forms:
            told = f"{form.text or '(blank)'}, by {form.by} on {form.at[:10]}"
            lines += wrapped(
                clean(f"{told}: {form.reason}"), width(), start="  ", hang="    "
            )
    lines += [line for told in beside for line in wrapped(clean(told), width())]
    document = {
        "row": options.history,
        "table": table,
        "cells": {
            name: [asdict(form) for form in forms] for name, forms in cells.items()
        },
        "beside": beside,
    }
    say(options, "\n".join(lines), document)


def _beside(review: Review, key: str, table: str, columns: Sequence[str]) -> list[str]:
    """Say what counts instead of the row's own values, where sources disagree."""
    told = []
    for found in review.disagreements():
        if (found.table, found.key) != (table, key) or not {*columns} & {
            *found.columns
        }:
            continue
        choice = found.choice
        if choice is None:
            decided = "nobody has chosen"
        elif choice.number is None:
            decided = f"kept out of every pool by {choice.by} on {choice.at[:10]}"
        else:
            decided = (
                f"source {choice.number} counts, chosen by {choice.by} on "
                f"{choice.at[:10]}"
            )
        told.append(
            f"Other sources state it otherwise (ketaevidence sources): {decided}."
        )
    return told
