"""Who did not know which treatment was given, and at how many centres."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import WHOLE, WORDED, read_count
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.rules.study.signs import (
    after,
    before,
    first_sign,
    table,
    words,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: How blind, the word that a text uses first in trust: "open-label with blinded
#: outcome assessors" is open.
_BLINDING = table(
    ("triple", "triple", r"\btripl[ey][\s-]?(?:blind|mask)(?:ed|ing|ly)?\b"),
    ("double", "double doubled doubly doubleblind doubleblinded", r"\bdoubl(?:e|y|ed)[\s-]{0,2}(?:blind|mask)(?:ed|ing|ly|edly)?\b"),
    ("single", "single singly", r"\bsingl[ey][\s-](?:blind|mask)(?:ed|ing|ly)?\b"),
    ("open", "open unblinded nonblinded unmasked blinded label", r"\bopen[\s-]?label(?:led|ed)?\b|\b(?:non-?|un)(?:blinded|masked)\b|\bopen,?\s(?:[\w-]+,?\s){0,3}?(?:trial|study|comparison|evaluation|design|phase|investigation)\b|\b(?:randomi[sz]ed|prospective|comparative),?\sopen\b"),
    ("party", "observer assessor investigator evaluator examiner rater operator patient outcome raters observers assessors evaluators examiners participant endpoint surgeon subject assessment", r"\b(?:observer|assessor|investigator|evaluator|examiner|rater|patient|outcome|assessment|endpoint|surgeon|participant|subject)s?[\s-](?:assessor[\s-])?(?:blind|mask)(?:ed)?\b|\bblinded[\s-](?:observers?|assessors?|evaluators?|raters?|examiners?|outcome)\b"),
)  # fmt: skip
#: Before "double-blind": another study's blinding.
_ELSEWHERE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|prior|recent|another|other|future|further|published|needed?|until|after|following|preceding|original|awaits?|several|few|no|lack of)\s(?:[\w-]+,?\s){0,4}$",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r",?(?:[\s,-]{1,2}(?!trial\b|study\b)[\w-]+){0,3}?[\s-](?:trials|studies)\b",
    re.IGNORECASE,
)

#: Studies in the plural that are this paper's: "two acute double-blind studies".
_OWN = re.compile(
    r"\b(?:two|three|both|these|our|of|in|from)\s(?:[\w-]+,?\s){0,5}$",
    re.IGNORECASE,
)
#: Those who were blinded, named one by one.
_WERE_BLINDED = re.compile(
    r"\b(?:were|was)\s(?:all\s|both\s|also\s|kept\s)?(?:blind(?:ed)?\b|masked\b|unaware\sof\s(?:[\w-]+\s){0,4}(?:treatment|group|drug|allocation|assignment|medication|intervention|study)s?\b)",
    re.IGNORECASE,
)
#: "Assessors were blinded, and participants blinded to ...".
_ALSO_BLINDED = re.compile(
    r"\b(?:and|while|as\swere)\s(?P<who>(?:[\w-]+\s){1,3})(?:were\s|was\s|also\s)?(?:blind(?:ed)?|masked)\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\b(?:patients?|participants?|subjects?|volunteers?|women|men|children|parents|mothers)\b",
    re.IGNORECASE,
)
_ASSESSING = re.compile(
    r"\b(?:assessors?|observers?|evaluators?|investigators?|raters?|examiners?|nurses?|staff|surgeons?|physicians?|clinicians?|researchers?|personnel|an(?:a)?esthe(?:siologists?|tists?)|therapists?|statisticians?|care-?\s?givers?|carers?|doctors?|dentists?|midwives|pharmacists?|practitioners?|operators?|technicians?|relatives|families|providers?)\b",
    re.IGNORECASE,
)

_PLACES = r"(?:cent(?:er|re)s|hospitals|sites|clinics|institutions|departments|practices|units|pharmacies|ICUs|surgeries|facilities|wards|schools|nursing\shomes)"
_COUNTED = re.compile(
    rf"\b(?P<n>{WORDED}|{WHOLE})\s(?:[A-Za-z][\w-]*\s){{0,3}}?(?:study\s|research\s)?{_PLACES}\b",
    re.IGNORECASE,
)
_PLACE_WORDS = words(
    "centers centres hospitals sites clinics institutions departments practices units pharmacies icus surgeries facilities wards schools homes"
)
#: Before a number of places: of other things than those that took part.
_NOT_TAKING_PART = re.compile(
    r"\b(?:pain|injection|body|anatomic\w*|skin|puncture|tender|trigger|stimulation|of all|per|top|from \d+ to)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
#: Sites of a body are no centres.
_OF_BODY = re.compile(
    r"\b(?:injection|body|surgical|donor|operative|anatomic\w*|skin|puncture|tender|trigger|muscle|pain|painful|binding|test|stimulation|recording|metastatic|disease|tumou?r|different|wound|fracture|treated|treatment|lesion|control|infusion|measurement|separate|pressure|acupuncture|acceptor|receptor)\s(?:\w+\s)?sites$",
    re.IGNORECASE,
)
_CENTRES = table(
    ("multi", "multicenter multicentre multicentered multi multicentric multinational multisite", r"\bmulti-?\s?(?:cent(?:er|re)(?:ed|d)?|centric|institutional|site|hospital|clinic)\b"),
    ("single", "single one mono monocentric unicenter unicentric unicentre", r"\bsingle[\s-](?:(?:university|tertiary|academic|large|urban|referral|community|general|teaching|pediatric|paediatric|medical|care|military)[\s-]){0,3}(?:cent(?:er|re)(?:ed|d)?|centric|institution(?:al)?|site|hospital|clinic|department|practice|unit)\b|\bmono-?cent(?:er|re|ric)\b|\bunicent(?:er|re|ric)\b|\bone\s(?:(?:university|tertiary|academic|large|urban|referral|community|general|teaching|medical|study)\s){0,3}(?:cent(?:er|re)|institution|hospital|clinic)\b"),
)  # fmt: skip
#: A study said to have been done at a place, without a word on others.
_AT_ONE_PLACE = re.compile(
    r"\b(?:at|in|setting:?|from)\s(?:a|an|our|the)\s(?:[\w'-]+,?\s){0,4}?(?:university|tertiary|teaching|academic|referral|university-affiliated|university-based|children's|specialised|specialized)[\s,-](?:[\w'-]+[\s,]{1,2}){0,4}?(?:hospital|cent(?:er|re)|clinic|department|institution|unit|ICU|service)\b",
    re.IGNORECASE,
)
_ONE_PLACE_WORDS = words(
    "university tertiary teaching academic referral children specialised specialized"
)


def read_blinding_and_centres(view: View, question: Question) -> Iterator[Candidate]:
    """Read how a study was blinded and at how many places it was done."""
    del question
    if is_kind(view, "synthesis"):
        return
    yield from _blinding(view)
    yield from _centres(view)


def _blinding(view: View) -> Iterator[Candidate]:
    place = first_sign(view, _BLINDING, title=True, refuse=_is_others)
    place = place or first_sign(view, _BLINDING, refuse=_is_elsewhere)
    parties: list[Candidate] = []
    if place is None or place.says == "party":
        parties.extend(_parties(view))
    # "Blinded assessors" are one party; where the text names two it says more.
    if place is None or any(one.value == "double" for one in parties):
        yield from parties
        return
    yield candidate(
        view,
        "blinding",
        "single" if place.says == "party" else place.says,
        place.start,
        place.end,
        f"blinding.{place.says}",
    )


def _parties(view: View) -> Iterator[Candidate]:
    """Read who was blinded, where the text only names them: both sides are double."""
    if not view.names_any(frozenset({"blind", "blinded", "masked", "unaware"})):
        return
    for match in _WERE_BLINDED.finditer(view.folded):
        near = before(view.folded, match.start(), 150)
        # A window that begins in the middle of a word begins behind it.
        near = near if len(near) < 150 else near.partition(" ")[2]
        start = match.start() - len(near.lstrip())
        behind = _ALSO_BLINDED.search(after(view.folded, match.end(), 150))
        both = near + (behind["who"] if behind else "")
        sides = bool(_TREATED.search(both)) + bool(_ASSESSING.search(both))
        if not sides:
            continue
        yield candidate(
            view,
            "blinding",
            "double" if sides == 2 else "single",
            start,
            match.end(),
            "blinding.parties",
            status="derived",
            confidence="medium",
        )
        return


def _is_others(text: str, match: re.Match[str]) -> bool:
    return _ELSEWHERE.search(before(text, match.start(), 60)) is not None


def _is_elsewhere(text: str, match: re.Match[str]) -> bool:
    """Say whether it is another study's; in the plural studies are, as a rule."""
    if _is_others(text, match):
        return True
    if _PLURAL.match(text, match.end()) is None:
        return False
    return not _OWN.search(before(text, match.start(), 60))


def _centres(view: View) -> Iterator[Candidate]:
    counted = _counted(view)
    if counted is not None:
        value, start, end = counted
        yield candidate(view, "centres", value, start, end, "centres.counted")
        return
    place = first_sign(view, _CENTRES, refuse=_is_elsewhere)
    if place is not None:
        rule = f"centres.{place.says}"
        yield candidate(view, "centres", place.says, place.start, place.end, rule)
        return
    if not view.names_any(_ONE_PLACE_WORDS):
        return
    one = _AT_ONE_PLACE.search(view.folded)
    if one is not None:
        yield candidate(
            view,
            "centres",
            "single",
            one.start(),
            one.end(),
            "centres.one_place",
            status="inferred",
            confidence="medium",
        )


def _counted(view: View) -> tuple[int, int, int] | None:
    if not view.names_any(_PLACE_WORDS):
        return None
    text = view.folded
    for match in _COUNTED.finditer(text):
        words_before = before(text, match.start(), 40)
        if _NOT_TAKING_PART.search(words_before) or _OF_BODY.search(match[0]):
            continue
        number = read_count(match["n"])
        if number is not None and number >= 2 and match.end("n") - match.start() <= 40:
            return number, match.start(), match.end()
    return None
