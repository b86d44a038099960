"""The time beside the title: when it was last saved."""

from django.urls import reverse
from django.utils.timezone import localtime

from applications.models import Entry


def test_what_was_saved_on_another_day_says_which(draft, applicant):
    address = reverse("applications:step", args=[draft.pk, "summary"])
    Entry.objects.filter(application=draft, section="summary").update(updated_at=draft.created_at)
    day = localtime(draft.created_at)
    assert f"{day.month}月{day.day}日 {day:%H:%M}</time>" in applicant.get(address).content.decode()
