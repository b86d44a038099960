"""Resident ID numbers (GB 11643) and unified social credit codes (GB 32100)."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric, uscc

from accounts.enums import Sex


class BadIdentifier(ValueError):
    """A number that cannot be one; the text is the Chinese message for its field."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A checked ID number with what follows from it."""

    number: str
    birth_date: date
    sex: Sex


def parse_resident_id(typed: str, *, today: date) -> ResidentId:
    """Normalise and check an 18-character ID number.

    Only length, date and check character are checked: area codes were given out in 1999 and
    later to people born before, so the library's own `validate()` would refuse most people of
    today's city districts (domain/law.md).
    """
    number = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if len(number) == 15 and number.isdigit():
        raise BadIdentifier("请填写18位身份证号；15位的旧号码已停止使用。")
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        raise BadIdentifier("身份证号应为18位：前17位是数字，末位是数字或X。")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentifier("身份证号中的出生日期不存在，请核对第7至14位。") from None
    if not date(1900, 1, 1) <= born <= today:
        raise BadIdentifier("身份证号中的出生日期不合理，请核对第7至14位。")
    if ric.calc_check_digit(number) != number[17]:
        raise BadIdentifier("身份证号的校验位不符，请逐位核对是否输错。")
    return ResidentId(number, born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def mask_id(number: str) -> str:
    """`1401**********1234`: the first and the last four characters."""
    return f"{number[:4]}{'*' * 10}{number[-4:]}" if len(number) == 18 else "*" * len(number)


def parse_uscc(typed: str) -> str:
    """Normalise and check a unified social credit code of 18 characters."""
    code = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if not uscc.is_valid(code):
        raise BadIdentifier("统一社会信用代码应为18位且校验位正确，请对照营业执照或法人证书核对。")
    return code
