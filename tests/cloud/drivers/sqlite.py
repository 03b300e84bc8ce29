# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# mypy: disable-error-code="import-not-found,import-untyped,misc"
"""Makes SQLite fit for many threads.

Out of the box, oslo.db on SQLite soon ends in "database is locked".
"""

from __future__ import annotations

from typing import Any

import sqlalchemy
from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import event, pool
from sqlalchemy.engine import Connection, Engine

MILLISECONDS_TO_WAIT_FOR_A_LOCK = 60000
WRITER_OPTION = "loopback_writer"  # marks the connections of transactions that are going to write


def patch() -> None:
    """Change oslo.db and SQLAlchemy for this process and its forks."""
    event.listen(Engine, "connect", _prepare_connection)
    event.listen(Engine, "begin", _begin_immediately)
    _mark_writers()
    _pool_connections()


def _prepare_connection(connection: Any, _record: object) -> None:
    """Let readers and a writer work side by side, and all others wait instead of failing."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute(f"PRAGMA busy_timeout={MILLISECONDS_TO_WAIT_FOR_A_LOCK}")
        connection.execute("PRAGMA journal_mode=WAL")
        # Test data need not survive a power cut.
        connection.execute("PRAGMA synchronous=OFF")


def _begin_immediately(connection: Connection) -> None:
    """Take the write lock before the first read of a transaction that is going to write.

    If it were taken later and another thread had written in between, SQLite would refuse at once,
    however long the timeout: what was read is out of date.
    """
    if (
        connection.dialect.name == "sqlite"
        and connection.get_execution_options().get(WRITER_OPTION)
        and "in_transaction" not in connection.info
    ):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        # oslo.db's own listener looks at this and then leaves out its BEGIN.
        connection.info["in_transaction"] = True


def _mark_writers() -> None:
    """Have oslo.db's enginefacade mark the transactions it opens for writing."""
    create_session = enginefacade._TransactionFactory._create_session

    def create_marked_session(factory: Any, mode: object, bind: Any = None) -> Any:
        if mode is enginefacade._WRITER and bind is None:
            if not factory._started:
                factory._start()
            engine = factory._writer_engine
            if engine.dialect.name == "sqlite":
                bind = engine.execution_options(**{WRITER_OPTION: True})
        return create_session(factory, mode, bind=bind)

    enginefacade._TransactionFactory._create_session = create_marked_session


def _pool_connections() -> None:
    """Keep connections open. oslo.db opens SQLite anew for every session, and the last one to close a
    file folds the write-ahead log into it each time."""
    create_engine = sqlalchemy.create_engine

    def create_pooling_engine(url: Any, **options: Any) -> Engine:
        if str(url).startswith("sqlite:////") and options.get("poolclass") is pool.NullPool:
            options.update(
                poolclass=pool.QueuePool,
                pool_size=20,
                max_overflow=200,
                connect_args={**(options.get("connect_args") or {}), "check_same_thread": False},
            )
        return create_engine(url, **options)

    sqlalchemy.create_engine = create_pooling_engine
