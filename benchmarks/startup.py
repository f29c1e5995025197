"""CPU time of start-up and of the main job: python benchmarks/startup.py.

Each command runs as a whole process, several times in turn; the table gives the median
of its CPU seconds (user and system), and for --help the difference to a bare Python.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 9

#: Promised limits [CPU s]: --help beyond a bare start, and the bundled report.
HELP_LIMIT = 0.15
REPORT_LIMIT = 4.0


def cpu_seconds(command: list[str], folder: str) -> float:
    """Give the CPU seconds that one run of a command takes, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    return user + after.ru_stime - before.ru_stime


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    program = [sys.executable, "-m", "ketaevidence"]
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "ketaevidence --help": [*program, "--help"],
        "ketaevidence report": [*program, "report"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for command in commands.values():
            cpu_seconds(command, folder)  # once, so that byte code is there
        for _ in range(RUNS):
            for name, command in commands.items():
                taken[name].append(cpu_seconds(command, folder))
        size = (Path(folder) / "ketaevidence-report.html").stat().st_size
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"CPU seconds over {RUNS} runs")
    print(f"{'command':<24}{'median':>9}{'lowest':>9}{'highest':>9}")
    for name, times in taken.items():
        print(f"{name:<24}{medians[name]:>9.3f}{min(times):>9.3f}{max(times):>9.3f}")
    beyond = medians["ketaevidence --help"] - medians["bare Python"]
    report = medians["ketaevidence report"]
    print(f"\n--help beyond a bare start: {beyond:.3f} s (limit {HELP_LIMIT})")
    print(
        f"report: {report:.2f} s (limit {REPORT_LIMIT}); {size / 1000:.0f} kB written"
    )
    return 0 if beyond <= HELP_LIMIT and report <= REPORT_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
