"""No test of this folder leaves the loopback, or sees the developer's own settings."""

from __future__ import annotations

import socket

import pytest
from hypothesis import settings

# No test is timed: a busy machine is not a fault of the code. Half the usual number of
# examples keeps the suite short; `--hypothesis-profile=thorough` tries ten times as many.
settings.register_profile("untimed", settings(), deadline=None, max_examples=50)
settings.register_profile("thorough", settings(), deadline=None, max_examples=500)
settings.load_profile("untimed")

_SETTINGS = ("NCBI_API_KEY", "KETAEVIDENCE_EUTILS_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "NETRC")  # fmt: skip


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """Refuse every connection that would leave this machine."""
    for name in _SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else address
        assert host in ("127.0.0.1", "::1"), f"a test reaches for {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
