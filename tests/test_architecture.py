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
    "claims",
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
#: What users' own suites test with: PubMed's client, with answers of its own.
TESTING = {"testing", "pubmed", "records", "errors"}
#: The review is a folder too: one class for each stage, the last knows the whole chain.
REVIEW = {*FLOW, "errors", "review", "software"}
#: The folders that are no rooms of the flow.
BESIDE = {"data": set(), "cli": CLI | CLI_TYPES, "review": REVIEW, "testing": TESTING}
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
#: What makes a start slow.
HEAVY = {
    "Bio",
    "dask",
    "distributed",
    "docx",
    "great_tables",
    "jinja2",
    "matplotlib",
    "openpyxl",
    "pandas",
}
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
#: The modules that may ask for the present time, the environment or the network.
TOP = (("review", "clock.py"), ("pubmed", "client.py"))


def offenders(rule):
    """Give every module that breaks a rule, with what it does."""
    found = {}
    for room, path, tree in ALL:
        wrong = rule(room, path, tree)
        if wrong:
            found[str(path.relative_to(ROOT))] = sorted(wrong)
    return found


def test_every_room_is_on_the_plan():
    """A new room has a place in the flow, or the plan is changed with it."""
    rooms = {room for room, path, _ in ALL if path.parent != ROOT}
    assert rooms - set(BESIDE) == set(FLOW)
    single = {room for room, path, _ in ALL if path.parent == ROOT}
    assert single == set(ABOVE), "a new module above the rooms"


def allowed_rooms(room, path):
    """Give the rooms that a module may import."""
    if path.parent == ROOT:
        return ABOVE[room]
    if room in BESIDE:
        return BESIDE[room]
    if room in ALONE:
        return {room, *ALONE[room]}
    return {"errors", *FLOW[: FLOW.index(room) + 1]}


def test_a_room_imports_only_what_is_upstream():
    """No module imports a room downstream of its own."""
    assert not offenders(
        lambda room, path, tree: set(ours(tree)) - allowed_rooms(room, path)
    )


def test_each_outside_package_has_its_rooms():
    """Only library opens SQLite, only present draws, only pubmed reads Biopython."""

    def strangers(room, path, tree):
        used = {name.split(".")[0] for name, _ in imported(tree)}
        return {name for name in used & set(ONLY) if room not in ONLY[name]}

    assert not offenders(strangers)


def test_pandas_is_loaded_only_where_a_frame_is_made():
    """No module loads pandas, matplotlib or jinja2 when it is itself imported."""

    def heavy(room, path, tree):
        used = {name.split(".")[0] for name, _ in imported(tree, top_level_only=True)}
        return used & HEAVY

    assert not offenders(heavy)


def test_only_the_top_reads_clock_and_environment():
    """Below review and cli nothing depends on when or where it runs."""

    def asking(room, path, tree):
        if path.parts[-2:] in TOP:
            return set()
        attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        asked = attributes & {"environ", "getenv", *NOW}
        return asked | ({name for name, _ in imported(tree)} & CLOCKS)

    assert not offenders(asking)


def test_the_library_prints_nothing():
    """Only the command line writes to the terminal."""

    def printing(room, path, tree):
        return {
            f"line {node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        }

    assert not offenders(printing)


def test_the_walk_finds_what_is_forbidden():
    """The test sees an import inside a function, a clock and a print."""
    tree = ast.parse("def f():\n    import sqlite3\n    print(datetime.now())\n")
    assert {name for name, _ in imported(tree)} == {"sqlite3"}
    assert not list(imported(tree, top_level_only=True))
    assert len(ALL) > 100
    assert offenders(lambda room, *_: {room}).keys() == {
        str(path.relative_to(ROOT)) for _, path, _ in ALL
    }


def test_the_architecture_page_shows_the_same_flow():
    """docs/architecture.md lists the rooms in the order that this test holds."""
    page = ROOT.parents[1] / "docs" / "architecture.md"
    if not page.is_file():
        pytest.skip("the documentation is not beside an installed package")
    assert " -> ".join(FLOW) in " ".join(page.read_text("utf-8").split())
