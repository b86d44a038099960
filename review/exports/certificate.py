"""资格证明: what a unit gives to a technician whom it recognised (domain/forms.md, certificates).

Of a round technicians are never exported (demo contract, commands): by a round's key the form has
nobody yet; by receipt number it has those who were recognised and not revoked.
"""

from typing import IO

from django.db.models import F, QuerySet

from applications.enums import State
from applications.models import Application
from documents.forms.certificate import Certificate, certificates_pdf
from review.exports.base import Export, register
from review.exports.records import FrozenCase, frozen_cases
from review.exports.selection import CannotExport, Selection
from review.exports.titles import form_title


def recognized() -> QuerySet[Application]:
    """Technicians who hold what their unit recognised."""
    return Application.objects.filter(state=State.RECOGNIZED)


def selection_of_recognized(case: Application) -> Selection:
    """One case as a selection; empty when it is not recognised."""
    return Selection(case.round, recognized().filter(pk=case.pk))


def number_of(receipt: str) -> str:
    """The certificate's number: of the receipt, so that it is the same whenever it is printed."""
    return f"认{receipt}"


@register
class RecognitionCertificate(Export):
    """The certificate of a technician, one A4 page a person."""

    key = "certificate"
    label = "资格证明（单位认定）"
    title = "资格证明"
    right = "download_certificate"
    formats = ("pdf",)
    most = {"pdf": 100}
    on_page = False

    def by_receipt(self) -> QuerySet[Application]:
        """Named one by one, those whom their unit recognised."""
        return recognized()

    def narrowed(self, selection: Selection) -> Selection:
        """Those recognised."""
        cases = selection.cases.filter(pk__in=recognized().values("pk"))
        return Selection(selection.round, cases, selection.level)

    def nobody(self) -> CannotExport:
        return CannotExport("没有可以出具资格证明的人：要先由单位认定，并且没有被取消资格。")

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        """One page a person, in the order of their numbers."""
        about = {
            each["receipt_number"]: each
            for each in selection.cases.values(
                "receipt_number",
                "state_since",
                held_on=F("examination__held_on"),
                body=F("recommending_body__name"),
            )
        }
        cases = sorted(
            frozen_cases(selection), key=lambda case: case.data["application"]["receipt"]
        )
        made = [_certificate(case, about, selection) for case in cases]
        if made:
            file.write(certificates_pdf(made))
        return len(made)


def _certificate(case: FrozenCase, about: dict, selection: Selection) -> Certificate:
    data = case.data
    receipt = data["application"]["receipt"]
    record, policy = about[receipt], selection.round.policy
    applied = case.one("application").get("applied_specialty") or ""
    return Certificate(
        title=form_title(policy, "资格证明"),
        number=number_of(receipt),
        name=data["person"]["name"],
        sex=data["person"]["sex_label"],
        id_number=data["person"]["id_number"],
        unit=data["unit"]["name"],
        qualification=data["application"]["level_label"],
        specialty=applied,
        examined_on=record["held_on"],
        recognized_on=record["state_since"],
        basis=f"《{policy.title}》（{policy.number}）",
        body=record["body"] or "",
    )
