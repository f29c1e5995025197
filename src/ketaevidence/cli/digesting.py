"""The command `digest`: what changed since an earlier state, and whether it matters."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ketaevidence.cli import codes
from ketaevidence.cli.reviewing import open_chosen, say
from ketaevidence.errors import KetaEvidenceError, UsageError

if TYPE_CHECKING:
    from ketaevidence.present.digest import Digest
    from ketaevidence.review import Review

FORMATS = ("md", "html", "json", "atom")


def add_digest_options(digest: argparse.ArgumentParser) -> None:
    """Add the options of `digest`."""
    digest.add_argument(
        "--since",
        metavar="STATE",
        help="a version (2026.3.1), a day (2026-01-31) or a UTC time; left out: the "
        "newest version before this state",
    )
    digest.add_argument(
        "--format", choices=FORMATS, help="md if left out, or as --out ends"
    )
    digest.add_argument(
        "--out", metavar="FILE", help="write it here (.md, .html, .json, .atom)"
    )
    digest.add_argument(
        "--report",
        metavar="ADDRESS",
        default="report.html",
        help="where the report lies, for links to its rows; default: report.html",
    )


def run_digest(options: argparse.Namespace) -> int:
    """Print or write what changed; the code says whether anybody must look."""
    from pathlib import Path

    from ketaevidence.present.digest import KIND_OF
    from ketaevidence.present.files import write_whole

    if options.json and options.format not in (None, "json"):
        msg = f"--json prints JSON; leave out --format {options.format}, or --json."
        raise UsageError(msg)
    kind = options.format
    if options.out and not kind:
        kind = KIND_OF.get(Path(options.out).suffix.lower())
        if kind is None:
            msg = f"{options.out}: a digest is written as .md, .html, .json or .atom."
            raise UsageError(msg)
    with open_chosen(options) as review:
        found = review.digest(options.since)
    if options.out:
        path = write_whole(options.out, found.text(kind, report=options.report))
        document = {"digest": str(path), **_verdict(found)}
        say(options, f"{found.verdict.line}\nWrote {path}.", document)
    else:
        kind = "json" if options.json else kind or "md"
        sys.stdout.write(found.text(kind, report=options.report))
    return code_of(found)


def code_of(found: Digest) -> int:
    """Give the exit code: 0 nothing changed or baseline, 10 news, 20 an alert."""
    if found.is_alarming:
        return codes.ALARM
    return codes.NEWS if found.has_news else codes.DONE


def _verdict(found: Digest) -> dict[str, object]:
    return {"verdict": found.document()["verdict"], "has_news": found.has_news}


def verdict_after(review: Review) -> Digest | None:
    """Give the digest of a refresh that has just landed.

    The refresh has landed whatever happens here: a digest that cannot be made is said
    on stderr and changes no exit code.
    """
    try:
        return review.digest()
    except KetaEvidenceError as error:
        told = " ".join(str(error).split())
        sys.stderr.write(f"ketaevidence: the refresh landed; no digest: {told}\n")
        return None
