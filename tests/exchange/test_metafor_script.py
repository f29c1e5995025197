"""Pools as an R script: metafor finds the same numbers, and the script says what not."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

import ketaevidence as ke
from ketaevidence.exchange.metafor_script import (
    NamedPool,
    metafor_files,
    review_files,
)

YI = np.array([-1.2, -0.4, 0.3, -2.0, 0.8])
VI = np.array([0.1, 0.12, 0.2, 0.25, 0.4])
pytestmark = pytest.mark.filterwarnings("ignore::ketaevidence.errors.PoolingWarning")


def pools():
    """Give one pool for each choice that there is."""
    for method in ("DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM"):
        yield ke.pool(YI, VI, method=method, test="knha")
    for test in ("z", "t", "knha-se", "knha-ci"):
        yield ke.pool(YI, VI, test=test)
    for test in ("z", "t"):
        yield ke.pool(YI, VI, method="EE", test=test, level=0.9)
    for prediction in ("z", "t(k-1)", "t(k-2)", "HK", "none"):
        yield ke.pool(YI, VI, test="z", prediction=prediction, i2="Q")
    for method in ("REML", "GENQ"):
        yield ke.pool(YI, VI, method=method, weights=[1, 2, 3, 4, 5])
    yield ke.pool(YI, VI, weights="unweighted")
    yield ke.pool(YI * 30, VI * 900, method="PM")
    yield ke.pool(YI / 30, VI / 900)
    yield ke.pool([1.0, 1.01, 1.02], [0.1, 0.2, 0.3], test="z")
    yield ke.pool([1.0, 1.4], [0.1, 0.2], test="knha-ci")
    yield ke.pool([1.0], [0.1], slab=["=1+1, \"quoted\" 'and' \\n 柴田"])
    counts = {"ai": [8, 6, 0], "n1i": [20, 20, 9], "ci": [3, 4, 2], "n2i": [20, 19, 9]}
    yield ke.pool(ke.effect_sizes("OR", **counts), method="DL", test="z")


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """Run the script on every pool, once; give what it compared."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed here")
    folder = tmp_path_factory.mktemp("metafor with space")
    named = [NamedPool(f"pool\nquit() # {n}", p) for n, p in enumerate(pools())]
    for name, text in metafor_files(named, title="Invented").items():
        (folder / name).write_text(text, "utf-8")
    run = subprocess.run(
        [rscript, "--vanilla", str(folder / "pools.R")],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if "no package called" in run.stderr:
        pytest.skip("the R package metafor is not installed here")
    assert run.returncode == 0, run.stderr[-2000:]
    rows = [line.split("\t") for line in run.stdout.splitlines() if "\t" in line]
    return {(row[0], row[1]): [float(cell) for cell in row[2:]] for row in rows}


def test_metafor_finds_the_same_numbers(fitted):
    """Every number of every pool agrees with metafor's to one in a million."""
    assert len(fitted) > 300
    for (name, number), (metafor, ours, _) in fitted.items():
        assert metafor == pytest.approx(ours, rel=1e-6, abs=1e-6), (name, number)


def test_every_number_of_a_pool_is_compared(fitted):
    """No number of a pool that has one is left out of the comparison."""
    for place, pooled in enumerate(pools(), start=1):
        found = {number for name, number in fitted if name == f"pool{place}"}
        names = ["estimate", "se", "ci_lb", "ci_ub", "zval", "pval"]
        names += ["tau2", "I2", "H2", "QE", "QEp", "pi_lb", "pi_ub"]
        told = {name for name in names if getattr(pooled, name) is not None}
        assert told <= found, pooled.settings


def test_what_metafor_cannot_say_is_said_in_a_comment():
    """A test, an I2 or a prediction that metafor lacks is named beside the pool."""
    wider = ke.pool(YI, VI, test="knha-ci", i2="Q")
    script = metafor_files([NamedPool("Pain", wider)])["pools.R"]
    comments = " ".join(
        line.removeprefix("# ") for line in script.splitlines() if line[:1] == "#"
    )
    assert "metafor has no test that takes the wider of two intervals" in comments
    assert "metafor's I2 and H2 come from tau2; these come from its Q" in comments
    assert "Prediction interval by its formula" in comments


def test_no_text_becomes_code():
    """A title or a note with a line break stays within its comment."""
    named = NamedPool("a\nquit()", ke.pool(YI, VI), ("b\r\nsystem('x')\u2028stop()",))
    script = metafor_files([named], title="c\nquit()")["pools.R"]
    for word in ("quit()", "system(", "stop()"):
        assert not [x for x in script.splitlines() if word in x and x[:1] != "#"]


def test_the_example_has_nothing_to_pool_and_shows_its_rows():
    """Where nothing may be pooled, the script says so, and the rows have a reason."""
    analyses = ke.example_review().analyses()
    files = review_files("Invented", analyses)
    assert set(files) == {"pools.R", "side_by_side.csv"}
    assert "Nothing is pooled in this review" in files["pools.R"]
    assert "rma(" not in files["pools.R"]
    rows = files["side_by_side.csv"].splitlines()
    assert len(rows) == 1 + sum(len(analysis.rows) for analysis in analyses)
    assert all(len(row.split(",")[-1]) > 5 for row in rows)


def test_the_same_pools_give_the_same_bytes():
    """Nothing in the files depends on when they are made."""
    named = [NamedPool("Pain", ke.pool(YI, VI))]
    assert metafor_files(named) == metafor_files(named)
