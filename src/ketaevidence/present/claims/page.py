"""A checked text as one HTML page: the text with its claims marked, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ketaevidence.claims.model import ClaimsCheck, Verdict
from ketaevidence.present import words
from ketaevidence.present.claims.shown import (
    CAUTION,
    VERDICT_WORDS,
    basis,
    blocks,
    counts,
    line,
)

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: plain, or inside one claim or more."""

    text: str
    #: The verdict of the innermost claim, for its colour; ``None`` outside.
    verdict: Verdict | None
    #: Numbers of the claims that end here.
    closes: tuple[int, ...]


def claims_html(check: ClaimsCheck) -> str:
    """Write a checked text as a self-contained page that asks for nothing."""
    return _template().render(
        title="A text's claims, held against the evidence",
        basis=basis(check),
        counts=counts(check),
        caution=CAUTION,
        blocks=blocks(check),
        paragraphs=_paragraphs(check),
        omissions=[
            {"what": words.clean(o.what), "lines": [line(one) for one in o.evidence]}
            for o in check.omissions
        ],
        left=[
            {
                "quote": words.shortened(words.clean(n.quote), 600),
                "why": words.clean(n.why),
            }
            for n in check.not_assessed
        ],
        names=VERDICT_WORDS,
    )


def pieces(check: ClaimsCheck, start: int, end: int) -> list[Piece]:
    """Cut a stretch of the text where a claim begins or ends; nothing is lost."""
    claims = list(enumerate(check.answers, start=1))
    cuts = {start, end}
    for _, answer in claims:
        cuts |= {c for c in (answer.claim.start, answer.claim.end) if start < c < end}
    places = sorted(cuts)
    found = []
    for low, high in pairwise(places):
        inside = [
            (answer.claim.end - answer.claim.start, number, answer.verdict)
            for number, answer in claims
            if answer.claim.start <= low and high <= answer.claim.end
        ]
        closes = tuple(number for number, a in claims if a.claim.end == high)
        verdict = min(inside)[2] if inside else None
        found.append(Piece(words.visible(check.text[low:high]), verdict, closes))
    return found


def _paragraphs(check: ClaimsCheck) -> list[list[Piece]]:
    found = []
    position = 0
    for text in check.text.split("\n"):
        if text.strip():
            found.append(pieces(check, position, position + len(text)))
        position += len(text) + 1
    return found


def _template() -> Template:
    from jinja2 import ChoiceLoader, PackageLoader

    from ketaevidence.present.report.environment import environment

    surroundings = environment()
    own = PackageLoader("ketaevidence.present.claims", "templates")
    loaders = [own, *([surroundings.loader] if surroundings.loader else [])]
    surroundings.loader = ChoiceLoader(loaders)
    # A piece of the text keeps its spaces; it is cleaned where it is cut.
    surroundings.finalize = lambda value: "not recorded" if value is None else value
    return surroundings.get_template("claims.html.j2")
