"""Whether a paper says what will be done, and has no results yet."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.study.kind_words import (
    PROTOCOL_TEXT,
    PROTOCOL_TITLE,
    SYNTHESIS_SAID,
)
from ketaevidence.extraction.rules.study.paper import REVIEW_TYPES, Kind, types_of
from ketaevidence.extraction.rules.study.signs import before, first_sign
from ketaevidence.extraction.rules.study.synthesis import is_cited
from ketaevidence.extraction.text import View
from ketaevidence.records.model import TRIAL_PROTOCOL

#: What came out, in a text that speaks of the future too.
_RESULT = re.compile(
    r"\bp\s?[<=>≤]\s?0?\.\d|\b(?:were|was)\s(?:\w+ly\s)?(?:randomi[sz]ed|enrolled|recruited|allocated|lower|higher|reduced|increased|decreased|improved|significant\w*|observed|found|reported|similar|treated)\b|\b(?:showed|demonstrated|found that|received)\b",
    re.IGNORECASE,
)
_P_VALUE = re.compile(r"\bp\s?[<=>≤]\s?0?\.\d|\bsignificantly\b", re.IGNORECASE)
#: In front of what will be done: it is only wished for.
_FUTURE = re.compile(
    r"\b(?:future|further|next|additional|subsequent|more|larger|ongoing|other)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
#: People who are yet to come into a trial.
_TO_ENROL = re.compile(
    r"\bwill\s(?:then\s|also\s|each\s)?(?:be\s)?(?:\w+ly\s)?(?:randomi[sz]|recruit|enrol|allocat|assign)",
    re.IGNORECASE,
)


def protocol(view: View) -> Kind | None:
    """Say whether a paper is of a study that is yet to be done."""
    if types_of(view) & {TRIAL_PROTOCOL}:
        return Kind("protocol", first_sign(view, PROTOCOL_TITLE, title=True))
    in_title = first_sign(view, PROTOCOL_TITLE, title=True)
    if in_title:
        return Kind("protocol", in_title)
    if types_of(view) & REVIEW_TYPES:
        return None
    in_text = first_sign(view, PROTOCOL_TEXT, refuse=_is_of_the_future)
    if in_text is None or first_sign(view, SYNTHESIS_SAID, refuse=is_cited):
        return None
    is_sure = _TO_ENROL.search(view.folded[in_text.start : in_text.end]) is not None
    result = _P_VALUE if is_sure else _RESULT
    if result.search(view.folded, len(view.record.title)):
        return None
    return Kind("protocol", in_text)


def _is_of_the_future(text: str, match: re.Match[str]) -> bool:
    """Say whether what will be done is wished for: "further studies will show"."""
    return bool(_FUTURE.search(before(text, match.start())))
