"""What is built holds what must be inside, and nothing else."""

from __future__ import annotations

import email
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: What may lie in the package, by the end of its name.
KINDS = {
    ".py",
    ".typed",
    ".toml",
    ".csv",
    ".json",
    ".jsonl",
    ".j2",
    ".css",
    ".md",
    ".txt",
}
#: What a package brings beside its own files.
ABOUT = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}

pytest.importorskip("hatchling", reason="hatchling builds what is looked at here")


def wheel_of(root, folder):
    """Build a wheel from the source in a folder; give {name: bytes}."""
    from hatchling.builders.wheel import WheelBuilder

    (path,) = WheelBuilder(str(root)).build(
        directory=str(folder), versions=["standard"]
    )
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from this source."""
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """Build the sdist and unpack it."""
    from hatchling.builders.sdist import SdistBuilder

    folder = tmp_path_factory.mktemp("sdist")
    (path,) = SdistBuilder(str(ROOT)).build(
        directory=str(folder), versions=["standard"]
    )
    with tarfile.open(path) as file:
        file.extractall(folder, filter="data")
    return folder / Path(path).name.removesuffix(".tar.gz")


def inside(wheel):
    """Give the files of the package itself, and those about it."""
    ours = {name for name in wheel if name.startswith("ketaevidence/")}
    about = {name.partition(".dist-info/")[2] for name in wheel if name not in ours}
    return ours, about


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel):
    """The package's own files, what tells of it, and no test, cache or scratch file."""
    ours, about = inside(wheel)
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "ketaevidence").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours == wanted
    assert about == ABOUT
    assert {Path(name).suffix for name in ours} <= KINDS


@pytest.mark.parametrize(
    "name",
    ["py.typed", "data/results.csv", "question/ketamine_crps.toml", "testing/__init__.py"],
)  # fmt: skip
def test_what_users_need_is_in_the_wheel(wheel, name):
    """Types, facts, questions and the testing mode come with the package."""
    assert f"ketaevidence/{name}" in wheel


def test_every_kind_of_data_is_in_the_wheel(wheel):
    """Templates, word tables and facts are there, and none is empty."""
    data = {name: text for name, text in wheel.items() if not name.endswith(".py")}
    kinds = {Path(name).suffix for name in data if name.startswith("ketaevidence/")}
    assert {".j2", ".csv", ".toml", ".typed"} <= kinds
    empty = [name for name, text in data.items() if not text.strip()]
    assert [name for name in empty if not name.endswith("py.typed")] == []


def test_the_wheel_says_what_pyproject_says(wheel):
    """Name, Python, every floor and the command are those of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (name,) = (name for name in wheel if name.endswith("/METADATA"))
    told = email.message_from_bytes(wheel[name])
    assert told["Name"] == "ketaevidence"
    assert told["Requires-Python"] == project["requires-python"]
    assert told["License-Expression"] == "MIT"
    needed = [text for text in told.get_all("Requires-Dist") if "extra ==" not in text]
    assert len(needed) == len(project["dependencies"])
    (name,) = (name for name in wheel if name.endswith("/entry_points.txt"))
    assert b"ketaevidence = ketaevidence.cli:main" in wheel[name]


def test_the_sdist_is_enough_to_build_the_same_wheel(wheel, unpacked, tmp_path):
    """A wheel made from the unpacked sdist has the same files with the same bytes."""
    again = wheel_of(unpacked, tmp_path)
    assert {n: t for n, t in again.items() if "dist-info" not in n} == {
        n: t for n, t in wheel.items() if "dist-info" not in n
    }
    assert inside(again) == inside(wheel)


def test_the_sdist_brings_tests_and_documentation_and_no_scratch(unpacked):
    """Whoever packages it can run its tests; nothing that was built comes along."""
    top = {path.name for path in unpacked.iterdir()}
    papers = {"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
    assert {"src", "tests", "docs", *papers} <= top
    assert "benchmarks" not in top
    parts = {part for path in unpacked.rglob("*") for part in path.parts}
    assert not parts & {"__pycache__", "_build", ".venv", ".git", ".hypothesis"}
