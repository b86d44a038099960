"""Objections against a notice: from anybody, each kept as a row, each with its handling (程-2)."""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import codes, form_keys
from accounts.clock import database_now
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed
from accounts.models import User
from accounts.permissions import reread_roles, right
from applications import log, uploads
from applications.authority import is_own
from applications.enums import NotificationKind, State
from applications.models import Application, Notification
from applications.notifications import deliver
from review.enums import NoticeOutcome, ObjectionChannel, ObjectionOutcome
from review.models import Objection, ObjectionHandling, PublicNotice
from review.queries import officers_of_notice
from review.wording import day_text

# While the applicant mends a returned case its notices run on, and objections are looked into.
HANDLED_IN = (State.UNIT_REVIEW, State.RETURNED)
# A notice that is flooded is not helped by more rows; the telephone stands beside the form.
MOST_ONLINE = 200
FORMATS = ("pdf", "jpg", "png")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody brings forward; without a name it is anonymous and has no contact."""

    content: str
    name: str = ""
    contact: str = ""
    file: UploadedFile | None = field(default=None, repr=False)


def receive_objection(*, notice: PublicNotice, said: Said) -> Objection:
    """Take an objection from the public page, and tell the unit's officers.

    The same text sent twice is one objection. Raises BadInput (a field, a file that is not
    taken) and NotAllowed (the notice does not run today, by the database's clock).
    """
    _check_said(said)
    stored = _store(said.file)
    try:
        with transaction.atomic():
            locked, moment = _locked(notice), database_now()
            day = timezone.localdate(moment)
            if not _runs(locked, day):
                raise NotAllowed("这项公示现在不在公示期内，不能在网上提出异议。")
            known = locked.objections.filter(channel=ObjectionChannel.ONLINE)
            again = known.filter(content=said.content, name=said.name, contact=said.contact)
            if (earlier := again.first()) is not None:
                if stored:
                    uploads.discard(stored)
                return earlier
            if known.count() >= MOST_ONLINE:
                raise NotAllowed("这项公示收到的网上异议太多，请拨打受理电话或书面反映。")
            made = _write(locked, said, stored, ObjectionChannel.ONLINE, day, moment, None)
            _tell_officers(made, moment)
            return made
    except BaseException:
        if stored:
            uploads.discard(stored)
        raise


@transaction.atomic
def record_objection(
    *, actor: User, notice: PublicNotice, channel: str, received_on: date, said: Said
) -> Objection:
    """Take down an objection that came by telephone, letter or in person.

    One that comes after the notice was closed opens it again. Raises BadInput, NotAllowed (not
    the unit's officer, one's own case, no longer with the unit).
    """
    form_keys.claim(f"objection:{notice.pk}")
    locked = lock_notice(actor, notice)
    _check_said(said)
    moment = database_now()
    if channel not in ObjectionChannel.values or channel == ObjectionChannel.ONLINE:
        raise BadInput({"channel": "请选择反映方式。"})
    if not locked.first_day <= received_on <= timezone.localdate(moment):
        raise BadInput(
            {"received_on": f"收到日期应在{day_text(locked.first_day)}公示开始之后，不能晚于今天。"}
        )
    stored = _store(said.file)
    try:
        made = _write(locked, said, stored, channel, received_on, moment, actor)
        form_keys.note_made(made.pk)
        return made
    except BaseException:
        if stored:
            uploads.discard(stored)
        raise


@transaction.atomic
def handle_objection(*, actor: User, objection: Objection, outcome: str, text: str) -> Objection:
    """Write down what was found of an objection; a later finding corrects an earlier one.

    An upheld one marks the notice at once. Raises BadInput, NotAllowed.
    """
    form_keys.claim(f"objection_handled:{objection.pk}")
    notice = lock_notice(actor, objection.notice)
    if outcome not in ObjectionOutcome.values or outcome == ObjectionOutcome.OPEN:
        raise BadInput({"outcome": "请选择核查结果。"})
    text = text.strip()
    if not text:
        raise BadInput({"text": "请写明异议内容和核查处理情况。"})
    if len(text) > 500:
        raise BadInput({"text": "核查处理情况最多500字。"})
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    ObjectionHandling.objects.create(
        objection=objection,
        outcome=outcome,
        text=text,
        handled_by=actor,
        handled_at=database_now(),
    )
    before, objection.outcome = objection.outcome, outcome
    objection.save(update_fields=["outcome"])
    _log("objection_handled", actor, objection, {"outcome": [before, outcome]})
    settle(notice)
    return objection


def lock_notice(actor: User, notice: PublicNotice) -> PublicNotice:
    """The row, locked, when the actor is an officer of the unit that still has the case in hand.

    Raises NotAllowed, also for the actor's own case and a notice that was posted again.
    """
    locked = _locked(notice)
    reread_roles(actor)
    if not right("record_notices").allows(actor, locked):
        raise NotAllowed("您不是这个单位的经办人，或者这是您本人的申报。")
    if reason := why_not_in_hand(actor, locked):
        raise NotAllowed(reason)
    return locked


def why_not_in_hand(actor: User, notice: PublicNotice) -> str:
    """Why the unit's officer cannot write down anything about the notice now; "" where nothing
    stands in the way."""
    if notice.replaced_at is not None:
        return "这项公示已被重新公示代替。"
    case = notice.application
    if case is None:
        return ""
    if case.unit_id != notice.unit_id:
        return "这项公示是申报人以前所在单位的，不能再办理。"
    if is_own(case, actor):
        return "不能办理本人的申报，请由其他经办人办理。"
    if case.state in HANDLED_IN:
        return ""
    where = f"，由“{case.holder}”办理，请把异议转告该单位" if case.holder else ""
    return f"{case.name}的申报现在是“{case.get_state_display()}”{where}。"


def settle(notice: PublicNotice) -> None:
    """Bring a locked notice's outcome and text into line with its objections.

    An upheld one is the notice's outcome at once; where none is upheld any more, or one waits,
    the notice has to be closed (again).
    """
    found = list(notice.objections.prefetch_related("handlings"))
    outcomes = {each.outcome for each in found}
    if ObjectionOutcome.FOUNDED in outcomes:
        notice.outcome = NoticeOutcome.FOUNDED
    elif notice.outcome == NoticeOutcome.FOUNDED or ObjectionOutcome.OPEN in outcomes:
        notice.outcome = NoticeOutcome.OPEN
    notice.objection = "\n".join(_told(each) for each in found if each.handlings.all())
    notice.save(update_fields=["outcome", "objection"])


def _told(objection: Objection) -> str:
    """One objection in the words of the forms: how it came and what was found; never by whom."""
    text = list(objection.handlings.all())[-1].text
    way = objection.get_channel_display()
    return f"{day_text(objection.received_on)}{way}反映：{text}（经核查{objection.get_outcome_display()}）"


def _locked(notice: PublicNotice) -> PublicNotice:
    # The case first, as every move locks it: who passes it on waits, and then reads the objection.
    if notice.application_id is not None:
        Application.objects.select_for_update().only("pk").get(pk=notice.application_id)
    return (
        PublicNotice.objects.select_for_update(of=("self",))
        .select_related("unit", "round", "application__holder", "application__applicant")
        .get(pk=notice.pk)
    )


def _runs(notice: PublicNotice, day: date) -> bool:
    case = notice.application
    is_open = case is None or case.state in HANDLED_IN
    return is_open and notice.replaced_at is None and notice.first_day <= day <= notice.last_day


def _check_said(said: Said) -> None:
    problems = {}
    if len(said.content.strip()) < 10:
        problems["content"] = "请写明具体情况，至少10个字，以便核查。"
    elif len(said.content) > 1000:
        problems["content"] = "反映内容最多1000字。"
    if said.name and not said.contact:
        problems["contact"] = "实名反映请填写联系方式，以便核实和回复。"
    if said.contact and not said.name:
        problems["name"] = "请填写姓名；不愿留姓名的，请选择匿名。"
    if problems:
        raise BadInput(problems)


def _store(file: UploadedFile | None) -> uploads.Stored | None:
    if file is None:
        return None
    try:
        return uploads.store(file, FORMATS)
    except uploads.BadUpload as error:
        raise BadInput({"file": str(error)}) from None


def _write(notice, said: Said, stored, channel, day: date, moment, actor) -> Objection:
    objection = Objection.objects.create(
        notice=notice,
        number=codes.make(3),
        channel=channel,
        received_on=day,
        received_at=moment,
        name=said.name,
        contact=said.contact,
        content=said.content,
        file_name=stored.name if stored else "",
        stored_name=stored.stored_name if stored else "",
        content_type=stored.content_type if stored else "",
        entered_by=actor,
    )
    data = {"channel": channel, "anonymous": not said.name, "file": bool(stored)}
    _log("objection_received", actor, objection, data)
    settle(notice)
    return objection


def _tell_officers(objection: Objection, moment) -> None:
    notice = objection.notice
    about = f"{notice.application.name}的" if notice.application else ""
    deliver(
        Notification(
            person=officer,
            application=notice.application,
            kind=NotificationKind.OBJECTION,
            text=f"{about}“{notice.get_kind_display()}”公示在网上收到一件异议。",
            next_step="请核查并登记结果；没有处理完的异议，会使申报不能上报。",
            until=None,
            address=reverse("review:objection", args=[objection.pk]),
            created_at=moment,
        )
        for officer in officers_of_notice(notice, moment)
    )


def _log(action: str, actor: User | None, objection: Objection, data: dict) -> None:
    """What was said and by whom is the row's own; the log says that and when."""
    notice = objection.notice
    log.append(
        action=action,
        actor=actor,
        role=Role.UNIT_OFFICER if actor else "",
        organisation=notice.unit if actor else None,
        application=notice.application,
        object=f"objection:{objection.pk}",
        data={"kind": notice.kind, **data},
    )
