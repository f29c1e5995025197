"""What people judged beside the numbers: bias, certainty, entries that were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ketaevidence.curation.bias_tools import TOOLS
from ketaevidence.present import words
from ketaevidence.present.methods_text.references import OWN, Cited
from ketaevidence.present.snapshot import Snapshot

#: What a tool's own reference is here, by its DOI.
_BY_DOI: Final[Mapping[str, str]] = {
    found.doi: key for key, found in OWN.items() if found.doi is not None
}


def checks(snapshot: Snapshot, cite: Cited) -> Iterator[str]:  # noqa: ARG001 (as the others)
    """Say what was checked, and how much of it people have answered."""
    found = snapshot.findings
    answered = sum(finding.ruling is not None for finding in found)
    yield (
        "What is entered is checked for what is hard to believe (impossible spreads, "
        "counts that do not add up, patients counted twice, sources that disagree). A "
        "check asks and never changes a number; what it blocks enters no pool until a "
        f"person answers. In this state {words.counted(len(found), 'question')} "
        f"{'is' if len(found) == 1 else 'are'} asked, of which {answered:,} "
        f"{'has' if answered == 1 else 'have'} been answered."
    )


def bias(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say by which tools the risk of bias was judged."""
    if not snapshot.bias:
        yield "Nobody has judged the risk of bias in this review yet."
        return
    used = {(made.tool, made.version) for made in snapshot.bias}
    told = [
        f"{tool.title}{_cited(tool.reference, cite)}"
        for tool in TOOLS
        if (tool.name, tool.version) in used
    ]
    n = words.counted(len(snapshot.bias), "judgement")
    yield (
        f"People judged the risk of bias by {' and by '.join(told)}: {n} in this "
        "state. No program makes or changes a judgement."
    )


def _cited(reference: str, cite: Cited) -> str:
    """Cite a tool: by our own list where it is there, else as the tool has it."""
    key = _BY_DOI.get(reference.partition("doi:")[2])
    return cite(key) if key else f" ({words.clean(reference)})"


def certainty(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say whether people rated how certain the evidence is."""
    n = len(snapshot.certainty)
    if not n:
        yield "Nobody has rated the certainty of the evidence in this review yet."
        return
    yield (
        f"People rated the certainty of {words.counted(n, 'outcome')} in the words of "
        f"GRADE{cite('balshem2011')}. It is never computed; a rating stands no more "
        "when the numbers that it rests on have changed."
    )
