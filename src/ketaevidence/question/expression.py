"""What a record must name to be taken in: words joined by AND, OR and NOT.

An expression is a tree of terms. It is judged on texts, so that it can be told of a
record from anywhere; how it is written is in :mod:`ketaevidence.question.writing`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ketaevidence.question.matching import beginning, pattern
from ketaevidence.question.model import Vocabulary


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase or a whole vocabulary that a record may name."""

    vocabulary: Vocabulary
    #: Whether words that only begin so are meant too (``sudeck*``).
    is_truncated: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where at least one part is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Expression


Expression = Term | All | AnyOf | Not


def is_true_of(
    expression: Expression, texts: Sequence[str], mesh: Collection[str]
) -> bool:
    """Say whether texts, with their MeSH names, are what an expression asks for.

    Parameters
    ----------
    expression
        The tree.
    texts
        Title, abstract sections, keywords and whatever else may name a term. A phrase
        is looked for in each text by itself.
    mesh
        The record's MeSH names, to be compared whole with a vocabulary's own.
    """
    match expression:
        case All(parts):
            return all(is_true_of(part, texts, mesh) for part in parts)
        case AnyOf(parts):
            return any(is_true_of(part, texts, mesh) for part in parts)
        case Not(part):
            return not is_true_of(part, texts, mesh)
        case Term(vocabulary, is_truncated):
            if any(name in mesh for name in vocabulary.mesh):
                return True
            if not vocabulary.terms:
                return False
            search = (beginning if is_truncated else pattern)(vocabulary).search
            return any(search(text) for text in texts)
