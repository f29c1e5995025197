"""A checked text as Markdown, and as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from ketaevidence.claims.model import ClaimsCheck
from ketaevidence.present.claims.shown import (
    CAUTION,
    Block,
    Line,
    basis,
    blocks,
    counts,
    line,
)
from ketaevidence.present.lines import WIDTH, wrapped
from ketaevidence.present.words import clean, shortened

_MARKS = ("\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "!")


def marked(text: str) -> str:
    r"""Escape what Markdown would read as a mark.

    Examples
    --------
    >>> marked("a*b <i>")
    'a\\*b \\<i\\>'
    """
    text = clean(text)
    for sign in _MARKS:
        text = text.replace(sign, f"\\{sign}")
    return text


def claims_markdown(check: ClaimsCheck) -> str:
    """Write a checked text as Markdown."""
    out = [
        "# A text's claims, held against the evidence", "",
        f"{marked(basis(check))}.", "", f"{marked(counts(check))}.", "", f"> {CAUTION}",
        "",
    ]  # fmt: skip
    for block in blocks(check):
        out += [
            f"## {block.number}. {block.verdict_words}: “{marked(block.quote)}”",
            "",
        ]
        manner = f" ({block.manner})" if block.manner else ""
        out += [f"*{marked(block.kind)}{manner}*", ""]
        if block.sentence != block.quote:
            out += [f"> {marked(block.sentence)}", ""]
        out += [f"{marked(' '.join(block.because))}", ""]
        out += _listed(block.lines)
    if check.omissions:
        out += ["## What the text leaves out", ""]
        for omission in check.omissions:
            out += [f"**{marked(omission.what)}**", ""]
            out += _listed(line(one) for one in omission.evidence)
    if check.not_assessed:
        out += ["## Not assessed", ""]
        out += [
            f"- “{marked(shortened(clean(left.quote), 600))}”: {marked(left.why)}."
            for left in check.not_assessed
        ]
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def _listed(lines: Iterable[Line]) -> list[str]:
    out = []
    for one in lines:
        says = "; ".join(marked(text) for text in one.says)
        places = ", ".join(
            f"[{marked(text)}](<{url}>)" if url and ">" not in url else marked(text)
            for text, url in one.places
        )
        tail = f" ({places})" if places else ""
        said = f": {says}" if says else ""
        head = f"- **{marked(one.label)}**, {marked(one.setting)}"
        out.append(f"{head}; *{one.stance}*{said}{tail}")
    return [*out, ""] if out else []


def claims_lines(check: ClaimsCheck, width: int = WIDTH) -> str:
    """Write a checked text for a terminal: what counts; the rest is in the files."""
    out = [
        *wrapped(f"{basis(check)}.", width),
        *wrapped(f"{counts(check)}.", width),
        "",
    ]
    for block in blocks(check):
        out += _block_lines(block, width)
    out += _rest(check, width)
    return "\n".join([*out, *wrapped(CAUTION, width)])


def _block_lines(block: Block, width: int) -> list[str]:
    start = f"{block.number}. "
    head = f"{block.verdict_words.upper()}: “{block.quote}” ({block.kind})"
    out = wrapped(head, width, start=start, hang=" " * len(start))
    if block.manner:
        out += wrapped(f"({block.manner})", width, start="   ", hang="   ")
    for said in block.because:
        out += wrapped(said, width, start="   ", hang="   ")
    for one in block.lines:
        if not one.is_aside:
            out += _line(one, width)
    aside = sum(one.is_aside for one in block.lines)
    if aside:
        out.append(f"   + {aside} beside it or not counted; --out shows them")
    return [*out, ""]


def _rest(check: ClaimsCheck, width: int) -> list[str]:
    """Write what the text leaves out, and what was not assessed."""
    out = []
    if check.omissions:
        out.append("WHAT THE TEXT LEAVES OUT")
        for omission in check.omissions:
            out += wrapped(omission.what, width, start="- ", hang="  ")
            names = dict.fromkeys(clean(one.label) for one in omission.evidence)
            out += wrapped("; ".join(names), width, start="  ", hang="  ")
        out.append("")
    if check.not_assessed:
        out.append("NOT ASSESSED")
        for left in check.not_assessed:
            quote = shortened(clean(left.quote), 200)
            out += wrapped(f"“{quote}”: {left.why}", width, start="- ", hang="  ")
        out.append("")
    return out


def _line(one: Line, width: int) -> list[str]:
    says = f": {'; '.join(one.says)}" if one.says else ""
    places = ", ".join(text for text, _ in one.places)
    tail = f" ({places})" if places else ""
    text = f"{one.label}, {one.setting}; {one.stance}{says}{tail}"
    return wrapped(text, width, start="   - ", hang="     ")
