"""The command `check`: what the integrity checks ask, and settling it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketaevidence.cli import codes
from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

#: What goes with --settle and means nothing without it.
_OF_SETTLING = ("verdict", "reason", "by", "set", "result")


def add_check_options(check: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    check.add_argument("--settle", metavar="ID", help="settle the finding of this id")
    check.add_argument(
        "--verdict",
        choices=("accept", "exclude", "corrected"),
        help="it stands, it stays out of every pool, or it was wrong",
    )
    check.add_argument("--reason", help="why")
    check.add_argument("--by", metavar="NAME", help="who decides")
    check.add_argument(
        "--set",
        nargs="+",
        metavar="FIELD=VALUE",
        help="with corrected: what is right, as a cell of the sheet has it",
    )
    check.add_argument(
        "--result", metavar="ID", help="with corrected: which result; default: all"
    )


def run_check(options: argparse.Namespace) -> int:
    """Say what the checks find; 10 if something blocks. Or settle one finding."""
    from ketaevidence.present.findings import (
        findings_document,
        findings_text,
        labels_of,
    )

    if options.settle is None:
        given = [name for name in _OF_SETTLING if getattr(options, name) is not None]
        if given:
            msg = f"--{given[0]} goes with --settle ID."
            raise UsageError(msg)
    with open_chosen(options) as review:
        if options.settle is not None:
            _settle(options, review)
            return codes.DONE
        findings = review.check()
        labels = labels_of(review.register)
    say(options, findings_text(findings, labels, width()), findings_document(findings))
    return codes.NEWS if any(f.blocks for f in findings) else codes.DONE


def _settle(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    if options.folder is None:
        msg = "Settling needs a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    for name in ("verdict", "reason", "by"):
        if not (getattr(options, name) or "").strip():
            msg = f"Say --{name} with --settle."
            raise UsageError(msg)
    settled = review.settle(
        options.settle,
        verdict=options.verdict,
        reason=options.reason,
        by=options.by,
        result_id=options.result,
        **_values(options.set or ()),
    )
    left = sum(finding.blocks for finding in review.check())
    text = f"Recorded: {settled.id} is settled as {options.verdict}. {left} block."
    say(options, text, {"settled": asdict(settled), "blocking": left})


def _values(pairs: list[str] | tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier() or name in _RESERVED:
            msg = f"--set {pair}: give FIELD=VALUE, for example spread_type=SE."
            raise UsageError(msg)
        if name in values:
            msg = f"--set {name}: given twice."
            raise UsageError(msg)
        values[name] = value
    return values


#: Words of the decision itself, which are no fields of a row.
_RESERVED = frozenset({"verdict", "reason", "by", "at", "result_id", "finding_id"})
