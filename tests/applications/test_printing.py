"""The work summary on paper, for the unit's stamp."""

from django.urls import reverse


def shown(client, case) -> str:
    return client.get(reverse("applications:summary_print", args=[case.pk])).content.decode()


def test_the_sheet_bears_the_text_the_name_and_the_unit(draft, applicant):
    text = draft.entries.get(section="summary").values["text"]
    page = shown(applicant, draft)
    assert draft.applicant.name in page
    assert draft.unit.name in page
    assert text.strip()[:60] in page
    assert "单位（公章）" in page


def test_without_a_text_the_way_to_write_it_is_shown(draft, applicant):
    draft.entries.filter(section="summary").delete()
    page = shown(applicant, draft)
    assert "还没有写工作总结" in page
    assert reverse("applications:step", args=[draft.pk, "summary"]) in page
    assert "单位（公章）" not in page


def test_a_level_that_asks_for_no_summary_has_no_sheet(world, browser_of):
    draft = world.draft(level="technician")
    address = reverse("applications:summary_print", args=[draft.pk])
    assert browser_of(draft.applicant).get(address).status_code == 404


def test_the_evidence_leads_to_the_sheet(draft, applicant):
    page = applicant.get(reverse("applications:evidence", args=[draft.pk])).content.decode()
    assert reverse("applications:summary_print", args=[draft.pk]) in page
