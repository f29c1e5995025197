"""One contract for every way to run: the same result, whatever dies on the way."""

from __future__ import annotations

import gzip
import warnings

import pytest
from tests.baseline.builders import deletion, expression, hit, miss, packed, write
from tests.baseline.faults import DEATHS, Deadly, stop

from ketaevidence.baseline import cluster
from ketaevidence.baseline.apply import Known
from ketaevidence.baseline.cluster import LOCAL_SETTINGS, Dask
from ketaevidence.baseline.executors import Lost, Serial
from ketaevidence.baseline.gather import gather
from ketaevidence.baseline.ledger import Ledger
from ketaevidence.baseline.order import in_order
from ketaevidence.baseline.processes import Processes
from ketaevidence.baseline.screen import Work
from ketaevidence.errors import KetaEvidenceError, ReadError

KNOWN = {3: Known(1, matches=True), 4: Known(1, matches=True)}


@pytest.fixture(scope="module")
def scheduler():
    """Start one small cluster for all tests; its workers come back when they die."""
    dask = pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")
    with (
        warnings.catch_warnings(),
        dask.config.set(LOCAL_SETTINGS),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
        ) as shared,
    ):  # fmt: skip
        yield shared.scheduler_address


@pytest.fixture(params=["processes", "dask"])
def workers(request):
    """Give each executor that has workers of its own."""
    if request.param == "processes":
        return Processes(2)
    return Dask(request.getfixturevalue("scheduler"))


@pytest.fixture(params=["processes", "dask"])
def mortals(request):
    """Give each executor with workers that may be killed; a cluster is its own."""
    if request.param == "processes":
        return Processes(2)
    pytest.importorskip("distributed")
    return Dask(workers=2)


@pytest.fixture
def pubmed(tmp_path):
    """Write five files: forms that replace each other, and deletions."""
    folder = tmp_path / "pubmed"
    write(folder, 1, hit(1), miss(2), hit(3), hit(5))
    write(folder, 2, hit(6), "<PubmedArticle>broken</PubmedArticle>")
    write(folder, 3, miss(1), hit(2), miss(3))
    write(folder, 4, deletion((4, 1), (5, 1)))
    write(folder, 5, hit(7), miss(8))
    return folder


def outcome(folder, executor, kept):
    """Screen a folder's files and apply them; the results stay in ``kept``."""
    ledger = Ledger(kept, Work(expression(), frozenset(KNOWN)), "tests")
    return gather(in_order([folder]), KNOWN, ledger, executor)


@pytest.fixture
def expected(pubmed, tmp_path):
    """Give what the files come to when nothing goes wrong."""
    found = outcome(pubmed, Serial(), tmp_path / "expected")
    assert [item.record.pmid for item in found.incoming] == ["6", "2", "3", "7"]
    assert found.withdrawn == ("pmid:4",)
    assert len(found.broken) == 1
    return found


def test_without_a_fault_all_agree(pubmed, expected, workers, tmp_path):
    """Processes and a cluster give what one process gives."""
    assert outcome(pubmed, workers, tmp_path / "kept") == expected


def test_workers_that_die_change_nothing(pubmed, expected, mortals, tmp_path):
    """Workers die during the run; the result is the same."""
    for number in (1, 3, 5):
        (pubmed / f"pubmed26n000{number}.xml.gz{DEATHS}").write_text("1")
    assert outcome(pubmed, Deadly(mortals), tmp_path / "kept") == expected
    left = [path.read_text() for path in pubmed.glob("*" + DEATHS)]
    assert left == ["0", "0", "0"], "every worker did die"


def test_a_file_that_kills_every_worker_is_named(pubmed, expected, mortals, tmp_path):
    """It is given up and named, the others are kept, and without it all is well."""
    poison = pubmed / f"pubmed26n0002.xml.gz{DEATHS}"
    poison.write_text("1000")
    kept = tmp_path / "kept"
    with pytest.raises(ReadError, match=r"One file .*pubmed26n0002.xml.gz: its worker"):
        outcome(pubmed, Deadly(mortals), kept)
    assert len(list(kept.glob("*.result"))) == 4
    assert 990 < int(poison.read_text()) < 1000, "a few attempts, no more"
    poison.unlink()
    assert outcome(pubmed, Deadly(mortals), kept) == expected


@pytest.mark.parametrize("how", ["serial", "workers"])
def test_a_file_cut_short_is_named(pubmed, expected, workers, tmp_path, how):
    """A truncated file fails the run in one line; the others are not screened again."""
    executor = Serial() if how == "serial" else workers
    path = pubmed / "pubmed26n0003.xml.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    path.with_name(path.name + ".md5").unlink()
    kept = tmp_path / "kept"
    with pytest.raises(ReadError, match=r"n0003\.xml\.gz.*cut short") as error:
        outcome(pubmed, executor, kept)
    assert "\n" not in str(error.value)
    before = {path: path.stat().st_mtime_ns for path in kept.glob("*.result")}
    assert len(before) == 4
    path.write_bytes(whole)
    assert outcome(pubmed, executor, kept) == expected
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_file_that_stands_twice_counts_once(pubmed, expected, workers, tmp_path):
    """The same file in two folders changes nothing."""
    data = (pubmed / "pubmed26n0001.xml.gz").read_bytes()
    write(pubmed / "again", 1, data=data)
    assert outcome(pubmed, workers, tmp_path / "kept") == expected


def test_a_fault_of_the_program_is_raised(workers):
    """What a function raises is raised where its answer is asked for."""
    with pytest.raises(ZeroDivisionError, match="a fault of the program"):
        list(workers.run(stop, [1, 2, 3]))


def test_each_item_has_one_answer(workers):
    """Every item comes back exactly once, with its own answer."""
    assert sorted(workers.run(abs, list(range(-20, 0)))) == [(n, -n) for n in range(-20, 0)]  # fmt: skip


def test_a_cluster_of_its_own_is_started_and_ended(pubmed, expected, tmp_path):
    """Without an address a cluster is started on this machine."""
    pytest.importorskip("distributed")
    assert outcome(pubmed, Dask(workers=1), tmp_path / "kept") == expected


def test_without_dask_one_line_says_what_to_install(monkeypatch):
    """A cluster without the extra is refused with the command that installs it."""
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        KetaEvidenceError, match=r'pip install "ketaevidence\[cluster\]"'
    ):
        list(Dask().run(abs, [1]))


def test_a_scheduler_that_is_not_there_is_named():
    """An address where nobody answers is an error in one line."""
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}),
        pytest.raises(
            KetaEvidenceError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler"
        ),
    ):
        list(Dask("tcp://127.0.0.1:9").run(abs, [1]))


def test_a_stuck_cluster_gives_up_and_says_so(scheduler):
    """An item without an answer is tried three times, then named."""
    import time

    stuck = Dask(scheduler, patience=0.05)
    answers = list(stuck.run(time.sleep, [1.0]))
    assert answers == [(1.0, Lost("the cluster gave no answer, 3 times"))]


def test_files_are_read_as_they_are_on_disk(tmp_path):
    """The builder of these tests writes what gzip and the reader take."""
    assert b"<PMID" in gzip.decompress(packed(hit(1)))


def test_a_cluster_without_workers_is_not_waited_for(monkeypatch):
    """A scheduler that has no worker, and gets none, is given up long before patience ends."""
    pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ALONE", 0.1)
    monkeypatch.setattr(cluster, "_LOOK", 0.05)
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
        ) as empty,
    ):  # fmt: skip
        answers = list(Dask(empty.scheduler_address).run(float, ["1"]))
    assert answers == [("1", Lost("the cluster gave no answer, 3 times"))]
