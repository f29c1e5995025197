"""Write the reference of the commands: python docs/make_commands.py.

Options and their meaning come from the program's parser, so that the page cannot say
otherwise than `--help`. What the parser does not know stands here: examples, the exit
codes that mean something of their own, and the page to read next.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from ketaevidence.cli.parser import parser

PAGE = Path(__file__).parent / "commands.md"
BEGIN, END = "<!-- the commands -->", "<!-- the end of the commands -->"
#: On every command, so told once on top of the page.
_EVERYWHERE = {"help", "json"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a command beside its options."""

    examples: tuple[str, ...]
    #: Page and its name in the text.
    see: tuple[tuple[str, str], ...]
    #: Exit codes with a meaning of their own here.
    codes: tuple[tuple[int, str], ...] = ()


_BY = "--by 'A. Reader'"
_HELD = "another run holds the review"

#: The commands by the work that they are for, in the order of that work.
GROUPS: dict[str, dict[str, Told]] = {
    "Records and decisions": {
        "init": Told(
            (
                "ketaevidence init my-review",
                "ketaevidence init my-review --example",
                "ketaevidence init my-review --question question.toml",
            ),
            (("tutorial.md", "Tutorial"), ("question.md", "Another question")),
        ),
        "import": Told(
            (
                "ketaevidence import my-review export.nbib --source PubMed",
                "ketaevidence import my-review leads.ris --source 'citation searching'",
                (
                    "ketaevidence import my-review pubmed/ --source PubMed "
                    "--match 'ketamine AND crps-terms'"
                ),
            ),
            (("records.md", "Reading records"), ("baseline.md", "PubMed on disk")),
            ((75, f"with `--match`: {_HELD}"),),
        ),
        "screen": Told(
            (
                "ketaevidence screen my-review",
                f"ketaevidence screen my-review --include 19604642 {_BY}",
                f"ketaevidence screen my-review --from rayyan.zip {_BY}",
            ),
            (("screening.md", "Screening"),),
        ),
        "extract": Told(
            (
                "ketaevidence extract my-review",
                "ketaevidence extract my-review --record 19604642",
            ),
            (("extraction.md", "From abstract to study data"),),
        ),
    },
    "Data that people confirm": {
        "sheet": Told(
            (
                "ketaevidence sheet export my-review sheet.xlsx",
                (
                    f"ketaevidence sheet import my-review sheet.xlsx {_BY} "
                    "--reason 'first extraction'"
                ),
            ),
            (("sheet.md", "The sheet"),),
        ),
        "curate": Told(
            (f"ketaevidence curate my-review {_BY}",), (("sheet.md", "The sheet"),)
        ),
        "sources": Told(
            (
                "ketaevidence sources my-review",
                (
                    f"ketaevidence sources my-review --choose R029 --number 2 {_BY} "
                    "--reason 'the full text'"
                ),
            ),
            (("how-to/choose-between-sources.md", "Choose between two sources"),),
            ((10, "sources disagree and nobody has chosen"),),
        ),
        "bias": Told(
            (
                "ketaevidence bias my-review",
                "ketaevidence bias my-review --out robvis.csv --tool rob2",
            ),
            (("bias.md", "Risk of bias"),),
        ),
        "check": Told(
            (
                "ketaevidence check my-review",
                (
                    "ketaevidence check my-review --settle ID --verdict accept "
                    f"{_BY} --reason 'the SD is in Table 2'"
                ),
            ),
            (("how-to/settle-a-finding.md", "Settle a finding"),),
            ((10, "a finding keeps a row out of the pools and is not settled"),),
        ),
    },
    "What the evidence says": {
        "table": Told(
            (
                "ketaevidence table my-review --out evidence.docx",
                "ketaevidence table my-review --history R001 --column spread_type",
            ),
            (("evidence-table.md", "Evidence table"),),
        ),
        "pool": Told(
            ("ketaevidence pool my-review",),
            (("methods/alike.md", "What may be pooled"),),
        ),
        "report": Told(
            (
                "ketaevidence report",
                "ketaevidence report my-review --out report.html",
            ),
            (("report.md", "The report"),),
        ),
        "certainty": Told(
            (
                "ketaevidence certainty my-review",
                "ketaevidence certainty my-review --out summary.html",
            ),
            (("summary-of-findings.md", "Summary of findings"),),
        ),
        "claims": Told(
            ("ketaevidence claims my-review page.html --out claims.html",),
            (("claims.md", "A text's claims"),),
        ),
        "checklist": Told(
            (
                "ketaevidence checklist my-review --name prisma-lsr",
                "ketaevidence checklist my-review --out prisma-lsr.docx",
            ),
            (("publishing.md", "Publishing"),),
        ),
        "methods": Told(
            ("ketaevidence methods my-review --out methods.md",),
            (("publishing.md", "Publishing"),),
        ),
        "export": Told(
            (
                "ketaevidence export --list",
                "ketaevidence export my-review --format ris --out references.ris",
                "ketaevidence export my-review --format metafor --out in-r",
            ),
            (("exchange.md", "Exchange"),),
        ),
    },
    "Versions, and what changed": {
        "versions": Told(
            (
                "ketaevidence versions my-review",
                "ketaevidence versions my-review --freeze 'submitted'",
            ),
            (("versions.md", "Versions"),),
        ),
        "verify": Told(
            ("ketaevidence verify my-review",),
            (("versions.md", "Versions"),),
            ((1, "a version differs, is damaged or cannot be made again"),),
        ),
        "release": Told(
            ("ketaevidence release my-review out",),
            (("versions.md", "Versions"), ("publishing.md", "Publishing")),
        ),
        "site": Told(
            ("ketaevidence site my-review out",), (("publishing.md", "Publishing"),)
        ),
        "digest": Told(
            (
                "ketaevidence digest my-review",
                "ketaevidence digest my-review --out digest.html",
            ),
            (("digest.md", "The digest"),),
            (
                (10, "something changed that a person should look at"),
                (20, "an included report has a new notice"),
            ),
        ),
    },
    "Keeping it alive": {
        "refresh": Told(
            (
                "ketaevidence refresh my-review --email you@lab.org",
                "ketaevidence refresh my-review --dry-run",
                "ketaevidence refresh my-review --offline",
            ),
            (("refresh.md", "Keeping a review alive"),),
            (
                (10, "something new; with `--offline`, records await a decision"),
                (20, "an included report was retracted or put under concern"),
                (75, _HELD),
            ),
        ),
        "status": Told(
            (
                "ketaevidence status my-review",
                "ketaevidence status my-review --max-age 35d",
            ),
            (("refresh.md", "Keeping a review alive"),),
            ((1, "the last complete refresh is older than `--max-age`"),),
        ),
        "schedule": Told(
            ("ketaevidence schedule my-review --for systemd",),
            (("how-to/schedule-a-refresh.md", "Schedule a refresh"),),
        ),
    },
    "The program here": {
        "doctor": Told(
            ("ketaevidence doctor", "ketaevidence doctor my-review --online"),
            (("doctor.md", "Is everything in order here?"),),
            ((1, "something is to be mended; the lines say what"),),
        ),
        "completion": Told(
            ("ketaevidence completion bash",),
            (("doctor.md", "Is everything in order here?"),),
        ),
    },
}
TOLD = {name: told for group in GROUPS.values() for name, told in group.items()}


