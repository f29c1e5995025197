"""A version as a folder to publish: Metapsy's layout, with checksums.

The folder holds facts and numbers: no abstracts, no quotes, no names of reviewers, no
e-mail address. The same version gives the same bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ketaevidence.errors import PresentError
from ketaevidence.exchange.metapsy import Published, arms_csv, comparisons_csv
from ketaevidence.exchange.metapsy_columns import ARM_COLUMNS, COMPARISON_COLUMNS
from ketaevidence.library import Version
from ketaevidence.present.words import clean
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.model import Question

#: What a folder of a version says where the review does not.
_NOT_STATED: Final = "not stated"
#: The file of checksums, in the form of ``sha256sum``.
CHECKSUMS: Final = "SHA256SUMS"


def release_files(version: Version, published: Published) -> dict[str, str]:
    """Give every file of a version's folder by its path in it.

    Parameters
    ----------
    version
        The version, undamaged.
    published
        Its question, its included studies and their results.
    """
    question = published.question
    frozen = json.loads(version.document)
    files = {
        "data.csv": comparisons_csv(published),
        "arms.csv": arms_csv(published),
        "analyses.json": _json(frozen["analyses"]),
        "settings.toml": question_text(replace(question, email=None)),
        "README.md": _readme(version, question, frozen),
        "metadata/version.txt": f"{version.number}\n",
        "metadata/version.json": _json(_about(version)),
        "metadata/title.txt": f"{clean(question.title)}\n",
        "metadata/shorthand.txt": f"{clean(question.name)}\n",
        "metadata/authors.txt": f"{_NOT_STATED}\n",
        "metadata/last_search.txt": f"{_last_search(frozen)}\n",
        "metadata/number_studies.txt": f"{_number_of_studies(frozen)}\n",
        "metadata/search_string.txt": f"{question.pubmed_search}\n",
        "metadata/search_flow.json": _json(_flow(frozen["flow"])),
        "metadata/variable_description.json": _json(
            dict(COMPARISON_COLUMNS), in_order=True
        ),
        "metadata/variable_description_arms.json": _json(
            dict(ARM_COLUMNS), in_order=True
        ),
    }
    sums = (f"{_sum(text)}  {path}\n" for path, text in sorted(files.items()))
    return {**files, CHECKSUMS: "".join(sums)}


def write_release(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a release into a new folder, all of them or none.

    Raises
    ------
    PresentError
        If the folder holds something or cannot be made. Nothing is left behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder}: there is something here already; choose a new folder."
        raise PresentError(msg)
    try:
        # Built beside its place and renamed, so that nobody sees half a release.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".release-") as made:
            draft = Path(made) / "release"
            for path, text in files.items():
                (draft / path).parent.mkdir(parents=True, exist_ok=True)
                (draft / path).write_bytes(text.encode("utf-8", "replace"))
            draft.replace(folder)
    except OSError as error:
        msg = f"{folder}: the release cannot be made here ({error.strerror})."
        raise PresentError(msg) from error
    return folder


def _about(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "frozen_at": version.at,
        "cause": version.cause,
        "reason": version.reason,
        "software": dict(version.software),
        "sha256_of_the_frozen_numbers": version.digest,
        "sha256_of_the_question_file": _sum(version.question),
    }


def _last_search(frozen: Mapping[str, Any]) -> str:
    """Give the day of the last search; an import of a file is none that we know of."""
    newest = frozen["search"]["newest"]
    return _NOT_STATED if newest is None else str(newest["at"])[:10]


def _number_of_studies(frozen: Mapping[str, Any]) -> str:
    number = frozen["flow"]["included_studies"]
    return _NOT_STATED if number is None else str(number)


def _flow(flow: Mapping[str, Any]) -> dict[str, Any]:
    """Give the flow by Metapsy's names, and by others where Metapsy has none."""
    other = flow["other"] or {}
    brought = sum(n for _, n in flow["identified"])
    return {
        "database.hits": brought,
        "additional.records": sum(n for _, n in other.get("identified", [])),
        "database.hits.duplicates.removed": brought - flow["duplicates_removed"],
        "records.screened": flow["screened"],
        "records.awaiting.screening": flow["awaiting_screening"],
        "records.excluded": flow["excluded_at_screening"],
        "reports.sought": flow["reports_sought"],
        "reports.not.retrieved": flow["reports_not_retrieved"],
        "full.text.assessed.for.eligibility": flow["reports_assessed"],
        "full.text.awaiting.assessment": flow["awaiting_full_text"],
        "full.text.excluded.reasons": dict(flow["excluded_at_full_text"]),
        "included.reports": flow["included_reports"],
        "included": flow["included_studies"],
        "by.source": dict(flow["identified"]),
    }


def _readme(version: Version, question: Question, frozen: Mapping[str, Any]) -> str:
    made = ", ".join(f"{name} {number}" for name, number in version.software)
    title = clean(question.title).replace("<", "&lt;")
    return f"""# {title}, version {version.number}

Frozen on {version.at[:10]}. Last search: {_last_search(frozen)}.
Included studies: {_number_of_studies(frozen)}.

- `data.csv`: each comparison of two separate, randomised groups, in the columns of the
  Metapsy data standard (https://docs.metapsy.org). Where `not_used_because` says
  something, no pool may use the row as it stands, and its numbers are NA.
- `arms.csv`: each confirmed result of each included study, as its source prints it.
- `analyses.json`: every shown and pooled number of this version, and what was kept out.
- `settings.toml`: the question and the settings.
- `metadata/`: version, search, flow, and what each column means
  (`variable_description.json` for `data.csv`, `variable_description_arms.json` for
  `arms.csv`).
- `{CHECKSUMS}`: check all files with `sha256sum --check {CHECKSUMS}`.

A spread of a kind that its source does not state stands in `arms.csv` as
`unspecified`, and nowhere as a standard deviation. Change in patients without a
comparator is in `arms.csv` only: it is no effect of a treatment.

## Citation

{title}. Living systematic review, version {version.number}, {version.at[:10]}.
Authors: {_NOT_STATED}; name them here before you publish.

## Licence

{_NOT_STATED.capitalize()}. Whoever publishes this folder says here under which terms.

## Made with

{made}
"""


def _sum(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _json(document: object, *, in_order: bool = False) -> str:
    """Write a document for people and machines, always in the same order."""
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=not in_order)
    return f"{text}\n"
