"""Read the claims of a text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ketaevidence.claims import tone
from ketaevidence.claims.facts import Fact
from ketaevidence.claims.lexicon import Named, harms_in
from ketaevidence.claims.model import Claim, Kind, NotAssessed
from ketaevidence.claims.read_citations import citations, seems_cited
from ketaevidence.claims.read_denials import behind_of, is_turned, told_of
from ketaevidence.claims.read_effects import EFFECT, effects, named_outcomes
from ketaevidence.claims.read_harms import harms_claimed
from ketaevidence.claims.read_mechanism import mechanisms, seems_mechanism
from ketaevidence.claims.read_safety import safeties
from ketaevidence.claims.read_shares import Share, Size, shares
from ketaevidence.claims.read_times import times
from ketaevidence.claims.sentences import Said, sentences
from ketaevidence.claims.topic import Subject, subject_of, without
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question

#: What makes a share one of people helped.
_HELPED: Final = re.compile(
    r"\b(?:respond\w*|response|remission|pain[\s-]free|recover\w*|success\w*|better|cur(?:e|es|ed|ing)|"
    r"experienced?)\b",
    re.IGNORECASE,
)
#: A share stands before the unwanted event that it is of, within so many characters.
_NEAR: Final = 60
#: Of whom a "not" is said that leaves others.
_NOT_ALL: Final = re.compile(
    r"^[^.;,]*?\b(?:for|in|on|with|help\w*)\s+(?:every\w*|all|each)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Lore:
    """What reading needs to know of a review."""

    question: Question
    #: Journals of its records.
    journals: tuple[str, ...]
    #: The register's own words for unwanted events.
    harm_words: Mapping[str, re.Pattern[str]]
    facts: tuple[Fact, ...] = ()


def read_claims(
    text: str, lore: Lore
) -> tuple[tuple[Claim, ...], tuple[NotAssessed, ...]]:
    """Find the claims of a text, and the sentences in which none could be read.

    Every sentence that names the treatment, the condition, an outcome or an unwanted
    event is in one of the two lists.
    """
    claims: list[Claim] = []
    left: list[NotAssessed] = []
    is_on_topic = pattern(lore.question.drug).search(text) is not None
    for said in sentences(text):
        reader = _Reader(text, said, lore)
        found: list[Claim]
        why: str | None
        if not is_on_topic:
            found, why = [], "the text does not name the review's treatment"
        else:
            found, why = reader.read()
        claims += found
        if why is not None and reader.names_something:
            quote = text[said.start : said.end]
            left.append(NotAssessed(quote, said.start, said.end, why))
    claims.sort(key=lambda claim: (claim.start, claim.end, claim.kind, claim.about))
    return tuple(claims), tuple(left)


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: str, said: Said, lore: Lore) -> None:
        self._text = text
        self._said = said
        self._lore = lore
        self._subject: Subject = subject_of(said, lore.question)
        self._plain = without(said.words, self._subject.named)
        #: Whether a harm is named of which the direction cannot be told.
        self._unclear = False
        #: Whether an effect is denied for some only.
        self._partial = False

    @property
    def names_something(self) -> bool:
        """Whether a sentence without a claim must be listed."""
        subject = self._subject
        return (
            subject.names_drug
            or subject.names_condition
            or next(named_outcomes(self._plain), None) is not None
            or bool(harms_in(self._plain))
            or next(safeties(self._plain), None) is not None
        )

    def read(self) -> tuple[list[Claim], str | None]:
        """Give the claims, and why the sentence, or a part of it, is not assessed."""
        subject, said = self._subject, self._said
        if subject.other_treatment:
            return [], f"it is about another treatment ({subject.other_treatment})"
        if tone.is_asked(said.words):
            return [], "it asks, or leaves open, and claims nothing"
        found = list(self._citations())
        spans = tuple(
            (claim.start - said.start, claim.end - said.start) for claim in found
        )
        if subject.other_condition:
            return (
                found,
                f"it is about another condition or use ({subject.other_condition})",
            )
        self._plain = without(self._plain, spans)
        found += self._claims()
        why = None if found else "no claim of a kind that the rules can read"
        if any(isinstance(one, Size) for one in shares(self._plain)):
            why = "how much less, in per cent, is not assessed"
        elif tone.compares(self._plain):
            why = "it compares with another treatment, which this review does not ask"
            found = [claim for claim in found if claim.kind not in ("effect", "safety")]
        elif self._unclear:
            why = _UNCLEAR
        elif self._partial:
            why = "that it does not help everyone is no claim that the rules can read"
        elif found:
            why = self._unread({claim.kind for claim in found})
        return found, why

    def _unread(self, kinds: Collection[Kind]) -> str | None:
        """Say what else a sentence with a claim seems to say, and no rule reads."""
        if "citation" not in kinds and seems_cited(self._said.words):
            return "it seems to cite a work, which the rules cannot read"
        if "mechanism" not in kinds and seems_mechanism(self._plain):
            return "how it acts is said in words that the rules cannot read"
        return None

    def _claims(self) -> list[Claim]:
        words, said = self._plain, self._said
        found = list(self._safeties(words))
        taken = [(c.start - said.start, c.end - said.start) for c in found]
        parts = [one for one in shares(words) if isinstance(one, Share)]
        named = [
            one
            for one in harms_claimed(
                Said(said.start, said.end, words, said.lists_harms),
                self._lore.harm_words,
            )
            if not any(low <= one.start and one.end <= high for low, high in taken)
        ]
        known = (*named, *harms_in(words))
        others = without(words, tuple((one.start, one.end) for one in known))
        for one in named:
            is_denied = self._is_harm_denied(words, others, one)
            if is_denied is None:
                continue
            part = _part_before(parts, one.start)
            if part is not None:
                parts.remove(part)
            found.append(
                self._claim(
                    "harm", part.start if part else one.start, one.end, one.name,
                    key=one.name,
                    is_denied=is_denied,
                    share=part.percent if part else None,
                    share_is=part.is_ if part else "about",
                )
            )  # fmt: skip
        found += self._mechanisms(words)
        for time in times(words):
            found.append(
                self._claim(time.kind, time.start, time.end, _TIMES[time.kind],
                            is_denied=tone.is_denied(words, time.start), days=time.days)
            )  # fmt: skip
        is_helped = EFFECT.search(words) or _HELPED.search(words)
        helped = parts if is_helped else []
        for part in helped:
            found.append(
                self._claim("share", part.start, part.end, "people helped",
                            is_denied=tone.is_denied(words, part.start),
                            share=part.percent, share_is=part.is_)
            )  # fmt: skip
        if not any(found_one.kind == "harm" for found_one in found) or is_helped:
            found += self._effects(words, has_share=bool(helped), taken=taken)
        return found

    def _safeties(self, words: str) -> Iterator[Claim]:
        """Read safety as a whole; what may be denied or limited is left, and listed."""
        for one in safeties(words):
            kind, start, end = one.kind, one.start, one.end
            if kind == "risky":
                told = told_of(words, start, end)
                if told.direction == "denied":
                    # "Never causes serious harm" claims what "no serious harm" does.
                    kind, start, end = "serious", told.start, told.end
                is_unclear = told.direction == "unclear"
            else:
                is_unclear = kind != "safe" and is_turned(kind, words, start, end)
            if is_unclear:
                self._unclear = True
                continue
            yield self._claim(
                "safety", start, end, _SAFETY[kind], key=kind,
                is_denied=kind == "safe" and tone.is_denied(words, start),
            )  # fmt: skip

    def _is_harm_denied(self, words: str, others: str, one: Named) -> bool | None:
        """Say whether a named harm is denied; ``None`` where that cannot be told."""
        is_before = tone.is_denied(words, one.start, in_list=True)
        behind = behind_of(others, one.end)
        if behind == "unclear" or (is_before and behind == "denied"):
            self._unclear = True
            return None
        return is_before or behind == "denied"

    def _effects(
        self, words: str, *, has_share: bool, taken: Sequence[tuple[int, int]]
    ) -> Iterator[Claim]:
        for one in effects(words):
            is_inside = any(low <= one.at < high for low, high in taken)
            is_pain = one.outcome is None or one.outcome.key == "pain_intensity"
            # "Most people have less pain" is a claim of how many.
            if is_inside or (is_pain and has_share):
                continue
            outcome = one.outcome
            is_denied = tone.is_denied(words, one.at)
            if is_denied and _NOT_ALL.search(words[one.at : one.end + _NEAR]):
                # "Does not work for everyone" does not say that it does not work.
                self._partial = True
                continue
            yield self._claim(
                "effect", one.start, one.end,
                outcome.name if outcome else "pain",
                key=outcome.key if outcome else "pain_intensity",
                is_denied=is_denied,
            )  # fmt: skip

    def _mechanisms(self, words: str) -> Iterator[Claim]:
        taken: list[tuple[int, int]] = []
        for one in mechanisms(words):
            taken.append((one.start, one.end))
            yield self._claim(
                "mechanism", one.start, one.end, "how it acts",
                is_denied=tone.is_denied(words, one.start),
            )  # fmt: skip

    def _citations(self) -> Iterator[Claim]:
        said = self._said
        for one in citations(
            said, self._lore.journals, names_condition=self._subject.names_condition
        ):
            cited = one.cited
            by = " ".join(str(p) for p in (cited.author, cited.year) if p)
            about = cited.journal or by or f"PMID {cited.pmid}"
            if cited.journal is None and not by and cited.doi:
                about = f"DOI {cited.doi}"
            yield self._claim("citation", one.start, one.end, about, cited=cited)

    def _claim(
        self,
        kind: Kind,
        start: int,
        end: int,
        about: str,
        *,
        key: str = "",
        **more: Any,
    ) -> Claim:
        said = self._said
        low, high = said.start + start, said.start + end
        return Claim(
            kind=kind,
            quote=self._text[low:high],
            start=low,
            end=high,
            sentence=self._text[said.start : said.end],
            sentence_start=said.start,
            about=about,
            key=key,
            is_hedged=tone.is_hedged(said.words),
            is_of_one_study=tone.is_of_one_study(said.words),
            **more,
        )


_UNCLEAR: Final = "whether it asserts, denies or limits a harm cannot be told by rule"
_SAFETY: Final = {
    "serious": "no serious harm", "any": "no harm at all", "safe": "safety",
    "rare": "harm is rare", "mild": "harm is mild", "risky": "serious harm",
}  # fmt: skip
_TIMES: Final = {
    "speed": "how fast it works", "duration": "how long it lasts",
    "permanence": "relief for good",
}  # fmt: skip


def _part_before(parts: Sequence[Share], start: int) -> Share | None:
    near = [part for part in parts if 0 <= start - part.end <= _NEAR]
    return max(near, key=lambda part: part.end, default=None)
