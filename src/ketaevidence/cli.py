"""The command line: it calls the review and prints; it computes nothing itself.

Heavy parts are imported by the commands that need them, so that ``--help`` is quick.
Exit codes: 0 done, 1 failed and nothing changed, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from ketaevidence.errors import KetaEvidenceError, UsageError

if TYPE_CHECKING:
    from ketaevidence.review import Review
    from ketaevidence.screening.model import Verdict

DONE, FAILED, WRONG_USAGE = 0, 1, 2

_TABLE_FORMATS = ("text", "csv", "html", "md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # Titles carry every script; a C locale or a Windows code page must not stop them.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(error, WRONG_USAGE)
    except KetaEvidenceError as error:
        return _fail(error, FAILED)
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; leave quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail(KetaEvidenceError("Interrupted; nothing was changed."), 130)
    return DONE


def _fail(error: Exception, code: int) -> int:
    one_line = " ".join(str(error).split())
    sys.stderr.write(f"ketaevidence: {one_line}\n")
    return code


class _Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what was wrong."""

    def error(self, message: str) -> NoReturn:
        hint = f"`{self.prog} --help` shows how"
        sys.stderr.write(f"{self.prog}: {message}; {hint}.\n")
        raise SystemExit(WRONG_USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ketaevidence",
        description="A living systematic review of ketamine for CRPS.",
        epilog="Example: ketaevidence report   (the bundled review, offline)",
    )
    parser.add_argument("--version", action=_Version, help="show the version and stop")
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", parser_class=_Parser
    )

    init = _command(commands, _init, "init", "start a review in a new folder",
                    "ketaevidence init my-review")  # fmt: skip
    init.add_argument("folder", help="the folder to make")
    init.add_argument("--question", metavar="FILE", help="a question file (TOML)")

    take_in = _command(
        commands,
        _import,
        "import",
        "take in records from files",
        "ketaevidence import my-review export.nbib --source PubMed",
    )
    take_in.add_argument("folder", help="the review's folder")
    take_in.add_argument("files", nargs="+", metavar="FILE", help="PubMed XML or .nbib")
    take_in.add_argument(
        "--source", required=True, metavar="NAME", help="where the records are from"
    )

    screen = _command(
        commands,
        _screen,
        "screen",
        "show suggestions, record decisions",
        "ketaevidence screen my-review --include 19604642 --by 'A. Reader'",
    )
    _folder(screen)
    _add_screen_options(screen)

    table = _command(commands, _table, "table", "the evidence table",
                     "ketaevidence table my-review --out table.csv")  # fmt: skip
    _folder(table)
    table.add_argument(
        "--format", choices=_TABLE_FORMATS, help="text if left out, or as --out ends"
    )
    table.add_argument("--out", metavar="FILE", help="write it here (.csv, .html, .md)")

    pool = _command(commands, _pool, "pool", "the analyses: pooled, or why not",
                    "ketaevidence pool my-review")  # fmt: skip
    _folder(pool)

    report = _command(commands, _report, "report", "write the HTML report",
                      "ketaevidence report my-review --out report.html")  # fmt: skip
    _folder(report)
    report.add_argument("--out", metavar="FILE", help="write it here")
    return parser


