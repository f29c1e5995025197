"""The command `screen`: suggestions, decisions, two reviewers, other tools, PRISMA."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review
    from ketaevidence.screening.flow import Flow
    from ketaevidence.screening.model import Stage, Verdict

#: Options of which one run does one.
_ONE_OF = ("conflicts", "prisma", "source", "accept")


def add_screen_options(screen: argparse.ArgumentParser) -> None:
    """Add the options of `screen`."""
    screen.add_argument("--include", nargs="+", metavar="RECORD", default=[],
                        help="include these (PMID or key)")  # fmt: skip
    screen.add_argument("--exclude", nargs="+", metavar="RECORD", default=[],
                        help="exclude these (PMID or key)")  # fmt: skip
    screen.add_argument("--not-retrieved", nargs="+", metavar="RECORD", default=[],
                        help="full text not to be had (PMID or key)")  # fmt: skip
    screen.add_argument(
        "--accept", metavar="RULE", help="decide as this rule suggests, wherever open"
    )
    screen.add_argument(
        "--stage",
        choices=("title_abstract", "full_text"),
        help="default: title_abstract, or as a file says",
    )
    screen.add_argument("--reason", help="why; a short name at the full-text stage")
    screen.add_argument(
        "--by",
        metavar="NAME",
        help="who decides; alone, at a terminal: go through the records one by one",
    )
    screen.add_argument(
        "--conflicts", action="store_true", help="show where two reviewers disagree"
    )
    screen.add_argument(
        "--resolve", metavar="WHY", help="these verdicts settle a disagreement: why"
    )
    _add_exchange_options(screen)


def _add_exchange_options(screen: argparse.ArgumentParser) -> None:
    add = screen.add_argument
    tools = ("auto", "asreview", "rayyan", "covidence")
    add("--from", dest="source", metavar="FILE", help="decisions of another tool")
    add("--tool", choices=tools, help="with --from; default: as the file tells")
    add("--list", dest="listed", metavar="NAME", help="with --from: Covidence's list")
    add("--log", nargs="?", const=True, default=None, metavar="FILE",
        help="with --from: Rayyan's log; without FILE, the one in the zip")  # fmt: skip
    add("--person", action="append", metavar="NAME=PERSON", default=[],
        help="with --from: who a name in the file is here")  # fmt: skip
    add("--map", action="append", metavar="WORDS=REASON", default=[],
        help="with --from: which reason the file's words mean")  # fmt: skip
    add("--dry-run", action="store_true", help="with --from: record nothing")
    add("--prisma", metavar="FILE", help="write the CSV of the R package PRISMA2020")
    add("--since", metavar="DAY", help="count as an update of that day's version")
    add("--register", action="append", metavar="SOURCE", default=[],
        help="with --prisma: a source that is a trial register")  # fmt: skip


def run_screen(options: argparse.Namespace) -> None:
    """Record decisions, and show suggestions and the flow."""
    _check(options)
    with open_chosen(options) as review:
        if options.source:
            _take_over(options, review)
        elif options.conflicts:
            _show_conflicts(options, review)
        elif options.prisma:
            _write_prisma(options, review)
        elif _is_session(options):
            _hold_session(options, review)
        else:
            recorded = _record_decisions(options, review)
            _show(options, review, recorded)


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be meant together."""
    chosen = [name for name in _ONE_OF if getattr(options, name)]
    if _verdicts(options):
        chosen.append("verdicts")
    if len(chosen) > 1:
        words = {"source": "--from", "verdicts": "records"}
        told = " or ".join(words.get(name, f"--{name}") for name in chosen)
        msg = f"Give either {told}, not both."
        raise UsageError(msg)
    for name, flag, needed in (
        ("tool", "--tool", "source"),
        ("listed", "--list", "source"),
        ("log", "--log", "source"),
        ("person", "--person", "source"),
        ("map", "--map", "source"),
        ("dry_run", "--dry-run", "source"),
        ("register", "--register", "prisma"),
    ):
        if getattr(options, name) and not getattr(options, needed):
            other = {"source": "--from", "prisma": "--prisma"}[needed]
            msg = f"{flag} belongs to {other}."
            raise UsageError(msg)
    if options.resolve and not (options.source or _verdicts(options)):
        msg = "--resolve needs the records that it settles, and their verdict."
        raise UsageError(msg)
    changes = options.source or options.accept or _verdicts(options)
    if changes and not options.folder:
        msg = "Decisions need a review's folder; the bundled review is not changed."
        raise UsageError(msg)


def _verdicts(options: argparse.Namespace) -> dict[str, Verdict]:
    """Give the verdict on each record that was named."""
    named: list[tuple[str, Verdict]] = [
        *((key, "include") for key in options.include),
        *((key, "exclude") for key in options.exclude),
        *((key, "not_retrieved") for key in options.not_retrieved),
    ]
    keys = [key for key, _ in named]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        msg = f"{', '.join(twice)}: named twice; a record gets one decision at a time."
        raise UsageError(msg)
    return dict(named)


