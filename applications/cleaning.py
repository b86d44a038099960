"""Typed text made storable, and nothing more: a draft keeps what was typed."""

import unicodedata

from accounts.errors import BadInput
from applications.steps.spec import Field, Kind, Section

LONGEST_TEXT = 60_000  # characters that a field may hold while it is being shortened


def clean_typed(section: Section, typed: dict) -> dict:
    """The declared fields of what was typed, made storable; raises BadInput by field."""
    values, errors = {}, {}
    for spec in section.fields:
        if spec.kind in (Kind.ID_NUMBER, Kind.UNIT) or spec.name not in typed:
            continue
        try:
            values[spec.name] = _clean(spec, typed[spec.name])
        except ValueError as error:
            errors[spec.name] = str(error)
    if errors:
        raise BadInput(errors)
    return values


def _clean(spec: Field, typed) -> str | list[str]:
    if spec.kind is Kind.MANY:
        known = [value for value, _ in spec.choices]
        return [value for value in known if value in typed]
    text = str(typed).replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_unstorable(character) for character in text):
        raise ValueError("含有无法保存的控制字符，请删除后再保存。")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"内容过长：最多{spec.limit}字。")
    if spec.kind is Kind.YES_NO and text not in ("", "yes", "no"):
        raise ValueError("请选择“是”或“否”。")
    if spec.kind is Kind.CHOICE and spec.choices and text and text not in dict(spec.choices):
        raise ValueError("请从列出的选项中选择。")
    return unicodedata.normalize("NFC", text)


def _is_unstorable(character: str) -> bool:
    code = ord(character)
    return (
        (code < 32 and character not in "\t\n")
        or code == 127
        or code == 0xFFFD  # what broken UTF-8 was decoded to
        or 0xD800 <= code <= 0xDFFF
        or code & 0xFFFE == 0xFFFE
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )
