"""Data flows one way: what each part of the package may import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ketaevidence

ROOT = Path(ketaevidence.__file__).parent

#: The rooms in the order in which data pass through them. A room may import the rooms
#: before it, and `errors`. Keep docs/architecture.md in step.
FLOW = (
    "question",
    "records",
    "pubmed",
    "baseline",
    "library",
    "screening",
    "extraction",
    "curation",
    "effects",
    "pooling",
    "integrity",
    "synthesis",
    "present",
    "exchange",
)
#: What the single modules above the rooms may import of ours.
ABOVE = {
    "__init__": {*FLOW, "errors", "review", "folder", "example"},
    "__main__": {"cli"},
    "errors": set(),
    "example": {*FLOW, "errors", "review", "software"},
    "folder": {"errors", "library", "question", "review"},
    "software": set(),
}
#: The command line is a folder; it calls what stands above the rooms, and prints.
CLI = {"__init__", "cli", "errors", "review", "folder", "example", "present"}
#: Their types, for annotations only.
CLI_TYPES = {"screening", "library", "records"}
#: The review is a folder too: one class for each stage, the last knows the whole chain.
REVIEW = {*FLOW, "errors", "review", "software"}
#: Packages that only some rooms may import, at any depth.
ONLY = {
    "Bio": {"pubmed"},
    "rispy": {"pubmed"},
    "openpyxl": {"curation", "present", "exchange"},
    "sqlite3": {"library"},
    "requests": {"pubmed"},
    "urllib3": {"pubmed"},
    "tqdm": {"cli"},
    "isal": {"pubmed"},
    "pyarrow": {"records"},
    "matplotlib": {"present"},
    "great_tables": {"present"},
    "docx": {"present"},
    "jinja2": {"present"},
    "scipy": {"effects", "pooling", "integrity"},
    "tomllib": {"question"},
    "dask": {"baseline"},
    "distributed": {"baseline"},
}
#: The statistics stand alone: arrays in, results out.
ALONE = {"effects": {"errors"}, "pooling": {"errors", "effects"}}
#: Reading the clock, the environment or the network is for the top of the house.
CLOCKS = {"time", "socket", "urllib.request", "http"}
#: Calls that ask for the present time.
NOW = {"now", "today", "utcnow"}


def modules():
    """Give (room, path, tree) of every module of the package."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield parts[0], path, ast.parse(path.read_text("utf-8"))


def imported(tree, *, top_level_only=False):
    """Give every (module, names) that a module imports."""
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", tuple(alias.name for alias in node.names)


def ours(tree):
    """Give the rooms of this package that a module imports."""
    for name, names in imported(tree):
        if name == "ketaevidence":
            yield from ("__init__" if n == "__version__" else n for n in names)
        elif name.startswith("ketaevidence."):
            yield name.split(".")[1]


ALL = list(modules())
IDS = [str(path.relative_to(ROOT)) for _, path, _ in ALL]


def test_every_room_is_on_the_plan():
    """A new room has a place in the flow, or the plan is changed with it."""
    rooms = {room for room, path, _ in ALL if path.parent != ROOT}
    assert rooms - {"data", "cli", "review"} == set(FLOW)
    single = {room for room, path, _ in ALL if path.parent == ROOT}
    assert single == set(ABOVE), "a new module above the rooms"


@pytest.mark.parametrize(("room", "path", "tree"), ALL, ids=IDS)
def test_a_room_imports_only_what_is_upstream(room, path, tree):
    """No module imports a room downstream of its own."""
    if path.parent == ROOT:
        allowed = ABOVE[room]
    elif room == "data":
        allowed = set()
    elif room == "cli":
        allowed = CLI | CLI_TYPES
    elif room == "review":
        allowed = REVIEW
    elif room in ALONE:
        allowed = {room, *ALONE[room]}
    else:
        allowed = {"errors", *FLOW[: FLOW.index(room) + 1]}
    assert set(ours(tree)) <= allowed


@pytest.mark.parametrize(("room", "path", "tree"), ALL, ids=IDS)
def test_each_outside_package_has_its_rooms(room, path, tree):
    """Only library opens SQLite, only present draws, only pubmed reads Biopython."""
    used = {name.split(".")[0] for name, _ in imported(tree)}
    for package, rooms in ONLY.items():
        assert package not in used or room in rooms, package


@pytest.mark.parametrize(("room", "path", "tree"), ALL, ids=IDS)
def test_pandas_is_loaded_only_where_a_frame_is_made(room, path, tree):
    """No module loads pandas, matplotlib or jinja2 when it is itself imported."""
    used = {name.split(".")[0] for name, _ in imported(tree, top_level_only=True)}
    assert not used & {"pandas", "matplotlib", "jinja2", "Bio", "dask", "distributed"}


@pytest.mark.parametrize(("room", "path", "tree"), ALL, ids=IDS)
def test_only_the_top_reads_clock_and_environment(room, path, tree):
    """Below review and cli nothing depends on when or where it runs."""
    if path.parts[-2:] in (("review", "clock.py"), ("pubmed", "client.py")):
        return
    used = {name for name, _ in imported(tree)}
    assert not used & CLOCKS
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not attributes & {"environ", "getenv", *NOW}


@pytest.mark.parametrize(("room", "path", "tree"), ALL, ids=IDS)
def test_the_library_prints_nothing(room, path, tree):
    """Only the command line writes to the terminal."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not calls


def test_the_architecture_page_shows_the_same_flow():
    """docs/architecture.md lists the rooms in the order that this test holds."""
    page = ROOT.parents[1] / "docs" / "architecture.md"
    if not page.is_file():
        pytest.skip("the documentation is not beside an installed package")
    assert " -> ".join(FLOW) in " ".join(page.read_text("utf-8").split())
