"""The self-check, for anybody: choose, answer, read the verdict. Nothing is stored."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from applications.forms.selfcheck import blocks_of, lines_of
from applications.selfcheck import answers as typed
from applications.selfcheck import carrying
from applications.selfcheck import outcome as judging
from applications.selfcheck.asked import asked_sections
from applications.steps.spec import Context
from policy.facts import FactsError

BAD = 422


@require_safe
def check(request):
    """The choice of a round and a level."""
    context = {"targets": judging.targets(today())}
    return render(request, "applications/public/check.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_level(request, key: str, level: str):
    """The short form of a level; its buttons add and remove rows, or ask for the verdict."""
    target = judging.target_of(key, today())
    if target is None or level not in {each.key for each in target.policy.levels}:
        raise Http404
    sections = asked_sections(target.policy, level)
    page = _Page(request, target, level, sections)
    if request.method != "POST":
        return page.form(typed.first_answers(target.policy, level))
    answers = typed.read_answers(request.POST, sections)
    if "add" in request.POST or "remove" in request.POST:
        typed.change_rows(
            answers, sections, request.POST.get("add", ""), request.POST.get("remove", "")
        )
        return page.form(answers)
    return page.verdict(answers)


# It writes nothing: a second tab's login must not cost what was typed here.
check_level.on_old_token = check_level


class _Page:
    """One answer of the form's address."""

    def __init__(self, request, target: judging.Target, level: str, sections):
        self.request, self.target, self.level, self.sections = request, target, level, sections
        self.context = Context(level, "", target.policy)

    def form(self, answers, problems=(), general=(), outcome=None, status: int = 200):
        """The form with these answers; the outcome stands before it where there is one."""
        target = self.target
        day = today()
        label = target.policy.level(self.level).label
        context = {
            "target": target,
            "level": self.level,
            "level_label": label,
            "address": reverse("public:check_level", args=[target.key, self.level]),
            "blocks": blocks_of(answers, self.sections, self.context, list(problems)),
            "lines": lines_of(list(problems), self.sections),
            "general": general,
            "outcome": outcome,
            "is_open": target.is_open(day),
            "minutes": carrying.SECONDS // 60,
            "answers": self._sealed(answers) if outcome and target.is_open(day) else "",
        }
        template = "applications/public/check_level.html"
        return render(self.request, template, context, status=status)

    def verdict(self, answers):
        """The verdict on flawless answers; else what is wrong with them."""
        problems = typed.problems_of(answers, self.sections, self.context)
        if problems:
            return self.form(answers, problems, status=BAD)
        try:
            facts = typed.facts_from(answers, self.sections, self.context)
        except FactsError:
            general = ["有一项内容系统没有读懂，请核对各项后再试。"]
            return self.form(answers, general=general, status=BAD)
        outcome = judging.outcome_of(self.target, self.level, facts, self.sections, self.context)
        return self.form(answers, outcome=outcome)

    def _sealed(self, answers) -> str:
        sections = typed.to_carry(answers, self.sections, self.context)
        return carrying.seal(carrying.Carried(self.target.key, self.level, sections))
