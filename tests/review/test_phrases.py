"""Templates of an office's own: kept, chosen without a script, nobody else's."""

import pytest
from django.urls import reverse

from accounts.errors import BadInput, NotAllowed
from applications.enums import Action, State
from review.models import Opinion, Phrase
from review.services.phrases import MOST, delete_phrase, save_phrase
from tests.builders import World

UNIT, TEXT = "机电检测所", "经评议和公示，材料属实，同意推荐。"


def kept(world: World, text: str = TEXT, use: str = "opinion", unit: str = UNIT, **extra) -> Phrase:
    with world.at():
        return save_phrase(
            actor=world.officer(unit),
            organisation=world.units[unit],
            use=use,
            text=text,
            **extra,
        )


def test_one_is_written_mended_and_deleted(world):
    made = kept(world)
    assert kept(world, "同意。", phrase=made).text == "同意。"
    with world.at():
        delete_phrase(actor=world.officer(UNIT), phrase=made)
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("text", "use", "field"),
    [("", "opinion", "text"), ("长" * 301, "opinion", "text"), ("同意。", "other", "use")],
)
def test_what_an_opinion_could_not_hold_is_refused_at_its_field(world, text, use, field):
    with pytest.raises(BadInput) as refused:
        kept(world, text, use)
    assert set(refused.value.fields) == {field}


def test_the_same_twice_and_too_many_are_refused(world):
    kept(world)
    with pytest.raises(BadInput, match="同样的"):
        kept(world)
    for number in range(MOST - 1):
        kept(world, f"意见{number}")
    with pytest.raises(BadInput, match="最多保存"):
        kept(world, "再来一条")
    assert kept(world, use="reason").use == "reason"


def test_another_office_neither_sees_nor_changes_it(world, as_officer):
    made = kept(world)
    stranger = as_officer("龙城精密")
    with world.at():
        assert TEXT not in stranger.get(reverse("review:phrases")).content.decode()
        for name in ("review:phrase", "review:phrase_delete"):
            assert stranger.post(reverse(name, args=[made.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            delete_phrase(actor=world.officer("龙城精密"), phrase=made)
    assert Phrase.objects.get() == made


def test_it_is_saved_changed_and_deleted_by_its_pages(world, as_officer):
    client, unit = as_officer(UNIT), world.units[UNIT]
    with world.at():
        typed = {"organisation": unit.pk, "use": "opinion", "text": TEXT}
        assert client.post(reverse("review:phrases"), typed).status_code == 302
        made = Phrase.objects.get()
        again = client.post(reverse("review:phrases"), typed)
        assert again.status_code == 422 and "同样的" in again.content.decode()
        client.post(reverse("review:phrase", args=[made.pk]), typed | {"text": "同意。"})
        assert Phrase.objects.get().text == "同意。"
        asked = client.get(reverse("review:phrase_delete", args=[made.pk]))
        assert "确定删除" in asked.content.decode() and Phrase.objects.exists()
        client.post(reverse("review:phrase_delete", args=[made.pk]))
    assert not Phrase.objects.exists()


def test_choosing_fills_the_form_in_and_moves_nothing(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    world.prepare(case)
    made, client = kept(world), as_officer(UNIT)
    address = reverse("review:move", args=[case.pk, Action.FORWARD])
    with world.at(30):
        typed = {"fill": "1", "phrase": made.pk, "remark": "请核", "version": case.version}
        answer = client.post(address, typed)
    form = answer.context["form"]
    assert answer.status_code == 200 and not form.is_bound
    assert (form["opinion"].value(), form["remark"].value()) == (TEXT, "请核")
    case.refresh_from_db()
    assert case.state == State.UNIT_REVIEW and not Opinion.objects.exists()


def test_in_a_meeting_it_is_put_to_everybody_and_what_was_typed_stays(world, as_officer):
    cases = [world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW)]
    made, client = kept(world, use="evaluation"), as_officer(UNIT)
    with world.at(50):
        answer = client.post(
            reverse("review:evaluation_record"),
            {
                "ids": [case.pk for case in cases],
                "held_on": "2026-10-01",
                "present": "9",
                "fill": "1",
                "phrase": made.pk,
            },
        )
    form = answer.context["form"]
    assert [form[f"opinion_{case.pk}"].value() for case in cases] == [TEXT, TEXT]
    assert (form["held_on"].value(), form["present"].value()) == ("2026-10-01", "9")
    assert 'value="2026-10-01"' in answer.content.decode()


def test_a_phrase_of_another_office_or_use_is_not_filled_in(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    others = [kept(world, unit="龙城精密"), kept(world, use="reason")]
    world.prepare(case)
    client = as_officer(UNIT)
    for other in others:
        with world.at(30):
            answer = client.post(
                reverse("review:move", args=[case.pk, Action.FORWARD]),
                {"fill": "1", "phrase": other.pk, "opinion": "我写的", "version": case.version},
            )
        assert answer.context["form"]["opinion"].value() == "我写的"
