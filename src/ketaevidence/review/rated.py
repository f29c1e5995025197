"""How certain people are of the evidence on each outcome, as the store keeps it."""

from __future__ import annotations

import warnings

from ketaevidence.curation.certainty import CertaintyRating
from ketaevidence.curation.certainty_entries import certainty_entry, read_certainty
from ketaevidence.errors import EvidenceWarning
from ketaevidence.review.clock import now
from ketaevidence.review.judged import Judged


class Rated(Judged):
    """A review that keeps people's ratings of certainty.

    Ratings are made by ``Summarised.rate_certainty``, where the analyses are known.
    """

    def certainty(self, *, analysis: str | None = None) -> tuple[CertaintyRating, ...]:
        """Give the newest rating of each outcome, in the order first made.

        Parameters
        ----------
        analysis
            Only those of this analysis: ``randomised_contrast``, ``single_arm_change``
            or ``responder``.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().certainty()
        ()
        """
        found = (read_certainty(entry) for entry in self._library.entries("certainty"))
        return tuple(made for made in found if analysis in (None, made.kind))

    def certainty_history(self, row: str) -> tuple[CertaintyRating, ...]:
        """Give every rating that an outcome ever got, oldest first, with who and why.

        Parameters
        ----------
        row
            The outcome's ``row_id`` in the summary of findings.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> ke.example_review().certainty_history("no-such-row")
        ()
        """
        forms = self._library.history("certainty", row)
        return tuple(read_certainty(entry) for entry in forms)

    def _record_certainty(self, made: CertaintyRating) -> None:
        """Keep one rating; tell the person where its levels lead elsewhere."""
        self._library.add_entries([certainty_entry(made)], recorded_at=now())
        if not made.adds_up:
            warnings.warn(
                f"Certainty of {made.key}: rated {made.rating!r}, but from "
                f"{made.start!r} the levels named ({made.levels:+d}) lead to "
                f"{made.level_words!r}. It is kept as rated.",
                EvidenceWarning,
                stacklevel=3,
            )
