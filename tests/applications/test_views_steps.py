"""Steps on the screen: saved as typed, nothing lost, nothing that a GET writes."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Entry, EvidenceFile
from applications.steps import STEPS, steps_for

HX = {"HTTP_HX_REQUEST": "true"}


def page(draft, step):
    return reverse("applications:step", args=[draft.pk, step])


def save_address(draft, section):
    return reverse("applications:save", args=[draft.pk, section])


def stored(draft, section, **filters):
    return Entry.objects.get(application=draft, section=section, **filters)


def post(client, draft, section, values, **extra):
    """The section's form sent as a browser does."""
    entry = draft.entries.filter(section=section, position=0).first()
    data = {"version": entry.version if entry else "", **values}
    return client.post(save_address(draft, section), data, **extra)


def test_every_step_and_kind_of_achievement_opens(draft, applicant):
    from applications.case import Case

    for step in steps_for(Case(draft).context):
        response = applicant.get(page(draft, step.key), follow=True)
        assert response.status_code == 200, step.key
        assert step.label in response.content.decode()
    for kind in ("paper", "key_project", "technology_application", "award", "patent", "substitute"):
        address = reverse("applications:achievements", args=[draft.pk, kind])
        assert applicant.get(address).status_code == 200


def test_the_task_list_tells_each_steps_state_and_the_verdict(draft, applicant):
    text = applicant.get(reverse("applications:task_list", args=[draft.pk])).content.decode()
    assert "已完成 15 步，共 15 步" in text
    assert "按现在填写的内容，符合申报条件" in text


def test_who_is_short_of_years_reads_the_first_year(world, browser_of):
    short = world.draft(years=4)
    client = browser_of(short.applicant)
    text = client.get(reverse("applications:task_list", args=[short.pk])).content.decode()
    assert "第一个可以申报的年度：<strong>2027 年度</strong>" in text
    assert page(short, "work") in text


def test_wrong_text_is_saved_as_typed_and_told_at_the_field(draft, applicant):
    typed = {**stored(draft, "application").values, "work_started": "去年夏天"}
    response = post(applicant, draft, "application", typed)
    assert response.url == f"{page(draft, 'application')}?check=1"
    assert stored(draft, "application").values["work_started"] == "去年夏天"
    text = applicant.get(response.url).content.decode()
    assert 'value="去年夏天"' in text
    assert "请按“年.月”填写，如 2016.09。" in text
    assert f'href="{response.url}#application-work_started"' in text
    assert "先去下一步" in text


def test_a_complete_section_leads_on(draft, applicant):
    response = post(applicant, draft, "person", stored(draft, "person").values)
    assert response.url == page(draft, "application")


def test_a_save_by_htmx_answers_with_time_version_messages_and_verdict(draft, applicant):
    before = stored(draft, "application")
    typed = {**before.values, "in_service": "no", "work_started": "x"}
    response = post(applicant, draft, "application", typed, **HX)
    text = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"已保存 <time[^>]*>12:00:00</time>", text)
    assert f'name="version" value="{before.version + 1}"' in text
    assert "请按“年.月”填写" in text
    assert "申报条件：还差 1 项" in text


def test_while_typing_blanks_are_not_scolded(world, draft, applicant):
    entry = stored(draft, "person")
    response = post(applicant, draft, "person", {**entry.values, "ethnicity": ""}, **HX)
    assert "请填写“民族”" not in response.content.decode()
    assert stored(draft, "person").values["ethnicity"] == ""


