"""Reading a case: evidence page by page, what changed, what is elsewhere too, the way on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessRecord, User
from applications import drafts
from applications.enums import Action, State
from applications.models import Application, EvidenceFile
from policy.loader import available, load_policy
from review.changes import changes_for
from review.reading import PART_OF_NEED, files_of, viewer_of
from review.services.objections import Said, record_objection

HTMX = {"headers": {"HX-Request": "true"}}


def page_of(case, name: str = "application", *more) -> str:
    return reverse(f"review:{name}", args=[case.pk, *more])


def files_in(case) -> list[dict]:
    return files_of(case.snapshots.order_by("-number").first().data)


@pytest.fixture
def resubmitted(world):
    """A case that was returned, changed in one field and one file, and handed in again."""
    case = world.case(State.RETURNED)
    entry = case.entries.filter(section="work").order_by("position").first()
    with world.at(4):
        drafts.save_section(
            application=case,
            actor=case.applicant,
            section_key="work",
            entry_id=entry.pk,
            typed=entry.values | {"unit": "新单位"},
            version=entry.version,
        )
        old = case.files.get(need="identity_card")
        old.removed_at = world.moment(4)
        old.save(update_fields=["removed_at"])
        EvidenceFile.objects.create(
            application=case,
            need="identity_card",
            name="新的身份证.pdf",
            stored_name="again.pdf",
            content_type="application/pdf",
            size=10,
            pages=2,
            sha256="f" * 64,
            uploaded_at=world.moment(4),
        )
    world.do(Action.SUBMIT, case, case.applicant, 3, commitment=True)
    return Application.objects.get(pk=case.pk)


def test_every_document_of_the_shipped_policies_has_its_part():
    asked = {each.key for policy in map(load_policy, available()) for each in policy.evidence}
    assert asked - set(PART_OF_NEED) == {"notice_form"}


def test_pages_turn_over_the_end_of_a_file_and_stop_at_the_last():
    def file(id, pages):
        return {"id": id, "need": "photo", "label": "照片", "pages": pages, "content_type": "x"}

    data = {"files": [file(1, 2), file(2, 1)]}
    way, place = [], (1, 1)
    while place:
        viewer = viewer_of(data, *place)
        way.append((viewer.file["id"], viewer.page))
        place = viewer.after and (viewer.after.file, viewer.after.page)
    assert way == [(1, 1), (1, 2), (2, 1)]
    back = viewer_of(data, 2, 1).before
    assert (back.file, back.page) == (1, 2)
    assert viewer_of(data, 99, 99).file["id"] == 1
    assert viewer_of({"files": []}, None, None) is None


def test_the_viewer_is_a_page_and_for_htmx_a_part(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client, second = as_officer("机电检测所"), files_in(case)[1]
    address = page_of(case, "evidence") + f"?file={second['id']}"
    whole = client.get(address).content.decode()
    part = client.get(address, **HTMX).content.decode()
    assert "<html" in whole and "<html" not in part
    for text in (whole, part):
        assert f"第 2 份，共 {len(files_in(case))} 份" in text
        assert reverse("applications:file_page", args=[second["id"]]) in text
    assert AccessRecord.objects.filter(what="evidence_list").count() == 2


def test_a_file_of_another_case_is_not_shown(world, as_officer):
    case, other = world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW)
    foreign = files_in(other)[2]
    address = page_of(case, "evidence") + f"?file={foreign['id']}"
    text = as_officer("机电检测所").get(address).content.decode()
    assert reverse("applications:file_page", args=[foreign["id"]]) not in text


def test_each_part_of_the_dossier_leads_to_its_evidence(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    text = as_officer("机电检测所").get(page_of(case)).content.decode()
    education = text[text.index('id="part-education"') :]
    first = next(file for file in files_in(case) if file["need"] == "education_check")
    link = f"{page_of(case, 'evidence')}?file={first['id']}"
    assert link in education[: education.index("</section>")]


def test_the_changes_name_each_field_and_file_against_what_was_seen(world, as_officer, resubmitted):
    client = as_officer("机电检测所")
    text = client.get(page_of(resubmitted, "changes"), **HTMX).content.decode()
    assert "您没有看过以前的提交。" in text
    assert "新单位" in text and "新的身份证.pdf" in text
    assert text.count("已删除") == text.count("新增") == 1
    page = client.get(page_of(resubmitted)).content.decode()
    assert '<ins class="diff-now">新单位</ins>' in page
    listed = page[page.index('id="evidence-identity_card"') :]
    assert "新增" in listed[: listed.index("</ul>")]


def test_what_was_seen_is_what_the_officer_last_opened(world, as_officer, resubmitted):
    officer = world.officer("机电检测所")
    assert changes_for(officer, resubmitted, None).seen is None
    AccessRecord.objects.create(
        user=officer, what="application", object=resubmitted.receipt_number, at=world.moment(50)
    )
    AccessRecord.objects.filter(user=officer).update(at=world.moment(50))
    assert changes_for(officer, resubmitted, None).seen == 1
    assert changes_for(world.officer("市机械局"), resubmitted, None).seen is None


def test_a_first_submission_has_no_changes(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client = as_officer("机电检测所")
    assert "这是第一次提交" in client.get(page_of(case, "changes")).content.decode()
    assert page_of(case, "changes") not in client.get(page_of(case)).content.decode()


def test_the_same_number_is_told_within_the_readers_scope_only(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    near, far = world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW, unit="重装集团")
    number = near.snapshots.get().id_number_hash
    clones = [case, far]
    for each in clones:
        _give_number(each, number)
    text = as_officer("机电检测所").get(page_of(case, "duplicates")).content.decode()
    assert "同一身份证号" in text and near.receipt_number in text
    assert far.receipt_number not in text
    text = as_officer("重装集团").get(page_of(far, "duplicates")).content.decode()
    assert "没有重复" in text


def _give_number(case, number: str) -> None:
    """A later submission under another number; what is stored stays as it is."""
    last = case.snapshots.get()
    last.pk, last.number, last.id_number_hash = None, 2, number
    last.save(force_insert=True)


def test_the_secretary_reads_of_a_number_that_moved_to_another_account(world, as_officer):
    case, other = world.case(State.OFFICE_REVIEW), world.case(State.UNIT_REVIEW)
    _give_number(case, other.applicant.id_number_hash)
    page = page_of(case, "duplicates")
    assert other.applicant.name in as_officer("评委会办").get(page).content.decode()
    assert other.applicant.name not in as_officer("市机械局").get(page).content.decode()
    assert User.objects.filter(id_number_hash=other.applicant.id_number_hash).count() == 1


def test_the_list_leads_on_in_its_own_order(world, as_officer):
    cases = [world.case(State.UNIT_REVIEW) for _ in range(3)]
    client = as_officer("机电检测所")
    cases.sort(key=lambda case: (case.name_key, case.pk))
    asked = "tab=waiting&sort=-name"
    listed = client.get(f"/review/applications/?{asked}").content.decode()
    middle = f"{page_of(cases[1])}?{asked}"
    assert f'href="{cases[1].pk}/?{asked.replace("&", "&amp;")}"' in listed
    assert page_of(cases[1], "neighbours") in client.get(middle).content.decode()
    part = client.get(f"{page_of(cases[1], 'neighbours')}?{asked}", **HTMX).content.decode()
    assert "2 / 3" in part
    for way, other in (("next", cases[0]), ("previous", cases[2])):
        response = client.get(f"{page_of(cases[1], 'beside', way)}?{asked}")
        assert response.url == f"{page_of(other)}?{asked}"
    response = client.get(f"{page_of(cases[0], 'beside', 'next')}?{asked}")
    assert response.url == f"/review/applications/?{asked}"
    assert client.get(f"{page_of(cases[0], 'beside', 'up')}?{asked}").status_code == 404


def test_a_case_that_left_the_list_leads_to_the_lists_first(world, as_officer):
    case, left = world.case(State.UNIT_REVIEW), world.case(State.DEPARTMENT_REVIEW)
    client = as_officer("机电检测所")
    part = client.get(page_of(left, "neighbours") + "?tab=waiting", **HTMX).content.decode()
    assert "已不在这个列表中" in part and page_of(case) in part


def test_a_bad_filter_breaks_no_page(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client = as_officer("机电检测所")
    for asked in ("tab=no&sort=no&level=no&body=x", "tab=all&round=999999999999999999999"):
        assert client.get(f"{page_of(case)}?{asked}").status_code == 200
        assert client.get(f"{page_of(case, 'neighbours')}?{asked}").status_code == 200


def test_the_pages_beside_ask_the_same_queries_for_many(world, as_officer):
    case = world.case(State.OFFICE_REVIEW)
    client = as_officer("评委会办")
    names = ("evidence", "changes", "duplicates", "neighbours")
    addresses = [page_of(case, name) + "?tab=all" for name in names]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address, **HTMX).status_code == 200
            found.append(len(captured))
        return found

    def hand_in_the_same() -> None:
        same = case.files.first()
        other = world.case(State.OFFICE_REVIEW)
        other.files.filter(need=same.need).update(sha256=same.sha256)
        _give_number(other, case.snapshots.get().id_number_hash)

    hand_in_the_same()
    counts()
    few = counts()
    for _ in range(3):
        hand_in_the_same()
    assert counts() == few and max(few) <= 15


def test_the_page_says_what_to_do_next(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client = as_officer("机电检测所")

    def told() -> str:
        text = client.get(page_of(case)).content.decode()
        return text.partition("下一步：</strong>")[2].partition("</p>")[0]

    with world.at(68):
        assert "登记“评审条件、评议程序”公示" in told()
        world.desk.post_rules(case.unit, world.round, world.calendar.day(68))
        assert "登记“个人申报材料”公示" in told()
        world.desk.post(case, "materials", world.calendar.day(68))
        assert "登记民主评议" in told()
    with world.at(53):
        text = told()
        assert "“评审条件、评议程序”、“个人申报材料”公示已经结束，登记公示结果" in text
        world.desk.close_rules(case.unit, world.round)
        world.desk.close_notice(case, "materials")
        assert "登记民主评议" in told()
        world.desk.examine(case)
        assert "登记“单位鉴定意见”公示" in told()
        world.desk.post(case, "opinion", world.calendar.day(53))
        assert "等公示结束" in told()
    with world.at(38):
        assert "“单位鉴定意见”公示已经结束" in told()
        world.desk.close_notice(case, "opinion")
        assert told() == ""


def test_the_body_and_the_office_are_told_too(world, as_officer):
    case = world.case(State.DEPARTMENT_REVIEW)
    with world.at(25):
        page = as_officer("市机械局").get(page_of(case)).content.decode()
    assert "下一步：</strong>登记推荐函" in page
    case = world.case(State.OFFICE_REVIEW)
    with world.at(15):
        page = as_officer("评委会办").get(page_of(case)).content.decode()
    assert "下一步：</strong>逐项核验原件" in page


def test_after_a_move_the_list_is_not_lost(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client = as_officer("机电检测所")
    asked = "?tab=waiting&sort=-name"
    page = client.get(page_of(case) + asked).content.decode()
    address = page_of(case, "move", "return") + asked
    assert f'href="{address.replace("&", "&amp;")}"' in page
    typed = {
        "reason": "请改正。",
        "open_steps": ["work"],
        "correction_until": world.calendar.day(-8).isoformat(),
        "version": case.version,
    }
    with world.at(5):
        assert client.post(address, typed).url == page_of(case) + asked


def test_an_objection_is_handled_first_and_a_late_case_asks_the_office(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    client, officer = as_officer("机电检测所"), world.officer("机电检测所")
    with world.at(68):
        world.desk.post_rules(case.unit, world.round, world.calendar.day(68))
        world.desk.post(case, "materials", world.calendar.day(68))
        notice = case.notices.get(kind="materials")
        record_objection(
            actor=officer,
            notice=notice,
            channel="phone",
            received_on=world.calendar.day(68),
            said=Said("业绩与本人实际工作不符。"),
        )
        page = client.get(page_of(case)).content.decode()
        assert "核查“个人申报材料”公示收到的异议" in page
        assert reverse("review:notice", args=[notice.pk]) in page
    with world.at(-50):
        page = client.get(page_of(case)).content.decode()
        assert "下一步：</strong>截止日期已过；有正当理由的，请联系评委会办" in page