def _record_decisions(options: argparse.Namespace, review: Review) -> int:
    verdicts = _verdicts(options)
    if not verdicts and not options.accept:
        return 0
    if not options.by:
        msg = "Say who decides: --by NAME."
        raise UsageError(msg)
    if options.accept:
        return review.accept_suggestions(options.accept, by=options.by)
    stage: Stage = options.stage or "title_abstract"
    if options.resolve:
        return review.resolve(
            verdicts,
            stage=stage,
            by=options.by,
            why=options.resolve,
            reason=options.reason,
        )
    return review.decide_on(verdicts, stage=stage, by=options.by, reason=options.reason)


def _show(options: argparse.Namespace, review: Review, recorded: int) -> None:
    from dataclasses import asdict

    from ketaevidence.present.terminal import flow_text, suggestions_text

    waiting = review.awaiting(options.by)
    flow = review.flow(since=options.since)
    titles = {record.key: record.title for record in review.records()}
    parts = [
        suggestions_text(waiting, titles, width()),
        flow_text(flow, width(), is_example=review.is_example),
    ]
    if recorded:
        noun = "decision" if recorded == 1 else "decisions"
        parts.insert(0, f"Recorded {recorded} {noun}.")
    document = {
        "recorded": recorded,
        "suggestions": [asdict(suggestion) for suggestion in waiting],
        "flow": [{"stage": stage, "box": box, "n": n} for stage, box, n in flow.rows()],
    }
    say(options, "\n\n".join(parts), document)


def _is_session(options: argparse.Namespace) -> bool:
    """Say whether a person sits at a terminal and wants to go through the records."""
    wanted = options.by and options.folder and not options.json
    busy = options.accept or _verdicts(options)
    return bool(wanted and not busy and sys.stdin.isatty() and sys.stdout.isatty())


def _hold_session(options: argparse.Namespace, review: Review) -> None:
    from ketaevidence.cli.asking import here
    from ketaevidence.cli.screen_session import screen

    screen(review, options.stage or "title_abstract", options.by, here(width()))


def _show_conflicts(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    from ketaevidence.present.screening_lines import conflicts_text

    conflicts = review.conflicts()
    agreements = (
        *review.agreement("title_abstract"),
        *review.agreement("full_text"),
    )
    titles = {record.key: record.title for record in review.records()}
    document = {
        "conflicts": [asdict(conflict) for conflict in conflicts],
        "agreement": [
            {
                "stage": found.stage,
                "reviewers": [found.first, found.second],
                "n": found.n,
                "alike": found.alike,
                "expected": found.expected,
                "kappa": found.kappa,
            }
            for found in agreements
        ],
    }
    text = conflicts_text(
        conflicts,
        agreements,
        titles,
        width(),
        reviewers=review.question.reviewers,
    )
    say(options, text, document)


def _take_over(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    from ketaevidence.present.screening_lines import import_text

    done = review.import_decisions(
        options.source,
        tool=options.tool or "auto",
        by=options.by,
        stage=options.stage,
        listed=options.listed,
        log=options.log or False,
        people=_pairs(options.person, "--person", "NAME=PERSON"),
        reasons=_pairs(options.map, "--map", "WORDS=REASON"),
        reason=options.reason,
        resolution=options.resolve,
        dry_run=options.dry_run,
    )
    document: dict[str, Any] = asdict(done)
    say(options, import_text(done, width()), document)


def _pairs(given: Sequence[str], flag: str, form: str) -> dict[str, str]:
    pairs = [text.rpartition("=") for text in given]
    wrong = [
        text
        for text, (left, _, right) in zip(given, pairs, strict=True)
        if not left.strip() or not right.strip()
    ]
    if wrong:
        msg = f"{flag} {wrong[0]}: write {form}."
        raise UsageError(msg)
    return {left.strip(): right.strip() for left, _, right in pairs}


def _with_others(flow: Flow) -> Flow:
    """Count what awaits a decision, however it was found."""
    from dataclasses import replace

    if flow.other is None:
        return flow
    return replace(
        flow,
        awaiting_screening=flow.awaiting_screening + flow.other.awaiting_screening,
        awaiting_full_text=flow.awaiting_full_text + flow.other.awaiting_full_text,
    )


def _write_prisma(options: argparse.Namespace, review: Review) -> None:
    from ketaevidence.present.screening_lines import awaiting_note

    if not options.prisma.lower().endswith(".csv"):
        msg = f"{options.prisma}: the numbers are written as .csv."
        raise UsageError(msg)
    review.write_prisma(options.prisma, since=options.since, registers=options.register)
    note = awaiting_note(_with_others(review.flow(since=options.since)), width())
    text = "\n".join(part for part in (f"Wrote {options.prisma}.", note) if part)
    say(options, text, {"prisma": options.prisma})
