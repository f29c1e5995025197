"""How the study was done, as its own words say, most trusted first.

A title says what a paper is; an abstract also speaks of other people's designs. So the
title comes first, then what was done to this study's own patients, then words that
name a design, and last what patients who were treated suggest.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.model import Confidence
from ketaevidence.extraction.rules.study import design_words as w
from ketaevidence.extraction.rules.study.comparing import (
    crossing_over,
    may_cross_over,
    way_of_comparing,
)
from ketaevidence.extraction.rules.study.kind import found_kind
from ketaevidence.extraction.rules.study.kind_words import HUMAN_TEXT
from ketaevidence.extraction.rules.study.own_patients import own_patients
from ketaevidence.extraction.rules.study.paper import (
    has_own_patients,
    is_randomised_in_title,
    span_of_title,
)
from ketaevidence.extraction.rules.study.randomised import Randomisation, randomisations
from ketaevidence.extraction.rules.study.signs import Place, after, before, first_sign
from ketaevidence.extraction.text import View


class Design(NamedTuple):
    """A design that the text states, with the words that say so."""

    value: str
    start: int
    end: int
    rule: str
    confidence: Confidence = "high"
    alternatives: tuple[str, ...] = ()


def stated_design(view: View) -> Design | None:
    """Give the design that the text states; ask through ``view.once``."""
    for look in _ORDER_OF_TRUST:
        found = look(view)
        if found is not None:
            return found
    return None


def _by_kind(view: View) -> Design | None:
    """Read what the kind of paper says: protocol, synthesis or animal study."""
    for name in ("protocol", "synthesis", "animal"):
        kind = found_kind(view, name)
        if kind is not None and kind.place is not None:
            says = kind.place.says
            value = "narrative_review" if says in {"perhaps", "essay"} else says
            how: Confidence = "high" if kind.is_sure else "low"
            return _design(kind.place, f"kind.{name}", value, confidence=how)
    return None


def _letter(view: View) -> Design | None:
    place = first_sign(view, w.LETTER_TITLE, title=True)
    return _design(place, "letter") if place else None


def _n_of_1(view: View) -> Design | None:
    place = first_sign(view, w.N_OF_1)
    return _design(place, "n_of_1") if place else None


def _randomised_title(view: View) -> Design | None:
    title = len(view.record.title)
    places = [r for r in view.once(randomisations) if r.end <= title]
    return _randomised(view, places)


def _case_title(view: View) -> Design | None:
    place = first_sign(view, w.CASE_TITLE, title=True)
    if place is None:
        return None
    if place.says == "case_report" and _several_ages(view):
        return _design(
            place, "case.title", "case_series", alternatives=("case_report",)
        )
    return _design(place, "case.title")


def _retrospective_title(view: View) -> Design | None:
    place = first_sign(view, w.RETROSPECTIVE, title=True, refuse=_is_other_review)
    return _design(place, "retrospective.title") if place else None


def _randomised_text(view: View) -> Design | None:
    return _randomised(view, view.once(randomisations))


_ORDER = {"assigned": 0, "unit": 1, "trial": 2, "order": 3}


def _randomised(
    view: View, places: list[Randomisation] | tuple[Randomisation, ...]
) -> Design | None:
    stated = [place for place in places if place.kind in _ORDER]
    if not stated:
        return None
    best = min(stated, key=lambda place: _ORDER[place.kind])
    if best.kind == "trial":
        # "A randomised trial ... drug or placebo in a random order".
        best = next((place for place in stated if place.kind == "order"), best)
    way = way_of_comparing(view, best)
    rule = f"randomised.{way.rule}"
    return Design(
        way.design, best.start, best.end, rule, way.confidence, way.alternatives
    )


def _case_text(view: View) -> Design | None:
    place = first_sign(view, w.CASE_TEXT)
    if place is None:
        return None
    if place.says == "case_report" and _several_ages(view):
        return _design(place, "case.text", "case_series", alternatives=("case_report",))
    return _design(place, "case.text")


_AGES = re.compile(w.AGES, re.IGNORECASE)


def _several_ages(view: View) -> bool:
    return len({match[1].lower() for match in _AGES.finditer(view.folded)}) > 1


_OTHER_REVIEW = re.compile(w.PROSPECTIVE_TOO, re.IGNORECASE)


def _is_other_review(text: str, match: re.Match[str]) -> bool:
    return bool(_OTHER_REVIEW.search(before(text, match.start(), 40)))


_SEVERAL_PATIENTS = re.compile(w.SEVERAL_PATIENTS, re.IGNORECASE)


def _case_pronoun(view: View) -> Design | None:
    """Read one patient who is only told of: "she received"."""
    place = first_sign(view, w.CASE_PRONOUN)
    if place is None or _SEVERAL_PATIENTS.search(view.folded):
        return None
    return _design(
        place, "case.pronoun", confidence="medium", alternatives=("case_series",)
    )


def _retrospective_text(view: View) -> Design | None:
    place = first_sign(view, w.RETROSPECTIVE, refuse=_is_other_review)
    return _design(place, "retrospective.text", confidence="medium") if place else None


def _other_title(view: View) -> Design | None:
    place = first_sign(view, w.OTHER, title=True)
    return _design(place, "other.title", confidence="medium") if place else None


def _refused(view: View) -> Design | None:
    """Read a comparison that says it was not randomised."""
    places = [r for r in view.once(randomisations) if r.kind == "refused"]
    if places:
        place = Place("nonrandomized_controlled", places[0].start, places[0].end)
        return _design(place, "not_randomised")
    sign = first_sign(view, w.NON_RANDOMISED)
    return _design(sign, "quasi", confidence="medium") if sign else None


def _crossed(view: View) -> Design | None:
    """Read treatments that people crossed over between, their order not said."""
    place = crossing_over(view)
    if place is None or not has_own_patients(view):
        return None
    return _comparison(view, place, "crossed")


def _blinded(view: View) -> Design | None:
    """Read a blinded or placebo-controlled comparison that says nothing of chance."""
    place = first_sign(view, w.BLINDED, refuse=_is_elsewhere)
    return _comparison(view, place, "blinded") if place else None


def _allocated(view: View) -> Design | None:
    """Read treatments given to groups, without a word on how these were made."""
    place = first_sign(view, w.ALLOCATED)
    # Sixty patients are divided into groups by their diagnosis, too.
    if place is None or not (first_sign(view, w.TREATED) or view.once(drugs)):
        return None
    return _comparison(view, place, "allocated")


def _compared(view: View) -> Design | None:
    """Read treatments compared, in people who were treated."""
    place = first_sign(view, w.COMPARED_TITLE, title=True) or first_sign(view, w.GROUPS)
    if place is None or not _is_about_treated(view):
        return None
    return _comparison(view, place, "compared")


def _is_about_treated(view: View) -> bool:
    return has_own_patients(view) and first_sign(view, w.TREATED) is not None


_ELSEWHERE = re.compile(w.ELSEWHERE, re.IGNORECASE)
_WISHED = re.compile(w.WISHED, re.IGNORECASE)
_PLURAL = re.compile(w.STUDIES, re.IGNORECASE)


def _is_elsewhere(text: str, match: re.Match[str]) -> bool:
    """Say whether a design is another study's: "in previous double-blind trials"."""
    if _ELSEWHERE.search(before(text, match.start(), 60)):
        return True
    if _WISHED.search(before(text, match.start(), 120)):
        # "These results should be confirmed in a controlled study".
        return True
    return _PLURAL.match(after(text, match.end(), 60)) is not None


