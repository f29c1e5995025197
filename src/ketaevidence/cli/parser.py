"""The words of the command line: commands, options, help with an example each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from ketaevidence.cli import (
    checking,
    claiming,
    completion,
    curating,
    digesting,
    doctor,
    exporting,
    extracting,
    history,
    importing,
    judging,
    publishing,
    rating,
    refreshing,
    reviewing,
    screening,
    sheets,
    sourcing,
    versions,
)
from ketaevidence.cli.codes import WRONG_USAGE

#: NCBI asks that its notice is evident to whoever uses the E-utilities (NBK25497).
_NLM = (
    "Records come from PubMed, of the U.S. National Library of Medicine, which has\n"
    "not endorsed this program. NCBI's disclaimer and copyright notice:\n"
    "https://www.ncbi.nlm.nih.gov/home/about/policies/"
)
#: What runs a command; it gives an exit code, or None for "done".
Run = Callable[[argparse.Namespace], int | None]


class _Parser(argparse.ArgumentParser):
    """An argument parser that says in one line what was wrong."""

    #: Whether options and positional arguments are being told apart just now.
    _is_mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Let options stand between positional arguments, behind a command."""
        if self._subparsers is not None or self._is_mixing:
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False

    def error(self, message: str) -> NoReturn:
        hint = f"`{self.prog} --help` shows how"
        sys.stderr.write(f"{self.prog}: {message}; {hint}.\n")
        raise SystemExit(WRONG_USAGE)


def parser() -> argparse.ArgumentParser:
    """Build the parser of the whole command line."""
    whole = _Parser(
        prog="ketaevidence",
        description="A living systematic review of ketamine for CRPS, "
        "or of your own question.",
        epilog="Example: ketaevidence report   (the bundled review, offline)",
    )
    whole.add_argument("--version", action=_Version, help="show the version and stop")
    commands = whole.add_subparsers(
        title="commands", required=True, metavar="COMMAND", parser_class=_Parser
    )

    _add_records(commands)
    _add_register(commands)
    _add_evidence(commands)
    _add_versions(commands)
    _add_refreshing(commands)
    _add_here(commands)
    return whole


def _add_records(commands: Any) -> None:
    """Add the commands that bring records in and decide on them."""
    init = _command(
        commands,
        reviewing.run_init,
        "init",
        "start a review in a new folder",
        "ketaevidence init my-review; to go on from the bundled review: "
        "ketaevidence init my-review --example",
    )
    init.add_argument("folder", nargs="?", help="the folder to make")
    begin = init.add_mutually_exclusive_group()
    begin.add_argument(
        "--question",
        metavar="NAME|FILE",
        help="a question that comes with the program, or a question file (TOML)",
    )
    begin.add_argument(
        "--questions",
        action="store_true",
        help="list the questions that come with the program",
    )
    begin.add_argument(
        "--example", action="store_true", help="with all that the bundled review holds"
    )

    take_in = _command(
        commands,
        importing.run_import,
        "import",
        "take in records from files",
        "ketaevidence import my-review export.nbib --source PubMed; from PubMed on "
        "disk: ketaevidence import my-review pubmed/ --source PubMed "
        "--match 'ketamine AND crps-terms'",
    )
    importing.add_import_options(take_in)

    screen = _command(
        commands,
        screening.run_screen,
        "screen",
        "show suggestions, record decisions, by one or two people",
        "ketaevidence screen my-review --include 19604642 --by 'A. Reader'",
    )
    _folder(screen)
    screening.add_screen_options(screen)

    extract = _command(
        commands,
        extracting.run_extract,
        "extract",
        "read study data from the records, with the sentence that proves each",
        "ketaevidence extract my-review --record 19604642",
    )
    _folder(extract)
    extracting.add_extract_options(extract)


def _add_register(commands: Any) -> None:
    """Add the commands with which people extract and judge."""
    sheet = _command(
        commands,
        sheets.run_sheet,
        "sheet",
        "write the sheet in which people extract, and take it back",
        "ketaevidence sheet export my-review sheet.xlsx",
    )
    sheets.add_sheet_options(sheet)

    curate = _command(
        commands,
        curating.run_curate,
        "curate",
        "confirm what rules read, row by row, in a terminal",
        "ketaevidence curate my-review --by 'A. Reader'",
    )
    curating.add_curate_options(curate)

    sources = _command(
        commands,
        sourcing.run_sources,
        "sources",
        "show where sources disagree on a number, side by side; choose one",
        "ketaevidence sources my-review --choose R029 --number 2 --by 'A. Reader' "
        "--reason 'the full text'",
    )
    _folder(sources)
    sourcing.add_sources_options(sources)

    bias = _command(
        commands,
        judging.run_bias,
        "bias",
        "judgements on the risk of bias, also as robvis' file",
        "ketaevidence bias my-review --out robvis.csv --tool rob2",
    )
    _folder(bias)
    judging.add_bias_options(bias)

    check = _command(
        commands,
        checking.run_check,
        "check",
        "ask about what is entered and hard to believe; settle it",
        "ketaevidence check my-review",
    )
    _folder(check)
    checking.add_check_options(check)


