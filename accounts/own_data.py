"""One's own data as a zip: what this floor and those above it keep of a person.

Higher floors register what they know, as they do with `journal`.
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from accounts import consent, journal
from accounts.access import record_access
from accounts.clock import now
from accounts.models import User

LONGEST_PART = 80
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]')


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its folders and name, and its bytes or where they lie."""

    parts: tuple[str, ...]
    content: bytes | Path


Contributor = Callable[[User], Iterator[Member]]
_contributors: list[Contributor] = []


def register(contributor: Contributor) -> None:
    """Let `contributor(user)` add its members to every archive."""
    if contributor not in _contributors:
        _contributors.append(contributor)


def archive_of(user: User) -> IO[bytes]:
    """A temporary file, at its beginning, that holds the zip; gone when it is closed."""
    # Whoever sends it closes it.
    file = tempfile.TemporaryFile(dir=settings.DATA_FOLDER)  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for contributor in (_of_this_floor, *_contributors):
            for member in contributor(user):
                _write(archive, member)
    record_access(user=user, what="own_data", object=f"user:{user.pk}", outcome="exported")
    journal.write(actor=user, action="own_data_downloaded", object=user)
    file.seek(0)
    return file


def as_json(content) -> bytes:
    """Readable JSON; times and decimals as text."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=str).encode()


def safe_part(text: str) -> str:
    """A folder's or file's name that means nothing to any system but itself."""
    cleaned = _UNSAFE.sub("_", text).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: LONGEST_PART - 6]}.{ending}"
    return cleaned[:LONGEST_PART] or "_"


def local(moment) -> str:
    """A time as people read it here."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _write(archive: zipfile.ZipFile, member: Member) -> None:
    name = "/".join(safe_part(part) for part in member.parts)
    if isinstance(member.content, Path):
        # Pictures and PDF are packed already.
        archive.write(member.content, name, zipfile.ZIP_STORED)
    else:
        archive.writestr(name, member.content)


def _of_this_floor(user: User) -> Iterator[Member]:
    yield Member(("说明.txt",), _README.format(at=local(now())).encode())
    yield Member(("基本资料.json",), as_json(_profile(user)))
    yield Member(("角色.json",), as_json([_role(each) for each in user.assignments.all()]))
    yield Member(("同意记录.json",), as_json(_consents(user)))


def _profile(user: User) -> dict:
    affiliation = getattr(user, "affiliation", None)
    return {
        "姓名": user.name,
        "用户名": user.username,
        "身份证号": user.id_number_mask,
        "出生日期": user.birth_date,
        "性别": user.get_sex_display(),
        "联系电话": user.phone,
        "电子邮箱": user.email,
        "工作单位": affiliation.unit.name if affiliation else "",
        "注册时间": local(user.created_at),
        "上次登录": local(user.last_login),
        "登记的单位": [
            {"名称": each.name, "状态": each.get_state_display(), "时间": local(each.made_at)}
            for each in user.unit_registrations.all()
        ],
    }


def _role(assignment) -> dict:
    return {
        "角色": assignment.get_role_display(),
        "代表的单位": str(assignment.organisation or ""),
        "起": assignment.valid_from,
        "止": assignment.valid_until or "",
    }


def _consents(user: User) -> list[dict]:
    texts = {text.version: text.sections for text in consent.TEXTS}
    return [
        {
            "事项": each.get_kind_display(),
            "版本": each.version,
            "同意时间": local(each.given_at),
            "撤回时间": local(each.withdrawn_at),
            "告知内容": {title: list(lines) for title, lines in texts.get(each.version, ())},
        }
        for each in user.consents.all()
    ]


_README = """这是您在职称申报评审系统中的全部个人数据，生成于 {at}。

基本资料.json、角色.json、同意记录.json：账号资料、担任的角色、个人信息处理的同意记录。
单位人员名单.json：您所在单位在本单位人员名单里登记的关于您的内容和登记人（登记了才有）。
“申报”文件夹：每份申报一个文件夹，有填写的内容、每次提交的内容和上传的文件。

身份证号只保留首尾四位。JSON 文件是文本文件，可以用记事本或浏览器打开。
"""
