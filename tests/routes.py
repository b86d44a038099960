"""Who asks, and for which object, when every route is tried by every role."""

from io import BytesIO
from types import SimpleNamespace

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from PIL import Image

from accounts import registration, unit_registration
from accounts.enums import OrganisationKind, Role, Tier
from accounts.models import Affiliation, Organisation, User
from applications.case import PHOTO
from applications.models import Application, StaffMember, StaffSheet, StandIn
from applications.staff.columns import form_for
from applications.staff.services import keep_sheet, save_member
from review.models import Batch, Objection, PublicNotice, RecommendationLetter
from review.services.batches import prepare_batch, start_batch
from review.services.integrity import enter_appeal
from review.services.letters import draft_letter
from review.services.objections import Said, receive_objection
from review.services.phrases import save_phrase
from review.services.recognitions import record_objection
from tests.builders import RowsOnly, World
from titleportal.demonstration.files import Shelf


class RealPhotos(RowsOnly):
    """Rows for all papers, a real file for the photo."""

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Shelf()

    def put(self, application, need):
        is_photo = need.key == PHOTO.key
        return (self.shelf if is_photo else super()).put(application, need)


def staff_of_unit(officer: User, unit: Organisation) -> tuple[StaffMember, StaffSheet]:
    """One person on the unit's list, and a sheet that waits for the officer's yes."""
    form = form_for(unit)
    typed = {"name": "某人", "id_number": "", "sex": "male", "birth_date": "1990-01-02"}
    member = save_member(actor=officer, unit=unit, form=form, typed=typed)
    labels = [(1, "text", "姓名"), (2, "text", "性别"), (3, "text", "出生日期")]
    row = [(1, "text", "另一人"), (2, "text", "男"), (3, "text", "1991-03-04")]
    raw = [(1, labels), (2, row)]
    _, sheet = keep_sheet(actor=officer, unit=unit, form=form, raw=raw, file_name="表.xlsx")
    assert sheet is not None
    return member, sheet


