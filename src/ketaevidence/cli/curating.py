"""The command `curate`: confirm what rules read, row by row, in a terminal."""

from __future__ import annotations

import argparse

from ketaevidence.cli.reviewing import open_chosen, width


def add_curate_options(command: argparse.ArgumentParser) -> None:
    """Add what `curate` is told."""
    command.add_argument("folder", help="the review's folder")
    command.add_argument("--by", metavar="NAME", required=True, help="who confirms")
    command.add_argument(
        "--reason", default="confirmed in the terminal", help="kept with each row"
    )


def run_curate(options: argparse.Namespace) -> None:
    """Hold a session at this terminal."""
    from ketaevidence.cli.asking import here
    from ketaevidence.cli.curate_session import curate

    with open_chosen(options) as review:
        curate(review, options.by, options.reason, here(width()))
