"""Bring records into a review's store and read back the very same records.

    python validation/store/round_trip.py FILE [FILE ...]

Every record of the files is imported into the store of a new review in a temporary
folder and read back. Each is compared, field by field, with what the file itself says.
The store gives one form of each record: the one with the highest version, and of
several with the same version the last. The script prints the counts and ends with exit
code 1 on any difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ketaevidence as ke
from ketaevidence.library import Library
from ketaevidence.pubmed.files import read_file
from ketaevidence.records.model import Record

FIELDS = tuple(Record.__annotations__)
_AT = "2000-01-01T00:00:00+00:00"


def stored(files: list[Path], folder: Path) -> tuple[int, tuple[Record, ...]]:
    """Import the files; give how many records they held and what the store gives."""
    received = 0
    with Library.create(folder / "library.sqlite") as library:
        for path in files:
            found = read_file(path)
            incoming, broken = found.incoming, found.broken
            if broken:
                sys.exit(
                    f"{path}: {len(broken)} broken records; the first: {broken[0]}"
                )
            received += len(incoming)
            library.add_records(
                incoming,
                kind="import",
                source=path.name,
                at=_AT,
                software=f"ketaevidence {ke.__version__}",
                detail={},
            )
            print(f"{path.name}: {len(incoming):,} imported", file=sys.stderr)
        return received, tuple(library.records())


def expected(files: list[Path]) -> tuple[int, int, dict[str, Record]]:
    """Read the files alone: all records, those with a rival, and those that stand."""
    count, standing = 0, dict[str, Record]()
    for path in files:
        for record in ke.read_records(path):
            count += 1
            rival = standing.get(record.key)
            if rival is None or rival.version <= record.version:
                standing[record.key] = record
    return count, count - len(standing), standing


def differences(before: Record, after: Record) -> Iterator[str]:
    """Yield a line for each field that did not come back as it went in."""
    for name in FIELDS:
        ours, theirs = getattr(before, name), getattr(after, name)
        if ours != theirs:
            yield f"{before.key} {name}\n  file  {ours}\n  store {theirs}"


def main() -> int:
    """Compare the files with the store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        received, back = stored(files, Path(folder))
    count, outdone, standing = expected(files)
    keys = [record.key for record in back]
    lost, added = standing.keys() - set(keys), set(keys) - standing.keys()
    problems = [f"{key} was lost" for key in sorted(lost)]
    problems += [f"{key} is in no file" for key in sorted(added)]
    if received != count:
        problems.append(f"{received} records were imported, the files hold {count}")
    if len(keys) != len(set(keys)):
        problems.append(f"{len(keys) - len(set(keys))} records came back twice")
    equal = 0
    for record in back:
        if record.key in standing:
            found = list(differences(standing[record.key], record))
            problems += found
            equal += not found
    print(f"records in the files:             {count:,}")
    print(f"outdone by a later form:          {outdone:,}")
    print(f"expected in the store:            {len(standing):,}")
    print(f"read back:                        {len(back):,}")
    print(f"equal in all {len(FIELDS)} fields:           {equal:,}")
    print(f"problems:                         {len(problems):,}")
    print(*problems[:20], sep="\n")
    return 1 if problems or equal != len(standing) else 0


if __name__ == "__main__":
    sys.exit(main())
