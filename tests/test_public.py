"""The public surface: every name documented, tried, and light to import."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ketaevidence as ke

HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "jinja2", "Bio", "sqlite3"}


def modules_after(code):
    """Give the top-level modules loaded after running code in a fresh Python."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n'.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
    )
    return {line.split(".")[0] for line in told.stdout.splitlines()}


def test_the_list_of_names_is_sorted_and_complete():
    """Every public name can be used, and dir() shows it."""
    assert ke.__all__ == sorted(ke.__all__)
    assert set(ke.__all__) == set(ke._HOMES)
    assert set(ke.__all__) <= set(dir(ke))
    for name in ke.__all__:
        assert getattr(ke, name).__name__ == name
    assert ke.__version__


@pytest.mark.parametrize("name", ke.__all__)
def test_every_public_name_says_what_it_is(name):
    """Each name's documentation starts with one plain sentence."""
    text = inspect.getdoc(getattr(ke, name))
    assert text
    first = text.splitlines()[0]
    assert first.endswith((".", ":"))
    assert len(first) > 15


@pytest.mark.parametrize("name", ke.__all__)
def test_every_public_name_shows_an_example(name):
    """Each name's documentation ends in an example that doctest runs."""
    (test,) = doctest.DocTestFinder(recurse=False).find(getattr(ke, name), name)
    assert test.examples


def test_every_method_of_a_review_is_documented():
    """What a user can call on a review says what it does."""
    methods = inspect.getmembers(ke.Review, inspect.isfunction)
    public = {name: m for name, m in methods if not name.startswith("_")}
    assert len(public) > 10
    for name, method in public.items():
        assert inspect.getdoc(method), name


def test_an_unknown_name_is_an_attribute_error():
    """A misspelt name is an ordinary error with the name in it."""
    with pytest.raises(AttributeError, match="exemple_review"):
        _ = ke.exemple_review


def test_importing_the_package_loads_nothing_heavy():
    """The package alone loads no pandas, scipy, matplotlib or store."""
    assert not modules_after("import ketaevidence") & HEAVY


@pytest.mark.parametrize("words", ["--help", "report --help"])
def test_help_loads_nothing_heavy(words):
    """The command line's help loads no pandas, scipy, matplotlib or store."""
    code = (
        "from ketaevidence.cli import main\n"
        f"try: main({words.split()!r})\nexcept SystemExit: pass"
    )
    assert not modules_after(code) & HEAVY


def test_opening_a_review_loads_no_pandas_and_no_matplotlib():
    """Records and decisions are read without the heavy parts."""
    loaded = modules_after("import ketaevidence as ke; ke.example_review().records()")
    assert not loaded & {"pandas", "matplotlib", "scipy"}


def test_every_public_name_is_on_the_api_page():
    """docs/api.md lists every public name, once."""
    page = Path(__file__).parents[1] / "docs" / "api.md"
    listed = re.findall(r"auto(?:class|function):: (\w+)", page.read_text("utf-8"))
    assert sorted(listed) == list(ke.__all__)
