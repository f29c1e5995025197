"""The commands of a living review: refresh, status, schedule."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from ketaevidence.cli import codes
from ketaevidence.cli.progress import progress_bar
from ketaevidence.cli.reviewing import say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.library import Refresh
    from ketaevidence.review import Review

_AGE = re.compile(r"(\d{1,5})\s*d?")


def run_refresh(options: argparse.Namespace) -> int:
    """Refresh a review; silent on stdout when there is nothing new."""
    from ketaevidence.cli.digesting import verdict_after
    from ketaevidence.folder import open_review
    from ketaevidence.present.documents import refresh_document
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.terminal import refresh_text

    with open_review(options.folder, as_copy=options.dry_run) as review:
        if options.offline:
            return _say_what_awaits(options, review)
        with progress_bar("PubMed", "records") as progress:
            found = review.refresh(
                email=options.email,
                dry_run=options.dry_run,
                accept_shrink=options.accept_shrink,
                progress=progress,
            )
        code = _code_of(found)
        # From here on the state has landed: what happens to the output, or a signal,
        # does not change what a scheduler must be told.
        options.landed = None if options.dry_run else code
        speaks = code != codes.DONE or options.verbose or options.dry_run
        titles = (
            {record.key: record.title for record in review.records()} if speaks else {}
        )
        is_asked = (speaks or options.json) and not options.dry_run
        verdict = verdict_after(review) if is_asked else None
    if options.json:
        told = {} if verdict is None else {"verdict": verdict.document()["verdict"]}
        say(options, "", {**refresh_document(found), **told})
    elif speaks:
        lines = [] if verdict is None else wrapped(verdict.verdict.line, width())
        say(options, "\n".join([refresh_text(found, titles, width()), *lines]), None)
    return code


def _code_of(found: Refresh) -> int:
    if found.is_alarming:
        return codes.ALARM
    return codes.NEWS if found.has_news else codes.DONE


def _say_what_awaits(options: argparse.Namespace, review: Review) -> int:
    from dataclasses import asdict

    from ketaevidence.present.terminal import suggestions_text

    waiting = review.awaiting()
    if options.json:
        say(options, "", {"awaiting": [asdict(suggestion) for suggestion in waiting]})
    elif waiting or options.verbose:
        titles = {record.key: record.title for record in review.records()}
        say(options, suggestions_text(waiting, titles, width()), None)
    return codes.NEWS if waiting else codes.DONE


def run_status(options: argparse.Namespace) -> int:
    """Say how old the review's last complete refresh is."""
    from dataclasses import asdict

    from ketaevidence.folder import open_review
    from ketaevidence.present.terminal import status_text

    limit = _days(options.max_age) if options.max_age else None
    with open_review(options.folder) as review:
        status = review.status()
    # An age below zero is a clock that was wrong, then or now: nothing to rely on.
    stale = limit is not None and not (
        status.age_days is not None and 0 <= status.age_days <= limit
    )
    document = {**asdict(status), "is_stale": stale}
    say(options, status_text(status, width(), max_age=limit), document)
    return codes.FAILED if stale else codes.DONE


def _days(text: str) -> int:
    match = _AGE.fullmatch(text.strip())
    if match is None:
        msg = f"--max-age {text}: give days, for example 35d."
        raise UsageError(msg)
    return int(match[1])


def run_schedule(options: argparse.Namespace) -> None:
    """Print a recipe for a scheduler."""
    from ketaevidence.cli.recipes import recipe
    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        if not review.question.email:
            msg = (
                f"Write your address under [contact] in {options.folder}/review.toml "
                "first: PubMed asks for one, and a schedule has nobody to ask."
            )
            raise UsageError(msg)
    text = recipe(options.scheduler, options.folder)
    say(options, text.rstrip("\n"), {"scheduler": options.scheduler, "recipe": text})