class RouteWorld(World):
    """Two applicants, a draft and submitted cases, and somebody in every role.

    `others` hold the same roles elsewhere: nothing here is in their scope.
    """

    def __init__(self) -> None:
        super().__init__()
        self.desk.shelf = RealPhotos()
        self.draft_case = self.draft()
        self.unit_case = self.case("unit_review")
        self.department_case = self.case("department_review")
        self.office_case = self.case("office_review")
        self.technician = self.case("unit_review", level="technician")
        self.revoked_case = self.case("revoked")
        with self.at(1):
            enter_appeal(
                actor=self.officer("评委会办"),
                record=self.revoked_case.integrity,
                filed_on=self.calendar.day(1),
                text="请求复核。",
            )
        picture = SimpleNamespace(key="defence_picture", label="图")
        self.desk.shelf.put(self.draft_case, picture).save()
        self.recognized = self.case("recognized", level="technician")
        self.actors = self._actors()
        self.others = self._others()
        self.newcomers()
        with self.at():
            self.doubt = record_objection(
                actor=self.actors["department_officer"],
                application=self.case("recognized", level="technician"),
                reason="考察记录不全。",
            )
            self.member, self.sheet = staff_of_unit(
                self.actors["unit_officer"], self.units["机电检测所"]
            )
        self.stuck_case = self.officers_own_case("重装集团")
        # Among the actors this one stands for an officer who is nothing else.
        self.stuck_case.applicant.assignments.get(role=Role.APPLICANT).delete()
        self.stand_in = self._stand_in()
        self.batch = self._batch()
        self.objection = self._objection()
        with self.at():
            self.phrase = save_phrase(
                actor=self.actors["unit_officer"],
                organisation=self.units["机电检测所"],
                use="opinion",
                text="同意推荐。",
            )
        with self.at(25):
            self.letter_draft = draft_letter(
                actor=self.actors["department_officer"], applications=[self.department_case]
            )

    def _stand_in(self) -> StandIn:
        """Named by the department for another of its units."""
        day = self.calendar.day(0)
        return StandIn.objects.create(
            application=self.technician,
            organisation=self.units["机电检测所"],
            person=self.draft_case.applicant,
            named_for=self.units["市机械局"],
            named_by=self.actors["department_officer"],
            named_at=self.moment(),
            reason="没有别的经办人",
            valid_from=day,
            valid_until=day,
        )

    def _batch(self) -> Batch:
        """The unit officer's, confirmed and not yet worked off."""
        officer, case = self.actors["unit_officer"], self.unit_case
        with self.at():
            made = prepare_batch(
                actor=officer, operation="decline", cases=[(case.pk, case.version)]
            )
            return start_batch(actor=officer, batch=made, data={"reason": "不推荐"})

    def _objection(self) -> Objection:
        """One against the materials of the unit's case, which are posted today, with a picture."""
        picture = BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        sent = SimpleUploadedFile("证据.png", picture.getvalue())
        with self.at():
            self.desk.post(self.unit_case, "materials", self.calendar.day(0))
            notice = self.unit_case.notices.get()
            return receive_objection(
                notice=notice, said=Said("论文的作者排名与刊物不符。", file=sent)
            )

    def _actors(self) -> dict[str, User]:
        return {
            "applicant": self.draft_case.applicant,
            "submitter": self.unit_case.applicant,
            "unit_officer": self.officer("机电检测所"),
            "department_officer": self.officer("市机械局"),
            "hr_officer": self.officer("龙城区人社局"),
            "secretary": self.officer("评委会办"),
            "expert": self.person("an-expert", Role.EXPERT),
            "supervisor": self.person("a-supervisor", Role.SUPERVISOR),
            "administrator": self.person("an-administrator", Role.ADMINISTRATOR),
        }

    def _others(self) -> dict[str, User]:
        return {
            "applicant": self.applicant()[0],
            "unit_officer": self.officer("重装集团"),
            "department_officer": self.officer("市化工局"),
            "hr_officer": self.officer("汾东县人社局"),
        }

    def newcomers(self) -> None:
        """A person of the unit, an invitation, a unit that waits, a mailed link."""
        unit, department = self.units["机电检测所"], self.units["市机械局"]
        Affiliation.objects.create(
            user=self.draft_case.applicant, unit=unit, since=self.calendar.day(400)
        )
        with self.at():
            self.invitation, self.invitation_code = registration.invite(
                actor=self.actors["unit_officer"], unit=unit, name="某人", phone="13900000000"
            )
            waiting = dict.fromkeys(unit_registration.FIELDS, "某人") | {
                "uscc": "91110000600037341L",
                "kind": OrganisationKind.INSTITUTION,
                "tier": Tier.MUNICIPAL,
                "parent": department,
            }
            officer = User.objects.create(username="waiting-officer", name="某人")
            self.registration = unit_registration.ask_for_unit(officer=officer, unit=waiting)
            self.forgetful = User.objects.create(username="forgetful", name="某人", password="!x")

    def arguments(self, name: str, route: dict) -> dict:
        """The address's arguments; `on` in the data file names the object."""
        values = dict(route.get("with", {}))
        on = route.get("on")
        if on is None:
            return values
        if on == "person":
            values["pk"] = self.actors["expert"].pk
        elif on == "member":
            values["pk"] = self.draft_case.applicant.pk
        elif on == "unit":
            values["unit"] = self.units["机电检测所"].pk
        elif on == "department":
            values["parent"] = self.units["市机械局"].pk
        elif on == "invitation":
            values["pk"] = self.invitation.pk
        elif on == "invitation code":
            values["code"] = self.invitation_code
        elif on == "registration":
            values["pk"] = self.registration.pk
        elif on == "reset link":
            values["key"] = urlsafe_base64_encode(force_bytes(self.forgetful.pk))
            values["token"] = default_token_generator.make_token(self.forgetful)
        elif on == "organisation":
            values["pk"] = self.units["机电检测所"].pk
        elif on == "assignment":
            values["pk"] = self.actors["expert"].assignments.get().pk
        elif on == "recognition objection":
            values["pk"] = self.doubt.pk
        elif on == "staff member":
            values["pk"] = self.member.pk
        elif on == "staff sheet":
            values["pk"] = self.sheet.pk
        elif on == "message":
            values["pk"] = self.unit_case.applicant.notifications.first().pk
        elif on == "stand-in":
            values["pk"] = self.stand_in.pk
        elif on == "round":
            values["pk"] = self.round.pk
        elif on == "round key":
            values["key"] = self.round.key
        elif on == "notice":
            values["pk"] = PublicNotice.objects.filter(unit__short_name="机电检测所").first().pk
        elif on == "batch":
            values["pk"] = self.batch.pk
        elif on == "running notice":
            values["pk"] = self.objection.notice_id
        elif on == "posting":
            values["token"] = self.objection.notice.token
        elif on == "objection":
            values["pk"] = self.objection.pk
        elif on == "objection number":
            values["number"] = self.objection.number
        elif on == "phrase":
            values["pk"] = self.phrase.pk
        elif on == "letter":
            values["pk"] = RecommendationLetter.objects.filter(status="issued").first().pk
        elif on == "letter draft":
            values["pk"] = self.letter_draft.pk
        elif on.endswith(" file"):
            values["file"] = self._case(on.removesuffix(" file")).files.get(need="photo").pk
        elif on.endswith(" row"):
            values["pk"] = self._case(on.removesuffix(" row")).pk
        elif on.endswith(" change"):
            case = self._case(on.removesuffix(" change"))
            values |= {"pk": case.pk, "file": case.files.get(need="photo").pk}
        elif on.endswith(" picture"):
            case = self._case(on.removesuffix(" picture"))
            values |= {"pk": case.pk, "file": case.files.get(need="defence_picture").pk}
        else:
            values["pk"] = self._case(on).pk
        return values

    def body(self, route: dict) -> dict:
        """What is posted beside the address: the row that a route is about."""
        if not route.get("on", "").endswith(" row"):
            return {}
        case = self._case(route["on"].removesuffix(" row"))
        return {"entry": case.entries.filter(section="work").first().pk}

    def _case(self, on: str) -> Application:
        return {
            "draft": self.draft_case,
            "unit case": self.unit_case,
            "department case": self.department_case,
            "office case": self.office_case,
            "technician": self.technician,
            "recognized": self.recognized,
            "revoked case": self.revoked_case,
            "stuck case": self.stuck_case,
        }[on]
