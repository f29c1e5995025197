"""The supply chain: what is installed is named, licensed, and fixed by its hash."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "ci.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]

pytestmark = pytest.mark.skipif(not LOCK.is_file(), reason="this is no source checkout")


def requirements_of(*texts):
    """Give every requirement, with those of our own extras in place of their names."""
    for text in texts:
        requirement = Requirement(text)
        if requirement.name != PROJECT["name"]:
            yield requirement
        for extra in requirement.extras:
            if requirement.name == PROJECT["name"]:
                yield from requirements_of(*EXTRAS[extra])


def locked():
    """Give {name: [(version, number of hashes)]} of the lock."""
    found = {}
    text = LOCK.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines:
        match = re.fullmatch(
            r"([\w.-]+)==([\w.+]+)(?: ; [^-]+?)?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*",
            line,
        )
        assert match, f"no plain name with version and hashes: {line[:80]}"
        found.setdefault(canonicalize_name(match[1]), []).append(
            (Version(match[2]), match[3].count("--hash"))
        )
    return found


def test_the_lock_has_all_that_ci_installs_at_or_above_its_floor():
    """Each dependency, dev tools included, is in the lock with hashes, none too old."""
    lock = locked()
    wanted = [*requirements_of(*PROJECT["dependencies"], f"{PROJECT['name']}[dev]")]
    assert len(wanted) > 30
    for requirement in wanted:
        versions = lock[canonicalize_name(requirement.name)]
        for version, hashes in versions:
            assert requirement.specifier.contains(version), f"{requirement}: {version}"
            assert hashes >= 1
    assert "hatchling" in lock, "the wheel is built without looking for a builder"


def test_every_dependency_has_a_floor_and_no_ceiling():
    """A floor can be tested; a ceiling would keep users from security fixes."""
    for text in PROJECT["dependencies"]:
        operators = {spec.operator for spec in Requirement(text).specifier}
        assert operators == {">="}, text


def test_every_runtime_dependency_is_on_the_page_of_licences():
    """docs/licences.md names each with a licence; run validation.supply.licences."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = re.findall(
        r"^\| \[([^\]]+)\]\((https?://[^)]+)\) \| (.+) \|$", page, re.MULTILINE
    )
    licences = {canonicalize_name(name): licence for name, _, licence in rows}
    for text in [*PROJECT["dependencies"], *EXTRAS["parquet"], *EXTRAS["cluster"]]:
        assert canonicalize_name(Requirement(text).name) in licences, text
    assert "not stated" not in licences.values()


def test_no_dependency_asks_that_its_users_share_their_source():
    """No package that runs with ketaevidence is under the GPL or the AGPL."""
    pytest.importorskip("distributed", reason="its users' extras are looked at too")
    from validation.supply.installed import needed_packages

    strict = [p.name for p in needed_packages() if re.search(r"\bA?GPL", p.licence)]
    assert strict == []


def test_the_bill_of_materials_names_everything_once_and_is_the_same_twice():
    """Each reference leads to a component, and the same environment gives the same."""
    pytest.importorskip("distributed", reason="its users' extras are listed too")
    from validation.supply.installed import needed_packages
    from validation.supply.sbom import document

    bill = document(needed_packages(), "0.1.0")
    assert json.dumps(bill) == json.dumps(document(needed_packages(), "0.1.0"))
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(references) == len(set(references))
    ours = bill["metadata"]["component"]["bom-ref"]
    assert {each["ref"] for each in bill["dependencies"]} == {*references, ours}
    (top,) = (each for each in bill["dependencies"] if each["ref"] == ours)
    assert any(part.startswith("pkg:pypi/numpy@") for part in top["dependsOn"])
    assert {other for each in bill["dependencies"] for other in each["dependsOn"]} <= {
        *references
    }


def test_workflows_run_only_actions_that_are_fixed_by_their_commit():
    """A tag can be moved to other code; a commit cannot. No workflow may write."""
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        text = path.read_text("utf-8")
        used = re.findall(r"uses: (\S+)", text)
        assert used
        for action in used:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert "contents: read" in text
        assert ": write" not in text
