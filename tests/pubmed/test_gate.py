"""All processes together ask no faster than PubMed allows."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.pubmed import gate as module
from ketaevidence.pubmed.client import Clock, shared_gate
from ketaevidence.pubmed.gate import Gate, rate

START = 1_800_000_000.0


class Hand:
    """A clock that is set by hand, and moves while someone sleeps."""

    def __init__(self, time=START) -> None:
        self.time = time
        self.slept = []

    def now(self):
        """Give the time."""
        return self.time

    def sleep(self, seconds):
        """Let the time pass."""
        self.slept.append(seconds)
        self.time += seconds

    def gate(self, path, per_second=2.0):
        """Give a gate on this clock."""
        return Gate(path, per_second=per_second, now=self.now, sleep=self.sleep)


def test_the_rates_keep_a_tenth_in_reserve():
    """Nine tenths of 3 a second without a key, of 10 with one."""
    assert rate(with_key=False) == pytest.approx(2.7)
    assert rate(with_key=True) == pytest.approx(9.0)


def test_the_first_passes_and_the_next_wait(tmp_path):
    """Requests at one moment are spread evenly; a late one does not wait."""
    clock = Hand()
    gate = clock.gate(tmp_path / "gate")
    for _ in range(4):
        gate.acquire()
    assert clock.slept == pytest.approx([0.5, 0.5, 0.5], abs=1e-5)
    clock.time += 10
    gate.acquire()
    assert len(clock.slept) == 3


def test_the_file_is_private_to_its_user(tmp_path):
    """The gate's file can be read and written by its owner alone."""
    path = tmp_path / "gate"
    Hand().gate(path).acquire()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_refusal_makes_every_process_wait(tmp_path):
    """After PubMed says wait, each gate on the file waits until then, evenly spaced."""
    clock = Hand()
    path = tmp_path / "gate"
    one, other = clock.gate(path), clock.gate(path)
    one.acquire()
    one.penalise(60)
    one.penalise(-5)
    other.acquire()
    assert clock.time == pytest.approx(START + 60, abs=1e-3)
    one.acquire()
    assert clock.time == pytest.approx(START + 60.5, abs=1e-3)


def test_a_refusal_reaches_those_who_already_wait(tmp_path):
    """A request that waits for its moment waits on if the gate is closed meanwhile."""
    path = tmp_path / "gate"
    clock = Hand()
    first = clock.gate(path)
    first.acquire()
    refused = []

    def sleep(seconds):
        clock.sleep(seconds)
        if not refused:
            refused.append(first.penalise(30))

    Gate(path, per_second=2.0, now=clock.now, sleep=sleep).acquire()
    assert clock.time == pytest.approx(START + 30.5, abs=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "nan nan nan", "inf 0 0", "1 2", "1 2 3 4", "-1 -1 -1", "9" * 400,
        f"{START} {START + 3601} 0", f"{START} 0 {START + 1e9}",
        f"{START + 1e12} {START} 0", "\x00\xff",
    ],
)  # fmt: skip
def test_an_absurd_file_is_started_afresh(tmp_path, text):
    """A file that holds nonsense, or a far future, delays no one."""
    path = tmp_path / "gate"
    path.write_text(text, encoding="latin-1")
    clock = Hand()
    clock.gate(path).acquire()
    assert sum(clock.slept) <= 0.5
    clock.gate(path).acquire()
    assert clock.time == pytest.approx(START + 0.5, abs=1e-3)


@pytest.mark.parametrize("back", [1.0, 1800.0, 86_400.0 * 365])
def test_a_clock_set_back_keeps_the_wait_as_it_was(tmp_path, back):
    """A clock that is set back does not stretch the wait, nor end a pause."""
    path = tmp_path / "gate"
    clock = Hand()
    gate = clock.gate(path)
    gate.acquire()
    gate.penalise(60)
    clock.time -= back
    gate.acquire()
    assert clock.time == pytest.approx(START - back + 60, abs=1e-3)


