"""What the foot of a forest plot says: how intervals were made, and which caveats."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketaevidence.effects import Effects
from ketaevidence.synthesis.model import Analysis

#: How the interval of each single study was made.
EXACT = "Study intervals: exact (Clopper-Pearson)."
NORMAL = "Study intervals: normal, from each study's own standard error."
LOGIT = "Study intervals: normal on the logit scale, transformed back."
LOG = "Study intervals: normal on the log scale, transformed back."
ARCSINE = "Study intervals: normal on the arcsine scale, transformed back."
FREEMAN_TUKEY = (
    "Study intervals: normal on the Freeman-Tukey scale, each transformed back with "
    "the study's own number of patients."
)
UNREAD = (
    "Effects on the Freeman-Tukey scale: without numbers of patients there is no way "
    "back to per cent."
)
_OF_SCALE = {"logit": LOGIT, "log": LOG, "arcsine": ARCSINE}

#: An argument of a function in brackets, inside a sentence that holds without it.
_ASIDE = re.compile(r"\s*\([a-z_]+=[^()]*\)")
#: What to type instead, at the end of a sentence that holds without it.
_ADVICE = re.compile(r";\s*use [A-Z]{2,}(?=\.)|;[^;.]*\b[a-z_0-9]+='[^']*'[^;.]*(?=\.)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ARGUMENT = re.compile(r"\b[a-z_0-9]+=['\"]")


def intervals_of_effects(effects: Effects) -> str:
    """Say how the intervals of single studies were made from their effects."""
    if not effects.has_own_way_back:
        return UNREAD if effects.ni is None else FREEMAN_TUKEY
    return _OF_SCALE.get(effects.scale, NORMAL)


def intervals_of_analysis(analysis: Analysis) -> str:
    """Say how the intervals of an analysis' single studies were made."""
    return EXACT if analysis.kind == "responder" else NORMAL


def printed_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """Keep the caveats of a pool and drop what only a programmer can use.

    Examples
    --------
    >>> printed_notes(["The interval is narrow. Compare with test='z' and 't'."])
    ('The interval is narrow.',)
    """
    kept = []
    for note in notes:
        plain = _ADVICE.sub("", _ASIDE.sub("", note))
        parts = _SENTENCE_END.split(plain)
        text = " ".join(part for part in parts if not _ARGUMENT.search(part))
        if text:
            kept.append(text)
    return tuple(dict.fromkeys(kept))
