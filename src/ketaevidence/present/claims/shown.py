"""A checked text in the words that every format prints."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ketaevidence.claims.model import (
    VERDICTS,
    Answer,
    ClaimsCheck,
    Evidence,
    Kind,
    Verdict,
)
from ketaevidence.curation.model import Result
from ketaevidence.present import words
from ketaevidence.present.links import doi_link, pubmed_link, web_link
from ketaevidence.present.printed import printed

VERDICT_WORDS: Final = MappingProxyType(
    {
        "supported": "Supported",
        "partly": "Partly supported",
        "contradicted": "Contradicted",
        "not_quantified": "Not quantified",
        "unverifiable": "Cannot be verified here",
    }
)
KIND_WORDS: Final = MappingProxyType(
    {
        "effect": "effect on an outcome",
        "share": "how many are helped",
        "speed": "how fast it works",
        "duration": "how long it lasts",
        "permanence": "relief for good",
        "safety": "safety",
        "harm": "unwanted effect",
        "mechanism": "how it acts",
        "citation": "cited work",
    }
)
_STANCES: Final = MappingProxyType(
    {
        "for": "for the claim",
        "against": "against it",
        "unclear": "settles nothing",
        "beside": "beside it",
        "kept_out": "not counted",
    }
)
#: What holds of the whole page, whatever the text says.
CAUTION: Final = (
    "Rules read the text and compared its words with what this review holds; nobody "
    "has checked their reading. A verdict is about the words of the text. It is no "
    "advice and cannot replace the judgement of those who know the patient."
)
#: Longest title or finding that is repeated beside a citation [characters].
_SAYS: Final = 420


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence, ready to be printed."""

    stance: str
    label: str
    setting: str
    #: The numbers as they were entered, one result each; and what is said beside.
    says: tuple[str, ...]
    #: Where it was read: (text, address or None).
    places: tuple[tuple[str, str | None], ...]
    #: Whether the reader may skip it at first: not counted, or beside the claim.
    is_aside: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One claim with its answer, ready to be printed."""

    number: int
    kind: str
    quote: str
    sentence: str
    #: What it was read as: "denied", "hedged".
    manner: str
    verdict: Verdict
    verdict_words: str
    because: tuple[str, ...]
    lines: tuple[Line, ...]


def blocks(check: ClaimsCheck) -> tuple[Block, ...]:
    """Give every claim with its answer in words."""
    return tuple(_block(n, answer) for n, answer in enumerate(check.answers, start=1))


def _block(number: int, answer: Answer) -> Block:
    claim = answer.claim
    manner = [
        text
        for text, holds in (
            ("the text says that it is not so", claim.is_denied),
            ("the text hedges", claim.is_hedged),
        )
        if holds
    ]
    kind: Kind = claim.kind
    about = KIND_WORDS[kind]
    if claim.about not in about and kind in ("effect", "harm"):
        about = f"{about}: {words.clean(claim.about)}"
    return Block(
        number=number,
        kind=about,
        quote=words.clean(claim.quote),
        sentence=words.shortened(words.clean(claim.sentence), 600),
        manner="; ".join(manner),
        verdict=answer.verdict,
        verdict_words=VERDICT_WORDS[answer.verdict],
        because=tuple(words.clean(said) for said in answer.because),
        lines=tuple(line(one) for one in answer.evidence),
    )


def line(one: Evidence) -> Line:
    """Write one piece of evidence with its numbers and where they were read."""
    says = [_result(result) for result in one.results]
    if one.says:
        says.append(words.shortened(words.clean(one.says), _SAYS))
    n = f", {words.counted(one.patients, 'person', 'people')}" if one.patients else ""
    return Line(
        stance=_STANCES[one.stance],
        label=words.clean(one.label),
        setting=words.clean(one.setting) + n,
        says=tuple(says),
        places=_places(one),
        is_aside=one.stance in ("beside", "kept_out"),
    )


def _result(result: Result) -> str:
    when = f" ({words.clean(result.time_words)})" if result.time_words else ""
    n = f", n {result.n}" if result.n else ""
    who = words.clean(result.arm_id.replace("_", " "))
    scale = words.clean(result.scale or "")
    if result.scale_low is not None and result.scale_high is not None:
        low, high = words.plain(result.scale_low), words.plain(result.scale_high)
        scale = f"{scale} {low} to {high}".strip()
    scale = f" ({scale})" if scale else ""
    definition = (
        f" (helped means: {words.clean(result.definition)})"
        if result.definition
        else ""
    )
    return (
        f"{words.clean(result.outcome_words)}{when}, {who}{n}: {printed(result)}{scale}"
        f"{definition} [{words.clean(result.result_id)}]"
    )


def _places(one: Evidence) -> tuple[tuple[str, str | None], ...]:
    found: list[tuple[str, str | None]] = []
    if one.pmid:
        found.append((f"PMID {words.clean(one.pmid)}", pubmed_link(one.pmid)))
    if one.doi:
        found.append((f"DOI {words.clean(one.doi)}", doi_link(one.doi)))
    read = list(dict.fromkeys(
        f"{words.clean(result.source.location)}"
        for result in one.results
        if result.source.location
    )) or ([words.clean(one.read_in)] if one.read_in else [])  # fmt: skip
    if read or one.url:
        told = {result.source.confidence for result in one.results}
        other = " another work about the study" if "secondary" in told else ""
        text = f"read in{other}: {'; '.join(read) or 'the address'}"
        found.append((text, web_link(one.url)))
    return tuple(found)


def counts(check: ClaimsCheck) -> str:
    """Say how the claims were answered, in one line."""
    parts = []
    for verdict in VERDICTS:
        n = sum(answer.verdict == verdict for answer in check.answers)
        if n:
            parts.append(f"{VERDICT_WORDS[verdict].lower()} {n}")
    claims = words.counted(len(check.answers), "claim")
    return f"{claims}: {', '.join(parts)}" if parts else "No claim was found"


def basis(check: ClaimsCheck) -> str:
    """Say what was looked through, and its date."""
    studies = words.counted(check.studies, "included study", "included studies")
    records = words.counted(check.records, "record")
    day = check.as_of or "no date: nothing is entered"
    return f"{words.clean(check.title)}: {studies}, {records}; state of {day}"
