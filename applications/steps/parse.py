"""From typed text to checked values; every refusal is a Chinese sentence for the field."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from applications.steps.spec import Field, Kind

_MONTH = re.compile(r"(\d{4})(?:[.\-/年](\d{1,2})(?:[.\-/月](\d{1,2})日?|月)?)")
_PHONE = re.compile(r"[0-9+\-()（） ]{6,20}")
_INTEGER = re.compile(r"\d{1,12}")
_DECIMAL = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
EARLIEST_YEAR, LATEST_YEAR = 1930, 2100


class BadValue(ValueError):
    """Typed text that is not a value of its field; the text is the message."""


def normal(text: str) -> str:
    """Full-width digits and letters made ordinary, outer blanks removed (trust IN-05)."""
    return unicodedata.normalize("NFKC", text).strip()


def parse(field: Field, typed: str):
    """The value of one typed text: str, int, Decimal or bool; None for blank.

    A MONTH is `YYYY-MM` or `YYYY-MM-DD`, a DATE `YYYY-MM-DD`. Raises BadValue.
    """
    if not typed.strip():
        return None
    parser = _PARSERS.get(field.kind)
    return parser(field, typed) if parser else typed.strip()


def _month(field: Field, typed: str) -> str:
    match = _MONTH.fullmatch(normal(typed))
    if not match:
        raise BadValue("请按“年.月”填写，如 2016.09。")
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    _real_date(year, month, day)
    return f"{year:04}-{month:02}-{day:02}" if match[3] else f"{year:04}-{month:02}"


def _date(field: Field, typed: str) -> str:
    match = _MONTH.fullmatch(normal(typed))
    if not match or not match[3]:
        raise BadValue("请按“年-月-日”填写，如 2019-03-01。")
    return _real_date(int(match[1]), int(match[2]), int(match[3])).isoformat()


def _real_date(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise BadValue(f"年份应在{EARLIEST_YEAR}至{LATEST_YEAR}之间。")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue("这个日期不存在，请核对。") from None


def _year(field: Field, typed: str) -> int:
    text = normal(typed).removesuffix("年")
    if not re.fullmatch(r"\d{4}", text) or not EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
        raise BadValue("请填写四位年份，如 2019。")
    return int(text)


def _integer(field: Field, typed: str) -> int:
    text = normal(typed).replace(",", "")
    if not (text.isascii() and _INTEGER.fullmatch(text)):
        raise BadValue("请填写整数，如 2500。")
    return int(text)


def _decimal(field: Field, typed: str) -> Decimal:
    text = normal(typed).replace(",", "")
    try:
        if text.isascii() and _DECIMAL.fullmatch(text):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise BadValue("请填写数字，如 90 或 90.5。")


def _choice(field: Field, typed: str) -> str:
    if field.choices and typed not in {value for value, _ in field.choices}:
        raise BadValue("请从列出的选项中选择。")
    return typed


def _yes_no(field: Field, typed: str) -> bool:
    if typed not in ("yes", "no"):
        raise BadValue("请选择“是”或“否”。")
    return typed == "yes"


def _phone(field: Field, typed: str) -> str:
    text = normal(typed)
    if not (text.isascii() and _PHONE.fullmatch(text)):
        raise BadValue("请填写电话号码，如 13912345678 或 0351-1234567。")
    return text


def _email(field: Field, typed: str) -> str:
    try:
        validate_email(normal(typed))
    except ValidationError:
        raise BadValue("请填写完整的邮箱地址，如 name@example.com。") from None
    return normal(typed)


_PARSERS = {
    Kind.MONTH: _month,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
}


def comparable(value: str | None) -> str:
    """A MONTH or DATE value as a text that sorts in time; "" for none."""
    return "" if value is None else (value if len(value) > 7 else f"{value}-01")
