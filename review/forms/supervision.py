"""What the supervisor's lists are narrowed by; the choices stand in the address."""

from datetime import datetime, time, timedelta

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import AccessRecord, Organisation, User
from applications.models import Application, Event
from review.forms.filters import Choice, PlainFilter
from review.wording import ACCESS_LABELS, ACTION_LABELS

WHOLE_RECEIPT = 14  # characters; a shorter text is the beginning of one
LONGEST = 60


class _Text(filters.CharFilter):
    def __init__(self, *args, **kwargs):
        widget = forms.TextInput(attrs={"type": "search", "maxlength": str(LONGEST)})
        super().__init__(*args, widget=widget, max_length=LONGEST, **kwargs)


class _Day(filters.DateFilter):
    def __init__(self, *args, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"})
        messages = {"invalid": "请填写日期，如 2020-11-02。"}
        super().__init__(*args, widget=widget, error_messages=messages, **kwargs)


class _Period(PlainFilter):
    """From a day until a day, both included, in the portal's time zone."""

    since = _Day(label="从", method="from_day")
    until = _Day(label="到", method="until_day")

    def from_day(self, queryset, name, value):
        """From the first moment of the day."""
        return queryset.filter(at__gte=_midnight(value))

    def until_day(self, queryset, name, value):
        """Until the last moment of the day."""
        return queryset.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def people_named(text: str) -> QuerySet:
    """Keys of the people of whose name it is a part, or whose user name it is."""
    found = User.objects.filter(Q(name__icontains=text) | Q(username__iexact=text))
    return found.order_by().values("pk")


def organisations_named(text: str) -> QuerySet:
    """Keys of the organisation of exactly that name; else of those of whose name it is a part."""
    exact = Organisation.objects.filter(name=text).order_by()
    if exact.exists():
        return exact.values("pk")
    part = Q(name__icontains=text) | Q(short_name__icontains=text)
    return Organisation.objects.filter(part).order_by().values("pk")


def cases_numbered(text: str) -> QuerySet:
    """Cases by their receipt number, or by its beginning."""
    if len(text) >= WHOLE_RECEIPT:
        return Application.objects.filter(receipt_number=text).order_by()
    return Application.objects.filter(receipt_number__startswith=text).order_by()


class EventFilter(_Period):
    """The log, narrowed."""

    person = _Text(label="办理人或申报人", method="by_person")
    organisation = _Text(label="单位", method="by_organisation")
    receipt = _Text(label="受理编号", method="by_receipt")
    action = Choice(label="事项", choices=sorted(ACTION_LABELS.items(), key=lambda each: each[1]))

    class Meta:
        model = Event
        fields = ["person", "organisation", "receipt", "action", "since", "until"]

    def by_person(self, queryset, name, value):
        """By who acted or whose case it was."""
        cases = Application.objects.filter(name__icontains=value.strip()).order_by().values("pk")
        people = people_named(value.strip())
        return queryset.filter(Q(actor__in=people) | Q(application__in=cases))

    def by_organisation(self, queryset, name, value):
        """By for whom was acted, or whose person's case it was."""
        found = organisations_named(value.strip())
        cases = Application.objects.filter(unit__in=found).order_by().values("pk")
        return queryset.filter(Q(organisation__in=found) | Q(application__in=cases))

    def by_receipt(self, queryset, name, value):
        """By the case."""
        return queryset.filter(application__in=cases_numbered(value.strip()).values("pk"))


OUTCOMES = [("read", "查阅"), ("refused", "被拒绝"), ("exported", "导出")]


class AccessFilter(_Period):
    """Who read or exported what, narrowed."""

    person = _Text(label="人员", method="by_person")
    organisation = _Text(label="以哪个单位的身份", method="by_organisation")
    object = _Text(label="受理编号", method="by_case")
    what = Choice(label="事项", choices=list(ACCESS_LABELS.items()), method="by_what")
    outcome = Choice(label="结果", choices=OUTCOMES)

    class Meta:
        model = AccessRecord
        fields = ["person", "organisation", "object", "what", "outcome", "since", "until"]

    def by_person(self, queryset, name, value):
        """By who looked."""
        return queryset.filter(user__in=people_named(value.strip()))

    def by_organisation(self, queryset, name, value):
        """By for whom the person acted then."""
        return queryset.filter(organisation__in=organisations_named(value.strip()))

    def by_case(self, queryset, name, value):
        """By the case: looks at it, refusals at its pages, exports that it was part of."""
        text = value.strip()
        if len(text) < WHOLE_RECEIPT:
            return queryset.filter(object__startswith=text)
        found = Q(object=text) | Q(outcome="exported", cases__contains=f" {text} ")
        for pk in cases_numbered(text).values_list("pk", flat=True):
            found |= Q(outcome="refused", object__startswith=f"/review/applications/{pk}/")
        return queryset.filter(found)

    def by_what(self, queryset, name, value):
        """By what was looked at; the pages of one kind together."""
        return queryset.filter(Q(what=value) | Q(what__startswith=f"{value}_"))
