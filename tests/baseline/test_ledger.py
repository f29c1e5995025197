"""Results are kept whole or not at all, and a killed run ends with the same state."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.baseline.builders import deletion, expression, hit, miss, task, write
from tests.baseline.import_and_die import AT, MATCH

import ketaevidence as ke
from ketaevidence.baseline.ledger import LEDGER_FOLDER, Ledger
from ketaevidence.baseline.screen import Work, screen
from ketaevidence.errors import LibraryError

ROOT = Path(__file__).parents[2]
WORK = Work(expression())


def test_a_result_comes_back_as_it_was(tmp_path):
    """Everything that a file says is kept, broken pieces and all."""
    path = write(tmp_path, 1, hit(1), miss(2, 3), "<PubmedArticle>x</PubmedArticle>", deletion((4, 2)))  # fmt: skip
    found = screen(task(path))
    ledger = Ledger(tmp_path / "kept", WORK, "tests")
    assert ledger.known_md5(path.name) is None
    ledger.keep(found)
    again = Ledger(tmp_path / "kept", WORK, "tests")
    assert again.result(path.name) == found
    assert again.known_md5(path.name) == found.md5
    assert [p.name for p in (tmp_path / "kept").iterdir()] == [f"{path.name}.result"]
    again.clear()
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("work", "software"),
    [(Work(expression("ketamine")), "tests"), (Work(WORK.expression, frozenset({1})), "tests"), (WORK, "newer")],
)  # fmt: skip
def test_a_result_of_other_work_does_not_count(tmp_path, work, software):
    """Another question, another review or another program screens again."""
    path = write(tmp_path, 1, hit(1))
    Ledger(tmp_path / "kept", WORK, "tests").keep(screen(task(path)))
    assert Ledger(tmp_path / "kept", work, software).known_md5(path.name) is None


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:0], lambda b: b[:40] + b"x" + b[41:]])  # fmt: skip
def test_a_damaged_result_does_not_count(tmp_path, damage):
    """A result that is not whole is screened again; asked for, it is an error."""
    path = write(tmp_path, 1, hit(1))
    ledger = Ledger(tmp_path / "kept", WORK, "tests")
    ledger.keep(screen(task(path)))
    kept = tmp_path / "kept" / f"{path.name}.result"
    kept.write_bytes(damage(kept.read_bytes()))
    assert ledger.known_md5(path.name) is None
    with pytest.raises(LibraryError, match="gone or damaged"):
        ledger.result(path.name)


def contents(folder):
    """Give the whole store as text, but for when its versions were frozen."""
    with closing(sqlite3.connect(folder / "library.sqlite")) as store:
        frozen = [at for (at,) in store.execute("SELECT at FROM version")]
        lines = list(store.iterdump())
    for at in frozen:
        lines = [line.replace(f"'{at}'", "'then'") for line in lines]
    return lines


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by a signal")
def test_a_run_that_is_killed_again_and_again_ends_as_one_that_is_not(tmp_path):
    """Killed between any two files, and while landing: the store is the same."""
    pubmed = tmp_path / "pubmed"
    for number in range(1, 25):
        write(pubmed, number, hit(number), hit(number + 1), miss(number - 1), deletion((number - 3, 1)))  # fmt: skip
    for name in ("whole", "killed"):
        ke.init_review(tmp_path / name).close()
    with ke.open_review(tmp_path / "whole") as review:
        review.import_baseline(pubmed, match=MATCH, source="PubMed", at=AT)
        assert len(review.records()) == 2
    killed = tmp_path / "killed"
    rng = random.Random(3)  # noqa: S311 (no secret)
    died, seen = 0, []
    for wanted in (2, 11, 23):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.baseline.import_and_die", str(killed), str(pubmed)], cwd=ROOT
        ) as running:  # fmt: skip
            while running.poll() is None and len(list(killed.glob(f"{LEDGER_FOLDER}/*.result"))) < wanted:  # fmt: skip
                time.sleep(0.002)
            time.sleep(rng.uniform(0, 0.05))
            running.send_signal(signal.SIGKILL)
            died += running.wait() == -signal.SIGKILL
        seen.append(len(list(killed.glob(f"{LEDGER_FOLDER}/*.result"))))
        with ke.open_review(killed) as review:
            assert len(review.records()) in (0, 2), "all or nothing"
    assert died >= 2, "the kills hit runs at work"
    assert seen[0] < seen[1] < seen[2], "each run went on where the last was"
    with ke.open_review(killed) as review:
        # The last kill may have come after the landing.
        if not review._library.runs():
            review.import_baseline(pubmed, match=MATCH, source="PubMed", at=AT)
            assert not (killed / LEDGER_FOLDER).exists()
    assert contents(killed) == contents(tmp_path / "whole")
