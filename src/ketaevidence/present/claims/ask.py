"""Hold a text against a review, with facts from a file."""

from __future__ import annotations

from pathlib import Path

from ketaevidence.claims.check import check_claims
from ketaevidence.claims.facts import read_facts
from ketaevidence.claims.model import ClaimsCheck
from ketaevidence.claims.state import HasSnapshot


def ask(text: str, review: HasSnapshot, facts: str | Path | None) -> ClaimsCheck:
    """Check a text's claims, with the cited facts of a file where one is given.

    Raises
    ------
    CurationError
        If the text is empty, or a fact has no source.
    """
    further = read_facts(facts) if facts is not None else ()
    return check_claims(text, review, facts=further)
