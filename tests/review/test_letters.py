"""Recommendation letters: drafts, issue, what is frozen, replacement, whom the guard lets on."""

import threading
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from docx import Document

from accounts.clock import standing_everywhere
from accounts.errors import BadInput, DomainError, GuardFailed, NotAllowed, StaleState
from accounts.models import AccessRecord
from accounts.permissions import right
from applications.enums import State
from applications.models import Application, Event
from review.letter_text import DEFAULT_TEMPLATE, PEOPLE
from review.models import LetterEntry, RecommendationLetter
from review.numbering import next_number
from review.queries import letter_stands, notices_of
from review.services.issuing import issue_letter, record_letter
from review.services.letters import (
    add_people,
    change_draft,
    delete_draft,
    draft_letter,
    remove_people,
    replace_letter,
)
from review.services.notices import close_notice
from tests.builders import World

BODY = "市机械局"
NUMBER = "市机械局推〔2026〕1号"


def at_department(world, count: int = 1, **options) -> list[Application]:
    return [world.case(State.DEPARTMENT_REVIEW, **options) for _ in range(count)]


def drafted(world, cases) -> RecommendationLetter:
    with world.at(25):
        return draft_letter(actor=world.officer(BODY), applications=cases)


def issued(world, letter, number: str = NUMBER, back: int = 24) -> RecommendationLetter:
    with world.at(back):
        return issue_letter(
            actor=world.officer(BODY),
            letter=letter,
            number=number,
            issued_on=world.calendar.day(back),
            signer="王局长",
        )


def forwarded(world, case, back: int = 20) -> Application:
    return world.do("forward", case, world.officer(BODY), back, opinion="同意推荐。")


def test_a_draft_lets_nobody_on_and_an_issued_letter_does(world):
    case, other = at_department(world, 2)
    letter = drafted(world, [case])
    with pytest.raises(GuardFailed, match="没有列入已签发、有效的推荐函"):
        forwarded(world, case)
    issued(world, letter)
    assert forwarded(world, case).state == State.OFFICE_REVIEW
    with pytest.raises(GuardFailed, match="没有列入已签发、有效的推荐函"):
        forwarded(world, other)


def test_the_text_counts_the_list_by_level_and_specialty(world):
    cases = [
        *at_department(world, 2),
        *at_department(world, 1, level="assistant_engineer"),
    ]
    text = issued(world, drafted(world, cases)).text
    assert text.startswith("根据《2020 年度太原市工程系列初、中级职称评审工作安排意见》")
    assert "下列3名同志" in text and "工程系列 ☑初级 ☑中级 职称" in text
    assert "工程师2名（" in text and "助理工程师1名（" in text and "【" not in text


def test_what_nobody_fills_in_is_refused_while_it_is_typed(world):
    letter = drafted(world, at_department(world))
    typed = {"signer": "", "filled_by": "李填报", "telephone": "0351-1234567"}
    with world.at(25):
        with pytest.raises(BadInput, match="【人数？】"):
            change_draft(
                actor=world.officer(BODY), letter=letter, template="共【人数？】名。", **typed
            )
        changed = change_draft(
            actor=world.officer(BODY), letter=letter, template=f"共{PEOPLE}名。", **typed
        )
    assert issued(world, changed).text.endswith("要求，共1名。")


