"""A release folder: Metapsy's layout, checked sums, and nobody's address."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest

import ketaevidence as ke
from ketaevidence.question.load import parse_question

#: What Metapsy asks of every data set's folder, and what this project adds.
LAYOUT = {
    "data.csv", "arms.csv", "analyses.json", "settings.toml", "README.md", "SHA256SUMS",
    "metadata/version.txt", "metadata/version.json", "metadata/title.txt",
    "metadata/shorthand.txt", "metadata/authors.txt", "metadata/last_search.txt",
    "metadata/number_studies.txt", "metadata/search_string.txt",
    "metadata/search_flow.json", "metadata/variable_description.json",
    "metadata/variable_description_arms.json",
}  # fmt: skip
ADDRESS = "someone@example.org"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Release the example with an address in its question; give review and folder."""
    with ke.example_review() as review:
        review.question = replace(review.question, email=ADDRESS)
        review.freeze("for this test")
        folder = review.release(tmp_path_factory.mktemp("release") / "out")
        yield review, folder


def test_the_layout_is_complete(released):
    """Every file of the standard is there, and none besides those described."""
    _, folder = released
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found == LAYOUT


def test_the_checksums_are_those_of_the_files(released):
    """Each file but the list of sums itself is in it, with the sum of its bytes."""
    _, folder = released
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {path: told for told, path in (line.split("  ") for line in lines)}
    assert sums.keys() == LAYOUT - {"SHA256SUMS"}
    for path, told in sums.items():
        assert sha256((folder / path).read_bytes()).hexdigest() == told


def test_each_column_stands_in_the_data_dictionary(released):
    """Every column of both files has words, in the same order."""
    _, folder = released
    for data, words in (("data", "description"), ("arms", "description_arms")):
        with (folder / f"{data}.csv").open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        path = folder / "metadata" / f"variable_{words}.json"
        assert list(json.loads(path.read_text("utf-8"))) == columns


def test_no_address_and_no_reviewer_is_published(released):
    """What names the people of the review stays in the review."""
    review, folder = released
    everything = "".join(
        path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    )
    assert ADDRESS not in everything
    assert review.decisions()[0].by not in everything
    settings = (folder / "settings.toml").read_text("utf-8")
    assert parse_question(settings, "x") == replace(review.question, email=None)


def test_no_unstated_spread_is_written_as_a_deviation(released):
    """In the whole release no row with an unspecified spread has a deviation of it."""
    _, folder = released
    with (folder / "arms.csv").open(encoding="utf-8", newline="") as file:
        unstated = {
            row["result_id"]
            for row in csv.DictReader(file)
            if row["spread_type"] == "unspecified"
        }
    assert "R001" in unstated
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for arm in ("arm1", "arm2"):
                if unstated.intersection(row[f"result_id_{arm}"].split("+")):
                    assert row[f"sd_{arm}"] == row[f"sd_change_{arm}"] == "NA"


def test_the_metadata_say_what_the_review_says(released):
    """Version, flow, studies and search are those of the frozen state."""
    review, folder = released
    told = {
        path.name: path.read_text("utf-8").strip()
        for path in (folder / "metadata").iterdir()
    }
    (version,) = review.versions()
    flow = review.flow()
    assert told["version.txt"] == version.number
    about = json.loads(told["version.json"])
    assert about["sha256_of_the_frozen_numbers"] == version.digest
    assert told["number_studies.txt"] == str(flow.included_studies)
    # The bundled review was searched by nobody; an import is no search.
    assert told["last_search.txt"] == "not stated"
    counted = json.loads(told["search_flow.json"])
    assert counted["records.screened"] == flow.screened
    assert counted["included"] == flow.included_studies
    readme = (folder / "README.md").read_text("utf-8")
    for heading in ("Citation", "Licence", "Made with"):
        assert re.search(rf"^## {heading}$", readme, re.MULTILINE)
