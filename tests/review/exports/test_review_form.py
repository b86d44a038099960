"""评审表 from the frozen case, the chain's opinions and the 双承诺."""

from io import BytesIO

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Application, Event
from documents.forms.review_form import Statement
from policy.loader import load_policy
from review.exports import export_of
from review.exports.records import frozen_cases
from review.exports.review_form import Given, review_form
from review.exports.selection import Selection, select
from review.models import Opinion
from review.wording import UNIT_COMMITMENT
from tests.builders import World
from tests.documents.test_notice_form import docx_text
from tests.review.exports.samples import POLICY, content, frozen

PROJECT = {"name": "甲", "role": "lead", "contribution": "负责设计。", "effect": "已验收。"}
REPORT = {"material": "research_report", "name": "丙报告", "to": "2019.05", "approved_by": "某局"}


@pytest.fixture
def world(db) -> World:
    return World()


def form_of(case):
    selection = Selection(case.round, Application.objects.filter(pk=case.pk))
    (found,) = frozen_cases(selection)
    return review_form(found, case.round.policy, Given(selection))


def test_both_promises_and_all_opinions_stand_with_their_days(world):
    case = world.case(State.ACCEPTED)
    form, unit = form_of(case), Opinion.objects.get(application=case, state=State.UNIT_REVIEW)
    day = f"{unit.given_at.year}年{unit.given_at.month}月{unit.given_at.day}日"
    assert form.own_commitment.text.startswith("本人承诺") and form.own_commitment.day
    assert form.unit_commitment == Statement(UNIT_COMMITMENT, day)
    assert form.unit_opinion == Statement(unit.text, day)
    assert form.presenting_opinion.text and form.presenting_opinion.day
    assert form.basics.id_number == case.applicant.id_number


def test_a_unit_that_promised_nothing_has_a_blank(world):
    case = world.case(State.ACCEPTED)
    Opinion.objects.filter(application=case).update(commitment=False)
    assert form_of(case).unit_commitment == Statement()


class NothingGiven(Given):
    """As of a case whose way has not begun."""

    def __init__(self):
        pass

    def _of(self, case):
        return []


def sample(**sections):
    promised = {"text": "本人承诺。", "at": "2020-11-20T02:00:00Z"}
    case = frozen(content(sections=sections, commitment=promised))
    return review_form(case, load_policy(POLICY), NothingGiven())


def test_works_stand_before_or_since_the_present_post_and_reports_with_the_papers():
    form = sample(
        key_project=[
            {**PROJECT, "from": "2012.01", "to": "2013.05"},
            {**PROJECT, "name": "乙", "from": "2016.01", "to": ""},
        ],
        substitute=[REPORT],
        paper=[
            {
                "name": "丁文",
                "published": "2018.03",
                "journal": "机械",
                "authorship": "joint",
                "author_rank": "1",
            }
        ],
    )
    assert form.works_before == (
        ("2012年1月\n至2013年5月", "甲", "主要负责人。负责设计。", "已验收。"),
    )
    assert [line[:2] for line in form.works_since] == [("2016年1月至今", "乙")]
    assert [line[:2] for line in form.writings] == [("2018年3月", "丁文"), ("2019年5月", "丙报告")]
    assert form.writings[0][3] == "合著，第1"
    assert form.title == "山西省专业技术职务任职资格评审表"


def test_the_highest_certificate_and_the_highest_degree_are_named():
    basics = sample().basics
    assert (basics.education, basics.degree) == ("大学本科", "硕士学位")
    assert (basics.school, basics.graduated) == ("太原理工大学", "2014年7月")
    assert basics.post == "助理工程师，2015年1月起"


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_secretary_downloads_it_and_the_log_says_so(world, logged_in, format):
    case = world.case(State.ACCEPTED)
    with world.at():
        client = logged_in(world.officer("评委会办"))
        answer = client.post(
            reverse("review:export"),
            {"form": "review-form", "format": format, "round": case.round.key},
        )
        made = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert made[:4] == (b"%PDF" if format == "pdf" else b"PK\x03\x04")
    event = Event.objects.filter(action="export").latest("seq")
    assert event.data["form"] == "review-form"
    if format == "docx":
        assert case.applicant.id_number in docx_text(made)


def test_technicians_and_those_still_with_their_unit_have_none(world):
    case = world.case(State.UNIT_REVIEW)
    selection = select(case.round, Application.objects.all())
    assert export_of("review-form").narrowed(selection).count() == 0


def test_queries_do_not_grow_with_the_people(world, django_assert_max_num_queries):
    for _ in range(3):
        world.case(State.ACCEPTED)
    case = Application.objects.first()
    selection = select(case.round, Application.objects.all())
    with django_assert_max_num_queries(6):
        assert export_of("review-form").make(selection, "docx", BytesIO()) == 3
