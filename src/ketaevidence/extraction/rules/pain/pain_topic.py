"""What a sentence is about, where it only says "it", "they" or "the scores"."""

from __future__ import annotations

import re

from ketaevidence.extraction.rules.pain.measures import Measure, measures_in
from ketaevidence.extraction.text import View

#: "The scores", "mean values": of what was rated before.
_SCORES = re.compile(
    r"(?:\b(?:[Tt]he|[Tt]hese|[Tt]heir)\s(?:mean\s|median\s|average\s)?|\b[Mm]ean\s|\b[Mm]edian\s|^\W*)"
    r"(?:[Ss]cores?|[Vv]alues|[Rr]atings)\b|"
    r"^\W*(?:[Tt]he\s)?[Cc]orresponding\s(?:numbers|values|figures|means|medians)\b"
)
#: "At 24 h they were", "the difference of": of what the sentence before is about.
_PRONOUN = re.compile(
    r"^\W*(?:(?:(?:At|In|After|On|By|During|From|Within)\b[^,;.]{1,50}?,?\s)?(?:[Tt]hey|[Tt]hese|[Ii]t|[Tt]his)\s(?:\w+\s)?"
    r"(?:was|were|decreased|increased|fell|dropped|declined|improved|reduced|averaged|rose|remained|differed|scores?|values)|"
    r"(?:[\w\s]{0,40},\s)?[Tt]he\s(?:mean\s)?(?:difference|reduction|change|decrease|improvement)\s(?=of\s|was\s|between\s|\(\d)|"
    r"(?:[Mm]ean|[Mm]edian|[Ll]east[\s-]squares\smean)\s(?:[(\[][^()\[\]]{2,40}[)\]]\s)?differences?(?=\s(?:[(\[][^()\[\]]{2,40}[)\]]\s)?between\s))"
)
#: "The primary outcome was 1.2 (95% CI ...) lower".
_PRIMARY = re.compile(
    r"\b(?:primary|main)\s(?:study\s|efficacy\s)?(?:outcome|end[\s-]?point)(?:\s(?:measure|variable|parameter))?\b",
    re.IGNORECASE,
)
#: What it is: "... was pain intensity at 24 h", and nothing else.
_PRIMARY_IS = re.compile(
    rf"{_PRIMARY.pattern}s?\s?(?:was|is|were|included|consisted\sof|:|,|\()",
    re.IGNORECASE,
)
#: How many sentences back "they" and "the scores" may point.
_BACK_THEY, _BACK_SCORES = 3, 7


class Named:
    """What the sentences of a text name as measured, and what "they" stands for."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[int, list[Measure]] = {}

    def in_sentence(self, number: int) -> list[Measure]:
        """Give the measures that a sentence names."""
        if number not in self._known:
            words = self._view.sentences[number].words
            self._known[number] = measures_in(self._view, words)
        return self._known[number]

    def inherited(self, number: int, back: int = _BACK_THEY) -> Measure | None:
        """Give pain as the measure of a sentence that only says "the scores"."""
        words = self._view.sentences[number].words
        measures = self.in_sentence(number)
        first = measures[0].start if measures else len(words)
        said = _PRIMARY.search(words)
        if said and said.start() < first and self._view.once(primary_is_pain):
            return Measure(said.start(), said.end(), is_pain=True)
        said = _SCORES.search(words)
        if said and said.start() < first and self._rated_before(number):
            return Measure(said.start(), said.end(), is_pain=True, is_score=True)
        said = _PRONOUN.match(words)
        if not said or said.end() > first:
            return None
        is_difference = "difference" in said[0]
        if self._is_on_pain(number - 1, back, is_difference=is_difference):
            return Measure(said.start(), said.end(), is_pain=True, is_score=True)
        return None

    def _rated_before(self, number: int) -> bool:
        """Say whether what was last rated before a sentence is pain."""
        for earlier in range(number - 1, max(-1, number - 1 - _BACK_SCORES), -1):
            rated = [one.is_pain for one in self.in_sentence(earlier) if one.is_rated]
            if rated:
                return rated[-1]
        return False

    def _is_on_pain(
        self, number: int, back: int, *, is_difference: bool = False
    ) -> bool:
        """Say whether a sentence is about pain, by itself or by what it points to."""
        if number < 0 or back == 0:
            return False
        if self.inherited(number, back - 1):
            return True
        rated = [one.is_pain for one in self.in_sentence(number) if one.is_rated]
        if rated and is_difference:
            # What differed where several things were rated is open.
            return all(rated)
        measures = self.in_sentence(number)
        return (
            measures[0].is_pain if measures else self._is_on_pain(number - 1, back - 1)
        )


def primary_is_pain(view: View) -> bool:
    """Say whether the text names the intensity of pain as its only primary outcome."""
    said = False
    for sentence in view.sentences:
        found = _PRIMARY_IS.search(sentence.words)
        if not found or sentence.part in {"results", "conclusions"}:
            continue
        rated = [
            one
            for one in measures_in(view, sentence.words)
            if one.start >= found.end() and one.is_rated
        ]
        if not all(one.is_pain for one in rated):
            return False
        said = said or bool(rated)
    return said


def only_says_scores(words: str) -> bool:
    """Say whether a sentence speaks of scores, and not of "it" or "they"."""
    return bool(_SCORES.search(words))
