"""Versions of a review: frozen states, and what verifies them."""

from __future__ import annotations

from ketaevidence.review.tabled import Tabled


class Versioned(Tabled):
    """A review whose published states are frozen and can be verified."""
