"""Rows that may be there already: SQLite and PostgreSQL say it alike, SQLAlchemy by two statements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table


def into(dialect: str, table: Table) -> Any:
    """An insert that knows ``on_conflict_do_nothing``.  Only the dialect in use is loaded: the other would take 2 MB."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]  # two dialects, one method
    return insert(table)
