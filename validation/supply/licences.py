"""Write docs/licences.md: python -m validation.supply.licences [--check].

With --check nothing is written; it ends with 1 if the page is not what it should be.
"""

from __future__ import annotations

import sys

from validation.supply.installed import EXTRAS, ROOT, Package, needed_packages

PAGE = ROOT / "docs" / "licences.md"
_EXTRAS = " and ".join(f"`{name}`" for name in EXTRAS)
_HEADING = f"""# Licences

ketaevidence is under the MIT licence. These are the packages that it needs to run, with
the extras {_EXTRAS}, and the licences that their own metadata state.
They are installed beside ketaevidence and are no part of it.

The page is written by `python -m validation.supply.licences` from what is installed on
Linux; on Windows `colorama` (BSD-3-Clause) comes too. What a newer version of a package
needs in addition is not here yet. The versions of a release stand in its bill of
materials ([Supply chain](supply-chain.md)).
"""


def page(packages: tuple[Package, ...]) -> str:
    """Write the page."""
    parts = [_HEADING]
    for title, wanted in (("Named by ketaevidence", True), ("Needed by those", False)):
        rows = [
            f"| [{package.name}]({package.home}) | {package.licence} |"
            for package in packages
            if package.is_direct is wanted
        ]
        parts.append(
            "\n".join([f"## {title}", "", "| package | licence |", "|---|---|", *rows])
        )
    return "\n".join([parts[0], "\n\n".join(parts[1:])]) + "\n"


def main() -> int:
    """Write or compare the page."""
    text = page(needed_packages())
    if "--check" in sys.argv[1:]:
        is_current = PAGE.is_file() and PAGE.read_text("utf-8") == text
        print(
            "docs/licences.md is current" if is_current else "docs/licences.md is old"
        )
        return 0 if is_current else 1
    PAGE.write_text(text, "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
