"""The command `check`: what the integrity checks ask, settling it, opening it again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketaevidence.cli import codes
from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

#: What goes with --settle and means nothing without it.
_OF_SETTLING = ("verdict", "set", "result")


def add_check_options(check: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    one = check.add_mutually_exclusive_group()
    one.add_argument("--settle", metavar="ID", help="settle the finding of this id")
    one.add_argument(
        "--reopen", metavar="ID", help="open a settled finding again; say why"
    )
    one.add_argument("--history", metavar="ID", help="every answer that it ever got")
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
    """Say what the checks find; 10 if something blocks. Or answer one finding."""
    from ketaevidence.present.findings import (
        findings_document,
        findings_text,
        labels_of,
    )

    _refuse_strays(options)
    with open_chosen(options) as review:
        if options.settle is not None:
            _settle(options, review)
            return codes.DONE
        if options.reopen is not None:
            _reopen(options, review)
            return codes.DONE
        if options.history is not None:
            _show_history(options, review)
            return codes.DONE
        findings = review.check()
        labels = labels_of(review.register)
    say(options, findings_text(findings, labels, width()), findings_document(findings))
    return codes.NEWS if any(f.blocks for f in findings) else codes.DONE


def _refuse_strays(options: argparse.Namespace) -> None:
    """Refuse options that mean nothing beside the others."""
    if options.settle is None:
        given = [name for name in _OF_SETTLING if getattr(options, name) is not None]
        if options.reopen is None:
            given += [n for n in ("reason", "by") if getattr(options, n) is not None]
        if given:
            msg = f"--{given[0]} goes with --settle ID."
            raise UsageError(msg)


def _need(options: argparse.Namespace, word: str, names: tuple[str, ...]) -> None:
    """Refuse a change of the bundled review, and one without name or reason."""
    if options.folder is None:
        msg = f"--{word} needs a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    for name in names:
        if not (getattr(options, name) or "").strip():
            msg = f"Say --{name} with --{word}."
            raise UsageError(msg)


def _reopen(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    _need(options, "reopen", ("reason", "by"))
    opened = review.reopen(options.reopen, by=options.by, reason=options.reason)
    left = sum(finding.blocks for finding in review.check())
    text = f"Recorded: {opened.finding_id} is open again. {left} block."
    say(options, text, {"reopened": asdict(opened), "blocking": left})


def _show_history(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    from ketaevidence.errors import CurationError
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    answers = review.ruling_history(options.history)
    if not answers:
        msg = (
            f"{options.history}: nobody ever answered it, or there is no such finding."
        )
        raise CurationError(msg)
    lines = wrapped(clean(answers[-1].what), width())
    for answer in answers:
        source = f" source {answer.source}" if answer.source else ""
        said = f"{answer.verdict}{source} by {answer.by}: {answer.reason}"
        lines += wrapped(clean(said), width(), start=f"  {answer.at}  ", hang="      ")
    say(options, "\n".join(lines), [asdict(answer) for answer in answers])


def _settle(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    _need(options, "settle", ("verdict", "reason", "by"))
    settled = review.settle(
        options.settle,
        verdict=options.verdict,
        reason=options.reason,
        by=options.by,
        result_id=options.result,
        **field_values(options.set or ()),
    )
    left = sum(finding.blocks for finding in review.check())
    text = f"Recorded: {settled.id} is settled as {options.verdict}. {left} block."
    say(options, text, {"settled": asdict(settled), "blocking": left})


def field_values(pairs: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """Read FIELD=VALUE pairs, as a cell of the sheet has the value."""
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
_RESERVED = frozenset(
    {
        "verdict", "reason", "by", "at", "result_id", "finding_id", "key", "table",
        "number", "source",
    }
)  # fmt: skip
