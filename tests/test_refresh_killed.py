"""kill -9 at any instant of a refresh leaves the old state or the new one."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.pubmed.samples import article
from tests.pubmed.server import FakePubMed, Fault
from tests.refresh_and_die import refresh

import ketaevidence as ke
from ketaevidence.library import Library, Limits

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="killing needs a system with fork and signals"
)
ROOT = Path(__file__).parents[1]


def state(n):
    """Give PubMed's records in its n-th state: all of one mind."""
    return {
        str(90000000 + i): article(str(90000000 + i), title=f"State {n}")
        for i in range(30)
    }


def check(folder, allowed, past):
    """Look at a review after a kill; give the state that it is in."""
    with ke.open_review(folder) as review:
        review._library.check()
        minds = {record.title for record in review.records()}
        assert len(minds) <= 1, "no mixture of two states"
        mind = next(iter(minds), "nothing")
        assert mind in allowed
        assert len(review.records()) in (0, 30)
        assert [d.by for d in review.decisions()] == ["A. Reader"] * len(
            review.decisions()
        )
        for run, then in past[-3:]:
            view = Library(
                review._library._connection, None, Limits(run=run), review._library
            )
            assert [record.title for record in view.records()] == [then] * 30
        runs = review._library.runs()
        return mind, len(runs), len(review.decisions())


def killing(folder, times, seed):
    """Kill refreshes at random instants; give how many died and how many landed."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    died = landed = 0
    mind, past, decided, since = "nothing", [], 0, 0
    ke.init_review(folder).close()
    with (
        FakePubMed(state(0)) as pubmed,
        subprocess.Popen(
            [sys.executable, "-m", "tests.refresh_and_die"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        ) as killer,
    ):  # fmt: skip
        # How long a refresh takes here decides when to strike: before or after its end.
        # The first refresh also loads what the later ones find loaded.
        usual = math.inf
        for _ in range(3):
            pubmed.records = state(0)
            started = time.monotonic()
            refresh(str(folder), pubmed.url)
            usual = min(usual, 1000 * (time.monotonic() - started))
        mind, runs, _ = check(folder, {"State 0"}, past)
        past, since = [(runs, mind)], 1
        for n in range(1, times + 1):
            pubmed.records = state(n)
            wait = rng.uniform(0, 4 * usual)
            killer.stdin.write(f"{folder} {pubmed.url} {wait}\n")
            killer.stdin.flush()
            answer = killer.stdout.readline().strip()
            assert answer in ("killed", "done"), "a refresh failed by itself"
            died += answer == "killed"
            before = mind
            # Attempts since the last landing may have staged any state since then.
            allowed = {before, *(f"State {i}" for i in range(since, n + 1))}
            mind, runs, decisions = check(folder, allowed, past)
            assert decisions == decided, "no decision is lost"
            if runs > past[-1][0]:
                landed += 1
                since = n + 1
                past.append((runs, mind))
            if mind != "nothing" and n % 10 == 0:
                with ke.open_review(folder) as review:
                    review.decide_on({"90000001": "include"}, by="A. Reader")
                    decided += 1
        killer.stdin.close()
    return died, landed


def test_a_hundred_kills_lose_nothing(tmp_path):
    """After each of a hundred kills the store is whole, old or new, decisions kept."""
    died, landed = killing(tmp_path / "r", 100, seed=1)
    assert died > 10, "the kills hit refreshes at work"
    assert landed > 1, "and some refreshes ended"


@pytest.mark.slow
def test_two_thousand_kills_lose_nothing(tmp_path):
    """The same, for a night."""
    died, landed = killing(tmp_path / "r", 2000, seed=2)
    print(f"{died} killed, {landed} landed")  # noqa: T201 (the figure for the record)
    assert died > 400


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_asked_to_end_it_ends_within_seconds(tmp_path, number, code):
    """SIGTERM and Ctrl-C end a refresh within 5 s, with its code and one line."""
    folder = tmp_path / "r"
    ke.init_review(folder).close()
    with FakePubMed(state(1)) as pubmed:
        pubmed.always = Fault("stall")
        environment = os.environ | {
            "KETAEVIDENCE_EUTILS_URL": pubmed.url,
            "XDG_RUNTIME_DIR": str(tmp_path),
        }
        with subprocess.Popen(
            [sys.executable, "-m", "ketaevidence", "refresh", str(folder), "--email", "a@b.example"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            # A run in the background may have inherited that Ctrl-C is ignored.
            preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
        ) as running:  # fmt: skip
            while not pubmed.requests:
                time.sleep(0.02)
            started = time.monotonic()
            running.send_signal(number)
            out, err = running.communicate(timeout=10)
            assert time.monotonic() - started < 5
    assert (running.returncode, out) == (code, "")
    assert err.count("\n") == 1
    assert "the review is as it was" in err
    with ke.open_review(folder) as review:
        assert len(review.records()) == 0
