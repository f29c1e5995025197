"""Keep ratings of certainty as entries of the store, and read them back."""

from __future__ import annotations

from ketaevidence.curation.certainty import (
    RATINGS,
    STARTS,
    CertaintyRating,
    DomainLevel,
)
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry


def certainty_entry(made: CertaintyRating) -> Entry:
    """Make the entry that keeps a rating in the store."""
    body = {
        "kind": made.kind,
        "group": made.group,
        "rating": made.rating,
        "start": made.start,
        "domains": [[d.domain, d.levels, d.support] for d in made.domains],
        "comment": made.comment,
        "basis": [list(pair) for pair in made.basis],
    }
    return Entry(
        "certainty", made.key, body, reason=made.reason, by=made.by, at=made.at
    )


def read_certainty(entry: Entry) -> CertaintyRating:
    """Read a rating back from its entry.

    Raises
    ------
    CurationError
        If the entry is no longer readable.
    """
    fields = dict(entry.body)
    try:
        domains = tuple(DomainLevel(*parts) for parts in fields.pop("domains"))
        basis = tuple((what, numbers) for what, numbers in fields.pop("basis"))
        made = CertaintyRating(
            **fields,
            domains=domains,
            basis=basis,
            by=entry.by,
            at=entry.at,
            reason=entry.reason,
        )
    except (TypeError, KeyError, ValueError) as error:
        msg = f"The rating {entry.key} in the store cannot be read ({error})."
        raise CurationError(msg) from error
    if made.rating not in RATINGS or made.start not in STARTS:
        msg = (
            f"The rating {entry.key} in the store cannot be read: it says "
            f"{made.rating!r} from {made.start!r}."
        )
        raise CurationError(msg)
    return made
