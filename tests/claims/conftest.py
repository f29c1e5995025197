"""One state of the bundled review for every test that needs it."""

from __future__ import annotations

import pytest

import ketaevidence as ke
from ketaevidence.claims.check import check_claims


@pytest.fixture(scope="package")
def read():
    """Hold texts against one state of the bundled review, made once."""
    snapshot = ke.example_review().snapshot()

    class Held:
        def snapshot(self):
            return snapshot

    return lambda text: check_claims(text, Held())
