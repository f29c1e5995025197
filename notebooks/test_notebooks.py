"""The notebooks run from top to bottom, offline, and what they show is current."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from notebooks import refresh

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")

PATHS = sorted(Path(__file__).parent.glob("*.ipynb"))
INDEX = Path(__file__).parents[1] / "docs" / "notebooks.md"
each = pytest.mark.parametrize("path", PATHS, ids=lambda p: p.name)


@each
# The kernel's own client warns about event loops; that is not this project's code.
@pytest.mark.filterwarnings("ignore")
def test_a_notebook_runs_offline_and_shows_what_is_stored(path):
    """Every cell runs, and shows today what the file shows, in words and figures."""
    stored = nbformat.read(path, as_version=4)
    fresh = refresh.executed(path)
    changed = refresh.differences(stored, fresh)
    assert not changed, (
        f"{path.name} shows what is no longer so:\n"
        + "\n".join(changed)
        + f"\nLook at it, and store it again: {refresh.COMMAND} {path.stem}"
    )
    told = "\n".join(text for cell in fresh.cells for text in refresh.shown(cell))
    today = datetime.now(UTC)
    for day in (f"{today:%Y-%m-%d}", f"{today.day} {today:%B %Y}"):
        assert day not in told, f"{path.name} shows the day on which it was run"


@each
def test_a_notebook_can_be_read_without_being_run(path):
    """Each begins in plain words, ends with what to read, and stores clean outputs."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.stat().st_size < refresh.LARGEST
    first, last = notebook.cells[0], notebook.cells[-1]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    for word in ("**The question.**", "**For** ", "**At the end you have** "):
        assert word in first.source
    assert "## What to read next" in last.source
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.execution_count, f"never run: {cell.source[:60]}"
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
            picture = output.get("data", {}).get("image/png")
            if picture is not None:
                assert len(picture) > 1000
                assert output.metadata["image/png"]["alt"]


@each
def test_links_between_notebooks_lead_somewhere(path):
    """A notebook that another one names is there."""
    text = path.read_text("utf-8")
    for name in re.findall(r"\]\(([\w.-]+\.ipynb)\)", text):
        assert (path.parent / name).is_file(), name


def test_the_index_names_every_notebook():
    """The page of the documentation lists the notebooks, each once, in order."""
    listed = re.findall(r"notebooks/([\w.-]+\.ipynb)\)", INDEX.read_text("utf-8"))
    assert listed == [path.name for path in PATHS]


def test_an_outdated_output_is_found_and_its_cell_named():
    """Another text, another figure, or an output that is gone is a difference."""
    then, now = _notebook("a\nb", "two studies"), _notebook("a\nb", "two studies")
    assert refresh.differences(then, now) == []
    (line,) = refresh.differences(then, _notebook("a\nc", "two studies"))
    assert line == "cell 2 (first line): stored 'b', now 'c'"
    (line,) = refresh.differences(then, _notebook("a\nb", "three studies"))
    assert line.startswith("cell 3 (draw)")
    assert "three studies" in line
    now.cells[2].outputs = []
    assert refresh.differences(then, now)[0].endswith("now nothing")


def test_a_notebook_that_fails_is_named_with_its_cell(tmp_path):
    """A cell that raises is told in one line, and the network is out of reach."""
    path = tmp_path / "broken.ipynb"
    cells = [
        nbformat.v4.new_code_cell("import urllib.request as web"),
        nbformat.v4.new_code_cell("web.urlopen('http://example.org/')"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(
        RuntimeError, match=r"broken.ipynb, cell 2 \(web.urlopen.*URLError"
    ):
        refresh.executed(path)


def _notebook(text, alt):
    v4 = nbformat.v4
    figure = v4.new_output(
        "display_data", {"image/png": ""}, metadata={"image/png": {"alt": alt}}
    )
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# words"),
            v4.new_code_cell(
                "first line\nsecond", outputs=[v4.new_output("stream", text=text)]
            ),
            v4.new_code_cell("draw", outputs=[figure]),
        ]
    )
