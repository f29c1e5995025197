"""Abbreviations of a text's own: letters for pain, for an arm, for other than spreads."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.pain.scale_words import scale_named
from ketaevidence.extraction.text import View

#: "Pain on movement (POM)": the letters stand for pain from there on.
_EXPLAINED = re.compile(
    r"\b[Pp]ain(?:[\s-](?:on|at|during|with|of)[\s-]\w+|"
    r"[\s-](?:intensity|scores?|severity|ratings?|level))?\s\(([A-Z]{3,6})\)"
)
#: "Infant Pain Rating Scale (IPRS)", "(IPRS) Pain Scale": a scale of the text's own.
_SCALE_EXPLAINED = re.compile(
    r"\b[Pp]ain\s(?:(?:[Rr]ating|[Aa]ssessment|[Oo]bservation|[Ii]ntensity|[Ss]everity|[Nn]umeric(?:al)?|[Vv]isual|[Vv]erbal|[Aa]nalog(?:ue)?)\s){0,3}"
    r"(?:[Ss]cale|[Ss]core|[Tt]ool)\s\(([A-Z]{3,8}(?:-[A-Z0-9]{1,3})?)\)|"
    r"\(([A-Z]{3,8}(?:-[A-Z0-9]{1,3})?)\)\s[Pp]ain\s(?:[Ss]cale|[Ss]core)\b"
)


def pain_letters(view: View) -> frozenset[str]:
    """Give the abbreviations that the text makes of words for pain."""
    return frozenset(
        letters
        for pattern in (_EXPLAINED, _SCALE_EXPLAINED)
        for match in pattern.finditer(view.folded)
        for letters in match.groups()
        if letters and not scale_named(letters)
    )


_LETTERS = r"(?<![\w+-])([A-Z][A-Z0-9+-]{1,15})"
_GROUP_NAME = re.compile(
    rf"\b(?:[Gg]roups?|GROUPS?|[Aa]rms?)\s(?:the\s)?\(?{_LETTERS}|"
    rf"{_LETTERS}\)?[\s-](?:[Gg]roups?|[Aa]rms?|patients)\b|"
    rf"\({_LETTERS}[,;:]\s?[nN]\s?=|{_LETTERS}\s\([nN]\s?="
)


def arm_letters(view: View) -> frozenset[str]:
    """Give the abbreviations that stand for groups of patients."""
    return frozenset(
        name
        for match in _GROUP_NAME.finditer(view.folded)
        for name in match.groups()
        if name
    )


#: "Standard dose (SD)", "continuous infusion (CI)": here the letters are no spread.
_TWO_WORDS = re.compile(
    r"\b(?P<one>[A-Za-z])[\w']*[\s-](?:of\s(?:the\s)?)?(?P<two>[A-Za-z])(?P<rest>[\w']*)"
    r"(?:[\s-](?:of\s(?:the\s)?)?(?P<three>[A-Za-z])(?P<last>[\w']*))?\s?[(\[](?P<letters>SD|SE|SEM|CI)s?[)\]]"
)
_SPREADS_OWN = re.compile(
    r"(?:deviations?|dev|errors?|intervals?|limits?|mean)$", re.IGNORECASE
)
_NAMES_A_GROUP = re.compile(
    r"\b(?:SD|SE|SEM|CI)(?=[)\]]?\s(?:groups?|arms?|patients)\b)|"
    r"(?<=[Gg]roup\s)(?:SD|SE|SEM|CI)\b(?!\s?[=:,]?\s?\d)"
)


def letters_for_others(view: View) -> frozenset[str]:
    """Give the letters of a spread that this text uses for something else."""
    found = {match[0] for match in _NAMES_A_GROUP.finditer(view.folded)}
    for match in _TWO_WORDS.finditer(view.folded):
        letters = match["letters"]
        words = [match["one"], match["two"], match["three"] or ""]
        said = "".join(words).upper()
        last = (
            match["three"] + match["last"]
            if match["three"]
            else match["two"] + match["rest"]
        )
        if said.endswith(letters) and not _SPREADS_OWN.search(last):
            found.add(letters)
    return frozenset(found)