def commands() -> dict[str, argparse.ArgumentParser]:
    """Give the parser of every command, by name, as the program has them."""
    # argparse has no public way to ask a parser what it takes.
    (below,) = (
        action
        for action in parser()._actions  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
    )
    return dict(below.choices)


def reference() -> str:
    """Write the part of the page that is made from the program."""
    known = commands()
    lines: list[str] = []
    for title, group in GROUPS.items():
        lines += [f"## {title}", ""]
        for name, told in group.items():
            # A command that the program does not have yet is left out by name, and
            # the test of the page says so.
            if name in known:
                lines += _section(name, known[name], told)
    return "\n".join(lines).rstrip("\n")


def _section(name: str, command: argparse.ArgumentParser, told: Told) -> list[str]:
    pages = ", ".join(f"[{text}]({page})" for page, text in told.see)
    lines = [f"### {name}", "", command.description or "", ""]
    lines += ["```console", *told.examples, "```", ""]
    rows = [
        f"| {_written(action)} | {_meaning(action)} |"
        for action in command._actions  # noqa: SLF001
        if action.dest not in _EVERYWHERE
    ]
    if rows:
        lines += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    codes = "".join(f"; {code} {meaning}" for code, meaning in told.codes)
    lines += [f"Exit codes: 0 done{codes}. More: {pages}.", ""]
    return lines


def _written(action: argparse.Action) -> str:
    """Write an argument as one types it: `--by NAME`, `folder`, `PATH ...`."""
    name = action.dest.upper() if action.option_strings else action.dest
    value = action.metavar or "|".join(map(str, action.choices or ())) or name
    if isinstance(value, tuple):
        value = " ".join(value)
    # A bar ends a cell, in code as well.
    value = value.replace("|", "\\|")
    if action.nargs == "+":
        value += " ..."
    if action.option_strings:
        names = ", ".join(action.option_strings)
        if action.nargs == 0:
            return f"`{names}`"
        return f"`{names} [{value}]`" if action.nargs == "?" else f"`{names} {value}`"
    return f"`[{value}]`" if action.nargs == "?" else f"`{value}`"


def _meaning(action: argparse.Action) -> str:
    text = " ".join((action.help or "one of these words").split()).replace("|", "\\|")
    # As code, so that no typesetter makes one dash of two.
    text = re.sub(r"(?<![\w-])--[a-z][\w-]*", r"`\g<0>`", text)
    return f"{text} (needed)" if action.required and action.option_strings else text


def page_with(page: str) -> str:
    """Give the page with its made part made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text("utf-8")), encoding="utf-8")
