"""What has changed in a review since an earlier state, and whether it matters."""

from __future__ import annotations

from ketaevidence.review.versioned import Versioned


class Digested(Versioned):
    """A review that tells what changed."""