def _add_evidence(commands: Any) -> None:
    """Add the commands that show what the evidence says."""
    table = _command(
        commands,
        reviewing.run_table,
        "table",
        "the evidence table; the history of a row or a cell of the register",
        "ketaevidence table my-review --out table.csv; "
        "ketaevidence table my-review --history R001 --column spread_type",
    )
    _folder(table)
    table.add_argument(
        "--format",
        choices=reviewing.TABLE_FORMATS,
        help="text if left out, or as --out ends",
    )
    table.add_argument(
        "--out",
        metavar="FILE",
        help="write it here (.csv, .html, .xlsx, .docx, .md, .tex)",
    )
    history.add_history_options(table)

    pool = _command(
        commands,
        reviewing.run_pool,
        "pool",
        "the analyses: pooled, or why not",
        "ketaevidence pool my-review",
    )
    _folder(pool)

    report = _command(
        commands,
        reviewing.run_report,
        "report",
        "write the HTML report",
        "ketaevidence report my-review --out report.html",
    )
    _folder(report)
    report.add_argument("--out", metavar="FILE", help="write it here")

    certainty = _command(
        commands,
        rating.run_certainty,
        "certainty",
        "the summary of findings, and how certain people are of it",
        "ketaevidence certainty my-review --out summary.html",
    )
    _folder(certainty)
    rating.add_certainty_options(certainty)

    export = _command(
        commands,
        exporting.run_export,
        "export",
        "write the review for another program",
        "ketaevidence export my-review --format ris --out all.ris; "
        "all formats: ketaevidence export --list",
    )
    exporting.add_export_options(export)

    checklist = _command(
        commands,
        publishing.run_checklist,
        "checklist",
        "a reporting checklist, filled from what the review holds",
        "ketaevidence checklist my-review --name prisma-s --out prisma-s.docx",
    )
    _folder(checklist)
    publishing.add_checklist_options(checklist)
    methods = _command(
        commands,
        publishing.run_methods,
        "methods",
        "how the review was made, for a paper, with references",
        "ketaevidence methods my-review --out methods.md",
    )
    _folder(methods)
    publishing.add_methods_options(methods)

    claims = _command(
        commands,
        claiming.run_claims,
        "claims",
        "hold a web text's claims on the treatment against the review",
        "ketaevidence claims my-review page.html --out claims.html",
    )
    claiming.add_claims_options(claims)


def _add_versions(commands: Any) -> None:
    """Add the commands on frozen states and what changed between them."""
    kept = _command(
        commands,
        versions.run_versions,
        "versions",
        "list the frozen versions, or freeze one",
        "ketaevidence versions my-review --freeze 'submitted'",
    )
    versions.add_versions_options(kept)
    verify = _command(
        commands,
        versions.run_verify,
        "verify",
        "make every frozen version again and compare it",
        "ketaevidence verify my-review",
    )
    versions.add_verify_options(verify)
    release = _command(
        commands,
        versions.run_release,
        "release",
        "write a version as a folder to publish",
        "ketaevidence release my-review out/",
    )
    versions.add_release_options(release)

    site = _command(
        commands,
        publishing.run_site,
        "site",
        "write the review as a folder of static files for the web",
        "ketaevidence site my-review out/",
    )
    publishing.add_site_options(site)

    digest = _command(
        commands,
        digesting.run_digest,
        "digest",
        "what changed since an earlier state, and whether it matters",
        "ketaevidence digest my-review --out my-review/digest.html",
    )
    _folder(digest)
    digesting.add_digest_options(digest)


def _add_refreshing(commands: Any) -> None:
    """Add the commands that keep a review alive."""
    refresh = _command(
        commands,
        refreshing.run_refresh,
        "refresh",
        "pull the whole search from PubMed and say what changed",
        "ketaevidence refresh my-review --dry-run",
    )
    refresh.add_argument("folder", help="the review's folder")
    refresh.add_argument("--email", metavar="ADDRESS", help="yours, for PubMed")
    refresh.add_argument(
        "--dry-run", action="store_true", help="ask PubMed, change nothing"
    )
    refresh.add_argument(
        "--offline", action="store_true", help="ask nobody; say what awaits a decision"
    )
    refresh.add_argument(
        "--accept-shrink", action="store_true", help="believe a far smaller search"
    )
    refresh.add_argument(
        "--verbose", action="store_true", help="say so when nothing is new"
    )

    status = _command(
        commands,
        refreshing.run_status,
        "status",
        "say how old the last complete refresh is",
        "ketaevidence status my-review --max-age 35d",
    )
    status.add_argument("folder", help="the review's folder")
    status.add_argument(
        "--max-age", metavar="DAYS", help="fail if it is older, for example 35d"
    )

    schedule = _command(
        commands,
        refreshing.run_schedule,
        "schedule",
        "print a recipe that refreshes by itself",
        "ketaevidence schedule my-review --for systemd",
    )
    schedule.add_argument("folder", help="the review's folder")
    schedule.add_argument(
        "--for",
        dest="scheduler",
        choices=("cron", "systemd", "github"),
        default="cron",
        help="default: cron",
    )


def _add_here(commands: Any) -> None:
    """Add the commands on the program as it is installed here."""
    look = _command(
        commands,
        doctor.run_doctor,
        "doctor",
        "look over the program, a review and the way to PubMed",
        "ketaevidence doctor my-review",
    )
    doctor.add_doctor_options(look)
    script = _command(
        commands,
        completion.run_completion,
        "completion",
        "print what a shell needs to complete commands",
        "ketaevidence completion bash",
    )
    completion.add_completion_options(script)


class _Version(argparse.Action):
    """Print the version; the package's metadata is read only when it is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from ketaevidence import __version__

        sys.stdout.write(f"ketaevidence {__version__}\n{_NLM}\n")
        parser.exit()


def _command(
    commands: Any,
    run: Run,
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
