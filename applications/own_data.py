"""What this floor adds to the zip of one's own data: cases as typed, as submitted, with files."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.own_data import Member, as_json, local
from applications.case import Case
from applications.defence import LABELS as DEFENCE_LABELS
from applications.display import shown
from applications.enums import APPLICANT_LABELS, State
from applications.integrity import finding_of
from applications.models import Application, Entry, EvidenceFile, IntegrityRecord, Notification
from applications.status import HIDDEN_RESULT
from applications.steps import section_of
from applications.steps.spec import Section

FOLDER = "申报"


def members_of(user: User) -> Iterator[Member]:
    """The person's messages, and every case, a folder each."""
    # An officer's messages tell of other people.
    if messages := [_message(m) for m in user.notifications.filter(application__applicant=user)]:
        yield Member(("消息.json",), as_json(messages))
    cases = Application.objects.filter(applicant=user).select_related("round", "unit", "applicant")
    for index, application in enumerate(cases.order_by("pk"), start=1):
        folder = f"{index:02}-{application.round.name}-{application.level_label}"
        yield from _case(application, (FOLDER, folder))


def _message(message: Notification) -> dict:
    return {
        "时间": local(message.created_at),
        "事项": message.get_kind_display(),
        "内容": message.text,
        "下一步": message.next_step,
        "截止日期": message.until.isoformat() if message.until else "",
        "已读时间": local(message.read_at),
    }


def _case(application: Application, folder: tuple[str, ...]) -> Iterator[Member]:
    files = list(application.files.order_by("need", "position", "id"))
    case = Case(application)
    labels = {**DEFENCE_LABELS, **{need.key: need.label for need in case.evidence}}
    stored = [(file, Path(settings.UPLOADS_FOLDER) / file.stored_name) for file in files]
    yield Member((*folder, "申报.json"), as_json(_about(application, stored, labels)))
    yield Member((*folder, "填写内容.json"), as_json(_typed(case)))
    for snapshot in application.snapshots.order_by("number"):
        # As frozen, to the byte, so that its hash can be computed again.
        name = f"第{snapshot.number}次提交.json"
        yield Member((*folder, name), snapshot.content.encode())
    if record := finding_of(application):
        yield Member((*folder, "诚信记录.json"), as_json(_finding(record)))
    for index, (file, path) in enumerate(stored, start=1):
        if path.is_file():
            place = labels.get(file.need, "其他材料")
            yield Member((*folder, "证明材料", place, f"{index:03}-{file.name}"), path)


def _about(application: Application, stored: list[tuple[EvidenceFile, Path]], labels) -> dict:
    return {
        "批次": application.round.name,
        "级别": application.level_label,
        "工作单位": application.unit.name if application.unit else "",
        "状态": _state(application),
        "受理编号": application.receipt_number or "",
        "开始填写": local(application.created_at),
        "最近提交": local(application.submitted_at),
        "退回原因": application.return_reason,
        "结束原因": application.closing_reason,
        "各次提交": [
            {"次": each.number, "时间": local(each.created_at), "SHA-256": each.sha256}
            for each in application.snapshots.order_by("number")
        ],
        "证明材料": [
            {
                "序号": index,
                "类别": labels.get(file.need, "其他材料"),
                "文件名": file.name,
                "字节数": file.size,
                "上传时间": local(file.uploaded_at),
                "已删除": file.removed_at is not None,
                "文件在压缩包中": path.is_file(),
            }
            for index, (file, path) in enumerate(stored, start=1)
        ],
    }


def _state(application: Application) -> str:
    # How it ended is nobody's to read before it is published.
    state = State(application.state)
    return "评审中" if state in HIDDEN_RESULT else str(APPLICANT_LABELS[state])


def _typed(case: Case) -> dict:
    """The sections' rows in the words of the form."""
    found: dict[str, list[dict]] = {}
    for entry in case.application.entries.filter(removed_at__isnull=True):
        section = _section(entry)
        title = section.label if section else entry.section
        found.setdefault(title, []).append(_row(entry, section, case))
    return found


def _section(entry: Entry) -> Section | None:
    # A section that the form had once may be gone from it.
    try:
        return section_of(entry.section)
    except KeyError:
        return None


def _row(entry: Entry, section: Section | None, case: Case) -> dict:
    fields = {field.name: field for field in section.fields} if section else {}
    row = {}
    for name, value in entry.values.items():
        if (field := fields.get(name)) is not None:
            row[field.label] = shown(field, value, case.context)
        else:
            row[name] = value
    return row


def _finding(record: IntegrityRecord) -> dict:
    return {
        "作出决定": record.organisation.name,
        "决定日期": record.decided_on.isoformat(),
        "查实的事实": record.reason,
        "依据": record.basis,
        "取消申报资格": record.ban.text if record.ban else "已撤销",
        "申诉": [
            {
                "日期": appeal.filed_on.isoformat(),
                "内容": appeal.text,
                "处理结果": appeal.get_outcome_display(),
                "处理理由": appeal.explanation,
            }
            for appeal in record.appeals.all()
        ],
    }
