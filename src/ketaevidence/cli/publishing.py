"""The commands `site`, `checklist` and `methods`: what a review publishes."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Final

from ketaevidence.cli.reviewing import open_chosen, say
from ketaevidence.errors import UsageError

_CHECKLISTS: Final = ("prisma-lsr", "prisma-s")
_CHECKLIST_KINDS: Final = ("md", "html", "csv", "docx")
_METHODS_KINDS: Final = ("md", "txt", "html")


def add_site_options(site: argparse.ArgumentParser) -> None:
    """Add the options of `site`."""
    site.add_argument("folder", help="the review's folder")
    site.add_argument("out", help="the folder to make, or one that this command made")
    site.add_argument(
        "--no-figures", action="store_true", help="leave the figures out of the report"
    )


def add_checklist_options(checklist: argparse.ArgumentParser) -> None:
    """Add the options of `checklist`."""
    checklist.add_argument(
        "--name",
        choices=_CHECKLISTS,
        default=_CHECKLISTS[0],
        help=f"which; default: {_CHECKLISTS[0]}",
    )
    checklist.add_argument(
        "--out", metavar="FILE", help="write it here (.md, .html, .csv, .docx)"
    )


def add_methods_options(methods: argparse.ArgumentParser) -> None:
    """Add the options of `methods`."""
    methods.add_argument(
        "--out",
        metavar="FILE",
        help="write it here (.md, .txt, .html), its references beside it",
    )


def run_site(options: argparse.Namespace) -> None:
    """Write a review as a folder of static files."""
    from ketaevidence.folder import open_review

    with open_review(options.folder) as review:
        path = review.site(options.out, figures=not options.no_figures)
        versions = [version.number for version in review.versions()]
    text = f"Wrote {path}: open {os.path.join(path, 'index.html')}."  # noqa: PTH118 (no pathlib: start-up)
    say(options, text, {"site": str(path), "versions": versions})


def run_checklist(options: argparse.Namespace) -> None:
    """Print or write a reporting checklist."""
    kind = _kind_of(options.out, _CHECKLIST_KINDS, "a checklist")
    with open_chosen(options) as review:
        if options.out:
            review.write_checklist(options.out, name=options.name, kind=kind)
        found = review.checklist(options.name)
    document = {
        "checklist": found.name,
        "items": [
            {
                "item": answer.item.number,
                "topic": answer.item.topic,
                "state": answer.said.state,
                "answer": answer.said.text,
                "enter": answer.said.enter or None,
            }
            for answer in found.answers
        ],
    }
    if options.out:
        say(options, f"Wrote {options.out}. {found.counts}.", document)
    elif options.json:
        say(options, "", document)
    else:
        sys.stdout.write(found.text("md"))


def run_methods(options: argparse.Namespace) -> None:
    """Print or write the methods of a review."""
    _kind_of(options.out, _METHODS_KINDS, "the methods")
    with open_chosen(options) as review:
        if options.out:
            files = [str(path) for path in review.write_methods(options.out)]
            say(options, f"Wrote {', '.join(files)}.", {"methods": files})
            return
        found = review.methods_text()
    if options.json:
        sections = {one.title: list(one.paragraphs) for one in found.sections}
        document = {"sections": sections, "references": list(found.references)}
        say(options, "", document)
        return
    sys.stdout.write(found.text("txt"))


def _kind_of(path: str | None, kinds: tuple[str, ...], what: str) -> str:
    """Give the kind that a file's name ends in; Markdown where there is no file."""
    if path is None:
        return kinds[0]
    ending = os.path.splitext(path)[1].lstrip(".").lower()  # noqa: PTH122 (no pathlib: start-up)
    if ending not in kinds:
        named = ", ".join(f".{kind}" for kind in kinds)
        msg = f"{path}: {what} cannot be written as that; use one of {named}."
        raise UsageError(msg)
    return ending
