"""The command `sheet`: write the sheet in which people extract, and take it back."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError


def add_sheet_options(sheet: argparse.ArgumentParser) -> None:
    """Add what `sheet` is told."""
    sheet.add_argument("action", choices=("export", "import"))
    sheet.add_argument("folder", help="the review's folder")
    sheet.add_argument("file", help="a workbook (.xlsx), or a folder of CSV files")
    sheet.add_argument("--by", metavar="NAME", help="who changed the cells (import)")
    sheet.add_argument("--reason", help="why (import)")
    sheet.add_argument(
        "--dry-run", action="store_true", help="say what would change, take nothing"
    )


def run_sheet(options: argparse.Namespace) -> None:
    """Export or import a sheet."""
    if options.action == "export":
        with open_chosen(options) as review:
            path = review.export_sheet(options.file)
        say(options, f"Wrote {path}.", {"sheet": str(path)})
        return
    if not options.dry_run and not (options.by and options.reason):
        msg = "Say who changed the sheet and why: --by NAME --reason WHY."
        raise UsageError(msg)
    from ketaevidence.present.terminal import sheet_text

    with open_chosen(options) as review:
        done = review.import_sheet(
            options.file,
            by=options.by or "",
            reason=options.reason or "",
            dry_run=options.dry_run,
        )
    document: dict[str, Any] = {
        "changes": [asdict(change) for change in done.changes],
        "new": [{"table": table, "key": key} for table, key in done.new],
        "left_out": [{"table": table, "key": key} for table, key in done.left_out],
        "dry_run": done.is_dry_run,
    }
    told = [(c.table, c.key, c.column, c.before, c.after) for c in done.changes]
    say(
        options,
        sheet_text(told, done.new, done.left_out, width(), dry_run=done.is_dry_run),
        document,
    )
