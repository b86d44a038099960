"""Workbooks of staff for tests, as an officer fills in the downloaded template."""

from io import BytesIO

import openpyxl
from stdnum.cn import ric

from applications.staff.columns import Form, form_for
from applications.staff.sheets import template

GOOD = {
    "姓名": "冯小刚",
    "联系电话": "13800000001",
    "从事专业": "机电",
    "从事本专业工作起": "2015.07",
    "最高学历": "本科",
    "持有的证书": "毕业证书和学位证书",
    "毕业（授予）时间": "2013.07",
    "所学专业与从事专业": "相近",
    "国家承认学历": "是",
    "现任职称": "助理工程师",
    "取得时间": "2018.12",
    "聘任时间": "2019.01",
    "在岗聘用并兑现岗位工资": "是",
    "已有业绩": "论文、专利",
}


def number(born: str = "19900101", sequence: int = 111) -> str:
    """An ID number with a valid check digit, of an area code that nobody holds."""
    body = f"140101{born}{sequence:03}"
    return body + ric.calc_check_digit(body + "0")


def filled(unit, *rows: dict, template_bytes: bytes | None = None) -> bytes:
    """The unit's template with rows filled in below the example, by label."""
    form: Form = form_for(unit)
    book = openpyxl.load_workbook(BytesIO(template_bytes or template(form, unit)))
    sheet = book.active
    labels = next(r for r in range(1, 10) if str(sheet.cell(r, 1).value).startswith("姓名"))
    columns = {
        str(cell.value).strip("*"): cell.column for cell in sheet[labels] if cell.value is not None
    }
    for at, row in enumerate(rows):
        for label, value in row.items():
            sheet.cell(labels + 3 + at, columns[label]).value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()
