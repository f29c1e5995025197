"""Write a bill of materials (CycloneDX 1.5, JSON): python -m validation.supply.sbom.

A step of a release: run it in the environment in which the release was tested. It names
every package that runs with ketaevidence, its version, licence and what it needs. The
same environment gives the same bytes: there is no time and no serial number in it.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from validation.supply.installed import Package, is_spdx, needed_packages

_OURS = "ketaevidence"


def document(packages: tuple[Package, ...], version: str) -> dict[str, Any]:
    """Give the whole bill of materials."""
    by_name = {canonicalize_name(package.name): package for package in packages}
    reference = {
        name: _purl(name, package.version) for name, package in by_name.items()
    }
    ours = _purl(_OURS, version)
    direct = [reference[name] for name, package in by_name.items() if package.is_direct]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": ours,
                "type": "library",
                "name": _OURS,
                "version": version,
                "purl": ours,
                "licenses": [{"expression": "MIT"}],
            }
        },
        "components": [
            _component(package, reference[name]) for name, package in by_name.items()
        ],
        "dependencies": [
            {"ref": ours, "dependsOn": sorted(direct)},
            *(
                {
                    "ref": reference[name],
                    "dependsOn": sorted(reference[other] for other in package.needs),
                }
                for name, package in by_name.items()
            ),
        ],
    }


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{canonicalize_name(name)}@{version}"


def _component(package: Package, reference: str) -> dict[str, Any]:
    return {
        "bom-ref": reference,
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": reference,
        "licenses": [_licence(package.licence)],
        "externalReferences": [{"type": "website", "url": package.home}],
    }


def _licence(text: str) -> dict[str, Any]:
    if is_spdx(text):
        return {"expression": text}
    return {"license": {"name": text}}


def main() -> int:
    """Write the bill of materials to the file that is named, or print it."""
    version = distribution(_OURS).version
    text = json.dumps(document(needed_packages(), version), indent=2, sort_keys=True)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(f"{text}\n", "utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
