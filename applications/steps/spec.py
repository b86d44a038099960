"""The words in which a step is declared: fields, sections, steps.

A step is one screen. Its sections are either single (one set of fields) or a list of rows.
Everything that treats typed values (forms, saving, completeness, facts, snapshots, printing)
reads these declarations, so that a field stands in one place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from policy.schema import Policy

Choices = tuple[tuple[str, str], ...]


class Kind(Enum):
    """How a field is typed and checked; each is stored as the text that was typed."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    MANY = "many"  # stored as a list of the chosen values
    YES_NO = "yes_no"  # "yes", "no" or "" while unanswered
    MONTH = "month"  # 2016.09 (or 2016-09; a full date is taken too)
    DATE = "date"  # 2016-09-01
    YEAR = "year"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PHONE = "phone"
    EMAIL = "email"
    ID_NUMBER = "id_number"  # kept on the account, encrypted; never in an entry
    UNIT = "unit"  # kept on the application


@dataclass(frozen=True, slots=True)
class Context:
    """What decides whether a step, section or field applies: level, the unit's kind, policy."""

    level: str
    unit_kind: str
    policy: Policy


Applies = Callable[[Context], bool]


def always(context: Context) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `limit` is in characters and is told at the field; `needs` names another field
    of the section and the values with which this one is required (and shown as such)."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    limit: int = 60
    choices: Choices = ()
    hint: str = ""
    needs: tuple[str, tuple[str, ...]] | None = None
    applies: Applies = always
    offers: Callable[[Context], Choices] | None = None  # choices that the policy decides
    counts_words: bool = False  # its length is told as the policy counts it
    about: tuple[int, int] | None = None  # least and most words advised; 0 for no most

    def choices_in(self, context: Context) -> Choices:
        """The choices that this case offers."""
        return self.offers(context) if self.offers else self.choices


@dataclass(frozen=True, slots=True)
class Section:
    """A set of fields (`rows=False`) or a list of rows of them.

    `least` is the number of rows below which the step is not complete; `ask` is the yes-or-no
    field of a single section of the same step that says whether there are any rows.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    rows: bool = False
    least: int = 0
    most: int = 60
    ask: tuple[str, str] | None = None
    hint: str = ""
    row_title: str = ""  # the field that names a row in a list
    applies: Applies = always
    check: Callable[[dict, Context], dict[str, str]] = field(default=lambda values, context: {})

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the form. `requirements` are the ids of the policy's requirements that it
    bears on, so that an unmet one can link here; `special` names a screen of its own."""

    key: str
    label: str
    sections: tuple[Section, ...] = ()
    intro: str = ""
    requirements: tuple[str, ...] = ()
    special: str = ""  # "", "evidence" or "check"
    applies: Applies = always
