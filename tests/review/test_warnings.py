"""Last days on the officers' pages: warned of before, closed after, by the server's clock."""

import pytest
from django.urls import reverse

from applications.enums import State
from applications.models import Round


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (-27, ""),
        (-28, "1份申报7天内截止，最近的是2026年12月25日（还有7天）"),
        (-36, "（已逾期1天，宽限至12月27日）"),
        (-38, "1份申报已过截止日期，不能再办理"),
    ],
)
def test_the_home_warns_of_last_days(world, as_officer, back, said):
    world.case(State.UNIT_REVIEW)
    Round.objects.update(units_grace_until=world.calendar.day(-37))
    browser = as_officer("机电检测所")
    with world.at(back):
        page = browser.get(reverse("review:home"))
    assert any(said in text for text in page.context["warnings"]) is bool(said)
    assert (said in page.content.decode()) or not said


def test_the_page_of_a_move_shows_the_servers_time(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    with world.at():
        page = as_officer("机电检测所").get(reverse("review:move", args=[case.pk, "return"]))
    shown = page.content.decode()
    assert "2026年12月25日 24:00" in shown and "现在是2026年11月20日 12:00:00" in shown


def test_past_its_last_day_the_page_offers_no_move(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    with world.at(-36):
        page = as_officer("机电检测所").get(reverse("review:application", args=[case.pk]))
        form = as_officer("机电检测所").get(reverse("review:move", args=[case.pk, "return"]))
    assert "本级办理截止日期已过（2026年12月25日）" in page.content.decode()
    assert "现在还不能退回修改" in form.content.decode()
