"""What must not be in a file: identities on anonymous sheets, formulas, drafts."""

import io
import zipfile
from html import unescape

import openpyxl
import pytest
from pypdf import PdfReader

from applications.enums import State
from applications.models import Application
from policy.loader import load_policy
from review.exports import export_of
from review.exports.scoring_sheets import Entrant, scoring_sheets
from review.exports.selection import select
from tests.review.exports.samples import ID_NUMBER, POLICY, content

NAME, UNIT, SPECIALTY_TEXT, PHONE = "欧阳标记", "标记重型机械厂", "标记专业", "13912340000"
HOSTILE = ["=1+1", "@SUM(A1)", "<zq9x>", "甲\x0b乙", "名" * 40_000, '=HYPERLINK("x")']


def marked(**changes) -> dict:
    about = {"applied_specialty": SPECIALTY_TEXT, "current_specialty": SPECIALTY_TEXT}
    person = {"name": NAME, "phone": PHONE}
    return content(NAME, sections={"person": [person], "application": [about]}, **changes)


def made(world, form: str, format: str) -> bytes:
    file = io.BytesIO()
    export_of(form).make(select(world.round, Application.objects.all()), format, file)
    return file.getvalue()


def all_text(data: bytes, format: str) -> str:
    """Everything that can be read from a file, hidden parts and properties included."""
    if format == "pdf":
        reader = PdfReader(io.BytesIO(data))
        return "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return unescape("".join(archive.read(name).decode() for name in archive.namelist()))


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_an_anonymous_sheet_tells_neither_name_nor_unit_nor_number(world, format):
    world.unit.name = UNIT
    world.unit.save()
    world.case(marked(), state=State.ACCEPTED)
    secrets = (NAME, UNIT, ID_NUMBER, PHONE, SPECIALTY_TEXT)
    roster = all_text(made(world, "roster", "xlsx"), "xlsx")
    assert [secret for secret in secrets if secret not in roster] == []
    sheets = all_text(made(world, "scoring-sheets", format), format)
    assert "专业答辩" in sheets
    assert not [secret for secret in secrets if secret in sheets]


def test_a_stage_that_is_not_anonymous_bears_the_names():
    policy = load_policy(POLICY)
    stages = [stage.model_copy(update={"anonymous": False}) for stage in policy.stages]
    open_policy = policy.model_copy(update={"stages": stages})
    people = [Entrant("engineer", "chemical", "甲"), Entrant("engineer", "chemical", "乙")]
    defence, achievement = scoring_sheets(people, open_policy)
    assert [each.name for each in defence.candidates] == ["甲", "乙"]
    assert defence.criteria[0] == ("专业基础理论与标准规程", 30)
    assert [each.label for each in (open_policy.stages_for("engineer"))] == [
        defence.stage_label,
        achievement.stage_label,
    ]


def test_an_anonymous_sheet_is_in_the_order_of_its_numbers_without_names():
    people = [
        Entrant("engineer", "chemical", "甲", "B07"),
        Entrant("engineer", "chemical", "乙", "B02"),
    ]
    defence, _ = scoring_sheets(people, load_policy(POLICY))
    seen = [(each.number, each.anonymous_number, each.name) for each in defence.candidates]
    assert seen == [(1, "B02", None), (2, "B07", None)]


def test_a_sheet_for_each_level_specialty_and_stage_of_the_accepted(world):
    world.case(content("甲"), state=State.ACCEPTED)
    world.case(content("乙", application={"specialty": "chemical"}), state=State.ACCEPTED)
    world.case(content("丙", level="assistant_engineer"), state=State.CERTIFIED)
    world.case(content("丁"), state=State.OFFICE_REVIEW)
    book = openpyxl.load_workbook(io.BytesIO(made(world, "scoring-sheets", "xlsx")))
    heads = [[cell.value for cell in sheet[2] if cell.value][:3] for sheet in book.worksheets]
    assert heads == [
        ["申报级别：助理工程师", "专业：机电", "评审环节：工作总结"],
        ["申报级别：工程师", "专业：机电", "评审环节：专业答辩"],
        ["申报级别：工程师", "专业：机电", "评审环节：业绩能力评判"],
        ["申报级别：工程师", "专业：化工", "评审环节：专业答辩"],
        ["申报级别：工程师", "专业：化工", "评审环节：业绩能力评判"],
    ]
    rows = [
        [row[0] for row in sheet.values if isinstance(row[0], int)] for sheet in book.worksheets
    ]
    assert rows == [[1]] * 5


@pytest.mark.parametrize("form", ["roster", "assessment-sheets"])
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(world, form, name):
    data = content()
    data["sections"]["application"][0]["current_specialty"] = name
    data["sections"]["work"][0]["unit"] = name
    world.case(data, state=State.ACCEPTED)
    book = openpyxl.load_workbook(io.BytesIO(made(world, form, "xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert made(world, form, "pdf").startswith(b"%PDF")


def test_the_same_cases_give_the_same_bytes(world):
    for _ in range(3):
        world.case(state=State.ACCEPTED)
    for form in ("assessment-sheets", "scoring-sheets"):
        for format in ("xlsx", "pdf"):
            assert made(world, form, format) == made(world, form, format)
