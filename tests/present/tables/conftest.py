"""Documents that several files of tests look at; a document never changes."""

from __future__ import annotations

import pytest
from tests.present.tables import documents


@pytest.fixture(scope="session")
def plain():
    """Give an invented review's document."""
    return documents.plain()


@pytest.fixture(scope="session")
def hostile():
    """Give a document of hostile texts."""
    return documents.hostile()


@pytest.fixture(scope="session")
def empty():
    """Give the document of an empty review."""
    return documents.empty()