class _Version(argparse.Action):
    """Print the version; the package's metadata is read only when it is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from ketaevidence import __version__

        sys.stdout.write(f"ketaevidence {__version__}\n")
        parser.exit()


def _command(
    commands: Any,
    run: Callable[[argparse.Namespace], None],
    name: str,
    help_text: str,
    example: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help_text,
        description=help_text[0].upper() + help_text[1:] + ".",
        epilog=f"Example: {example}",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON document on stdout"
    )
    parser.set_defaults(run=run)
    return parser


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", help="the review's folder; left out: the bundled review"
    )


def _add_screen_options(screen: argparse.ArgumentParser) -> None:
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
        default="title_abstract",
        help="default: title_abstract",
    )
    screen.add_argument("--reason", help="why; a short name at the full-text stage")
    screen.add_argument("--by", metavar="NAME", help="who decides")


def _open(options: argparse.Namespace) -> Review:
    from ketaevidence.example import example_review
    from ketaevidence.folder import open_review

    return open_review(options.folder) if options.folder else example_review()


def _say(options: argparse.Namespace, text: str, document: Any) -> None:
    if options.json:
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2)
    sys.stdout.write(text + "\n")


def _init(options: argparse.Namespace) -> None:
    from ketaevidence.folder import QUESTION_FILE, init_review

    with init_review(options.folder, question=options.question) as review:
        text = (
            f"Started {options.folder}: {review.question.title}.\n"
            f"Its question and settings are in {options.folder}/{QUESTION_FILE}."
        )
        _say(options, text, {"folder": options.folder, "name": review.question.name})


def _import(options: argparse.Namespace) -> None:
    from dataclasses import asdict

    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        count = review.import_files(options.files, source=options.source)
    text = (
        f"{options.source}: {count.received} records received: {count.new} new, "
        f"{count.revised} revised, {count.unchanged} unchanged, "
        f"{count.repeated} repeated."
    )
    _say(options, text, {"source": options.source, **asdict(count)})


def _screen(options: argparse.Namespace) -> None:
    from dataclasses import asdict

    from ketaevidence.present.terminal import flow_text, suggestions_text

    with _open(options) as review:
        recorded = _record_decisions(options, review)
        snapshot = review.snapshot()
    done = {d.record_key for d in snapshot.decisions if d.stage == "title_abstract"}
    waiting = [s for s in snapshot.suggestions if s.record_key not in done]
    titles = {record.key: record.title for record in snapshot.records}
    parts = [suggestions_text(waiting, titles), flow_text(snapshot.flow)]
    if recorded:
        parts.insert(0, f"Recorded {recorded} decisions.")
    document = {
        "recorded": recorded,
        "suggestions": [asdict(suggestion) for suggestion in waiting],
        "flow": [
            {"stage": stage, "box": box, "n": n}
            for stage, box, n in snapshot.flow.rows()
        ],
    }
    _say(options, "\n\n".join(parts), document)


def _record_decisions(options: argparse.Namespace, review: Review) -> int:
    verdicts: dict[Verdict, list[str]] = {
        "include": options.include,
        "exclude": options.exclude,
        "not_retrieved": options.not_retrieved,
    }
    wanted = options.accept or any(verdicts.values())
    if not wanted:
        return 0
    if not options.folder:
        msg = "Decisions need a review's folder; the bundled review is not changed."
        raise UsageError(msg)
    if not options.by:
        msg = "Say who decides: --by NAME."
        raise UsageError(msg)
    if options.accept and any(verdicts.values()):
        msg = "Give either --accept or records, not both."
        raise UsageError(msg)
    if options.accept:
        return review.accept_suggestions(options.accept, by=options.by)
    return review.decide_on(
        {key: verdict for verdict, keys in verdicts.items() for key in keys},
        stage=options.stage,
        by=options.by,
        reason=options.reason,
    )


def _table(options: argparse.Namespace) -> None:
    from ketaevidence.present.terminal import evidence_text

    kind = options.format or _kind_of(options.out)
    with _open(options) as review:
        if options.out:
            review.write_evidence_table(options.out, kind=kind)
            _say(options, f"Wrote {options.out}.", {"table": options.out})
            return
        if options.json:
            rows = json.loads(review.evidence_table().to_json(orient="records"))
            _say(options, "", rows)
            return
        text = (
            evidence_text(review.evidence_table())
            if kind == "text"
            else review.evidence_table_text(kind)
        )
    _say(options, text.rstrip("\n"), None)


def _kind_of(path: str | None) -> str:
    if path is None:
        return "text"
    ending = os.path.splitext(path)[1].lstrip(".").lower()  # noqa: PTH122 (no pathlib: start-up)
    if ending not in _TABLE_FORMATS[1:]:
        msg = f"{path}: a table is written as .csv, .html or .md."
        raise UsageError(msg)
    return ending


def _pool(options: argparse.Namespace) -> None:
    from ketaevidence.present.documents import analyses_document
    from ketaevidence.present.terminal import analyses_text

    with _open(options) as review:
        analyses = review.analyses()
    document = analyses_document(analyses) if options.json else None
    _say(options, analyses_text(analyses), document)


def _report(options: argparse.Namespace) -> None:
    with _open(options) as review:
        path = review.report(options.out)
    _say(options, f"Wrote {path}.", {"report": str(path)})


if __name__ == "__main__":
    sys.exit(main())
