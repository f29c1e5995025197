"""The command `bias`: judgements on the risk of bias, and robvis' file out and in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketaevidence.cli.reviewing import open_chosen, say, width
from ketaevidence.errors import UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review


def add_bias_options(bias: argparse.ArgumentParser) -> None:
    """Add the options of `bias`."""
    bias.add_argument("--out", metavar="FILE", help="write the CSV that robvis draws")
    bias.add_argument(
        "--from", dest="source", metavar="FILE", help="take over a CSV of robvis"
    )
    bias.add_argument("--tool", choices=("rob2", "rob1", "robins-i"))
    bias.add_argument(
        "--tool-version",
        metavar="VERSION",
        help="2019, 2021-crossover, 2021-cluster; 2016, 2025",
    )
    bias.add_argument("--outcome", help="the outcome that was judged (RoB 2, ROBINS-I)")
    bias.add_argument(
        "--days", type=float, metavar="N", help="its time, from the start of treatment"
    )
    bias.add_argument("--by", metavar="NAME", help="with --from: who judged")
    bias.add_argument("--reason", help="with --from: why; default: the file's name")


def run_bias(options: argparse.Namespace) -> None:
    """Show, write or take over judgements."""
    if options.source and options.out:
        msg = "Give either --from or --out, not both."
        raise UsageError(msg)
    if options.source and not options.folder:
        msg = "Judgements need a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    if options.source and not (options.by and options.tool):
        msg = "Say by which tool was judged, and by whom: --tool and --by."
        raise UsageError(msg)
    if options.out and not options.out.lower().endswith(".csv"):
        msg = f"{options.out}: robvis reads .csv."
        raise UsageError(msg)
    with open_chosen(options) as review:
        if options.source:
            _take_over(options, review)
        elif options.out:
            _write(options, review)
        else:
            _show(options, review)


def _take_over(options: argparse.Namespace, review: Review) -> None:
    done = review.import_robvis(
        options.source,
        tool=options.tool,
        version=options.tool_version,
        outcome=options.outcome,
        time_days=options.days,
        by=options.by,
        reason=options.reason or f"read from {options.source}",
    )
    text = f"{options.source}: {len(done)} new or changed judgements recorded."
    say(options, text, {"recorded": [made.key for made in done]})


def _write(options: argparse.Namespace, review: Review) -> None:
    review.write_robvis(
        options.out,
        tool=options.tool,
        version=options.tool_version,
        outcome=options.outcome,
        time_days=options.days,
    )
    say(options, f"Wrote {options.out}.", {"robvis": options.out})


def _show(options: argparse.Namespace, review: Review) -> None:
    from dataclasses import asdict

    from ketaevidence.present.bias_lines import bias_text

    judgements = [
        made
        for made in review.bias(tool=options.tool, version=options.tool_version)
        if options.outcome in (None, made.outcome)
        and options.days in (None, made.time_days)
    ]
    labels = {study.study_id: study.label for study in review.register.studies}
    document: list[dict[str, Any]] = [asdict(made) for made in judgements]
    say(options, bias_text(judgements, labels, width()), document)
