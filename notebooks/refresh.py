"""Run the notebooks and keep what they show: ``python notebooks/refresh.py [NAME ...]``.

Outputs are stored so that a notebook can be read without being run. They are small and
the same on every machine: no clock, no network, no timing, pictures in a palette.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
#: What a person types to bring the outputs up to date.
COMMAND = ".venv/bin/python notebooks/refresh.py"
#: The largest file that is kept [bytes].
LARGEST = 300_000
#: A port on which nobody listens, so that a call to the outside fails at once.
_NOWHERE = "http://127.0.0.1:9"
_OFFLINE = {
    "HTTP_PROXY": _NOWHERE,
    "HTTPS_PROXY": _NOWHERE,
    "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE,
    "NO_PROXY": "127.0.0.1,localhost",
    "no_proxy": "127.0.0.1,localhost",
    "KETAEVIDENCE_EUTILS_URL": f"{_NOWHERE}/",
}
#: Colours of a picture; figures here have a few hues and their greys.
_COLOURS = 96
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def notebooks(names: list[str] | None = None) -> list[Path]:
    """Give the notebooks whose file names begin with one of the names, or all."""
    paths = sorted(FOLDER.glob("*.ipynb"))
    chosen = [p for p in paths if not names or p.name.startswith(tuple(names))]
    if not chosen:
        msg = f"No notebook begins with {' or '.join(names or [])}."
        raise SystemExit(msg)
    return chosen


def executed(path: Path) -> Any:
    """Run a notebook from top to bottom in a new kernel and an empty folder."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    environment = {k: v for k, v in os.environ.items() if k != "NCBI_API_KEY"}
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=120,
            record_timing=False,
            # What is printed comes in pieces that differ from run to run.
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        try:
            # What a notebook puts into a temporary folder is gone with this one.
            places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
            client.execute(env=environment | _OFFLINE | places)
        except CellExecutionError as error:
            number, cell = _failed(notebook)
            msg = f"{path.name}, cell {number} ({_name(cell)}): {error.ename}: {error.evalue}"
            raise RuntimeError(msg) from None
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def _failed(notebook: Any) -> tuple[int, Any]:
    """Give the cell that raised, with its place counted from 1."""
    return next(
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if any(o.output_type == "error" for o in cell.get("outputs", ()))
    )


def _name(cell: Any) -> str:
    return cell.source.strip().splitlines()[0]


def shown(cell: Any) -> list[str]:
    """Give what a cell shows, in words: texts, tables, and a figure's description.

    The pixels of a figure depend on the drawing library's version; the description
    that the figure carries does not.
    """
    texts = []
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            texts.append(f"{output.name}: {output.text}")
            continue
        # A stored output has its kinds in another order than a fresh one.
        for kind, value in sorted(output.get("data", {}).items()):
            if kind.startswith("image/"):
                value = output.get("metadata", {}).get(kind, {}).get("alt", "")
            texts.append(f"{kind}: {value}")
    return [_ADDRESS.sub("", text) for text in texts]


def differences(stored: Any, fresh: Any) -> list[str]:
    """Name each cell whose stored output is not what it shows now."""
    return [
        f"cell {number} ({_name(then)}): "
        f"stored {_first_difference(shown(then), shown(now))}"
        for number, (then, now) in enumerate(
            zip(stored.cells, fresh.cells, strict=True), start=1
        )
        if shown(then) != shown(now)
    ]


def _first_difference(then: list[str], now: list[str]) -> str:
    old, new = "\n".join(then).splitlines(), "\n".join(now).splitlines()
    place = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    words = [
        repr(lines[place]) if place < len(lines) else "nothing" for lines in (old, new)
    ]
    return f"{words[0]}, now {words[1]}"


def store(path: Path, notebook: Any) -> None:
    """Write a notebook with its outputs, the pictures in a palette."""
    import nbformat

    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = _in_palette(data["image/png"])
    text = nbformat.writes(notebook)
    if len(text.encode()) > LARGEST:
        msg = (
            f"{path.name} would have {len(text.encode()):,} bytes; at most {LARGEST:,}."
        )
        raise SystemExit(msg)
    path.write_text(text + "\n", "utf-8")


def _in_palette(encoded: str) -> str:
    """Give the picture with few colours, which is a third of its size."""
    from PIL import Image

    picture = Image.open(io.BytesIO(b64decode(encoded))).convert("RGB")
    small = io.BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return b64encode(small.getvalue()).decode()


def main(names: list[str]) -> int:
    """Run each notebook, say what changed in it, and store it; 1 if one fails."""
    import nbformat

    failed = 0
    for path in notebooks(names):
        try:
            fresh = executed(path)
        except RuntimeError as error:
            print(f"{error}. Its file is as it was.", file=sys.stderr)
            failed = 1
            continue
        changed = differences(nbformat.read(path, as_version=4), fresh)
        store(path, fresh)
        print(
            f"{path.name}: outputs changed in {len(changed)} of {len(fresh.cells)} cells"
        )
        for line in changed:
            print(f"  {line[:200]}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
