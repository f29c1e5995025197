"""Recipes that work as printed: cron, a systemd timer, GitHub Actions."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ketaevidence.errors import UsageError

#: Characters that mean themselves everywhere.
_PLAIN = re.compile(r"[\w./+@-]+", re.ASCII)

_CRON = """\
# Once a week, Monday 06:17. Add with `crontab -e`. Cron mails what is printed: nothing
# when nothing is new.
17 6 * * 1 {program} refresh {folder}
"""

_SYSTEMD = """\
# ~/.config/systemd/user/ketaevidence.service
[Unit]
Description=Refresh the living review in {plain}

[Service]
Type=oneshot
ExecStart={program} refresh {folder} --verbose
# 10: something new to look at; 75: another run was at it; 20: an included study was
# retracted or put under concern.
# 20 is a failure for systemd on purpose, so that it is noticed (`systemctl --user
# --failed`, or an OnFailure= of your own).
SuccessExitStatus=10 75
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
# and, so that it runs while nobody is logged in: loginctl enable-linger
"""

_GITHUB = """\
# .github/workflows/refresh.yml in the repository that holds the review's folder.
# Schedules are best effort and stop after 60 days without a commit: look now and then
# with `ketaevidence status FOLDER --max-age 35d`.
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
          echo "code=$code" >> "$GITHUB_ENV"
          case "$code" in 0|10|20) ;; *) exit "$code" ;; esac
      - name: Keep the new state
        run: |
          git config user.name "living review"
          git config user.email "living-review@users.noreply.github.com"
          git add -- {folder}/review.toml {folder}/library.sqlite
          git diff --cached --quiet || git commit -m "Refresh the living review"
          git push
      - name: Alarm if an included study was retracted or put under concern
        run: test "$code" != 20
"""


def recipe(scheduler: str, folder: str) -> str:
    """Give the recipe for a scheduler and a review's folder.

    Raises
    ------
    UsageError
        If the folder's name has characters that the scheduler reads as its own.
    """
    if scheduler == "github":
        return _GITHUB.format(folder=_plain(folder, scheduler))
    path = _plain(str(Path(folder).resolve()), scheduler)
    program = _plain(sys.executable, scheduler) + " -m ketaevidence"
    template = _SYSTEMD if scheduler == "systemd" else _CRON
    return template.format(program=program, folder=path, plain=path)


def _plain(path: str, scheduler: str) -> str:
    """Refuse what shell, cron, systemd or YAML would each quote in another way."""
    if not _PLAIN.fullmatch(path):
        msg = (
            f"{path}: a recipe for {scheduler} needs a path of letters, digits and "
            "./_-+@ only; move or link the review to such a place."
        )
        raise UsageError(msg)
    if scheduler == "github" and path.startswith("/"):
        msg = f"{path}: name the folder as it is inside the repository."
        raise UsageError(msg)
    return path
