"""The policy as a page: each clause has its anchor, each citation finds it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from applications.case import Case
from applications.clauses import anchor_of, anchors_of, clause_addresses
from applications.panels import panel_of
from policy.loader import available, load_file, load_policy
from policy.plain import readings
from policy.schema import Clause
from tests.policy.builders import HERE, TAIYUAN

PAGE = f"/policy/{TAIYUAN}/"
OTHER = HERE / "policies" / "elsewhere-chemistry-2023.toml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return load_policy(TAIYUAN)


def ids_of(text: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', text))


def test_the_list_names_every_published_policy():
    text = Client().get("/policy/").content.decode()
    for key in available():
        assert f'href="/policy/{key}/"' in text
        assert load_policy(key).title in text


def test_every_clause_stands_there_with_its_words_and_its_anchor(policy):
    text = unescape(Client().get(PAGE).content.decode())
    anchors = anchors_of(policy)
    for clause in policy.clauses:
        assert f'id="{anchors[clause.id]}"' in text
        assert clause.text in text
        assert f"〔{clause.id}〕" in text


def test_anchors_are_ascii_and_each_clauses_own(policy):
    anchors = anchors_of(policy)
    assert len(set(anchors.values())) == len(policy.clauses)
    for anchor in anchors.values():
        assert re.fullmatch(r"c-[a-z0-9]+(-[a-z0-9]+)*", anchor)


def test_anchors_stay_what_they_were():
    assert anchor_of("三-1-截止") == "c-san-1-jie-zhi"
    assert anchor_of("三-2-工程师-6") == "c-san-2-gong-cheng-shi-6"
    assert anchor_of("附-1-注") == "c-fu-1-zhu"


def test_two_clauses_that_read_alike_get_two_anchors(policy):
    clauses = [Clause(id=id, heading="一", text="文") for id in ("三-注", "三-助", "三-住")]
    anchors = anchors_of(policy.model_copy(update={"clauses": clauses}))
    assert list(anchors.values()) == ["c-san-zhu", "c-san-zhu-2", "c-san-zhu-3"]


def test_every_citation_of_the_policy_resolves(policy):
    there = ids_of(Client().get(PAGE).content.decode())
    addresses = clause_addresses(policy)
    cited = [policy.education_counts, policy.notices]
    for name in ("requirements", "routes", "items", "evidence", "stages", "texts", "elimination"):
        cited += getattr(policy, name)
    for each in cited:
        page, _, anchor = addresses[each.clause].partition("#")
        assert (page, anchor in there) == (PAGE, True)


def test_the_table_of_contents_leads_somewhere():
    text = Client().get(PAGE).content.decode()
    there = ids_of(text)
    targets = re.findall(r'href="#([^"]+)"', text)
    assert len(targets) > 60
    assert set(targets) <= there


def test_every_rule_is_read_from_a_clause(policy):
    read = readings(policy)
    labels = {(each.kind, each.label) for rules in read.values() for each in rules}
    for requirement in policy.requirements:
        assert ("申报条件", requirement.label) in labels
    for route in policy.routes:
        assert ("学历年限途径", route.label) in labels
    for item in policy.items:
        assert ("业绩条件", item.label) in labels
    for evidence in policy.evidence:
        assert ("证明材料", evidence.label) in labels
    for text in policy.texts:
        assert ("文字材料", text.label) in labels


def test_rules_and_interpretations_stand_beside_their_clause(policy):
    text = unescape(Client().get(PAGE).content.decode())
    for requirement in policy.requirements:
        if requirement.interpretation:
            assert requirement.interpretation in clause_on(text, policy, requirement.clause)
    paper = clause_on(text, policy, "三-2-工程师-1")
    assert "须 2000 字以上" in paper
    assert "工程师" in paper
    assert "没有由系统判断的规则" in clause_on(text, policy, "二-1-1")


def clause_on(text: str, policy, clause: str) -> str:
    start = text.index(f'id="{anchors_of(policy)[clause]}"')
    return text[start : text.index("</article>", start)]


def test_what_the_document_leaves_open_is_marked(policy):
    marked = {each.label for rules in readings(policy).values() for each in rules if each.is_ours}
    assert marked == {"工作总结", "专业答辩", "业绩能力评判"}
    assert "含系统拟定的内容" in Client().get(PAGE).content.decode()


def test_the_page_says_no_english_word_of_a_rule():
    text = Client().get(PAGE).content.decode()
    body = re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")])
    assert set(re.findall(r"[A-Za-z_]{4,}", body)) == set()


def test_another_policys_rules_have_words_too():
    policy = load_file(OTHER)
    for rules in readings(policy).values():
        assert all(each.words and each.label for each in rules)


def test_an_unknown_policy_is_not_found():
    for key in ("no-such", "..", "taiyuan", "x" * 300):
        assert Client().get(f"/policy/{key}/").status_code == 404


def test_the_page_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get(PAGE)


def test_findings_beside_the_steps_link_to_their_clause(draft, applicant):
    case = Case(draft)
    panel = panel_of(case, case.verdict())
    there = ids_of(Client().get(PAGE).content.decode())
    views = panel.missing + panel.met + panel.not_applicable
    assert views
    for view in views:
        for each in (view, *view.children):
            assert each.address.partition("#")[2] in there
    text = applicant.get(f"/apply/{draft.pk}/").content.decode()
    assert f'href="{panel.met[0].address}"' in text


def test_the_officers_see_the_same_links(world, browser_of):
    case = world.case("unit_review")
    text = (
        browser_of(world.officer("机电检测所"))
        .get(reverse("review:application", args=[case.pk]))
        .content.decode()
    )
    assert f'href="{PAGE}#c-' in text


@pytest.mark.parametrize(
    ("page", "clause"),
    [
        ("steps/work/", "c-san-1-gong-cheng-shi"),
        ("steps/education/", "c-san-1-xue-li-ren-ke"),
        ("steps/continuing_education/", "c-san-3"),
        ("steps/achievements/paper/", "c-san-2-gong-cheng-shi-1"),
        ("steps/evidence/", "c-bao-9"),
    ],
)
def test_the_hints_of_a_step_lead_to_their_clauses(draft, applicant, page, clause):
    text = applicant.get(f"/apply/{draft.pk}/{page}").content.decode()
    assert f'href="{PAGE}#{clause}"' in text
