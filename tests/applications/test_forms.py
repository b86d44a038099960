"""Forms made of the declarations: every field told and shown, whatever was typed."""

import pytest

from applications.forms.typed import form_for, hint_of
from applications.pages import Opened, blocks_of
from applications.steps import STEPS, section_of
from applications.steps.spec import Context, Field, Kind
from policy.loader import load_policy


@pytest.fixture(scope="module")
def about():
    return Context("engineer", "institution", load_policy("taiyuan-engineering-2020"))


SECTIONS = [section.key for step in STEPS for section in step.sections]


@pytest.mark.parametrize("key", SECTIONS)
def test_every_declared_field_has_a_label_and_an_id_of_its_own(key, about):
    section = section_of(key)
    views = form_for(section, about, {}).views({})
    declared = [
        spec
        for spec in section.fields
        if spec.kind not in (Kind.ID_NUMBER, Kind.UNIT) and spec.applies(about)
    ]
    assert [view.name for view in views] == [spec.name for spec in declared]
    assert [view.label for view in views] == [spec.label for spec in declared]
    assert len({view.id for view in views}) == len(views)


@pytest.mark.parametrize("key", SECTIONS)
def test_a_blank_section_misses_exactly_what_is_required(key, about):
    section = section_of(key)
    form = form_for(section, about, {})
    required = {
        spec.name
        for spec in section.fields
        if spec.required
        and spec.needs is None
        and spec.kind not in (Kind.ID_NUMBER, Kind.UNIT)
        and spec.applies(about)
    }
    assert set(form.errors) == required
    assert form.shown_errors(with_missing=False) == {}


def test_an_institutions_fields_are_asked_of_institutions_only(about):
    enterprise = Context(about.level, "non_public_enterprise", about.policy)
    asked = set(form_for(section_of("application"), about, {}).fields)
    spared = set(form_for(section_of("application"), enterprise, {}).fields)
    assert asked - spared == {"appointed_to_post", "post_salary_paid", "moved_from_government"}


def test_levels_and_specialties_come_from_the_policy(about):
    form = form_for(section_of("application"), about, {"level": "engineer"})
    level = next(view for view in form.views({}) if view.name == "level")
    assert 'value="assistant_engineer"' in level.chosen
    assert '<option value="engineer" selected>工程师</option>' in level.chosen


def test_an_answer_that_is_not_offered_is_told_and_not_chosen(about):
    form = form_for(section_of("application"), about, {"specialty": "alchemy"})
    assert form.errors["specialty"] == ["请从列出的选项中选择。"]
    specialty = next(view for view in form.views({}) if view.name == "specialty")
    assert "selected" not in specialty.chosen


def test_a_field_that_another_answer_asks_for_says_so(about):
    views = form_for(section_of("education"), about, {}).views({})
    degree = next(view for view in views if view.name == "degree_number")
    assert degree.only_if == "“持有的证书”选“学位证书”时填写"
    assert degree.only_if in degree.opening
    assert not degree.required


def test_a_field_becomes_required_with_the_answer_that_asks_for_it(about):
    typed = {"certificates": ["degree"]}
    form = form_for(section_of("education"), about, typed)
    degree = next(view for view in form.views({}) if view.name == "degree_number")
    assert degree.required and "asteriskField" in degree.opening
    assert "degree_number" in form.errors


def test_typed_markup_is_text_in_every_kind_of_field(about, rf, django_user_model):
    from django.template.loader import render_to_string

    evil = '"><script>alert(1)</script>'
    for key in ("paper", "education", "application", "summary"):
        section = section_of(key)
        typed = {spec.name: evil for spec in section.fields if spec.kind is not Kind.MANY}
        for view in form_for(section, about, typed).views({}):
            html = render_to_string("applications/parts/field.html", {"field": view})
            assert "<script>" not in html


def test_the_limit_stands_in_the_hint():
    assert hint_of(Field("a", "b", limit=12)) == "最多12字"
    assert hint_of(Field("a", "b", limit=12, hint="如：汉族")) == "如：汉族；最多12字"
    assert hint_of(Field("a", "b", Kind.YEAR)) == "四位年份，如：2019"


def test_long_texts_are_counted_as_the_policy_counts_where_it_does(about):
    typed = {"text": "设备改造，Siemens PLC 3 台"}
    views = form_for(section_of("explanation"), about, typed).views({})
    assert (views[0].length, views[0].words) == (20, 8)


def test_a_rows_form_is_the_only_open_one(world, draft):
    from applications.case import Case

    case = Case(draft)
    row = case.typed["work"][0]["id"]
    block = blocks_of(case, [section_of("work")], Opened(entry_id=row))[0]
    assert [view.form is not None for view in block.rows] == [view.id == row for view in block.rows]


@pytest.mark.parametrize("name", ["𠮷田䶮", "阿依古丽·买买提", "龘", "欧阳" * 20])
def test_rare_long_and_dotted_names_are_taken(name, about):
    assert "name" not in form_for(section_of("person"), about, {"name": name}).errors


@pytest.mark.parametrize("name", ["张\u200b三", "张  三", "张3", "<b>张</b>"])
def test_names_with_what_is_not_seen_or_not_a_letter_are_told(name, about):
    assert "name" in form_for(section_of("person"), about, {"name": name}).errors
