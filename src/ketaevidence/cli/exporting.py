"""The command `export`: the review in another program's format."""

from __future__ import annotations

import argparse
from typing import Final

from ketaevidence.cli.reviewing import open_chosen, say
from ketaevidence.errors import UsageError

_WHICH: Final = ("all", "included", "awaiting")
#: The names of `exchange.formats`. The parser and the shell's completion need them
#: without loading what writes the formats.
_FORMATS: Final = (
    "ris",
    "bibtex",
    "csl-json",
    "asreview",
    "asreview-ris",
    "rayyan",
    "covidence",
    "json-ld",
    "gradepro",
    "metafor",
    "revman",
)


def add_export_options(export: argparse.ArgumentParser) -> None:
    """Add the options of `export`."""
    export.add_argument(
        "folder", nargs="?", help="the review's folder; left out: the bundled review"
    )
    export.add_argument(
        "--format",
        metavar="NAME",
        choices=_FORMATS,
        help="which format; --list has all",
    )
    export.add_argument(
        "--out", metavar="PATH", help="the file, or for some formats a folder to make"
    )
    export.add_argument(
        "--which",
        choices=_WHICH,
        default="all",
        help="which records, for lists of records; default: all",
    )
    export.add_argument(
        "--list", action="store_true", help="show the formats and what each is for"
    )


def run_export(options: argparse.Namespace) -> None:
    """List the formats, or write one."""
    if options.list:
        _list(options)
        return
    if not options.format or not options.out:
        msg = "say --format NAME and --out PATH; --list shows the formats."
        raise UsageError(msg)
    with open_chosen(options) as review:
        path = review.export(options.format, options.out, which=options.which)
    say(options, f"Wrote {path}.", {"format": options.format, "path": str(path)})


def _list(options: argparse.Namespace) -> None:
    from ketaevidence.review.exported import export_formats

    rows = export_formats()
    width = max(len(name) for name, _, _ in rows)
    lines = [
        f"{name:<{width}}  {ending or 'folder':<7}  {purpose}"
        for name, ending, purpose in rows
    ]
    document = [
        {"name": name, "ending": ending or None, "purpose": purpose}
        for name, ending, purpose in rows
    ]
    say(options, "\n".join(lines), {"formats": document})