def test_a_stale_tab_is_told_and_loses_nothing(draft, applicant):
    entry = stored(draft, "application")
    old = {**entry.values, "version": entry.version}
    applicant.post(save_address(draft, "application"), {**old, "applied_specialty": "焊接"})
    response = applicant.post(
        save_address(draft, "application"), {**old, "applied_specialty": "铸造"}
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "焊接" in text and 'value="铸造"' in text
    assert stored(draft, "application").values["applied_specialty"] == "焊接"


def test_after_a_clash_the_person_chooses_field_by_field(draft, applicant):
    entry = stored(draft, "application")
    first = {**entry.values, "applied_specialty": "焊接", "department_in_unit": "甲"}
    applicant.post(save_address(draft, "application"), {**first, "version": entry.version})
    version = stored(draft, "application").version
    choice = {
        "version": version,
        "applied_specialty": "铸造",
        "choice-applied_specialty": "typed",
        "department_in_unit": "乙",
        "choice-department_in_unit": "stored",
    }
    applicant.post(save_address(draft, "application"), choice)
    values = stored(draft, "application").values
    assert (values["applied_specialty"], values["department_in_unit"]) == ("铸造", "甲")


def test_a_clash_by_htmx_takes_the_forms_place(draft, applicant):
    entry = stored(draft, "application")
    data = {**entry.values, "applied_specialty": "铸造", "version": entry.version + 5}
    response = applicant.post(save_address(draft, "application"), data, **HX)
    assert (response.status_code, response["HX-Retarget"]) == (409, "#form-application")


def test_fifty_saves_of_two_tabs_are_each_kept_or_told(draft, applicant):
    versions = {"a": stored(draft, "summary").version, "b": stored(draft, "summary").version}
    kept = None
    for turn in range(50):
        tab = "ab"[turn * 7 % 3 % 2]
        text = f"{tab}{turn}"
        data = {"text": text, "version": versions[tab]}
        response = applicant.post(save_address(draft, "summary"), data, **HX)
        current = stored(draft, "summary")
        if response.status_code == 200:
            kept = text
        else:
            assert response.status_code == 409 and text in response.content.decode()
        assert current.values["text"] == kept
        versions[tab] = current.version


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ufffe"])
def test_control_characters_are_refused_and_nothing_is_stored(draft, applicant, character):
    before = stored(draft, "person")
    typed = {**before.values, "birth_place": f"太{character}原"}
    response = post(applicant, draft, "person", typed)
    assert response.status_code == 422
    assert "含有无法保存的控制字符，请删除后再保存。" in response.content.decode()
    assert stored(draft, "person").values == before.values


@pytest.mark.parametrize("extra", [{}, HX])
def test_bidirectional_controls_are_told_at_the_field_with_what_was_typed(draft, applicant, extra):
    before = stored(draft, "person")
    typed = {**before.values, "birth_place": "太\u202e原", "ethnicity": "回族"}
    response = post(applicant, draft, "person", typed, **extra)
    text = response.content.decode()
    assert response.status_code == 422
    assert "含有无法保存的控制字符，请删除后再保存。" in text
    assert stored(draft, "person").values == before.values
    if not extra:
        assert "太\u202e原" in text and "回族" in text


def test_an_answer_that_is_not_offered_is_not_stored(draft, applicant):
    before = stored(draft, "person").values
    response = post(applicant, draft, "person", {**before, "worker_category": "king"})
    assert response.status_code == 422
    assert stored(draft, "person").values == before


def test_a_row_is_added_changed_removed_and_put_back(draft, applicant):
    address = save_address(draft, "honours")
    row = {"name": "先进工作者", "authority": "市总工会", "awarded": "2020.05"}
    applicant.post(save_address(draft, "honours_any"), {"honours": "yes", "sanctions": "no"})
    added = applicant.post(address, {**row, "entry": "", "version": ""})
    assert added.url == f"{page(draft, 'honours')}#block-honours"
    entry = Entry.objects.filter(section="honours", application=draft).last()
    changed = {**row, "name": "劳动模范", "entry": entry.pk, "version": entry.version}
    applicant.post(address, changed)
    entry.refresh_from_db()
    assert entry.values["name"] == "劳动模范"
    removed = applicant.post(
        reverse("applications:row_remove", args=[draft.pk]), {"entry": entry.pk}
    )
    text = applicant.get(removed.url).content.decode()
    assert "撤销删除" in text and "劳动模范" not in text
    applicant.post(reverse("applications:row_restore", args=[draft.pk]), {"entry": entry.pk})
    assert "劳动模范" in applicant.get(page(draft, "honours")).content.decode()


def test_a_new_row_saved_while_typing_becomes_one_row(draft, applicant):
    address = save_address(draft, "education")
    before = Entry.objects.filter(application=draft, section="education").count()
    first = applicant.post(address, {"school": "山", "entry": "", "version": ""}, **HX)
    text = first.content.decode()
    entry = re.search(r'name="entry" value="(\d+)"', text)[1]
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    applicant.post(address, {"school": "山西大学", "entry": entry, "version": version}, **HX)
    rows = Entry.objects.filter(application=draft, section="education")
    assert rows.count() == before + 1
    assert rows.get(pk=entry).values["school"] == "山西大学"


def test_a_new_row_without_text_is_no_row(draft, applicant):
    before = Entry.objects.count()
    response = applicant.post(
        save_address(draft, "work"), {"from": "", "unit": "", "entry": "", "version": ""}
    )
    assert response.status_code == 302 and Entry.objects.count() == before


def test_a_row_of_another_case_cannot_be_changed_through_ones_own(world, draft, applicant):
    other = Entry.objects.get(application=world.draft(), section="education")
    data = {"school": "别人的", "entry": other.pk, "version": other.version}
    assert applicant.post(save_address(draft, "education"), data).status_code == 403
    address = reverse("applications:row_remove", args=[draft.pk])
    assert applicant.post(address, {"entry": other.pk}).status_code == 403
    other.refresh_from_db()
    assert other.values["school"] != "别人的" and other.removed_at is None


ADDRESSES = [
    ("task_list", ()),
    ("step", ("person",)),
    ("achievements", ("paper",)),
    ("evidence", ()),
    ("unit", ()),
    ("check", ()),
    ("receipt", ()),
    ("progress", ()),
    ("withdraw", ()),
]


@pytest.mark.parametrize(("name", "more"), ADDRESSES)
def test_other_peoples_cases_answer_as_those_that_do_not_exist(
    world, draft, browser_of, name, more
):
    stranger = browser_of(world.applicant()[0])
    theirs = stranger.get(reverse(f"applications:{name}", args=[draft.pk, *more]))
    nobodys = stranger.get(reverse(f"applications:{name}", args=[draft.pk + 999, *more]))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


def test_strangers_officers_and_nobody_cannot_save(world, draft, browser_of, client):
    before = stored(draft, "person").values
    typed = {**before, "ethnicity": "改了"}
    for user in (world.applicant()[0], world.officer("机电检测所")):
        assert post(browser_of(user), draft, "person", typed).status_code == 404
    assert post(client, draft, "person", typed).status_code == 302
    assert stored(draft, "person").values == before


def test_a_submitted_case_is_not_typed_into(world, browser_of):
    case = world.case("unit_review")
    client = browser_of(case.applicant)
    before = stored(case, "person").values
    assert client.get(page(case, "person")).status_code == 403
    assert post(client, case, "person", {**before, "ethnicity": "回族"}).status_code == 403
    assert stored(case, "person").values == before


def test_a_return_opens_the_named_steps_only(world, browser_of):
    case = world.case("returned")
    client = browser_of(case.applicant)
    text = client.get(reverse("applications:task_list", args=[case.pk])).content.decode()
    assert "工作经历与档案不一致，请核对。" in text and "待修改" in text
    assert "form-work" not in client.get(page(case, "person")).content.decode()
    assert "退回时没有开放这一步" in client.get(page(case, "person")).content.decode()
    assert "添加一条工作经历" in client.get(page(case, "work")).content.decode()
    before = stored(case, "person").values
    assert post(client, case, "person", {**before, "ethnicity": "回族"}).status_code == 403


def test_an_id_number_is_shown_by_its_mask_only(draft, applicant):
    text = applicant.get(page(draft, "person")).content.decode()
    assert draft.applicant.id_number_mask in text
    assert draft.applicant.id_number not in text


def test_while_an_id_number_is_half_typed_the_rest_is_saved(world, browser_of):
    from accounts.enums import Role
    from applications.drafts import start_application

    user = world.person("newcomer", Role.APPLICANT, name="新人")
    case = start_application(
        round=world.round, applicant=user, level="engineer", unit=world.units["机电检测所"]
    )
    client = browser_of(user)
    response = post(client, case, "person", {"id_number": "1401", "ethnicity": "汉族"}, **HX)
    assert response.status_code == 422 and "身份证号应为18位" in response.content.decode()
    assert stored(case, "person").values["ethnicity"] == "汉族"
    number = "11010519491231002X"  # the example of GB 11643
    response = post(client, case, "person", {"id_number": number}, **HX)
    text = response.content.decode()
    assert response.status_code == 200
    assert "1101**********002X" in text and number not in text
    assert "1949-12-31" in text and "女" in text
    user.refresh_from_db()
    assert user.id_number == number
    assert number not in str(stored(case, "person").values)


def test_another_persons_id_number_is_refused_and_the_rest_saved(world, draft, browser_of):
    from accounts.enums import Role
    from applications.drafts import start_application

    user = world.person("newcomer", Role.APPLICANT, name="新人")
    case = start_application(round=world.round, applicant=user, level="engineer", unit=None)
    typed = {"id_number": draft.applicant.id_number, "ethnicity": "汉族"}
    assert post(browser_of(user), case, "person", typed).status_code == 422
    assert stored(case, "person").values["ethnicity"] == "汉族"


def test_the_achievements_say_whether_they_count_as_typed(draft, applicant):
    address = reverse("applications:achievements", args=[draft.pk, "paper"])
    paper = Entry.objects.filter(application=draft, section="paper").first()
    assert "可以计入" in applicant.get(address).content.decode()
    paper.values["characters"] = "900"
    paper.save()
    text = applicant.get(address).content.decode()
    assert "可以计入" not in text and "is-not-counted" in text


def test_one_of_two_applications_counts_already(draft, applicant):
    row = {"role": "lead", "accepted_by": "municipal_or_above", "name": "推广"}
    applicant.post(
        save_address(draft, "technology_application"), {**row, "entry": "", "version": ""}
    )
    address = reverse("applications:achievements", args=[draft.pk, "technology_application"])
    text = applicant.get(address).content.decode()
    assert "可以计入：技术推广应用、技术改造、新产品开发项目 2 项。" in text


def test_a_level_that_asks_for_no_achievement_says_so(world, browser_of):
    case = world.draft(level="assistant_engineer")
    client = browser_of(case.applicant)
    client.post(save_address(case, "paper"), {"name": "论文", "entry": "", "version": ""})
    text = client.get(reverse("applications:achievements", args=[case.pk, "paper"]))
    assert "本级别对业绩不作要求" in text.content.decode()


def _everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Application, Entry, EvidenceFile, Session)
    ]


