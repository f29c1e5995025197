"""Speed and memory of reading PubMed XML: python benchmarks/reading.py FILE.xml.gz.

Reads one file of PubMed's baseline or updates with this package and with others. Each
reader runs in a process of its own, one after the other and in turns, so that its
memory is its own and a busy moment hits all alike; the least CPU time of the turns
counts. Exits with 1 when a promise does not hold. Readers that are not installed are
left out, and so are the promises that compare with them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

_PART = 1 << 18
#: Biopython is slow and holds much: it reads the first records only.
_SHARE = 2000
_HEAD = b"<PubmedArticleSet>"

#: Promised: times faster than pubmed_parser, as fast as lxml's bare tree, the
#: stream's memory [MB], and how much longer than the stream a table may take.
TIMES_PUBMED_PARSER = 5.0
STREAM_MB = 60
TIMES_STREAM = 2.0


def stream(path: str) -> int:
    """Go through the records with every field, and hold none."""
    import ketaevidence as ke

    count = authors = 0
    for record in ke.stream_records(path):
        count += 1
        # Something of what was read is used, so that nothing can have been put off.
        authors += len(record.authors) + len(record.mesh) + len(record.title)
    if not authors:
        msg = f"{path}: not one author, heading or title was read"
        raise ValueError(msg)
    return count


def whole(path: str) -> int:
    """Read every record and hold them all."""
    import ketaevidence as ke

    return len(ke.read_records(path))


def frame(path: str) -> int:
    """Read the file into a DataFrame."""
    import ketaevidence as ke

    return len(ke.read_frame(path))


def parser(path: str) -> int:
    """Read with pubmed_parser, as its manual says."""
    import pubmed_parser

    return sum(1 for _ in pubmed_parser.parse_medline_xml(path))


def biopython(path: str) -> int:
    """Read the first records with Biopython, whose own copy of the DTD is used."""
    from Bio import Entrez

    return len(Entrez.read(BytesIO(_first(path)))["PubmedArticle"])


def tree(path: str) -> int:
    """Let lxml build its tree, and read nothing out of it."""
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(huge_tree=True, no_network=True))
    return len(root.getroot().findall("PubmedArticle"))


def gunzip(path: str) -> int:
    """Decompress with Python's own zlib."""
    with gzip.open(path) as file:
        return _records_in(file.read)


def isal(path: str) -> int:
    """Decompress with isal, as this package does."""
    from isal import igzip

    with igzip.open(path) as file:
        return _records_in(file.read)


def _records_in(read: Callable[[int], bytes]) -> int:
    """Go through a file, and count its records only at the ends of its parts."""
    count, rest = 0, b""
    while part := read(_PART):
        text = rest + part
        count += text.count(b"</PubmedArticle>")
        rest = text[-len(b"</PubmedArticle>") + 1 :]
    return count


def _first(path: str) -> bytes:
    """Give the first records of a file as a file of their own."""
    with gzip.open(path) as file:
        data = file.read(64 << 20)
    end = 0
    for _ in range(_SHARE):
        found = data.find(b"</PubmedArticle>", end)
        if found < 0:
            break
        end = found + len(b"</PubmedArticle>")
    # The heading names the DTD; Biopython finds it among those that it brings along.
    heading = (
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM '
        b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_%b.dtd">\n' % _dtd()
    )
    body = data[data.index(_HEAD) : end]
    return heading + body + b"\n</PubmedArticleSet>\n"


def _dtd() -> bytes:
    from Bio import Entrez

    known = (Path(Entrez.__file__).parent / "DTDs").glob("pubmed_[0-9]*.dtd")
    return max(path.stem.removeprefix("pubmed_") for path in known).encode()


#: Name in the table: (what it does, the package that it needs).
READERS: dict[str, tuple[Callable[[str], int], str]] = {
    "ketaevidence stream": (stream, "ketaevidence"),
    "ketaevidence read_frame": (frame, "ketaevidence"),
    "ketaevidence read_records": (whole, "ketaevidence"),
    "pubmed_parser": (parser, "pubmed_parser"),
    f"Biopython (first {_SHARE})": (biopython, "Bio"),
    "lxml, tree only": (tree, "lxml"),
    "gunzip (zlib)": (gunzip, "gzip"),
    "gunzip (isal)": (isal, "isal"),
}


def one(name: str, path: str) -> None:
    """Run one reader in this process and print what it took."""
    # Import and start are no part of reading.
    for package in ("ketaevidence", READERS[name][1]):
        __import__(package)
    if name.startswith("ketaevidence"):
        import ketaevidence as ke

        list(ke.stream_records(b"<PubmedArticleSet></PubmedArticleSet>"))
    if name.endswith("frame"):
        __import__("pandas")
    before = time.process_time()
    count = READERS[name][0](path)
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"records": count, "seconds": seconds, "mb": memory}))


def measured(path: str, repeat: int) -> dict[str, dict[str, float]]:
    """Run every reader in turns, and give the best turn of each."""
    best: dict[str, dict[str, float]] = {}
    for turn in range(repeat):
        for name, (_, package) in READERS.items():
            if find_spec(package) is None:
                if not turn:
                    print(f"left out: {name} ({package} is not installed)")
                continue
            command = [sys.executable, __file__, path, "--only", name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"left out: {name} ({done.stderr.strip().splitlines()[-1]})")
                continue
            taken = json.loads(done.stdout.splitlines()[-1])
            if name not in best or taken["seconds"] < best[name]["seconds"]:
                best[name] = taken
    return best


def promises(best: dict[str, dict[str, float]]) -> list[tuple[bool, str]]:
    """Give what is promised, with whether it holds, as far as it was measured."""
    rate = {name: taken["records"] / taken["seconds"] for name, taken in best.items()}
    mine = rate["ketaevidence stream"]
    memory = best["ketaevidence stream"]["mb"]
    told = [(memory < STREAM_MB, f"the stream holds {memory:.0f} MB (< {STREAM_MB})")]
    for name, bar in (("pubmed_parser", TIMES_PUBMED_PARSER), ("lxml, tree only", 1.0)):
        if name in rate:
            times = mine / rate[name]
            told.append((times >= bar, f"{times:.2f} x the speed of {name} (>= {bar})"))
    if "ketaevidence read_frame" in rate:
        times = mine / rate["ketaevidence read_frame"]
        line = f"read_frame takes {times:.2f} x the stream (<= {TIMES_STREAM})"
        told.append((times <= TIMES_STREAM, line))
    return told


def main() -> int:
    """Measure, print, and say by the exit code whether the promises hold."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("file", help="a .xml.gz file of PubMed's")
    arguments.add_argument("--repeat", type=int, default=3, help="turns (3)")
    arguments.add_argument("--only", choices=READERS, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.only:
        one(given.only, given.file)
        return 0
    best = measured(given.file, given.repeat)
    print(f"\n{'reader':<28}{'records':>9}{'CPU s':>9}{'records/s':>11}{'MB':>7}")
    for name, taken in best.items():
        seconds, count = taken["seconds"], int(taken["records"])
        rate = f"{count / seconds:.0f}"
        print(f"{name:<28}{count:>9}{seconds:>9.2f}{rate:>11}{taken['mb']:>7.0f}")
    print()
    told = promises(best)
    for holds, line in told:
        print(f"{'holds' if holds else 'FAILS'}: {line}")
    return 0 if all(holds for holds, _ in told) else 1


if __name__ == "__main__":
    sys.exit(main())
