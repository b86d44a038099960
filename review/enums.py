"""Words of the approvals; values are stored."""

from django.db import models

from applications.enums import Action


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


class ObjectionChannel(models.TextChoices):
    """How an objection reached the unit; `online` is the form on the public page."""

    ONLINE = "online", "网上"
    PHONE = "phone", "电话"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"


class ObjectionOutcome(models.TextChoices):
    """What the unit found of one objection."""

    OPEN = "open", "待核查"
    UNFOUNDED = "unfounded", "不成立"
    FOUNDED = "founded", "成立"


class PhraseUse(models.TextChoices):
    """In which form an office's own template can be chosen."""

    OPINION = "opinion", "审核意见（上报时）"
    EVALUATION = "evaluation", "评议组意见（民主评议）"
    REASON = "reason", "退回、不予推荐（受理）的原因"


class RecognitionOutcome(models.TextChoices):
    """What came of an objection to a recognition."""

    OPEN = "open", "核查中"
    UPHELD = "upheld", "成立"
    REJECTED = "rejected", "不成立"


class LetterStatus(models.TextChoices):
    """Whether a recommendation letter can still be changed."""

    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已签发"


class LookReason(models.TextChoices):
    """Why somebody asks for a full ID number; kept in the access log."""

    IDENTITY = "identity", "核对身份证件"
    CERTIFICATES = "certificates", "核验学历、职称等证书"
    PAPER_FORMS = "paper_forms", "填写或核对纸质表格"
    OBJECTION = "objection", "核查异议、举报"


# What an officer does; the applicant's own moves and the system's are none of them.
OFFICERS_MOVES = (
    Action.FORWARD,
    Action.RECOGNIZE,
    Action.ACCEPT,
    Action.RETURN,
    Action.DECLINE,
    Action.REFUSE,
)
