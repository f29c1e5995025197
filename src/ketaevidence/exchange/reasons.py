"""What the reasons that another tool gives for excluding a report mean in a review.

PRISMA counts excluded reports by reason, so at the full-text stage a reason is one of
the review's own. A reason in other words is mapped by a person, or refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ketaevidence.errors import ScreeningError
from ketaevidence.exchange.rows import Vote
from ketaevidence.screening.model import Stage


class Reasons:
    """The review's reasons by every name that they go by.

    Parameters
    ----------
    known
        The review's reasons: words by short name.
    called
        What a file calls them: short name by the file's words.
    default
        The short name, or at the first stage the words, for exclusions that the file
        gives no reason for.

    Raises
    ------
    ScreeningError
        If a short name is none of the review's.
    """

    def __init__(
        self,
        known: Mapping[str, str],
        *,
        called: Mapping[str, str] | None = None,
        default: str | None = None,
    ) -> None:
        self._known = known
        self._default = default
        self._called = {_same(words): name for name, words in known.items()}
        self._called |= {_same(name): name for name in known}
        self._called |= {_same(k): name for k, name in (called or {}).items()}
        wrong = sorted({n for n in (called or {}).values() if n not in known})
        if wrong:
            msg = f"{', '.join(wrong)}: none of this review's reasons: {self._names()}."
            raise ScreeningError(msg)

    def meant(self, votes: Sequence[tuple[str, Stage, Vote]]) -> tuple[str | None, ...]:
        """Give the reason that is recorded with each vote.

        Parameters
        ----------
        votes
            (place in the file, stage, vote).

        Raises
        ------
        ScreeningError
            If an exclusion at the full-text stage has no reason of this review's. All
            that are unknown are named.
        """
        unknown: Counter[str] = Counter()
        without: list[str] = []
        found: list[str | None] = []
        for place, stage, vote in votes:
            reason = self._reason(stage, vote)
            found.append(reason)
            if (stage, vote.verdict) == ("full_text", "exclude") and (
                reason not in self._known
            ):
                if vote.reason:
                    unknown[vote.reason] += 1
                else:
                    without.append(place)
        self._check(unknown, without)
        return tuple(found)

    def _reason(self, stage: Stage, vote: Vote) -> str | None:
        if vote.verdict != "exclude":
            return vote.reason
        if stage == "title_abstract":
            return vote.reason or self._default
        if vote.reason is None:
            return self._default
        return self._called.get(_same(vote.reason))

    def _check(self, unknown: Counter[str], without: Sequence[str]) -> None:
        problems = []
        if unknown:
            told = ", ".join(f"{words!r} ({n})" for words, n in unknown.most_common())
            problems.append(
                f"these reasons are none of this review's: {told}. Say which of its "
                f"reasons each means (reasons={{'the file's words': 'short name'}})"
            )
        if without:
            places = ", ".join(without[:8]) + (", …" if len(without) > 8 else "")
            problems.append(
                f"{len(without)} exclusions give no reason ({places}); give one for "
                "all of them (reason), or complete the file"
            )
        if problems:
            msg = (
                f"At the full-text stage {'; '.join(problems)}. This review's reasons: "
                f"{self._names()}. Nothing was recorded."
            )
            raise ScreeningError(msg)

    def _names(self) -> str:
        return ", ".join(self._known)


def _same(words: str) -> str:
    """Give words as they are compared: in one case, each gap one space."""
    return " ".join(words.replace("_", " ").split()).casefold()
