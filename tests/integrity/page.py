"""Write the tables of docs/checks.md from the checks and the bundled review.

`python -m tests.integrity.page` brings the page up to date; a test holds that it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

import ketaevidence as ke
from ketaevidence.integrity import readings
from ketaevidence.integrity.checks import FAMILIES
from ketaevidence.integrity.model import Check, Finding, Reference
from ketaevidence.present.findings import labels_of, place_words

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
BEGIN, END = "<!-- the checks -->", "<!-- the end of the checks -->"
_HEAD = "| check | severity | asks | worked out as | from | in the bundled review |"


def table_text() -> str:
    """Give one table per family: every check, with an example where there is one."""
    with ke.example_review() as review:
        found = review.check()
        labels = labels_of(review.register)
    parts = []
    for family, checks in FAMILIES.items():
        rows = [_row(check, found, labels) for check in checks]
        parts.append("\n".join([f"### {family}", "", _HEAD, "|---" * 6 + "|", *rows]))
    return "\n\n".join(parts)


def _row(check: Check, found: tuple[Finding, ...], labels: dict[str, str]) -> str:
    examples = [finding for finding in found if finding.check == check.id]
    example = "none"
    if check in readings.CHECKS:
        examples, example = [], "depends on what the rules read"
    if examples:
        first, more = examples[0], len(examples) - 1
        example = f"{place_words(first.where, labels)}: {first.what}"
        example += f" And {more} more." if more else ""
    settled = "" if check.may_be_accepted else ", not to be accepted"
    cells = (
        f"`{check.id}`",
        f"{check.severity}{settled}",
        check.title,
        check.formula,
        _linked(check.reference),
        example,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _linked(reference: Reference) -> str:
    address = reference.doi.replace("(", "%28").replace(")", "%29")
    words = f"{reference.author} {reference.year}"
    part = f", {reference.part}" if reference.part else ""
    return f"[{words}](https://doi.org/{address}){part}"


def with_tables(text: str) -> str:
    """Give the page with its tables written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table_text()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"Wrote {PAGE}.\n")
