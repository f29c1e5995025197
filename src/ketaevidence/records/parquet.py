"""Write records into a Parquet file: row group by row group, whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from ketaevidence.errors import PresentError
from ketaevidence.records.columns import Column, Dtype, take
from ketaevidence.records.model import Record

#: Our types, by the names that Arrow has for them (``pyarrow.string()``, ...), and by
#: those in the notes from which pandas finds the same types again.
_ARROW: Mapping[Dtype, str] = MappingProxyType(
    {"string": "string", "Int64": "int64", "boolean": "bool_"}
)
_NOTED: Mapping[Dtype, str] = MappingProxyType(
    {"string": "unicode", "Int64": "int64", "boolean": "bool"}
)


def write_rows(
    records: Iterable[Record], path: Path, columns: Sequence[Column], rows: int
) -> int:
    """Write one row for each record, and hold no more than one row group of them.

    Parameters
    ----------
    records
        They are gone through once.
    path
        The file. Its folder must exist; an older file of that name is replaced when
        the new one is complete, and not before.
    columns
        The columns, in order.
    rows
        How many records one row group holds.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    PresentError
        If pyarrow is missing, ``rows`` is below one, or the file cannot be written.
    """
    arrow, parquet = _pyarrow()
    if rows < 1:
        msg = f"rows is {rows}: a row group holds at least one record."
        raise PresentError(msg)
    schema, left, count = _schema(arrow, columns), iter(records), 0
    with (
        _written_whole(path) as file,
        parquet.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        while (table := take(left, columns, rows)) and table[0]:
            arrays = [
                arrow.array(cells, type=field.type)
                for cells, field in zip(table, schema, strict=True)
            ]
            count += len(table[0])
            writer.write_table(
                arrow.Table.from_arrays(arrays, schema=schema), row_group_size=rows
            )
    return count


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # it has no types
        from pyarrow import parquet
    except ImportError as error:
        msg = (
            "a Parquet file needs the package pyarrow, which is not installed: "
            'pip install "ketaevidence[parquet]".'
        )
        raise PresentError(msg) from error
    return pa, parquet


def _schema(arrow: Any, columns: Sequence[Column]) -> Any:
    """Give the types of the file, and the notes from which pandas reads the same."""
    notes = {
        "index_columns": [],
        "column_indexes": [],
        "columns": [
            {
                "name": column.name,
                "field_name": column.name,
                "pandas_type": _NOTED[column.dtype],
                "numpy_type": column.dtype,
                "metadata": None,
            }
            for column in columns
        ],
        "creator": {"library": "ketaevidence"},
        # The oldest pandas that this package runs on; it knows all these types.
        "pandas_version": "2.2.0",
    }
    fields = [
        arrow.field(
            column.name,
            getattr(arrow, _ARROW[column.dtype])(),
            metadata={"meaning": column.meaning},
        )
        for column in columns
    ]
    return arrow.schema(fields, metadata={"pandas": json.dumps(notes)})


@contextlib.contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes its name only when it is complete."""
    if path.is_dir():
        msg = f"cannot write {str(path)!r}: it is a folder; give a file name in it."
        raise PresentError(msg)
    if not path.parent.is_dir():
        msg = f"cannot write {str(path)!r}: there is no folder {str(path.parent)!r}."
        raise PresentError(msg)
    temporary = path.parent / f".writing-{os.getpid()}-{threading.get_ident()}"
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
        # The operating system takes the user's mask from the mode of a new file.
        handle = os.open(
            temporary,
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
            mode,
        )
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"cannot write {str(path)!r}: {reason}; an older file is as it was."
        raise PresentError(msg) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
