"""A digest as Markdown: for an issue, a mail, a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.present.digest import words as told
from ketaevidence.present.digest.model import (
    SECTIONS,
    Digest,
    Item,
    ResultChange,
    SectionId,
)
from ketaevidence.present.words import clean, counted

#: More items of one section than this are counted and not listed; JSON has them all.
MOST_LISTED = 50
#: What Markdown would read as a mark, a tag, or a table's edge.
_MARK = re.compile(r"([\\`*_\[\]|#~$])")
#: No Markdown of any kind leaves these alone, and every kind reads them back.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: What would begin a list, a rule or a heading at the start of a line.
_START = re.compile(r"^(?:[-+=](?=[\s=-]|$)|\d+[.)](?=\s|$))")


def escaped(text: object) -> str:
    r"""Write a text from outside so that Markdown shows it as it is.

    Examples
    --------
    >>> print(escaped("<b>*pain*</b>"))
    &lt;b&gt;\*pain\*&lt;/b&gt;
    >>> print(escaped("1. one & two"))
    1\. one &amp; two
    """
    safe = _MARK.sub(r"\\\1", clean(text)).translate(_ENTITIES)
    return _START.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", safe)


def markdown(digest: Digest, *, report: str) -> str:
    """Write a digest as Markdown; every text from outside is escaped."""
    lines = [
        f"# {escaped(digest.title)}: what changed",
        "",
        f"**{escaped(digest.verdict.line)}**",
        "",
        escaped(told.compared(digest)),
        escaped(digest.verdict.conclusions),
    ]
    for section, title in SECTIONS.items():
        lines += _section(digest, section, title, report)
    if digest.unchanged:
        lines += ["", f"## {told.unchanged_title(digest)}", ""]
        lines += [f"- {escaped(line)}" for line in digest.unchanged]
    if digest.notes:
        lines += ["", "## Not compared", ""]
        lines += [f"- {escaped(line)}" for line in digest.notes]
    return "\n".join(lines) + "\n"


def _section(
    digest: Digest, section: SectionId, title: str, report: str
) -> Iterator[str]:
    items = digest.of_section(section)
    results = digest.results if section == "results" else ()
    if not items and not results:
        return
    yield from ("", f"## {title}")
    for change in results:
        yield from _result(change, report)
    if items:
        yield ""
    for item in items[:MOST_LISTED]:
        yield from _item(item, report)
    if len(items) > MOST_LISTED:
        yield f"- and {counted(len(items) - MOST_LISTED, 'more item')}, all in the JSON"


def _item(item: Item, report: str) -> Iterator[str]:
    pubmed = f", [PubMed]({item.link})" if item.link else ""
    yield f"- {escaped(item.text)} ([report]({report}#{item.anchor}){pubmed})"
    yield from (f"  - {escaped(line)}" for line in item.details)


def _result(change: ResultChange, report: str) -> Iterator[str]:
    yield from ("", f"### {escaped(told.name(change))}", "")
    yield f"{escaped(told.meaning(change))} ([report]({report}#{change.anchor}))"
    fact = told.null_fact(change)
    if fact is not None:
        yield escaped(fact)
    yield from (escaped(change.certainty), "")
    yield from _table(("", "Before", "After"), told.numbers(change))
    yield from ("", f"What moved it. {told.ORDER}", "")
    head = ("Cause", "Result after it", f"Moved by [{change.unit}]")
    yield from _table(head, told.steps(change))


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(['---'] * len(head))} |"
    for row in rows:
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"