def test_no_page_of_the_applicant_writes(world, draft, applicant):
    applicant.get(reverse("applications:home"))
    before = _everything()
    addresses = [
        reverse(f"applications:{name}", args=[draft.pk, *more]) for name, more in ADDRESSES
    ]
    addresses += [page(draft, step.key) for step in STEPS]
    addresses += [f"{page(draft, 'work')}?add=work", f"{page(draft, 'work')}?check=1"]
    addresses.append(reverse("applications:start", args=[world.round.key]))
    for address in addresses:
        applicant.get(address)
    assert _everything() == before


def _queries(client, address, data=None):
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, data, **HX) if data else client.get(address)
    assert response.status_code == 200
    return len(queries)


def _fill_work(draft, count):
    template = Entry.objects.filter(application=draft, section="work").first()
    Entry.objects.filter(application=draft, section="work").delete()
    Entry.objects.bulk_create(
        Entry(
            application=draft,
            section="work",
            position=number,
            values=template.values,
            updated_at=template.updated_at,
        )
        for number in range(1, count + 1)
    )


def test_pages_ask_the_database_as_little_for_thirty_rows_as_for_three(draft, applicant):
    applicant.get(reverse("applications:task_list", args=[draft.pk]))  # what is asked once only
    asked = {}
    for count in (3, 30):
        _fill_work(draft, count)
        entry = Entry.objects.filter(application=draft, section="work").first()
        changed = {**entry.values, "unit": f"单位{count}"}
        asked[count] = [
            _queries(applicant, reverse("applications:task_list", args=[draft.pk])),
            _queries(applicant, page(draft, "work")),
            _queries(applicant, f"{page(draft, 'work')}?edit={entry.pk}"),
            _queries(applicant, page(draft, "application")),
            _queries(applicant, reverse("applications:check", args=[draft.pk])),
            _queries(
                applicant,
                save_address(draft, "work"),
                {**changed, "entry": entry.pk, "version": entry.version},
            ),
        ]
    assert asked[3] == asked[30]
    assert max(asked[30]) <= 15


def test_a_new_row_in_which_nothing_is_typed_is_said_not_to_be_saved(draft, applicant):
    before = draft.entries.count()
    address = f"/apply/{draft.pk}/sections/training/save/"
    page = applicant.post(address, {"from": "", "to": ""}, follow=True).content.decode()
    assert "这一条还没有填写任何内容，没有保存。" in page
    assert draft.entries.count() == before
