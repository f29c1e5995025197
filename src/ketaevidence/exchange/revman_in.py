"""Read a data package of RevMan Web, version 1 (made until 23 September 2024).

References
----------
Cochrane, RevMan Knowledge Base: "Previous version: version 1 data package".
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from ketaevidence.errors import ReadError
from ketaevidence.exchange.aliases import column_key
from ketaevidence.exchange.revman_columns import (
    DATA,
    ESTIMATE,
    NEWER,
    OTHER_NAMES,
    ROWS,
    SETTINGS,
    USED,
    Kind,
)
from ketaevidence.exchange.revman_package import (
    DataPackage,
    PackageAnalysis,
    PackageBias,
    PackageRow,
    PackageStudy,
)
from ketaevidence.exchange.rows import Problems
from ketaevidence.exchange.tables import Table, TableRow, read_csv

_ROWS_FILE, _SETTINGS_FILE = "data-rows.csv", "overall-estimates-and-settings.csv"
_STUDY_FILE, _BIAS_FILE = "study-information.csv", "risk-of-bias.csv"
_READ: Final = (_ROWS_FILE, _SETTINGS_FILE, _STUDY_FILE, _BIAS_FILE)
#: A package of the Cochrane Library has the data in a zip of their own inside.
_INNER: Final = re.compile(r"-data\.zip$|dataPackage\.zip$", re.IGNORECASE)
#: Only packages of diagnostic reviews have this file.
_DIAGNOSTIC: Final = "-parameters.csv"
#: A file that unpacks to more was made to fill the memory [bytes].
_MOST_BYTES: Final = 1 << 28
_BLANK: Final = frozenset({"", "#n/a", "na"})
_FLAGS: Final = {"true": True, "false": False}
_JUDGEMENT, _SUPPORT = "Domain (judgement): ", "Domain (support): "
_Kept = TypeVar("_Kept", PackageRow, PackageAnalysis)


def read_revman(path: str | os.PathLike[str]) -> DataPackage:
    """Read the data package of a Cochrane review of interventions.

    Parameters
    ----------
    path
        The zip that RevMan exports, or that the Cochrane Library offers under
        "Download data".

    Returns
    -------
    DataPackage
        Analyses with all their settings, RevMan's own estimates and rows; the studies;
        the judgements on the risk of bias.

    Raises
    ------
    ReadError
        If it is no data package, one of a diagnostic review or of the newer format, or
        a table of it is damaged: file, row and column are named.

    Examples
    --------
    An invented package with one study:

    >>> import tempfile
    >>> def table(columns, cells):
    ...     out = io.StringIO()
    ...     writer = csv.DictWriter(out, [column[0] for column in columns], "")
    ...     writer.writeheader()
    ...     writer.writerow({"Analysis group": 1, "Analysis number": 1} | cells)
    ...     return out.getvalue()
    >>> settings = {"Data type": "Contrast level", "Effect measure": "Odds Ratio",
    ...             "Log-scale data": "true", "Analysis model": "Fixed effect",
    ...             "Statistical method": "IV", "Estimate CI": "95%", "Mean": 0.606531,
    ...             "CI start": 0.409838, "CI end": 0.897621}
    >>> row = {"Study": "Ada 2001", "GIV Mean": -0.5, "GIV SE": 0.2}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "package.zip"
    ...     with zipfile.ZipFile(path, "w") as archive:
    ...         archive.writestr(_SETTINGS_FILE, table(SETTINGS, settings))
    ...         archive.writestr(_ROWS_FILE, table(ROWS, row))
    ...     package = read_revman(path)
    >>> package
    <DataPackage package.zip: 1 analyses, 0 studies, 0 judgements>
    >>> analysis = package.analysis("1.1")
    >>> analysis.effects().slab, analysis.compare().agrees
    (('Ada 2001',), True)
    """
    place = Path(path)
    try:
        raw = place.read_bytes()
    except OSError as error:
        msg = f"{place}: cannot be read ({error.strerror})."
        raise ReadError(msg) from error
    files = _unpacked(raw, place.name)
    if any(name.endswith(_DIAGNOSTIC) for name in files):
        msg = (
            f"{place.name}: this package is of a review of diagnostic tests; only "
            "reviews of interventions are read here."
        )
        raise ReadError(msg)
    tables = {ending: _table(files, ending, place.name) for ending in _READ}
    settings, rows = tables[_SETTINGS_FILE], tables[_ROWS_FILE]
    if settings is None or rows is None:
        missing = _SETTINGS_FILE if settings is None else _ROWS_FILE
        msg = (
            f"{place.name}: no {missing} in it; a RevMan data package has one in its "
            "folder of analysis data. Export it again, or choose the package with data."
        )
        raise ReadError(msg)
    return DataPackage(
        name=place.name,
        analyses=_analyses(*settings, *rows),
        studies=_studies(tables[_STUDY_FILE]),
        bias=_bias(tables[_BIAS_FILE]),
        unread=tuple(n for n in sorted(files) if not n.endswith(_READ)),
    )


# Files -----------------------------------------------------------------------

#: A table, and its headings as they are printed.
_Printed = tuple[Table, tuple[str, ...]]


def _unpacked(raw: bytes, name: str) -> Mapping[str, bytes]:
    """Give every file of a package by its path, also from the zip inside it."""
    files = dict(_members(raw, name))
    if not any(path.endswith(_ROWS_FILE) for path in files):
        for path in [p for p in files if _INNER.search(p)]:
            files |= dict(_members(files.pop(path), f"{name}:{path}"))
    return files


def _members(raw: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            size = sum(member.file_size for member in members)
            if size > _MOST_BYTES:
                msg = f"{name}: the package unpacks to {size} bytes; refused."
                raise ReadError(msg)
            for member in members:
                if not member.filename.startswith("__MACOSX/"):
                    yield member.filename, archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        msg = (
            f"{name}: this is no zip that can be read ({error}). A RevMan data package "
            "is one; give it as it was downloaded."
        )
        raise ReadError(msg) from error


def _table(files: Mapping[str, bytes], ending: str, name: str) -> _Printed | None:
    found = [path for path in files if path.endswith(ending)]
    if not found:
        return None
    if len(found) > 1:
        msg = f"{name}: several files {ending} in it: {', '.join(found)}; leave one."
        raise ReadError(msg)
    table = read_csv(files[found[0]], f"{name}:{found[0].rpartition('/')[2]}")
    text = files[found[0]].decode("utf-8-sig")
    # The table compares headings in small letters; a domain's title is read as printed.
    printed = next(
        cells
        for cells in csv.reader(io.StringIO(text, newline=""))
        if any(cell.strip() for cell in cells)
    )
    return table, tuple(" ".join(cell.split()) for cell in printed if cell.strip())


def _check_columns(
    table: Table, printed: Sequence[str], known: Sequence[tuple[str, str, Kind]]
) -> None:
    """Refuse a table of another format."""
    plain = {heading.casefold() for heading in printed}
    if plain & NEWER:
        msg = (
            f"{table.name}: this is the newer format of RevMan's data packages (made "
            f"since 23 September 2024; it has {', '.join(sorted(plain & NEWER))}). "
            "Only version 1 is read here so far. The R package meta reads it "
            "(meta::read.cdir); its numbers can be given to effect_sizes() or pool()."
        )
        raise ReadError(msg)
    wanted = {heading.casefold() for heading, _, _ in known}
    plain = {OTHER_NAMES.get(heading, heading) for heading in plain}
    lacking, strange = sorted(wanted - plain), sorted(plain - wanted)
    if lacking or strange:
        told = [f"missing: {', '.join(lacking)}"] if lacking else []
        told += [f"not known: {', '.join(strange)}"] if strange else []
        msg = (
            f"{table.name}: these are not the columns of a version 1 data package "
            f"({'; '.join(told)}). Export the package again, and leave it unopened."
        )
        raise ReadError(msg)


# Analyses --------------------------------------------------------------------


def _analyses(
    settings: Table,
    settings_printed: Sequence[str],
    rows: Table,
    rows_printed: Sequence[str],
) -> tuple[PackageAnalysis, ...]:
    _check_columns(settings, settings_printed, SETTINGS)
    _check_columns(rows, rows_printed, ROWS)
    problems = Problems(settings.name)
    found: dict[tuple[int, int], PackageAnalysis] = {}
    for row in settings.rows:
        values = _without_empty_estimate(_values(row, SETTINGS, problems))
        analysis = _made(PackageAnalysis, values, row, problems)
        if analysis is None:
            continue
        key = analysis.analysis_group, analysis.analysis_number
        if key in found:
            problems.add(f"row {row.number}", f"analysis {analysis.number} again")
        found[key] = analysis
    problems.check()
    kept: dict[tuple[int, int], list[PackageRow]] = {key: [] for key in found}
    problems = Problems(rows.name)
    for row in rows.rows:
        values = _without_empty_estimate(_values(row, ROWS, problems))
        key = values["analysis_group"], values["analysis_number"]
        if key not in found:
            problems.add(
                f"row {row.number}",
                f"analysis {key[0]}.{key[1]}, which the settings do not have",
            )
            continue
        used = USED.get(found[key].data_type or "", DATA)
        unused = {n: None for n in DATA - used if values[n] == 0}
        made = _made(PackageRow, values | unused, row, problems)
        if made is not None:
            kept[key].append(made)
    problems.check()
    return tuple(
        replace(analysis, rows=tuple(kept[key])) for key, analysis in found.items()
    )


def _made(
    kind: type[_Kept], values: dict[str, Any], row: TableRow, problems: Problems
) -> _Kept | None:
    needed = ["analysis_group", "analysis_number"]
    needed += ["study"] if kind is PackageRow else []
    lacking = [name.replace("_", " ") for name in needed if values[name] is None]
    if lacking:
        problems.add(f"row {row.number}", f"no {' and no '.join(lacking)}")
        return None
    return kind(**values)


def _values(
    row: TableRow, known: Sequence[tuple[str, str, Kind]], problems: Problems
) -> dict[str, Any]:
    values = {}
    for heading, name, kind in known:
        key = column_key(heading)
        if key not in row.cells:
            key = column_key("Analysis ID")
        cell = row.cells[key].strip()
        try:
            values[name] = _value(cell, kind)
        except ValueError:
            values[name] = None
            problems.add(
                f"row {row.number}",
                f"column {heading}: {cell[:40]!r} is no {kind}; export the package "
                "again and leave it unopened",
            )
    return values


def _value(cell: str, kind: Kind) -> str | float | int | bool | None:
    if cell.casefold() in _BLANK:
        return None
    if kind == "text":
        return cell
    if kind == "flag":
        if cell.casefold() not in _FLAGS:
            raise ValueError(cell)
        return _FLAGS[cell.casefold()]
    if kind == "percent":
        return float(cell.removesuffix("%")) / 100
    number = float(cell)
    if not math.isfinite(number):
        raise ValueError(cell)
    if kind == "count":
        if not number.is_integer():
            raise ValueError(cell)
        return int(number)
    return number


def _without_empty_estimate(values: dict[str, Any]) -> dict[str, Any]:
    """Take out an estimate of 0 with an interval from 0 to 0: there is none."""
    if all(values[name] == 0 for name in ESTIMATE):
        return values | dict.fromkeys(ESTIMATE)
    return values


# Studies ---------------------------------------------------------------------


def _studies(read: _Printed | None) -> tuple[PackageStudy, ...]:
    if read is None:
        return ()
    table, printed = read
    _check_study_column(table)
    return tuple(
        PackageStudy(
            row.cells["study"].strip(),
            tuple(
                (heading, cell)
                for heading in printed
                if (key := column_key(heading)) != "study"
                and (cell := row.cells[key].strip())
            ),
        )
        for row in table.rows
    )


def _bias(read: _Printed | None) -> tuple[PackageBias, ...]:
    if read is None:
        return ()
    table, printed = read
    _check_study_column(table)
    domains = [h.removeprefix(_JUDGEMENT) for h in printed if h.startswith(_JUDGEMENT)]
    others = [
        heading
        for heading in printed
        if heading != "Study" and not heading.startswith((_JUDGEMENT, _SUPPORT))
    ]
    return tuple(
        PackageBias(
            row.cells["study"].strip(),
            domain,
            row.first([column_key(_JUDGEMENT + domain)]) or None,
            row.first([column_key(_SUPPORT + domain)]) or None,
            tuple((h, cell) for h in others if (cell := row.first([column_key(h)]))),
        )
        for row in table.rows
        for domain in domains
        if row.first([column_key(_JUDGEMENT + domain), column_key(_SUPPORT + domain)])
    )


def _check_study_column(table: Table) -> None:
    if not table.has("study"):
        msg = f"{table.name}: no column Study; export the package again."
        raise ReadError(msg)
