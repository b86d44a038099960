"""Many cases like one, made as rows: five hundred would take minutes by the workflow."""

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from applications.models import Application, ChainLink, Snapshot
from review.models import Evaluation, PublicNotice


def many_like(case: Application, count: int) -> list[Application]:
    """`count` further people's cases with the same submission, way and records as `case`."""
    people = User.objects.bulk_create(
        User(username=f"many-{case.pk}-{n}", name=f"众人{n:04}") for n in range(count)
    )
    since = case.applicant.assignments.first().valid_from
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=each, role=Role.APPLICANT, valid_from=since) for each in people
    )
    made = Application.objects.bulk_create(
        _copy(case, applicant=person, name=person.name, receipt_number=f"9{case.pk:05}{n:06}")
        for n, person in enumerate(people)
    )
    for model in (Snapshot, ChainLink, Evaluation, PublicNotice):
        rows = list(model.objects.filter(application=case))
        model.objects.bulk_create(_copy(row, application=each) for each in made for row in rows)
    return made


def _copy(row, **changed):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    for name, value in changed.items():
        values.pop(row._meta.get_field(name).attname)
        values[name] = value
    return type(row)(**values)
