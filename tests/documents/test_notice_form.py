"""附件2: one A4 sheet a person, every word of it, in .docx and in PDF."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.form_sheet import SMALLEST_PT, body_size
from documents.forms.notice_form import (
    PAGE,
    NoticeForm,
    PostedNotice,
    _sheet,
    notice_forms_docx,
    notice_forms_pdf,
)
from tests.documents.reading import HOSTILE, page_sizes_mm, page_texts

POSTED = PostedNotice(
    "个人申报材料",
    "2020年11月2日\n至\n2020年11月6日",
    "5",
    "一楼公示栏",
    "0351-1234567",
    "无异议",
    "王经办",
)
FORM = NoticeForm(
    title="申报初（中）级职称评审公示情况表",
    unit="某研究所",
    filled_on="2020年11月20日",
    name="柳明",
    gender="男",
    born="1988年5月",
    id_number="1401**********1234",
    current_title="助理工程师",
    obtained="2013年9月",
    appointed="2014年1月",
    current_specialty="机械制造",
    applied_title="工程师",
    applied_specialty="机械设计",
    notices=(replace(POSTED, label="评审条件、评议程序"), POSTED, PostedNotice("单位鉴定意见")),
    is_clean=True,
    staff_representatives="田志军、霍晓燕",
    supervisor="宁卫国",
    opinion="同意推荐。",
    opinion_date="2020年11月20日",
)
# domain/forms.md, 附件2, in order.
WORDS = [
    "申报初（中）级职称评审公示情况表",
    "工作单位（公章）",
    "填表日期",
    "姓名",
    "性别",
    "出生年月",
    "身份证号",
    "现任专业技术资格",
    "取得时间",
    "聘任时间",
    "从事专业",
    "申报资格名称",
    "申报专业",
    "序次",
    "公示内容",
    "起止日期",
    "工作日数",
    "公示地点或网址",
    "受理异议电话",
    "异议及处理",
    "经办人签字",
    "公示结果",
    "无异议",
    "有异议（附调查核实材料）",
    "职工代表（2人）签字",
    "监督人员签字",
    "单位意见",
    "负责人签字",
    "公章",
    "公示期不少于5个工作日",
]


def docx_text(made: bytes) -> str:
    """The text of a .docx in the order of its blocks, without white space."""
    root = Document(BytesIO(made)).element.body
    return "".join("".join(text.text or "" for text in root.iter(qn("w:t"))).split())


@pytest.mark.parametrize(
    "text_of",
    [lambda f: docx_text(notice_forms_docx([f])), lambda f: page_texts(notice_forms_pdf([f]))[0]],
)
def test_the_words_of_the_form_stand_in_its_order(text_of):
    text, place = text_of(FORM), 0
    for word in WORDS:
        place = text.index(word, place)
    for value in ("柳明", "1401**********1234", "2020年11月2日至2020年11月6日", "田志军、霍晓燕"):
        assert value in text


@pytest.mark.parametrize(
    ("is_clean", "marks"), [(True, "☑无异议□有"), (False, "□无异议☑有"), (None, "□无异议□有")]
)
def test_the_result_is_ticked_only_where_there_is_one(is_clean, marks):
    assert marks in docx_text(notice_forms_docx([replace(FORM, is_clean=is_clean)]))


def test_each_person_has_one_a4_sheet_however_long_the_objections():
    long = replace(
        POSTED, objections="电话反映：业绩不实，经查阅任务书和验收资料，与申报一致。" * 14
    )
    forms = [FORM, replace(FORM, notices=(long, long, POSTED), opinion="同意推荐。" * 60)]
    pdf = notice_forms_pdf(forms)
    assert page_sizes_mm(pdf) == [(210, 297)] * 2
    assert page_texts(pdf)[1].count("业绩不实") == 28  # nothing is cut
    assert SMALLEST_PT <= body_size(_sheet(forms[1]), PAGE) < body_size(_sheet(FORM), PAGE)


def test_hostile_names_stop_neither_file():
    forms = [replace(FORM, name=name[:200], unit=name[:200]) for name in HOSTILE]
    assert len(page_texts(notice_forms_pdf(forms))) >= len(HOSTILE)
    assert "<b>&amp;</b>" in docx_text(notice_forms_docx(forms))


def test_the_same_form_gives_the_same_bytes():
    assert notice_forms_docx([FORM]) == notice_forms_docx([FORM])
    assert notice_forms_pdf([FORM]) == notice_forms_pdf([FORM])