def _comparison(view: View, place: Place, rule: str) -> Design:
    others = ("rct_crossover",) if may_cross_over(view) else ("rct_parallel",)
    return _design(
        place,
        rule,
        "controlled_randomization_unstated",
        confidence="low" if rule == "compared" else "medium",
        alternatives=(*others, "nonrandomized_controlled"),
    )


def _uncontrolled(view: View) -> Design | None:
    place = first_sign(view, w.UNCONTROLLED)
    return _design(place, "uncontrolled") if place else None


def _other_text(view: View) -> Design | None:
    place = first_sign(view, w.OTHER)
    return _design(place, "other.text", confidence="low") if place else None


def _other_perhaps(view: View) -> Design | None:
    place = first_sign(view, w.OTHER_PERHAPS)
    return _design(place, "other.perhaps", confidence="low") if place else None


def _other_perhaps_title(view: View) -> Design | None:
    place = first_sign(view, w.OTHER_PERHAPS, title=True)
    if place is None or _EFFECT.search(view.title):
        return None
    return _design(place, "other.title", confidence="low")


#: A title on what a treatment does, to the incidence of something too.
_EFFECT = re.compile(
    r"\b(?:effects?|efficacy|reduc\w+|prevent\w+|treat\w+|compar\w+|versus|vs|therapy|use)\b",
    re.IGNORECASE,
)


def _in_vitro_title(view: View) -> Design | None:
    """Read a title that says "in vitro": what is randomised there are specimens."""
    match = _IN_GLASS.search(view.title)
    if match is None or is_randomised_in_title(view) or view.once(own_patients):
        return None
    return _design(Place("in_vitro", *match.span()), "in_vitro.title")


_IN_GLASS = re.compile(
    r"\b(?:in\svitro(?!\sfertili)|ex\svivo|human\sisolated|isolated\shuman)\b",
    re.IGNORECASE,
)


def _single_arm(view: View) -> Design | None:
    place = first_sign(view, w.SINGLE_ARM, refuse=_is_elsewhere)
    if place is None:
        return None
    is_open = view.folded[place.start : place.start + 4].lower() == "open"
    if not is_open and not first_sign(view, w.TREATED):
        return None
    return _design(
        place, "single_arm", confidence="medium", alternatives=("retrospective_cohort",)
    )


def _treated_patients(view: View) -> Design | None:
    """Read patients who were treated, with no more said: a series, looked at forward."""
    if not has_own_patients(view):
        return None
    place = first_sign(view, w.TREATED)
    if place is None:
        return None
    return _design(
        place,
        "treated",
        "single_arm_prospective",
        confidence="low",
        alternatives=("retrospective_cohort", "case_series"),
    )


def _in_vitro(view: View) -> Design | None:
    place = first_sign(view, w.IN_VITRO)
    if place is None or (first_sign(view, HUMAN_TEXT) and has_own_patients(view)):
        return None
    return _design(place, "in_vitro", confidence="medium")


def _no_abstract(view: View) -> Design | None:
    if view.record.sections:
        return None
    start, end = span_of_title(view)
    return _design(Place("no_abstract", start, end), "no_abstract") if end else None


def _design(
    place: Place,
    rule: str,
    value: str | None = None,
    *,
    confidence: Confidence = "high",
    alternatives: tuple[str, ...] = (),
) -> Design:
    return Design(
        value or place.says, place.start, place.end, rule, confidence, alternatives
    )


_ORDER_OF_TRUST = (
    _by_kind,
    _letter,
    _n_of_1,
    _in_vitro_title,
    _randomised_title,
    _case_title,
    _retrospective_title,
    _no_abstract,
    _randomised_text,
    _other_title,
    _case_text,
    _refused,
    _blinded,
    _crossed,
    _retrospective_text,
    _case_pronoun,
    _uncontrolled,
    _allocated,
    _other_text,
    _other_perhaps_title,
    _compared,
    _single_arm,
    _other_perhaps,
    _treated_patients,
    _in_vitro,
)
