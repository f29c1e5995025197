"""The notebooks run from top to bottom, and what they show is current."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.name)
# The kernel's own client warns about event loops; that is not this project's code.
@pytest.mark.filterwarnings("ignore")
def test_a_notebook_runs_and_shows_what_it_says(path, tmp_path):
    """Every cell runs in order, and texts printed then are texts stored now."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.from_dict(stored)
    client = nbclient.NotebookClient(
        fresh, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    assert printed(fresh) == printed(stored)


def printed(notebook):
    """Give the plain texts that the cells of a notebook show."""
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                texts.append(output.text)
            elif "text/plain" in output.get("data", {}):
                texts.append(output.data["text/plain"])
    # An object's address in memory differs from run to run.
    return [text for text in texts if " at 0x" not in text]
