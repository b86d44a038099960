"""How long a text is: the page and the server count the same, and advice blocks nothing."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from applications.case import Case
from applications.models import Application
from applications.texts import count_characters, length_advice

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
COUNTED = [
    ("", 0),
    ("，。！？　\n“”", 0),
    ("本人从事检测工作", 8),
    ("采用 PLC 和 S7-1200 控制器", 8),
    ("精度 0.02 mm，合格率 99.5%", 8),
    ("don't stop", 2),
    ("㐀䶿𠀀𪜀𱍐", 5),
    ("\uf900", 1),
    ("①②③ㄅαβ😀", 0),
    ("２０２４", 0),
]


@pytest.mark.parametrize(("text", "count"), COUNTED)
def test_the_server_counts_han_words_and_numbers(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize("text", [text for text, _ in COUNTED])
def test_the_page_counts_as_the_server_does(text):
    assert len(units_of_the_page().findall(text)) == count_characters(text)


def units_of_the_page() -> re.Pattern:
    """The page's expression; JavaScript writes the rare Han as pairs, Python as one."""
    scripts = "".join(each.read_text() for each in SCRIPTS.glob("*.js"))
    (found,) = re.findall(r"UNIT = /(.+)/g;", scripts)
    pairs = r"[\ud840-\ud8bf][\udc00-\udfff]"
    assert pairs in found
    return re.compile(found.replace(pairs, "[\U00020000-\U0003ffff]"))


@pytest.mark.parametrize(
    ("words", "told"),
    [(0, ""), (1599, "偏短"), (1600, ""), (2400, ""), (2401, "偏长")],
)
def test_a_summary_outside_the_advised_length_is_told(words, told):
    assert (
        (told in length_advice(words, 1600, 2400)) if told else not length_advice(words, 1600, 2400)
    )


def test_a_short_summary_is_told_on_the_page_and_blocks_nothing(draft, applicant):
    place = reverse("applications:save", args=[draft.pk, "summary"])
    version = draft.entries.get(section="summary").version
    response = applicant.post(
        place, {"text": "短" * 500, "version": version}, headers={"HX-Request": "true"}
    )
    assert "建议写1600至2400字，现在500字，偏短" in response.content.decode()
    page = applicant.get(reverse("applications:step", args=[draft.pk, "summary"]))
    assert "建议写1600至2400字，现在500字，偏短" in page.content.decode()
    states = Case(Application.objects.get(pk=draft.pk)).states
    assert not next(each for each in states if each.step.key == "summary").problems
