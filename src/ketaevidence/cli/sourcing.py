"""The command `sources`: what several sources state of one number, and which counts."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ketaevidence.cli import codes
from ketaevidence.cli.checking import field_values
from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review

#: What one run does one of, and what each needs beside row, name and reason.
_CHANGES = {"add": "set", "choose": "number", "reopen": None, "withdraw": "number"}
#: What says where something was read: option and field of the source.
_PARTS = {
    "place": "location",
    "quote": "quote",
    "url": "url",
    "confidence": "confidence",
}
#: What goes with one change only.
_BELONGS = {
    "set": ("add",),
    "place": ("add",),
    "quote": ("add",),
    "url": ("add",),
    "confidence": ("add",),
    "number": ("add", "choose", "withdraw"),
    "column": ("choose", "reopen"),
    "table": ("add", "choose", "reopen", "withdraw"),
    "by": ("add", "choose", "reopen", "withdraw"),
    "reason": ("add", "choose", "reopen", "withdraw"),
}


def add_sources_options(sources: argparse.ArgumentParser) -> None:
    """Add the options of `sources`."""
    one = sources.add_mutually_exclusive_group()
    one.add_argument("--add", metavar="ROW", help="what another source states of a row")
    one.add_argument("--choose", metavar="ROW", help="which source counts: --number")
    one.add_argument("--reopen", metavar="ROW", help="take a choice back; say why")
    one.add_argument("--withdraw", metavar="ROW",
        help="a source that was entered by mistake: --number")  # fmt: skip
    add = sources.add_argument
    add("--number", type=int, metavar="N",
        help="which source: 1 is the row's own; with --add: correct it")  # fmt: skip
    add("--set", nargs="+", metavar="COLUMN=VALUE",
        help="with --add: what it states, as a cell of the sheet has it")  # fmt: skip
    add("--place", metavar="WORDS", help="with --add: where in it, “Table 2, page 7”")
    add("--quote", metavar="WORDS", help="with --add: the words that prove it")
    add("--url", help="with --add: its address")
    add("--confidence", metavar="WORD",
        help="with --add: how near to the study; default: secondary")  # fmt: skip
    add("--column", metavar="NAME", help="which cell of a study or an arm")
    add("--table", choices=("studies", "arms", "results"),
        help="where the row's name is in several")  # fmt: skip
    add("--by", metavar="NAME", help="who reads or chooses")
    add("--reason", help="why")


def run_sources(options: argparse.Namespace) -> int:
    """Show where sources disagree; 10 if nobody has chosen. Or add one, or choose."""
    _check(options)
    with open_chosen(options) as review:
        if options.add:
            _add(options, review)
        elif options.choose:
            _choose(options, review)
        elif options.reopen:
            _reopen(options, review)
        elif options.withdraw:
            _withdraw(options, review)
        else:
            return _show(options, review)
    return codes.DONE


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be meant together, and what is missing."""
    doing = next((name for name in _CHANGES if getattr(options, name)), None)
    for name, places in _BELONGS.items():
        if getattr(options, name) is not None and doing not in places:
            told = " or ".join(f"--{place} ROW" for place in places)
            msg = f"--{name} goes with {told}."
            raise UsageError(msg)
    if doing is None:
        return
    if options.folder is None:
        msg = f"--{doing} needs a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    needed = [name for name in (_CHANGES[doing], "by", "reason") if name is not None]
    for name in needed:
        if getattr(options, name) in (None, "", []):
            msg = f"Say --{name} with --{doing}."
            raise UsageError(msg)


def _add(options: argparse.Namespace, review: Review) -> None:
    source = {field: getattr(options, name) for name, field in _PARTS.items()}
    source["confidence"] = source["confidence"] or "secondary"
    made = review.add_source(
        options.add,
        source=source,
        by=options.by,
        reason=options.reason,
        table=options.table,
        number=options.number,
        **field_values(options.set),
    )
    differ = [d for d in review.disagreements() if d.key == made.key and d.is_open]
    told = (
        "It disagrees with another source; no pool uses what differs until one is "
        "chosen."
        if differ
        else "It agrees with the other sources."
    )
    text = f"Recorded: {made.key} has source {made.number}. {told}"
    say(options, text, {"added": asdict(made), "disagrees": bool(differ)})


