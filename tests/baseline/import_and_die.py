"""Import a folder of PubMed's files slowly, so that a test can kill it on the way."""

from __future__ import annotations

import sys
import time

import ketaevidence as ke
from ketaevidence.baseline.processes import Processes
from ketaevidence.baseline.screen import screen
from ketaevidence.review import imported

#: Enough to be hit between two files [seconds].
PAUSE = 0.03
AT = "2026-11-01T00:00:00Z"
MATCH = "ketamine AND crps-terms"


def slow_screen(task):
    """Screen a file and take some time."""
    time.sleep(PAUSE)
    return screen(task)


class Slow:
    """Two processes that take their time."""

    def run(self, _, items):
        """Run the slow screening in place of the plain one."""
        yield from Processes(2).run(slow_screen, items)


def main():
    """Import the folder named second into the review named first."""
    imported._executor = lambda *_: Slow()
    with ke.open_review(sys.argv[1]) as review:
        review.import_baseline(sys.argv[2], match=MATCH, source="PubMed", at=AT)


if __name__ == "__main__":
    main()
