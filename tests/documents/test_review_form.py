"""评审表: eleven blocks in their order over as many pages as they take, nothing cut."""

from dataclasses import replace

import pytest

from documents.forms.review_form import (
    Basics,
    ReviewForm,
    Statement,
    review_forms_docx,
    review_forms_pdf,
)
from tests.documents.reading import HOSTILE, page_sizes_mm, page_texts
from tests.documents.test_notice_form import docx_text

WORK = ("2015年1月\n至2019年6月", "桥式起重机主梁改造", "主要负责人。负责设计。", "已通过验收。")
FORM = ReviewForm(
    title="山西省专业技术职务任职资格评审表",
    unit="某研究所",
    name="柳明",
    current_title="助理工程师",
    applied_title="工程师",
    filled_on="2020年11月20日",
    basics=Basics(name="柳明", gender="男", id_number="140105198805121234"),
    training=(("2018年3月\n至2018年4月", "安全培训", "太原", "王证明"),),
    work=(("2011年7月至今", "某研究所", "机械设计", "技术员"),),
    works_since=(WORK,),
    assessments="2019年度优秀。",
    own_commitment=Statement("本人承诺：材料真实。", "2020年11月20日"),
    unit_commitment=Statement("本单位承诺：材料真实、合法。", "2020年11月25日"),
    unit_opinion=Statement("同意推荐。", "2020年11月25日"),
)
# domain/forms.md, the blocks in order.
WORDS = [
    "山西省专业技术职务任职资格评审表",
    *("评审任职资格", "填表时间"),
    *("基本情况", "曾用名", "民族", "出生地", "身体状况", "现任专业技术职务及任职时间"),
    *("取得时间及审批机关", "现（兼）任行政职务及任职时间", "参加学术团体、社会兼职", "懂何种外语"),
    *("学习培训经历", "证明人", "工作经历", "从事何专业技术工作"),
    *("任现职前主要专业技术工作业绩登记", "任现职后主要专业技术工作业绩登记", "完成情况及效果"),
    *("著作、论文及重要技术报告登记", "合（独）著、译"),
    *("考试成绩及答辩情况", "种类", "组织单位", "答辩情况"),
    *("年度及任职期满考核结果", "2019年度优秀"),
    *("申报人承诺", "本人承诺：材料真实", "单位承诺", "本单位承诺：材料真实、合法"),
    *("基层单位意见", "同意推荐", "呈报单位意见"),
    *("评议组意见", "评审组织意见", "总人数", "反对人数", "主任签字", "人社部门审批意见"),
]


@pytest.mark.parametrize(
    "text_of",
    [lambda f: docx_text(review_forms_docx([f])), lambda f: "".join(page_texts(_pdf([f])))],
)
def test_the_blocks_stand_in_their_order(text_of):
    text, place = text_of(FORM), 0
    for word in WORDS:
        place = text.index(word, place)
    assert "140105198805121234" in text


def _pdf(forms):
    return review_forms_pdf(forms)


def test_a_long_life_goes_on_over_pages_in_the_same_type():
    long = replace(FORM, works_since=(WORK,) * 60)
    pages = page_texts(_pdf([long]))
    assert len(pages) > len(page_texts(_pdf([FORM])))
    assert "".join(pages).count("桥式起重机主梁改造") == 60
    assert set(page_sizes_mm(_pdf([long]))) == {(210, 297)}


def test_every_person_begins_with_a_cover():
    pages = page_texts(_pdf([FORM, replace(FORM, name="田志军")]))
    covers = [page for page in pages if "山西省专业技术职务任职资格评审表" in page]
    assert ["柳明" in covers[0], "田志军" in covers[1], len(covers)] == [True, True, 2]


def test_what_was_not_said_leaves_room_for_a_pen():
    blank = replace(FORM, unit_commitment=Statement(), unit_opinion=Statement())
    text = docx_text(review_forms_docx([blank]))
    assert "单位承诺负责人签字：（公章）年月日" in text
    assert "2020年11月25日" not in text


def test_hostile_names_stop_neither_file():
    forms = [replace(FORM, name=name[:200], unit=name[:200]) for name in HOSTILE]
    assert len(page_texts(_pdf(forms))) >= 2 * len(HOSTILE)
    assert "<b>&amp;</b>" in docx_text(review_forms_docx(forms))


def test_the_same_form_gives_the_same_bytes():
    assert review_forms_docx([FORM]) == review_forms_docx([FORM])
    assert _pdf([FORM]) == _pdf([FORM])
