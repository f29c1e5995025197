"""The command `certainty`: the summary of findings, and how certain a person is."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

#: Outcomes that are shown unless all are asked for.
MOST_OUTCOMES = 7
#: What belongs to a rating and has no meaning without one.
_OF_RATING = ("as_rated", "start", "lower", "lift", "comment", "by", "reason")


def add_certainty_options(certainty: argparse.ArgumentParser) -> None:
    """Add the options of `certainty`."""
    certainty.add_argument(
        "--all", action="store_true", help="every outcome, not the first seven"
    )
    certainty.add_argument(
        "--out", metavar="FILE", help="write the table here (.csv, .html, .md)"
    )
    certainty.add_argument(
        "--history", metavar="ROW", help="every rating of an outcome, oldest first"
    )
    certainty.add_argument("--rate", metavar="ROW", help="rate this outcome")
    certainty.add_argument(
        "--as",
        dest="as_rated",
        metavar="RATING",
        help="with --rate: high, moderate, low or 'very low'",
    )
    certainty.add_argument(
        "--start", metavar="RATING", help="where it starts: high or low"
    )
    for option, name, text in (
        ("--lower", "lower", "a reason to lower it, with its levels; may be repeated"),
        ("--raise", "lift", "a reason to raise it, with its levels; may be repeated"),
    ):
        certainty.add_argument(
            option,
            dest=name,
            nargs=3,
            action="append",
            metavar=("DOMAIN", "LEVELS", "WHY"),
            help=text,
        )
    certainty.add_argument("--comment", help="what you say to readers in plain words")
    certainty.add_argument("--by", metavar="NAME", help="who rates")
    certainty.add_argument("--reason", help="why now")


def run_certainty(options: argparse.Namespace) -> None:
    """Show, write or rate."""
    asked = [name for name in ("rate", "history", "out") if getattr(options, name)]
    if len(asked) > 1:
        msg = f"Give one of --{' and --'.join(asked)}, not both."
        raise UsageError(msg)
    if not options.rate and any(getattr(options, name) for name in _OF_RATING):
        msg = "Say which outcome you rate: --rate ROW, as `certainty` prints it."
        raise UsageError(msg)
    if options.rate:
        _check_rating(options)
    if options.out and not options.out.lower().endswith((".csv", ".html", ".md")):
        msg = f"{options.out}: a table is written as .csv, .html or .md."
        raise UsageError(msg)
    with open_chosen(options) as review:
        if options.rate:
            _rate(options, review)
        elif options.history:
            _history(options, review)
        elif options.out:
            most = None if options.all else MOST_OUTCOMES
            review.write_summary_of_findings(options.out, most=most)
            say(options, f"Wrote {options.out}.", {"summary_of_findings": options.out})
        else:
            _show(options, review)


def _check_rating(options: argparse.Namespace) -> None:
    """Refuse a rating that lacks what only the command line can be told."""
    if not options.folder:
        msg = "A rating needs a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    lacking = [
        option
        for option, value in (
            ("--as", options.as_rated),
            ("--by", options.by),
            ("--reason", options.reason),
        )
        if not value
    ]
    if lacking:
        msg = f"A rating needs {', '.join(lacking)}."
        raise UsageError(msg)


def _levels(options: argparse.Namespace) -> tuple[dict[str, int], dict[str, str]]:
    """Read the levels, down as negative numbers, and the words behind them."""
    domains: dict[str, int] = {}
    support: dict[str, str] = {}
    for option, given, sign in (
        ("--lower", options.lower, -1),
        ("--raise", options.lift, 1),
    ):
        for domain, levels, why in given or ():
            if not levels.isdecimal() or not levels.isascii():
                msg = f"{option} {domain} {levels!r}: levels are a number, 0 to 3."
                raise UsageError(msg)
            if domain in domains:
                msg = f"{option} {domain}: this domain was given twice."
                raise UsageError(msg)
            domains[domain], support[domain] = sign * int(levels), why
    return domains, support


def _rate(options: argparse.Namespace, review: Review) -> None:
    domains, support = _levels(options)
    made = review.rate_certainty(
        options.rate,
        rating=options.as_rated,
        start=options.start,
        domains=domains,
        support=support,
        comment=options.comment,
        by=options.by,
        reason=options.reason,
    )
    say(options, f"{made.key}: rated {made.rating} by {made.by}.", asdict(made))


def _history(options: argparse.Namespace, review: Review) -> None:
    from ketaevidence.present.summary_of_findings.lines import history_lines

    made = review.certainty_history(options.history)
    document: list[dict[str, Any]] = [asdict(one) for one in made]
    say(options, history_lines(options.history, made, width()), document)


def _show(options: argparse.Namespace, review: Review) -> None:
    most = None if options.all else MOST_OUTCOMES
    if options.json:
        table = review.summary_of_findings(most=most)
        say(options, "", json.loads(table.to_json(orient="records")))
        return
    text = review.summary_of_findings_text("text", most=most, width=width())
    say(options, text.rstrip("\n"), None)
