"""The certainty of one outcome as people rated it, with a footnote for each level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.certainty import (
    DOMAIN_BY_NAME,
    CertaintyRating,
    DomainLevel,
)
from ketaevidence.present import words
from ketaevidence.present.summary_of_findings.model import (
    NOT_RATED,
    RATE_AGAIN,
    CertaintyCell,
)
from ketaevidence.present.summary_of_findings.outcomes import Basis, changed_since

#: How each rating is drawn.
SYMBOLS: Final = MappingProxyType(
    {"high": "⊕⊕⊕⊕", "moderate": "⊕⊕⊕⊝", "low": "⊕⊕⊝⊝", "very low": "⊕⊝⊝⊝"}
)


@dataclass(slots=True)
class Footnotes:
    """Footnotes as they come up; the same text has one letter."""

    texts: dict[str, str] = field(default_factory=dict)

    def letter(self, text: str) -> str:
        """Give the letter of a footnote: a to z, then aa, ab."""
        return self.texts.setdefault(text, _letters(len(self.texts)))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        """(letter, text) of each footnote, in order."""
        return tuple((letter, text) for text, letter in self.texts.items())


def certainty_cell(
    rating: CertaintyRating | None, basis: Basis, footnotes: Footnotes
) -> CertaintyCell:
    """Write how certain a person is, as long as the numbers are those that were rated.

    Parameters
    ----------
    rating
        The newest rating of the outcome; ``None`` if nobody rated it.
    basis
        The outcome's numbers as they are now.
    footnotes
        Where the reasons are put; reasons of a rating that no longer stands are not.
    """
    if rating is None:
        return CertaintyCell(NOT_RATED)
    by, on = words.clean(rating.by), rating.at[:10]
    changed = changed_since(rating.basis, basis)
    if changed is not None:
        return CertaintyCell(
            RATE_AGAIN, by=by, on=on, earlier=f"it was {rating.rating}; {changed}"
        )
    return CertaintyCell(
        words.capital(rating.rating),
        SYMBOLS[rating.rating],
        tuple(footnotes.letter(text) for text in reasons(rating)),
        by,
        on,
    )


def reasons(rating: CertaintyRating) -> Iterator[str]:
    """Give a sentence for each level, and one where the levels lead elsewhere."""
    for one in rating.domains:
        if one.levels:
            yield level_words(one)
    if not rating.adds_up:
        yield (
            f"Rated {rating.rating} by {words.clean(rating.by)}; the levels that were "
            f"named lead from {rating.start} to {rating.level_words}."
        )


def level_words(one: DomainLevel) -> str:
    """Write how far one domain lowers or raises the certainty, and why.

    Examples
    --------
    >>> level_words(DomainLevel("imprecision", -1, "eighteen people"))
    'Lowered by 1 level for imprecision: eighteen people.'
    """
    title = DOMAIN_BY_NAME[one.domain].title
    if not one.levels:
        head = f"Neither lowered nor raised for {title}"
    else:
        verb = "Lowered" if one.levels < 0 else "Raised"
        head = f"{verb} by {words.counted(abs(one.levels), 'level')} for {title}"
    return words.sentence(f"{head}: {one.support}" if one.support else head)


def without_row(rating: CertaintyRating, title: str) -> str:
    """Say what was rated although the review shows no such outcome any more."""
    group = f", {words.clause(rating.group)}" if rating.group else ""
    return (
        f"{words.clean(title)}{group}: rated {rating.rating} by "
        f"{words.clean(rating.by)} on {rating.at[:10]}; the review shows no results of "
        "this kind and time together any more."
    )


def _letters(place: int) -> str:
    text = ""
    while place >= 0:
        place, rest = divmod(place, len(ascii_lowercase))
        text = ascii_lowercase[rest] + text
        place -= 1
    return text
