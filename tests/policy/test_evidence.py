"""Each person is asked for the documents that their own facts call for, in binding order."""

from policy.evidence import evidence_for
from policy.facts import parse_facts
from policy.loader import load_policy

from .builders import TAIYUAN, person

POLICY = load_policy(TAIYUAN)


def keys(level, **change):
    return [need.key for need in evidence_for(POLICY, level, parse_facts(person(level, **change)))]


def test_an_engineer_in_an_institution():
    assert keys("engineer") == [
        "notice_form",
        "identity_card",
        "education_check",
        "present_title_proof",
        "appointment_proof",
        "wage_sheet",
        "paper_cover",
        "paper_contents",
        "paper_body",
        "paper_back_cover",
        "paper_search_page",
        "continuing_education_certificates",
        "assessment_forms",
        "work_summary",
    ]


def test_a_technician_needs_little():
    assert keys("technician") == [
        "employment_contract",
        "pension_proof",
        "identity_card",
        "education_check",
        "employer_examination_record",
    ]


def test_the_kind_of_unit_decides_contract_pension_and_wages():
    asked = {"employment_contract", "pension_proof", "wage_sheet"}

    def of(kind):
        return asked & set(keys("engineer", unit_kind=kind))

    assert of("institution") == {"wage_sheet"}
    assert of("state_owned_enterprise") == {"pension_proof"}
    assert of("non_public_enterprise") == {"employment_contract", "pension_proof"}
    assert of("social_organization") == {"employment_contract", "pension_proof"}
    assert of("government") == of("unknown") == set()


def test_degrees_awards_projects_and_failures_ask_for_their_own():
    award = {"kind": "award"}
    project = {"kind": "key_project"}
    assert "degree_check" in keys("assistant_engineer")
    assert keys("engineer", achievements=[award])[-1] == "award_certificates"
    assert "achievement_proof" in keys("engineer", achievements=[project])
    assert "achievement_proof" not in keys("engineer", achievements=[award])
    assert "new_achievement_proof" in keys("engineer", failed_last_defence=True)


def test_the_relaxed_education_asks_for_its_proof():
    vocational = {
        "level": "secondary_vocational",
        "certificates": ["graduation"],
        "field": "same",
        "awarded": "1999-07",
        "recognized": True,
    }
    work = [{"from": "2000-01", "in_specialty": True, "grassroots": True}]
    change = {"work": work, "outstanding_performance": True}
    assert "grassroots_proof" in keys("engineer", education=[vocational], **change)
    assert "grassroots_proof" not in keys("engineer", **change)


def test_each_entry_tells_its_person_why_and_how_many():
    facts = person("engineer")
    facts["education"] = facts["education"] * 2
    needs = {need.key: need for need in evidence_for(POLICY, "engineer", parse_facts(facts))}
    assert needs["education_check"].count == 2
    assert needs["continuing_education_certificates"].count == 2
    assert needs["notice_form"].by == "unit" and not needs["notice_form"].required
    assert all(need.reason.endswith("。") for need in needs.values())
    assert all(need.quote in POLICY.clause(need.clause).text for need in needs.values())
    assert needs["identity_card"].formats == ("pdf", "jpg", "png")
