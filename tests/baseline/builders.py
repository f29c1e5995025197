"""PubMed's files on disk, made small for the tests."""

from __future__ import annotations

import gzip
import hashlib

from tests.pubmed.samples import HEADING, article

from ketaevidence.baseline.screen import Task, Work
from ketaevidence.question.load import shipped_question
from ketaevidence.question.writing import named_vocabularies, parse_expression

NAMED = named_vocabularies(shipped_question())


def expression(words="ketamine AND crps-terms"):
    return parse_expression(words, NAMED)


def hit(pmid, version=1, title="Ketamine for CRPS"):
    return article(str(pmid), version=version, title=title)


def miss(pmid, version=1, title="Sheep"):
    return article(str(pmid), version=version, title=title)


def deletion(*pairs):
    inner = "".join(
        f'<PMID Version="{version}">{pmid}</PMID>' for pmid, version in pairs
    )
    return f"<DeleteCitation>{inner}</DeleteCitation>\n"


def packed(*pieces):
    whole = f"{HEADING}<PubmedArticleSet>\n{''.join(pieces)}</PubmedArticleSet>\n"
    return gzip.compress(whole.encode(), mtime=0)


def name_of(number, year=26):
    return f"pubmed{year:02}n{number:04}.xml.gz"


def write(folder, number, *pieces, year=26, with_md5=True, data=None):
    """Write one file as PubMed would, with its .md5 file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name_of(number, year)
    data = packed(*pieces) if data is None else data
    path.write_bytes(data)
    if with_md5:
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        path.with_name(path.name + ".md5").write_text(f"MD5({path.name})= {digest}\n")
    return path


def task(path, words="ketamine AND crps-terms", wanted=(), **more):
    return Task(str(path), Work(expression(words), frozenset(wanted)), **more)
