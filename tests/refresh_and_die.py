"""Refresh a review in a child process and kill it after a while, on command.

Reads lines "folder url milliseconds" and answers "killed", "done" or "broken". One process that
has everything imported forks each child, so that a kill costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import ketaevidence as ke
from ketaevidence.pubmed.client import Client, Clock
from ketaevidence.pubmed.gate import Gate


def refresh(folder: str, url: str) -> None:
    """Refresh once, without waiting between requests."""
    gate = Gate(
        Path(folder).parent / "gate",
        per_second=10_000.0,
        now=time.time,
        sleep=lambda _: None,
    )
    clock = Clock(sleep=lambda _: None)
    with (
        ke.open_review(folder) as review,
        Client(
            "tests@lab.example", base_url=url, api_key="", gate=gate, clock=clock
        ) as client,
    ):
        review.refresh(client=client, accept_shrink=True)


def main() -> None:
    """Serve one command after the other until stdin ends."""
    import ketaevidence.review.refreshing  # noqa: F401 (imported before the forks)

    for line in sys.stdin:
        folder, url, milliseconds = line.split()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                refresh(folder, url)
                code = 0
            finally:
                os._exit(code)
        time.sleep(float(milliseconds) / 1000)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        ended = "broken" if os.waitstatus_to_exitcode(status) else "done"
        print("killed" if os.WIFSIGNALED(status) else ended, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
