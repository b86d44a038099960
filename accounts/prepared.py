"""Queries of the busiest pages: Django makes their SQL once a process, and then only runs it.

Making the SQL of a query costs five to ten times what running it and reading its rows does.
"""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet, Value
from django.db.models.query import ModelIterable


class _Slot(str):
    """Stands in the SQL's parameters for the value of that name."""


class Prepared:
    """A query with named values: `Prepared(lambda pk: Round.objects.filter(pk=pk))(pk=3)`.

    `build` is called once for each kind of database, with an expression for each name; nothing
    else in it may change from call to call. Values are numbers, texts, days or
    moments, never None; they are
    compared for equality where they are numbers.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._made: dict[str, tuple] = {}

    def __call__(self, **values) -> list:
        """The rows as model objects."""
        if any(isinstance(value, int) and value.bit_length() > 63 for value in values.values()):
            return []  # no column holds such a number, and SQLite refuses to be asked
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._make(connection, values)
        known, sql, slots = self._made[connection.vendor]
        bound = tuple(
            _adapted(connection, values[slot]) if type(slot) is _Slot else slot for slot in slots
        )
        # A compiler belongs to one thread's connection: each call works with a copy.
        compiler = copy(known)
        compiler.connection = connection
        compiler.as_sql = lambda: (sql, bound)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        source = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(source))

    def first(self, **values):
        """The first row, or None."""
        rows = self(**values)
        return rows[0] if rows else None

    def _make(self, connection, names) -> tuple:
        queryset = self._build(**{name: Value(_Slot(name)) for name in names})
        compiler = queryset.query.get_compiler(connection=connection)
        sql, slots = compiler.as_sql()
        compiler.connection = None
        return compiler, sql, slots


def _adapted(connection, value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
