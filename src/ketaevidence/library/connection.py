"""Open the store so that it survives a crash, a power cut and a full disk.

One file with a rollback journal: versions of SQLite up to 3.51.2 can lose data in
write-ahead mode with two connections, and one writer a day gains nothing from it.
``synchronous=EXTRA`` also makes the removal of the journal durable; SQLite's own
default can lose the last acknowledged commit in a power cut.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ketaevidence.errors import LibraryError
from ketaevidence.library.schema import MIGRATIONS, SCHEMA_VERSION

#: Marks the file as ours ("KEV1" in ASCII), so that another database is recognised.
APPLICATION_ID = 0x4B455631

#: STRICT tables exist from this version of SQLite on.
_OLDEST_SQLITE = (3, 37)


def connect(path: Path | None, *, create: bool) -> sqlite3.Connection:
    """Open the store at a path, or a store in memory where the path is ``None``.

    Raises
    ------
    LibraryError
        If there is no store, or the file is not one, is damaged, or was written by a
        newer ketaevidence.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        msg = (
            f"This Python brings SQLite {sqlite3.sqlite_version}; the store needs "
            "3.37 or later. Use a newer Python."
        )
        raise LibraryError(msg)
    if path is not None and not create and not path.is_file():
        msg = f"{path}: there is no store here. `ketaevidence init FOLDER` makes one."
        raise LibraryError(msg)
    if path is not None and not create and path.stat().st_size == 0:
        # SQLite takes an empty file for a new database: a copy that failed, or a
        # store that somebody emptied, would silently become an empty review.
        msg = f"{path}: the store is empty (0 bytes). Restore it from a copy."
        raise LibraryError(msg)
    target = ":memory:" if path is None else str(path)
    # isolation_level=None: transactions begin and end only where this code says so.
    connection = sqlite3.connect(target, isolation_level=None, timeout=10)
    try:
        _configure(connection)
        _check_identity(connection, path, create=create)
        _migrate(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        msg = f"{path}: cannot be used as a review's store ({error})."
        raise LibraryError(msg) from error
    except BaseException:
        connection.close()
        raise
    return connection


def connect_copy(path: Path) -> sqlite3.Connection:
    """Open a copy in memory of the store at a path; the file is only read.

    Raises
    ------
    LibraryError
        As :func:`connect`.
    """
    if not path.is_file() or path.stat().st_size == 0:
        connect(path, create=False).close()
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            source.backup(copy)
        finally:
            source.close()
        _configure(copy)
        _check_identity(copy, path, create=False)
        _migrate(copy, None)
    except sqlite3.DatabaseError as error:
        copy.close()
        msg = f"{path}: cannot be used as a review's store ({error})."
        raise LibraryError(msg) from error
    except BaseException:
        copy.close()
        raise
    return copy


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside, or nothing.

    ``IMMEDIATE`` takes the write lock at once, so a second writer waits at the start
    and not half-way.

    Raises
    ------
    LibraryError
        If the store cannot be written; it is then as it was.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        msg = f"The store cannot be written now ({error}); nothing was changed."
        raise LibraryError(msg) from error
    try:
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            msg = f"The store could not be written ({error}); nothing was changed."
            raise LibraryError(msg) from error
        raise


def _configure(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in (
        "journal_mode=DELETE",
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "fullfsync=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _check_identity(
    connection: sqlite3.Connection, path: Path | None, *, create: bool
) -> None:
    identity = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    is_new = not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    if path is not None and is_new and not create:
        msg = f"{path}: this database holds no review. Restore it from a copy."
        raise LibraryError(msg)
    if not is_new and identity != APPLICATION_ID:
        msg = f"{path}: this database was not made by ketaevidence."
        raise LibraryError(msg)
    if version > SCHEMA_VERSION:
        msg = (
            f"{path}: written by a newer ketaevidence (store version {version}, this "
            f"one knows {SCHEMA_VERSION}). Update ketaevidence."
        )
        raise LibraryError(msg)


def _migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """Bring the store to the present version, one transaction for each step.

    A store that holds something is copied to ``<store>.pre-vN`` first.
    """
    is_new = connection.execute("PRAGMA user_version").fetchone()[0] == 0
    while True:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version >= SCHEMA_VERSION:
            return
        if not is_new and path is not None:
            _back_up(connection, path.with_name(f"{path.name}.pre-v{version + 1}"))
        # Rebuilding a table that others point to needs the checks off; they are made
        # for the whole store before the step is committed.
        connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with transaction(connection):
                _migrate_one(connection, version)
        finally:
            connection.execute("PRAGMA foreign_keys=ON")


def _migrate_one(connection: sqlite3.Connection, version: int) -> None:
    # Another process may have migrated while this one waited for the lock.
    if connection.execute("PRAGMA user_version").fetchone()[0] != version:
        return
    for statement in MIGRATIONS[version]:
        connection.execute(statement)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        msg = f"The store cannot be brought to version {version + 1}: rows are missing."
        raise LibraryError(msg)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={version + 1}")


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the store beside itself, whole or not at all."""
    if path.exists():
        # A copy of an older form is never replaced: another process may have made it.
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    copy = sqlite3.connect(draft)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    draft.replace(path)