def test_the_database_refuses_to_change_an_issued_letter_and_its_list(world):
    cases = at_department(world, 2)
    letter = issued(world, drafted(world, cases[:1]))
    entry = letter.entries.get()
    changes = [
        lambda: RecommendationLetter.objects.filter(pk=letter.pk).update(text="别的"),
        lambda: RecommendationLetter.objects.filter(pk=letter.pk).update(status="draft"),
        lambda: LetterEntry.objects.filter(pk=entry.pk).update(position=9),
        lambda: LetterEntry.objects.filter(pk=entry.pk).delete(),
        lambda: LetterEntry.objects.create(letter=letter, application=cases[1]),
        lambda: connection.cursor().execute(
            "DELETE FROM review_recommendationletter WHERE id = %s", [letter.pk]
        ),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    draft = drafted(world, cases[1:])
    with world.at(24):
        assert remove_people(actor=world.officer(BODY), letter=draft, cases=[cases[1].pk]) == 1
        delete_draft(actor=world.officer(BODY), letter=draft)
    assert RecommendationLetter.objects.count() == 1


def test_the_services_say_that_an_issued_letter_cannot_be_changed(world):
    cases = at_department(world, 2)
    letter = issued(world, drafted(world, cases[:1]))
    with world.at(23), pytest.raises(StaleState, match="已由.*签发"):
        add_people(actor=world.officer(BODY), letter=letter, applications=cases[1:])
    with world.at(23), pytest.raises(NotAllowed):
        add_people(
            actor=world.officer("市化工局"),
            letter=drafted(world, cases[1:]),
            applications=cases[1:],
        )


def test_the_suggested_number_follows_the_bodys_own_series(world):
    organisation = world.units[BODY]
    assert next_number(organisation, 2026) == "市机械局推〔2026〕1号"
    issued(world, drafted(world, at_department(world)), "机职改函〔2026〕17号")
    assert next_number(organisation, 2026) == "机职改函〔2026〕18号"
    assert next_number(organisation, 2027) == "机职改函〔2027〕1号"


def test_a_number_is_given_once_a_year_and_the_next_is_named(world):
    cases = at_department(world, 2)
    issued(world, drafted(world, cases[:1]))
    with pytest.raises(BadInput) as refused:
        issued(world, drafted(world, cases[1:]))
    assert "市机械局推〔2026〕2号" in refused.value.fields["number"]
    assert RecommendationLetter.objects.filter(status="issued").count() == 1


def test_a_person_stands_on_one_letter(world):
    cases = at_department(world, 2)
    drafted(world, cases[:1])
    with pytest.raises(GuardFailed, match="已在另一份推荐函草稿中"):
        drafted(world, cases)
    left: list[str] = []
    with world.at(25):
        rest = draft_letter(actor=world.officer(BODY), applications=cases, left=left)
    assert [case.pk for case in rest.applications.all()] == [cases[1].pk]
    assert left == [f"{cases[0].name}：已在另一份推荐函草稿中。"]


def replaced(world, letter, back: int = 19) -> RecommendationLetter:
    with world.at(back):
        return replace_letter(actor=world.officer(BODY), letter=letter, reason="名单有误")


def test_a_new_letter_takes_the_olds_place_when_it_is_issued_and_not_before(world):
    stays, dropped = at_department(world, 2)
    old = issued(world, drafted(world, [stays, dropped]))
    new = replaced(world, old)
    with world.at(18):
        remove_people(actor=world.officer(BODY), letter=new, cases=[dropped.pk])
    assert RecommendationLetter.objects.get(pk=old.pk).is_in_force
    new = issued(world, new, "市机械局推〔2026〕2号", 17)
    old = RecommendationLetter.objects.get(pk=old.pk)
    assert (old.is_in_force, old.replaced_by, new.replaces) == (False, new, old)
    with pytest.raises(GuardFailed, match="没有列入已签发、有效的推荐函"):
        forwarded(world, dropped, 16)
    assert forwarded(world, stays, 16).state == State.OFFICE_REVIEW
    assert Event.objects.filter(action="letter_dropped", application=dropped).count() == 1


def test_who_went_on_by_the_old_letter_stays_on_the_new_one(world):
    gone, here = at_department(world, 2)
    old = issued(world, drafted(world, [gone, here]))
    new = replaced(world, old, 23)
    forwarded(world, gone)  # while the draft is written
    with world.at(18), pytest.raises(GuardFailed, match="已按原推荐函报到评委会办"):
        remove_people(actor=world.officer(BODY), letter=new, cases=[gone.pk])
    LetterEntry.objects.filter(letter=new, application=gone).delete()
    with pytest.raises(GuardFailed, match=f"{gone.name}：已按原推荐函报到评委会办"):
        issued(world, new, "市机械局推〔2026〕2号", 17)
    LetterEntry.objects.create(letter=new, application=gone)
    issued(world, new, "市机械局推〔2026〕2号", 17)
    assert forwarded(world, here, 16).state == State.OFFICE_REVIEW


def test_a_letter_has_one_replacement_and_one_that_was_withdrawn_may_leave(world):
    gone, here = at_department(world, 2)
    old = issued(world, drafted(world, [gone, here]))
    world.do("withdraw", gone, gone.applicant, 22, confirmed=True)
    new = replaced(world, old)
    assert [case.pk for case in new.applications.all()] == [here.pk]
    with pytest.raises(StaleState, match="已经有一份代替它"):
        replaced(world, old)
    issued(world, new, "市机械局推〔2026〕2号", 17)


def test_a_replacement_is_replaced_in_its_turn(world):
    cases = at_department(world, 2)
    letter = issued(world, drafted(world, cases))
    for place in (2, 3):
        back = 24 - place
        letter = issued(world, replaced(world, letter, back), f"市机械局推〔2026〕{place}号", back)
    assert letter.entries.count() == 2
    assert RecommendationLetter.objects.filter(letter_stands()).get() == letter


def test_a_paper_letter_entered_wrongly_is_entered_again_with_its_number(world):
    case = at_department(world)
    with world.at(25):
        wrong = record_letter(
            actor=world.officer(BODY),
            applications=case,
            number="机字9号",
            issued_on=world.calendar.day(26),
            filled_by="李",
            telephone="0351-1234567",
        )
    right = issued(world, replaced(world, wrong), "机字9号", 19)
    assert (right.edition, right.is_paper, right.number) == (2, True, "机字9号")


def test_what_changed_after_the_letter_asks_for_a_new_one(world):
    case = at_department(world)[0]
    issued(world, drafted(world, [case]))
    officer = world.officer(BODY)
    until = world.calendar.day(10)
    typed = {"reason": "请改", "open_steps": ["application"], "correction_until": until}
    world.do("return", case, officer, 22, **typed)
    entry = case.entries.get(section="application")
    entry.values = entry.values | {"applied_specialty": "另一专业"}
    entry.save()
    world.do("submit", Application.objects.get(pk=case.pk), case.applicant, 21, commitment=True)
    case = Application.objects.get(pk=case.pk)
    with world.at(21):
        world.desk.post(case, "materials", world.calendar.day(21))
        world.desk.post(case, "opinion", world.calendar.day(21))
        world.desk.examine(case)
    with world.at(6):
        for kind in ("materials", "opinion"):
            notice = notices_of(case)[kind]
            unit = world.desk.officer_of(case.unit)
            close_notice(actor=unit, notice=notice)
    case = world.forward(Application.objects.get(pk=case.pk), 5)
    with pytest.raises(GuardFailed, match="须签发代替它的新推荐函"):
        forwarded(world, case, 4)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_issue_at_once_each_number_is_given_once():
    world = World()
    cases = at_department(world, 2)
    drafts = [drafted(world, [case]) for case in cases]
    results: list = [None] * 4
    gate = threading.Barrier(4)

    def issue(place: int):
        gate.wait()
        try:
            results[place] = issue_letter(
                actor=world.officer(BODY),
                letter=drafts[place % 2],
                number=NUMBER,
                issued_on=world.calendar.day(24),
                signer="王局长",
            )
        except DomainError as error:
            results[place] = error
        finally:
            connection.close()

    with standing_everywhere(world.moment(24)):
        threads = [threading.Thread(target=issue, args=[place]) for place in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    won = [each for each in results if isinstance(each, RecommendationLetter)]
    assert len(won) == 1 and RecommendationLetter.objects.filter(status="issued").count() == 1
    assert {type(each) for each in results} <= {RecommendationLetter, BadInput, StaleState}


def test_from_the_list_to_the_issued_letter_and_its_file(world, as_officer):
    cases = at_department(world, 3)
    officer = as_officer(BODY)
    with world.at(24):
        made = officer.post(reverse("review:letter_draft"), {"ids": [c.pk for c in cases[:2]]})
        letter = RecommendationLetter.objects.get()
        here = reverse("review:letter", args=[letter.pk])
        assert made["Location"] == here
        addable = officer.get(reverse("review:letter_people", args=[letter.pk])).content.decode()
        assert cases[2].name in addable and f'value="{cases[0].pk}"' not in addable
        officer.post(reverse("review:letter_people", args=[letter.pk]), {"ids": [cases[2].pk]})
        officer.post(reverse("review:letter_remove", args=[letter.pk]), {"ids": [cases[1].pk]})
        assert {case.pk for case in letter.applications.all()} == {cases[0].pk, cases[2].pk}
        refused = officer.post(reverse("review:letter_file", args=[letter.pk]))
        assert refused.status_code == 403
        asked = officer.get(reverse("review:letter_issue", args=[letter.pk])).content.decode()
        assert NUMBER in asked and "下列2名同志" in asked
        typed = {"number": NUMBER, "issued_on": world.calendar.day(24), "signer": ""}
        short = officer.post(reverse("review:letter_issue", args=[letter.pk]), typed)
        assert short.status_code == 422 and NUMBER in short.content.decode()
        typed["signer"] = "王局长"
        officer.post(reverse("review:letter_issue", args=[letter.pk]), typed)
        file = officer.post(reverse("review:letter_file", args=[letter.pk]), {"format": "docx"})
        content = b"".join(file.streaming_content)
        assert officer.get(here).status_code == 200
        assert officer.get(reverse("review:letters")).status_code == 200
    document = Document(BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert NUMBER in text and "推　荐　函" in text and "公示情况：自" in text and "王局长" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["序号", "姓名", "身份证号", "单位", "现任资格", "申报资格", "申报专业"]
    assert {row[1] for row in rows[1:]} == {cases[0].name, cases[2].name}
    assert {row[2] for row in rows[1:]} == {c.applicant.id_number for c in (cases[0], cases[2])}
    assert (
        AccessRecord.objects.filter(outcome="exported", object=f"letter:{letter.pk}").count() == 1
    )


def test_a_foreign_letter_is_as_one_that_does_not_exist(world, as_officer):
    letter = drafted(world, at_department(world))
    stranger = as_officer("市化工局")
    for name in ("letter", "letter_people", "letter_issue", "letter_replace", "letter_delete"):
        answers = [stranger.get(reverse(f"review:{name}", args=[pk])) for pk in (letter.pk, 10**6)]
        assert [answer.status_code for answer in answers] == [404, 404], name
        assert answers[0].content == answers[1].content


def test_nobody_handles_a_letter_that_recommends_oneself(world):
    cases = at_department(world, 2)
    letter = drafted(world, cases)
    officer = world.officer(BODY)
    with world.at(24):
        assert right("record_letters").allows(officer, letter)
        Application.objects.filter(pk=cases[0].pk).update(applicant=officer)
        assert not right("record_letters").allows(officer, letter)
    with pytest.raises(NotAllowed):
        issued(world, letter)


def test_the_command_prints_the_letters_in_force(world, tmp_path):
    from django.core.management import CommandError, call_command

    cases = at_department(world, 2)
    path = tmp_path / "letter.docx"
    options = {"format": "docx", "output": str(path), "round": world.round.key}
    with world.at(20), pytest.raises(CommandError, match="还没有列入已签发的推荐函"):
        call_command("export", "recommendation-letter", **options)
    issued(world, drafted(world, cases))
    with world.at(20):
        call_command("export", "recommendation-letter", **options)
        whole = Document(path)
        one = options | {"application": [cases[0].receipt_number]}
        call_command("export", "recommendation-letter", **one)
        narrowed = Document(path)
        call_command("export", "recommendation-letter", **options | {"format": "pdf"})
    assert len(whole.tables[0].rows) == 3 and len(narrowed.tables[0].rows) == 2
    assert "另有1人不在本次导出的范围内" in narrowed.paragraphs[-1].text
    assert path.read_bytes().startswith(b"%PDF")


def test_the_default_text_names_all_its_blanks():
    from review.letter_text import BLANKS, unknown_blanks

    assert unknown_blanks(DEFAULT_TEMPLATE) == []
    assert all(blank in DEFAULT_TEMPLATE for blank in BLANKS)
