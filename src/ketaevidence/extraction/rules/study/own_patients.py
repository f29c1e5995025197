"""Whether a text says what was done to people of its own: the mark of a study.

A review speaks of patients too, but seldom says that forty of them were enrolled.
"""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.study.kind_words import OWN_PATIENTS
from ketaevidence.extraction.rules.study.signs import (
    FEW,
    Place,
    after,
    before,
    first_sign,
    words,
)
from ketaevidence.extraction.text import View, Word

_PEOPLE = words(
    "patients women men girls boys children infants neonates newborns babies adolescents adults persons people individuals volunteers subjects participants parturients males females "
    "veterans outpatients inpatients respondents survivors primigravidae cases patient woman man child"
)
#: "Patients ... were enrolled".
_WERE = re.compile(
    r"\b(?:were|was|had\sbeen)\s(?:\w+ly\s|then\s|all\s|first\s|also\s)?(?:randomi[sz]ed|randomly|enrolled|recruited|studied|treated|given|allocated|assigned|divided|interviewed|followed|evaluated|examined|asked|investigated|selected|administered|premedicated|observed|tested|assessed|entered|operated|surveyed|an(?:a)?esthetised|an(?:a)?esthetized|reviewed|compared|measured|included\sin\s(?:the|this|our)\s(?:\w+\s)?(?:study|trial|survey|series)|included(?=\s?(?:[.,;(]|$)))(?!\w)",
    re.IGNORECASE,
)
#: "Forty patients ... received": of patients who were counted.
_DID = re.compile(
    r"\b(?:received|underwent|completed|participated|presented|developed|took\spart|entered|reported|responded|required|experienced|died|performed|rated|took|wore|used|answered|kept|volunteered|had\s(?:a|no|complete|severe|been|an|their))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?:^|\s|\()(?:{FEW}|\d[\d,]*|all|hundred|consecutive)\s(?:[\w-]+,?\s){{0,4}}$",
    re.IGNORECASE,
)
#: "Was investigated in forty patients".
_TRIED_IN = re.compile(
    r"\b(?:investigated|studied|evaluated|assessed|examined|tested|used|performed|measured|given|compared|administered|done|applied|out|conducted|observed|recorded|determined|included|enrolled|recruited|treated|we\s\w+|experience|use\sof\s[\w-]+)\s(?:\w+\s)?(?:(?:in|on|to|for|among)\s)?(?:a\stotal\sof\s|the\s)?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\bin\s(?:a\stotal\sof\s)?$", re.IGNORECASE)


def own_patients(view: View) -> Place | None:
    """Give the words that say so, if any do; ask through ``view.once(own_patients)``."""
    stated = first_sign(view, OWN_PATIENTS)
    if stated is not None:
        return stated
    if not view.names_any(_PEOPLE):
        return None
    return next(
        (
            Place("own", word.start, word.end)
            for word in view.words
            if word.lower in _PEOPLE and _are_own(view.folded, word)
        ),
        None,
    )


def _are_own(text: str, word: Word) -> bool:
    behind = after(text, word.end, 95)
    if _WERE.search(behind):
        return True
    in_front = before(text, word.start, 95)
    counted = _COUNTED.search(in_front)
    if counted is None:
        return False
    if _DID.search(behind) or _TRIED_IN.search(in_front[: counted.start() + 1]):
        return True
    # "In forty patients ... pain was measured": what was done comes late.
    is_in = _IN.search(in_front[: counted.start() + 1])
    return is_in is not None and _WERE.search(after(text, word.end, 200)) is not None
