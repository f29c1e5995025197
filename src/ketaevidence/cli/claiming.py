"""The command `claims`: a text's claims on the treatment, held against a review."""

from __future__ import annotations

import argparse
import sys

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

#: Larger than any web page of text, smaller than a mistake [bytes].
_LARGEST = 5_000_000


def add_claims_options(claims: argparse.ArgumentParser) -> None:
    """Add the options of `claims`."""
    claims.add_argument(
        "folder",
        nargs="?",
        help="the review's folder; left out: the bundled review",
    )
    claims.add_argument(
        "file", help="the text, plain or HTML; - reads it from the standard input"
    )
    claims.add_argument(
        "--facts",
        metavar="FILE",
        help="further cited facts on how the treatment acts (CSV)",
    )
    claims.add_argument(
        "--out", metavar="FILE", help="write it here (.md, .html or .json)"
    )


def run_claims(options: argparse.Namespace) -> None:
    """Print or write what a review says of a text's claims."""
    from pathlib import Path

    from ketaevidence.present.claims.ask import ask
    from ketaevidence.present.claims.document import claims_document
    from ketaevidence.present.claims.files import CLAIMS_KINDS, write_claims
    from ketaevidence.present.claims.text import claims_lines

    ending = Path(options.out).suffix.lstrip(".").lower() if options.out else "md"
    if ending not in CLAIMS_KINDS:
        msg = f"{options.out}: claims are written as .md, .html or .json."
        raise UsageError(msg)
    text = _read(options.file)
    with open_chosen(options) as review:
        check = ask(text, review, options.facts)
    if options.out:
        write_claims(check, options.out)
        say(options, f"Wrote {options.out}.", {"claims": options.out})
        return
    document = claims_document(check) if options.json else None
    say(options, claims_lines(check, width()), document)


def _read(name: str) -> str:
    """Read the text; a mistake is one sentence."""
    from pathlib import Path

    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        msg = f"{name}: {error.strerror}; give the file that holds the text."
        raise UsageError(msg) from error
    if len(data) > _LARGEST:
        msg = f"{name}: {len(data):,} bytes are no web text; save the page alone."
        raise UsageError(msg)
    if b"\0" in data or data.startswith((b"%PDF", b"PK")):
        # A PDF or a Word file may happen to decode, and would seem to claim nothing.
        msg = f"{name}: this is no text; copy the words out, or save it as text."
        raise UsageError(msg)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: not UTF-8 at byte {error.start}; save the text as UTF-8."
        raise UsageError(msg) from error
