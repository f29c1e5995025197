"""Run the command line with ``python -m ketaevidence``."""

import sys

from ketaevidence.cli import main

sys.exit(main())