def _choose(options: argparse.Namespace, review: Review) -> None:
    found = review.choose_source(
        options.choose,
        options.number,
        by=options.by,
        reason=options.reason,
        column=options.column,
        table=options.table,
    )
    left = sum(other.is_open for other in review.disagreements())
    text = f"Recorded: of {found.key} source {options.number} counts. {left} open."
    say(options, text, {"chosen": asdict(found), "open": left})


def _reopen(options: argparse.Namespace, review: Review) -> None:
    fitting = [
        found
        for found in review.disagreements()
        if found.key == options.reopen
        and options.table in (None, found.table)
        and (options.column is None or options.column in found.columns)
        and not found.is_open
    ]
    if len(fitting) != 1 or fitting[0].finding_id is None:
        told = (
            "several choices were made on it; say --column"
            if fitting
            else ("nobody has chosen a source of it")
        )
        msg = f"{options.reopen}: {told}."
        raise UsageError(msg)
    opened = review.reopen(fitting[0].finding_id, by=options.by, reason=options.reason)
    left = sum(other.is_open for other in review.disagreements())
    text = f"Recorded: the sources of {options.reopen} are open again. {left} open."
    say(options, text, {"reopened": asdict(opened), "open": left})


def _withdraw(options: argparse.Namespace, review: Review) -> None:
    gone = review.withdraw_source(
        options.withdraw,
        options.number,
        by=options.by,
        reason=options.reason,
        table=options.table,
    )
    text = f"Recorded: source {gone.number} of {gone.key} is withdrawn."
    say(options, text, {"withdrawn": asdict(gone)})


def _show(options: argparse.Namespace, review: Review) -> int:
    found = review.disagreements()
    others = review.other_sources()
    is_open = any(one.is_open for one in found)
    document: dict[str, Any] = {
        "open": sum(one.is_open for one in found),
        "disagreements": [asdict(one) for one in found],
        "other_sources": [asdict(other) for other in others],
    }
    say(options, "\n".join(_lines(review)), document)
    return codes.NEWS if is_open else codes.DONE


def _lines(review: Review) -> list[str]:
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.side_by_side import heading, source_lines
    from ketaevidence.present.words import clean, counted

    found, wide, register = review.disagreements(), width(), review.register
    lines: list[str] = []
    for one in found:
        lines += wrapped(heading(one, register), wide, hang="  ")
        for stated in one.sources:
            counts = one.choice is not None and one.choice.number == stated.number
            mark = "*" if counts else " "
            first, *rest = source_lines(stated, one.columns, review.register.words)
            start = f" {mark}{stated.number}  "
            lines += wrapped(first, wide, start=start, hang="      ")
            for part in (
                *rest,
                stated.source.location,
                _quoted(stated),
                stated.source.url,
            ):
                if part:
                    lines += wrapped(clean(part), wide, start="      ", hang="        ")
        lines += [*_decided(one, wide), ""]
    agreeing = len(review.other_sources()) - len(
        {
            (one.table, one.key, s.number)
            for one in found
            for s in one.sources
            if s.number > 1
        }
    )
    open_ones = sum(one.is_open for one in found)
    told = (
        f"{counted(open_ones, 'disagreement')} open, {len(found) - open_ones} decided."
    )
    if agreeing:
        verb = "agrees" if agreeing == 1 else "agree"
        told += f" {counted(agreeing, 'further source')} {verb} with the rows."
    if open_ones:
        told += " Choose with --choose ROW --number N --by NAME --reason WHY."
    return [*lines, *wrapped(told, wide)]


def _quoted(stated: Any) -> str:
    return f"“{stated.source.quote}”" if stated.source.quote else ""


def _decided(one: Any, wide: int) -> list[str]:
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    choice = one.choice
    if choice is None:
        held = "no pool uses it" if one.touches_pools else "readers are told"
        return wrapped(f"Nobody has chosen; {held}.", wide, start="    ")
    what = (
        "kept out of every pool" if choice.number is None else f"source {choice.number}"
    )
    told = f"{what}, by {choice.by} on {choice.at[:10]}: {choice.reason}"
    return wrapped(clean(told), wide, start="    ", hang="      ")
