"""What a person agrees to before personal data is taken: versioned text, kept row by row.

个人信息保护法 17 asks for keeper, purpose, kinds, period and rights before collecting, 29 for a
separate consent to sensitive information.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from accounts import journal
from accounts.clock import database_now
from accounts.enums import ConsentKind
from accounts.errors import BadInput
from accounts.models import Consent, User


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One published text; a changed text is a new version, the old one stays."""

    version: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def sha256(self) -> str:
        """The hash of the text as shown."""
        return hashlib.sha256(repr((self.version, self.sections)).encode()).hexdigest()


_FIRST = ConsentText(
    "2026-1",
    (
        (
            "谁处理您的个人信息",
            (
                "处理者是本批次的评审委员会办事机构和本系统的运行单位。"
                "联系方式见本系统首页和批次通知。",
            ),
        ),
        (
            "为了什么，怎样处理",
            (
                "只用于职称申报、审核、评审、公示和发证：核对身份和条件，"
                "由用人单位、主管部门或人社部门、评委会办事机构逐级审核，由评审专家评审。",
                "评审专家看到的是隐去姓名和单位的材料。"
                "公示时只公布姓名、单位、申报专业和级别等必要内容。",
                "不用于其他用途，不提供给无关的人，不传到境外。",
            ),
        ),
        (
            "处理哪些个人信息",
            (
                "一般信息：姓名、性别、出生日期、联系电话、电子邮箱（可以不填）、"
                "工作单位、学历学位、工作经历、职称、考核、继续教育、业绩和奖惩。",
                "敏感个人信息：身份证号、证件照片，以及您上传的身份、学历等证件的图像。"
                "用来确认是您本人，并保证一个人只有一个账号。"
                "身份证号加密保存，页面上只显示首尾四位；"
                "经办人因工作需要查看全号的，每次都有记录。"
                "这些信息一旦泄露可能被他人冒用，因此请不要把账号和密码交给别人。",
            ),
        ),
        (
            "保存多久",
            (
                "没有提交过的草稿，您可以随时删除（注销账号时一并删除）。",
                "已经提交的申报材料属于职称评审档案，按档案管理规定的期限保存。",
                "办理记录和查阅记录为查证办理过程而保存。",
            ),
        ),
        (
            "您的权利",
            (
                "您可以在“我的资料”里查看、更正、下载自己的全部信息，也可以注销账号。",
                "您可以撤回同意（注销账号即撤回）。撤回不影响之前已经办理的事项；"
                "撤回以后不能再用本系统申报。",
                "不同意的，不能在线申报，可以向所在单位人事部门咨询其他办理方式。",
            ),
        ),
    ),
)
# What a unit keeps of its own people besides, before anybody applies.
_UNITS_LIST = (
    "您所在单位的人员名单",
    (
        "单位为安排职称申报，可能在本系统的“本单位人员”里登记您的姓名、身份证号、联系电话、"
        "学历、职称、考核和继续教育情况。由登记的单位负责告知您，只有该单位经办人能看到，"
        "不会自动变成申报材料，单位可以随时删除。",
        "您在“我的资料”下载的本人数据里有单位登记的内容和登记人；有不对的，请单位更正或移出名单。",
    ),
)
TEXTS = (
    _FIRST,
    ConsentText("2026-2", (*_FIRST.sections[:-1], _UNITS_LIST, _FIRST.sections[-1])),
)
CURRENT = TEXTS[-1]
FIRST = "请先阅读个人信息处理告知并同意，再开始申报。"


def is_given(user: User) -> bool:
    """Whether the person agreed to the text in force, in both matters."""
    kinds = user.consents.filter(version=CURRENT.version, withdrawn_at__isnull=True)
    return set(kinds.values_list("kind", flat=True)) == set(ConsentKind.values)


@transaction.atomic
def give(*, user: User, version: str) -> None:
    """Keep that the person agreed, in both matters, to the text of that version.

    Raises BadInput where that text is no longer the one in force: it must be read anew.
    """
    if version != CURRENT.version:
        raise BadInput({"consent": "告知内容已经更新，请重新阅读后再勾选。"})
    moment = database_now()
    for kind in ConsentKind:
        Consent.objects.get_or_create(
            user=user,
            kind=kind,
            version=version,
            defaults={"text_sha256": CURRENT.sha256, "given_at": moment},
        )
    journal.write(actor=user, action="consent_given", object=user, data={"version": version})
