"""The command line: it calls the review and prints; it computes nothing itself.

Heavy parts are imported by the commands that need them, so that ``--help`` is quick.
"""

from ketaevidence.cli.main import main

__all__ = ["main"]
