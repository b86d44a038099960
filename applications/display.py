"""Typed values in the words that people read."""

from applications.steps.choices import YES_NO
from applications.steps.parse import BadValue, parse
from applications.steps.spec import Context, Field, Kind, Section

UNTIL_NOW = "至今"


def shown(spec: Field, value, context: Context) -> str:
    """A typed value as text: a choice's label, a month as 2016.09; "" for a blank."""
    if not value:
        return ""
    if spec.kind in (Kind.CHOICE, Kind.YES_NO, Kind.MANY):
        words = dict(spec.choices_in(context) or YES_NO)
        chosen = value if isinstance(value, list) else [value]
        return "、".join(str(words.get(each, each)) for each in chosen)
    if spec.kind is Kind.MONTH:
        return _month(spec, value)
    return value


def _month(spec: Field, typed: str) -> str:
    try:
        return parse(spec, typed).replace("-", ".")
    except BadValue:
        return typed  # as typed, until it is mended


def row_title(section: Section, values: dict, context: Context) -> str:
    """What names a row of a list; "" while that is blank."""
    if not section.row_title:
        return ""
    spec = section.field(section.row_title)
    title = shown(spec, values.get(spec.name), context)
    return f"{title}年" if spec.kind is Kind.YEAR and title.isdigit() else title


def period(values: dict, section: Section, context: Context) -> str:
    """`2016.09–至今` of a row with a start and an end; "" without either."""
    names = {spec.name for spec in section.fields}
    if not {"from", "to"} <= names or not (values.get("from") or values.get("to")):
        return ""
    start = shown(section.field("from"), values.get("from"), context) or "？"
    end = shown(section.field("to"), values.get("to"), context) or UNTIL_NOW
    return f"{start}–{end}"


def brief(section: Section, values: dict, context: Context, most: int = 4) -> list[str]:
    """The few values that tell a row from its neighbours."""
    found = [text] if (text := period(values, section, context)) else []
    for spec in section.fields:
        if len(found) >= most:
            break
        skip = spec.name in (section.row_title, "from", "to") or spec.kind in (
            Kind.LONG,
            Kind.YES_NO,
        )
        if not skip and spec.required and spec.applies(context) and values.get(spec.name):
            text = shown(spec, values[spec.name], context)
            found.append(text if spec.kind is not Kind.DECIMAL else f"{spec.label}{text}")
    return found


def size_text(size: int) -> str:
    """Bytes in words: 340 KB, 2.4 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
