"""The operators of the rule language. They know facts, dates and numbers; no policy's ids."""

from . import assessment, education, fields, logic, records, references, years
from .base import Judge, Outcome, Scope, compile_rule

__all__ = [
    "Judge",
    "Outcome",
    "Scope",
    "assessment",
    "compile_rule",
    "education",
    "fields",
    "logic",
    "records",
    "references",
    "years",
]
