"""The register as DataFrames: every field a column, what is missing is ``NA``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from ketaevidence.curation.model import Register, Result, Source, Study

if TYPE_CHECKING:
    import pandas as pd

_KINDS = {"int": "Int64", "float": "Float64", "bool": "boolean", "str": "string"}


def studies_frame(register: Register) -> pd.DataFrame:
    """Give one row per study; the source is in columns ``source_*``."""
    return _frame(Study, register.studies)


def results_frame(register: Register) -> pd.DataFrame:
    """Give one row per result, with the study's label and the arm's in front."""
    table = _frame(Result, register.results)
    labels = {study.study_id: study.label for study in register.studies}
    arms = {(arm.study_id, arm.arm_id): arm.label for arm in register.arms}
    places = [(row.study_id, row.arm_id) for row in register.results]
    table.insert(2, "study", [labels[study] for study, _ in places])
    table.insert(4, "arm", [arms[place] for place in places])
    return table.astype({"study": "string", "arm": "string"})


def _frame(kind: type[Any], rows: Iterable[Any]) -> pd.DataFrame:
    import pandas as pd

    kinds: dict[str, str] = {}
    for field in fields(kind):
        if field.name == "source":
            kinds |= {f"source_{part.name}": "string" for part in fields(Source)}
        else:
            # Annotations are text here: "int | None" names the kind before the bar.
            kinds[field.name] = _KINDS[str(field.type).partition(" ")[0]]
    flat = []
    for row in rows:
        values = asdict(row)
        source = values.pop("source")
        flat.append(values | {f"source_{name}": v for name, v in source.items()})
    return pd.DataFrame(flat, columns=list(kinds)).astype(kinds)
