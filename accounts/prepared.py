"""Queries of the busiest pages: their SQL is made once a process and planned once a connection.

Making the SQL of a query and of how its rows become objects costs Django five to ten times what
running it does; planning one with many joins costs PostgreSQL more than running it.
"""

import itertools
import re
from collections import namedtuple
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import IntegerField, Model, QuerySet, Subquery, Value
from django.db.models.query import get_related_populators

_numbers = itertools.count(1)


class _Slot(str):
    """Stands in the SQL's parameters for the value of that name."""


class Prepared:
    """A query with named values: `Prepared(lambda pk: Round.objects.filter(pk=pk))(pk=3)`.

    `build` is called once for each kind of database, with an expression for each name; nothing
    else in it may change from call to call. Values are numbers, texts, days or moments, never
    None; they are compared for equality where they are numbers. `values_list(…, named=True)` gives
    named tuples of plain columns instead of model objects.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._made: dict[str, _Made] = {}

    def __call__(self, **values) -> list:
        """The rows, in their order."""
        if any(isinstance(value, int) and value.bit_length() > 63 for value in values.values()):
            return []  # no column holds such a number, and SQLite refuses to be asked
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = _Made(self._build, connection, values)
        return made.rows(connection, values)

    def first(self, **values):
        """The first row, or None."""
        rows = self(**values)
        return rows[0] if rows else None


class Count(Subquery):
    """How many rows a query has: a number that a prepared query can give beside its rows."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class _Made:
    """One query for one kind of database: its SQL, and how a row becomes an object."""

    def __init__(self, build, connection, names):
        queryset = build(**{name: Value(_Slot(name)) for name in names})
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.slots = [slot for slot in self.parameters if type(slot) is _Slot]
        self.name = f"portal_{next(_numbers)}"
        blanks = ", ".join(["%s"] * len(self.slots))
        tables = ", ".join(dict.fromkeys(re.findall(r'(?:FROM|JOIN) "(\w+)"', self.sql)))
        # The database's own log tells what a statement is about.
        self.execute = f"EXECUTE {self.name}{f' ({blanks})' if blanks else ''} /* {tables} */"
        found = compiler.get_converters(column[0] for column in compiler.select)
        self.converters = [(at, *pair) for at, pair in found.items()]
        self.tuple = namedtuple("Row", queryset._fields) if queryset._fields else None
        if self.tuple is None:
            self._learn_objects(compiler)

    def _learn_objects(self, compiler) -> None:
        """What `ModelIterable` works out anew each time."""
        select, info = compiler.select, compiler.klass_info
        fields = info["select_fields"]
        self.model, self.start, self.end = info["model"], fields[0], fields[-1] + 1
        self.names = [column[0].target.attname for column in select[self.start : self.end]]
        self.populators = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        self.annotations = tuple(compiler.annotation_col_map.items())

    def rows(self, connection, values: dict) -> list:
        """Run it and make the objects."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._prepare(connection)
                bound = [_adapted(connection, values[slot]) for slot in self.slots]
                cursor.execute(self.execute, bound)
            else:
                cursor.execute(self.sql, self._bound(connection, values))
            found = cursor.fetchall()
        return [self._object(connection, list(row)) for row in found]

    def _bound(self, connection, values: dict) -> tuple:
        return tuple(
            _adapted(connection, values[each]) if type(each) is _Slot else each
            for each in self.parameters
        )

    def _prepare(self, connection) -> None:
        """Have PostgreSQL keep the statement for as long as this connection lasts.

        What is fixed stands in its text, so that the plan fits it. A statement survives the
        transaction in which it was prepared, also one that is rolled back.
        """
        raw = connection.connection
        if getattr(connection, "portal_prepared", (None,))[0] is not raw:
            connection.portal_prepared = (raw, set())
        known = connection.portal_prepared[1]
        if self.name in known:
            return
        numbers = itertools.count(1)
        with connection.wrap_database_errors, raw.cursor() as cursor:
            texts = [
                f"${next(numbers)}"
                if type(each) is _Slot
                else cursor.mogrify("%s", (each,)).decode()
                for each in self.parameters
            ]
            cursor.execute(f"PREPARE {self.name} AS {self.sql % tuple(texts)}")
        known.add(self.name)

    def _object(self, connection, row: list):
        for at, converters, expression in self.converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        if self.tuple is not None:
            return self.tuple._make(row)
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.start : self.end])
        for populator in self.populators:
            populator.populate(row, made)
        for name, at in self.annotations:
            setattr(made, name, row[at])
        return made


def _adapted(connection, value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def insert(row: Model) -> None:
    """Write a new row without reading its key back; its SQL is made once a model and process."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insert_of(type(row), connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@lru_cache(maxsize=20)
def _insert_of(model: type[Model], vendor: str) -> tuple[str, list]:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(field.column) for field in fields)
    blanks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({blanks})", fields
