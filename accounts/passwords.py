"""Password rules, the same at every place where one is set."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from pypinyin import lazy_pinyin

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import active_assignments

MAX_LENGTH = 128
# No letters and digits that are mistaken for each other when read from a sheet of paper.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_WORDS = ("职称", "zhicheng", "shenbao", "pingshen", "title", "password", "mima")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is about to register, as the password rules ask a user; nothing of it is stored."""

    username: str
    name: str
    phone: str
    email: str
    id_number: str
    is_staff: bool
    birth_date: date | None = None
    pk: None = None
    _meta = User._meta

    @property
    def id_number_hash(self) -> str:
        """True where there is a number: the rules ask so before they read it."""
        return self.id_number


class LengthByRoleValidator:
    """At least `min_length` characters, `staff_min_length` for who acts beyond applying."""

    def __init__(self, min_length: int = 10, staff_min_length: int = 12):
        self.min_length = min_length
        self.staff_min_length = staff_min_length

    def validate(self, password, user=None):
        least = self.staff_min_length if _is_staff(user) else self.min_length
        if len(password) < least:
            raise ValidationError(f"密码至少要{least}个字符。", code="password_too_short")
        if len(password) > MAX_LENGTH:
            raise ValidationError(f"密码最多{MAX_LENGTH}个字符。", code="password_too_long")

    def get_help_text(self):
        return f"至少{self.min_length}个字符；经办人、专家、管理人员至少{self.staff_min_length}个。"


class NothingPersonalValidator:
    """Refuse what others know or guess: name in pinyin, telephone, ID number, the usual words."""

    def validate(self, password, user=None):
        typed = re.sub(r"[\s._-]", "", password.casefold())
        if any(word in typed for word in _WORDS):
            raise ValidationError("密码不要包含“职称”“password”这类容易猜到的词。", code="word")
        if user is None:
            return
        if any(part in typed for part in _personal_parts(user)):
            raise ValidationError(
                "密码不要包含您的姓名或拼音、用户名、电话、身份证号中的数字或出生日期。",
                code="personal",
            )

    def get_help_text(self):
        return "不要用姓名或拼音、用户名、电话、身份证号、出生日期，也不要用“职称”一类的词。"


def random_password(user) -> str:
    """A one-time initial password that fits the rules for `user`, easy to read from paper."""
    from django.contrib.auth.password_validation import validate_password

    for _ in range(100):
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return password
    raise RuntimeError("no initial password fits the rules")


def _is_staff(user) -> bool:
    if user is None or user.pk is None:
        return getattr(user, "is_staff", False)
    return any(assignment.role != Role.APPLICANT for assignment in active_assignments(user))


def _personal_parts(user) -> set[str]:
    syllables = lazy_pinyin(user.name or "")
    parts = {
        (user.username or "").casefold(),
        user.name or "",
        "".join(syllables),
        "".join(syllables[1:] + syllables[:1]),
        (user.email or "").split("@")[0].casefold(),
    }
    parts |= _digits(user.phone or "", 6)
    if user.id_number_hash:
        number = user.id_number.casefold()
        parts |= {number, number[6:14], number[8:14], number[-6:]}
    if user.birth_date:
        parts.add(user.birth_date.strftime("%Y%m%d"))
    return {part for part in parts if len(part) >= 4 or (part and not part.isascii())}


def _digits(text: str, least: int) -> set[str]:
    digits = re.sub(r"\D", "", text)
    return {digits, digits[-least:], digits[:least]} if len(digits) >= least else set()
