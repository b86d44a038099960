"""Typed text made fit to store: one line, no invisible characters."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Bidirectional controls, zero-width characters and the byte order mark: they change how a line
# is shown without being seen.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u00b7.'\- ])*")
_MIDDLE_DOTS = str.maketrans({"•": "·", "・": "·", "∙": "·", "．": "·"})


def clean_line(typed: str) -> str:
    """`typed` in NFC without invisible characters, its white space made single blanks."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", typed)).split())


def clean_person_name(typed: str) -> str:
    """A person's name: letters or Han of any plane, `·` within; raises ValidationError."""
    name = clean_line(typed).translate(_MIDDLE_DOTS)
    if not _NAME.fullmatch(name):
        raise ValidationError(
            "姓名只能用汉字或字母，少数民族姓名中间可用“·”，不要有数字和其他符号。"
        )
    return name
