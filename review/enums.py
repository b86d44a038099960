"""Words of the approvals; values are stored."""

from django.db import models


class NoticeKind(models.TextChoices):
    """The unit's three notices (程-2)."""

    RULES = "rules", "评审条件、评议程序"
    MATERIALS = "materials", "个人申报材料"
    OPINION = "opinion", "单位鉴定意见"


class NoticeOutcome(models.TextChoices):
    """What came of a notice."""

    OPEN = "open", "公示中或待处理"
    NO_OBJECTION = "no_objection", "无异议"
    UNFOUNDED = "unfounded", "有异议，经核查不成立"
    FOUNDED = "founded", "有异议，经核查成立"


CLEAN_OUTCOMES = (NoticeOutcome.NO_OBJECTION, NoticeOutcome.UNFOUNDED)
