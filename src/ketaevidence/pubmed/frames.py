"""Read files of records straight into a table, or into a Parquet file.

No Record is kept: each gives its cells and is let go.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ketaevidence.errors import BrokenRecordWarning, PresentError
from ketaevidence.pubmed.files import stream_records, told
from ketaevidence.pubmed.sources import Source
from ketaevidence.records.columns import frame_of, named
from ketaevidence.records.parquet import write_rows

if TYPE_CHECKING:
    import pandas as pd


def read_frame(source: Source, *, columns: Iterable[str] | None = None) -> pd.DataFrame:
    r"""Read the records of files into a DataFrame, one row for each.

    Parameters
    ----------
    source
        As :func:`read_records`.
    columns
        Names of the columns that are wanted, in their order; without, all of them. The
        page "Records" lists them.

    Returns
    -------
    pandas.DataFrame
        Equal to ``read_records(source).frame()``. PMIDs are text; text has the type
        "string", a year, version or count "Int64", a yes or no "boolean"; what is
        missing is ``NA``.

    Raises
    ------
    ReadError
        As :func:`read_records`. Nothing is returned in part.
    PresentError
        If there is no column of a name.

    Warns
    -----
    BrokenRecordWarning
        Once, if some records could not be read; :func:`read_records` keeps their bytes.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> text = b"PMID- 1\nTI  - An invented trial\nDP  - 2020 Mar\n"
    >>> ke.read_frame(text, columns=["pmid", "year", "published"])
      pmid  year published
    0    1  2020   2020-03
    """
    chosen = named(columns)
    stream = stream_records(source)
    frame = frame_of(stream, chosen)
    if stream.broken:
        warnings.warn(told(stream.broken), BrokenRecordWarning, stacklevel=2)
    return frame


def write_parquet(
    source: Source,
    path: str | PathLike[str],
    *,
    columns: Iterable[str] | None = None,
    rows: int = 10_000,
) -> int:
    r"""Write the records of files into a Parquet file, in memory that does not grow.

    Parameters
    ----------
    source, columns
        As :func:`read_frame`.
    path
        The file to write. Its folder must exist; an older file of that name is
        replaced when the new one is complete, and not before.
    rows
        How many records one row group holds; so many are in memory at a time.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    ReadError
        As :func:`read_records`; nothing is written then.
    PresentError
        If pyarrow is not installed (``pip install "ketaevidence[parquet]"``), there is
        no column of a name, or the file cannot be written.

    Warns
    -----
    BrokenRecordWarning
        Once, if some records could not be read. The file holds the others.

    Notes
    -----
    The columns have the types of the frame, and ``pandas.read_parquet`` gives the same
    frame as :func:`read_frame`. The same records give the same bytes, with the same
    version of pyarrow.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> text = b"PMID- 1\nTI  - An invented trial\n\nPMID- 2\nTI  - Another\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "records.parquet"
    ...     written = ke.write_parquet(text, path)
    ...     table = pd.read_parquet(path)
    >>> written, table["title"].tolist()
    (2, ['An invented trial', 'Another'])
    """
    chosen, path = named(columns), Path(path)
    if isinstance(source, (str, PathLike)) and _is_same_file(Path(source), path):
        msg = f"{path}: this is the file to read; write to another name."
        raise PresentError(msg)
    stream = stream_records(source)
    count = write_rows(stream, path, chosen, rows)
    if stream.broken:
        warnings.warn(told(stream.broken), BrokenRecordWarning, stacklevel=2)
    return count


def _is_same_file(source: Path, path: Path) -> bool:
    return source.exists() and path.exists() and source.samefile(path)
