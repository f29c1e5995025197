"""The command `extract`: read the records and keep what the rules suggest."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review


def add_extract_options(extract: argparse.ArgumentParser) -> None:
    """Add the options of `extract`."""
    extract.add_argument(
        "--record", metavar="RECORD", help="show this one's text with its readings"
    )
    extract.add_argument("--out", metavar="FILE", help="write all readings as .csv")


def run_extract(options: argparse.Namespace) -> None:
    """Read what is new or changed, and say what was read."""
    if options.out and not options.out.lower().endswith(".csv"):
        msg = f"{options.out}: readings are written as .csv."
        raise UsageError(msg)
    if options.out and options.record:
        msg = "Give either --out or --record, not both."
        raise UsageError(msg)
    with open_chosen(options) as review:
        if options.record:
            _show_record(options, review)
            return
        _extract_all(options, review)


def _extract_all(options: argparse.Namespace, review: Review) -> None:
    from ketaevidence.present.files import write_whole
    from ketaevidence.present.tables.plain import to_csv
    from ketaevidence.present.terminal import extraction_text

    done = review.extract()
    text = extraction_text(done, width())
    document: dict[str, Any] = {
        "rules_version": done.rules_version,
        "read": done.read,
        "unchanged": done.unchanged,
        "candidates": [candidate.body() for candidate in done.candidates],
        "changes": [
            {
                "record": change.record_key,
                "field": change.field,
                "before": change.before,
                "after": change.after,
            }
            for change in done.changes
        ],
    }
    if options.out:
        write_whole(options.out, to_csv(done.candidates.frame()))
        text += f"\nWrote {options.out}."
        document["table"] = options.out
    say(options, text, document)


def _show_record(options: argparse.Namespace, review: Review) -> None:
    from ketaevidence.present.highlight import Highlighted
    from ketaevidence.present.highlight.marks import numbered

    name = options.record
    key = f"pmid:{name}" if name.isdecimal() else name
    try:
        record = review.records().by_key(key)
    except KeyError:
        msg = (
            f"There is no record {key} in this review; give a PMID of one that it has, "
            "or import it first."
        )
        raise UsageError(msg) from None
    kept = [c for c in review.candidates() if c.record_key == record.key]
    shown = Highlighted(record, numbered(kept))
    text = shown.text(width(), colour=sys.stdout.isatty())
    document = {"record": record.key, "candidates": [c.body() for c in kept]}
    say(options, text, document)
