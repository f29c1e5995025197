"""Office files with the same bytes for the same content: no time of writing inside."""

from __future__ import annotations

import io
import zipfile
from typing import Final

#: The time that each part of a file and its properties carry.
_FIXED: Final = (2000, 1, 1, 0, 0, 0)
_FIXED_TEXT: Final = b"2000-01-01T00:00:00Z"
_PROPERTIES: Final = "docProps/core.xml"
_TIMES: Final = (b"<dcterms:created", b"<dcterms:modified")


def without_times(data: bytes) -> bytes:
    """Write a zipped office file again, each time in it fixed and its parts in order.

    Parameters
    ----------
    data
        The bytes of an .xlsx or .docx file.

    Returns
    -------
    bytes
        The same parts with the same content, but for the times.
    """
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            part = zipfile.ZipInfo(name, _FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            is_told = name == _PROPERTIES
            new.writestr(part, _with_fixed_times(content) if is_told else content)
    return again.getvalue()


def _with_fixed_times(properties: bytes) -> bytes:
    for opening in _TIMES:
        head, mark, rest = properties.partition(opening)
        if not mark:
            continue
        attributes, _, tail = rest.partition(b">")
        _, _, after = tail.partition(b"<")
        properties = b"".join([head, mark, attributes, b">", _FIXED_TEXT, b"<", after])
    return properties
