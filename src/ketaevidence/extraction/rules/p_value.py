"""P values that are results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

_P_VALUE = re.compile(r"(?<!\w)[Pp]\s?(?P<sign>[<>=≤≥])\s?(?P<p>0?[.·]\d{1,12})(?!\d)")
_THRESHOLD = re.compile(
    r"\b(?:considered|defined|set\s+at|threshold|level\s+of\s+significance|accepted)\b",
    re.IGNORECASE,
)


def read_p_value(view: View, _: Question) -> Iterator[Candidate]:
    """Read p values that are results, not thresholds."""
    for sentence in view.sentences:
        if _THRESHOLD.search(sentence.words):
            continue
        for match in _P_VALUE.finditer(sentence.words):
            yield candidate(
                view,
                "p_value",
                f"{match['sign']}{match['p'].replace('·', '.')}",
                sentence.start + match.start(),
                sentence.start + match.end(),
                "outcome.p_value",
            )
