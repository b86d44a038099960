"""The smallest demonstration shows one integrity record and one extension, made by services."""

import pytest

from applications import log
from applications.models import DeadlineExtension, IntegrityAppeal, IntegrityRecord
from tests.builders import TODAY
from titleportal.demonstration.load import load


@pytest.mark.django_db
def test_one_finding_with_an_appeal_that_waits_and_one_extension():
    load(today=TODAY, applicants=1, told=lambda text: None)
    record = IntegrityRecord.objects.get()
    assert record.unit_vouched and record.application.state == "revoked"
    assert IntegrityAppeal.objects.get(record=record).outcome == "pending"
    extension = DeadlineExtension.objects.get()
    assert extension.application.unit_deadline == extension.until
    assert log.verify() is None
