"""Recipes that work as printed: cron, a systemd timer, GitHub Actions."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

_CRON = """\
# Once a week, Monday 06:17. Add with `crontab -e`. Cron mails what is printed: nothing
# when nothing is new. NCBI_API_KEY may be set in a file that only you can read.
17 6 * * 1 {program} refresh {folder}
"""

_SYSTEMD = """\
# ~/.config/systemd/user/ketaevidence.service
[Unit]
Description=Refresh the living review in {plain}

[Service]
Type=oneshot
ExecStart={program} refresh {folder} --verbose
# 10: something new to look at; 20: an included study was retracted or put under
# concern; 75: another run was at it. None of them is a failure of the refresh.
SuccessExitStatus=10 20 75
TimeoutStopSec=10

# ~/.config/systemd/user/ketaevidence.timer
[Unit]
Description=Refresh the living review every week

[Timer]
OnCalendar=Mon 06:17
Persistent=true
RandomizedDelaySec=30min

[Install]
WantedBy=timers.target

# Then: systemctl --user enable --now ketaevidence.timer
"""

_GITHUB = """\
# .github/workflows/refresh.yml in the repository that holds the review's folder.
# Schedules are best effort and stop after 60 days without a commit; the commit below
# keeps them alive, and `ketaevidence status --max-age` tells when they did not run.
name: Refresh the living review
on:
  schedule:
    - cron: "17 6 * * 1"
  workflow_dispatch:
permissions:
  contents: write
concurrency: refresh
jobs:
  refresh:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install ketaevidence
      - name: Refresh
        env:
          NCBI_API_KEY: ${{{{ secrets.NCBI_API_KEY }}}}
        run: |
          code=0
          ketaevidence refresh {folder} --verbose || code=$?
          case "$code" in 0|10|20) ;; *) exit "$code" ;; esac
      - name: Keep the new state
        run: |
          git config user.name "living review"
          git config user.email "living-review@users.noreply.github.com"
          git add {folder}
          git diff --cached --quiet || git commit -m "Refresh the living review"
          git push
      - run: ketaevidence status {folder} --max-age 35d
"""


def recipe(scheduler: str, folder: str) -> str:
    """Give the recipe for a scheduler and a review's folder."""
    if scheduler == "github":
        return _GITHUB.format(folder=shlex.quote(folder))
    path = str(Path(folder).resolve())
    program = shlex.quote(str(Path(sys.executable).with_name("ketaevidence")))
    template = _SYSTEMD if scheduler == "systemd" else _CRON
    return template.format(program=program, folder=shlex.quote(path), plain=path)