def test_a_link_in_the_files_place_is_not_followed(tmp_path, caplog):
    """Where the file is a link, the count stays inside the process, and says so once."""
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / "gate").symlink_to(target)
    clock = Hand()
    gate = clock.gate(tmp_path / "gate")
    with caplog.at_level(logging.WARNING, "ketaevidence"):
        gate.acquire()
        gate.acquire()
    assert target.read_text() == "mine"
    assert len(caplog.records) == 1
    assert clock.slept[-1] == pytest.approx(0.5, abs=1e-5)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_not_used(tmp_path, make):
    """A pipe or folder in the file's place neither blocks nor stops the gate."""
    make(tmp_path / "gate")
    gate = Hand().gate(tmp_path / "gate")
    gate.acquire()
    assert "this process" in repr(gate)


def test_without_flock_the_process_counts_for_itself(tmp_path, monkeypatch):
    """Where the system has no flock, gates of one process still share one count."""
    monkeypatch.setattr(module, "_HAS_FLOCK", False)
    clock = Hand(START * 2)
    one, other = clock.gate(tmp_path / "gate"), clock.gate(None)
    one.acquire()
    other.acquire()
    assert clock.slept[-1] == pytest.approx(0.5, abs=1e-5)
    assert not list(tmp_path.iterdir())


def test_the_shared_gate_is_the_same_with_and_without_a_session(monkeypatch, tmp_path):
    """A scheduled run, which has no XDG_RUNTIME_DIR, meets the gate of a run by hand."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    without = repr(shared_gate(with_key=True, clock=Clock()))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert repr(shared_gate(with_key=True, clock=Clock())) == without


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["ask", "ask", "ask", "wait", "refuse"]), st.floats(0, 5)),
        max_size=40,
    )
)  # fmt: skip
def test_no_two_requests_are_closer_than_the_rate_allows(tmp_path_factory, steps):
    """However three processes mix, requests keep their distance and every pause."""
    path = tmp_path_factory.mktemp("gate") / "gate"
    clock = Hand()
    gates = [clock.gate(path, 2.7) for _ in range(3)]
    sent, closed = [], 0.0
    for who, what, seconds in steps:
        if what == "wait":
            clock.time += seconds
        elif what == "refuse":
            gates[who].penalise(seconds)
            closed = max(closed, clock.time + seconds)
        else:
            gates[who].acquire()
            sent.append(clock.time)
            assert clock.time >= closed - 1e-4
    gaps = [b - a for a, b in pairwise(sent)]
    assert all(gap >= 1 / 2.7 - 1e-4 for gap in gaps)


_WORKER = """
import sys, time
from pathlib import Path
from ketaevidence.pubmed.gate import Gate
gate = Gate(Path(sys.argv[1]), per_second=50, now=time.time, sleep=time.sleep)
gate.acquire()
for _ in range(25):
    gate.acquire()
    print(repr(time.time()))
"""


def test_two_processes_share_one_gate(tmp_path):
    """Two processes at once get through no faster than one would."""
    command = [sys.executable, "-c", _WORKER, str(tmp_path / "gate")]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # fmt: skip
    texts = [worker.communicate(timeout=30)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    moments = sorted(float(line) for text in texts for line in text.split())
    assert len(moments) == 50
    # A waking process can be late, never early: the whole takes its time.
    assert moments[-1] - moments[0] >= 49 / 50 * 0.9
    assert all(
        late - early >= 0.2 for early, late in zip(moments, moments[14:], strict=False)
    )


def test_threads_share_one_gate(tmp_path):
    """Threads of one process pass one by one too."""
    clock = Hand()
    lock = threading.Lock()

    def sleep(seconds):
        with lock:
            clock.slept.append(seconds)

    gate = Gate(tmp_path / "gate", per_second=2.0, now=clock.now, sleep=sleep)
    threads = [threading.Thread(target=gate.acquire) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(clock.slept) == pytest.approx(
        [0.5 * k for k in range(1, 8)], abs=1e-4
    )


def test_another_address_has_a_gate_of_its_own(monkeypatch, tmp_path):
    """What a test server or a mirror refuses does not keep PubMed waiting."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    own = repr(shared_gate(with_key=False, url="http://127.0.0.1:1/eutils/"))
    other = repr(shared_gate(with_key=False, url="http://127.0.0.1:2/eutils/"))
    assert len({own, other, repr(shared_gate(with_key=False))}) == 3
    assert str(tmp_path) in own
