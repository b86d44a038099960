"""The supervisor's statistics of a round by organisation: on the page, on paper, as a sheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import record_access
from accounts.clock import now, today
from accounts.enums import OrganisationKind
from accounts.views.guards import needs_right
from applications.models import Round
from documents.page import A4_LANDSCAPE
from documents.xlsx import Column, Table, table_xlsx
from review.exports.base import CONTENT_TYPES
from review.statistics import Statistics, statistics_of
from review.views.scope import page_of

PAGE = 100
_UNITS, _ABOVE = "units", "above"
_KINDS = ((_UNITS, "用人单位"), (_ABOVE, "主管部门、人社局、评委会办"))
COLUMNS = (
    Column("单位", 56, align="left"),
    Column("性质", 28),
    Column("到达", 15),
    Column("待办", 15),
    Column("办结或上报", 22),
    Column("退回", 15),
    Column("不予推荐、受理", 32),
    Column("有异议的公示", 24),
    Column("逾期未办", 18),
    Column("延期", 15),
    Column("平均天数", 18),
    Column("最长天数", 18),
)


@needs_right("read_log")
@require_safe
def statistics(request):
    """Figures of a round: by state and stage, then each organisation with a way to its log."""
    rounds = list(Round.objects.order_by("-year", "-pk"))
    round = _chosen(request, rounds)
    if round is None:
        return render(request, "review/statistics.html", {"rounds": [], "figures": None})
    figures = statistics_of(round, today())
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(_KINDS) else _UNITS
    page = page_of(_of_kind(figures, kind), request, size=PAGE)
    context = {
        "rounds": rounds,
        "round": round,
        "figures": figures,
        "kinds": [(key, label, len(_of_kind(figures, key))) for key, label in _KINDS],
        "kind": kind,
        "page_obj": page,
        "moment": timezone.localtime(now()),
        "crumbs": [("办理日志", reverse("review:log")), ("单位统计", "")],
    }
    return render(request, "review/statistics.html", context)


def _chosen(request, rounds: list[Round]) -> Round | None:
    """The round of the address; the newest without one, 404 for one that does not exist."""
    key = request.GET.get("round", "")
    if not key:
        return rounds[0] if rounds else None
    found = next((each for each in rounds if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _of_kind(figures: Statistics, kind: str) -> list:
    above = tuple(OrganisationKind)[6:]
    return [line for line in figures.lines if (line.organisation.kind in above) == (kind == _ABOVE)]


@needs_right("read_log")
@require_safe
def sheet(request):
    """All organisations of the round as a workbook."""
    round = _chosen(request, list(Round.objects.order_by("-year", "-pk")))
    if round is None:
        raise Http404
    figures = statistics_of(round, today())
    moment = f"{timezone.localtime(now()):%Y-%m-%d %H:%M}"
    table = Table(
        title=f"{round.name}各单位办理情况统计表",
        columns=COLUMNS,
        head=(f"统计时间：{moment}", "天数从收到到办出，按已办出的计算"),
        page=A4_LANDSCAPE,
        name="办理情况",
    )
    record_access(user=request.user, what="statistics", object=round.key, outcome="exported")
    content = table_xlsx(table, (_cells(line) for line in figures.lines))
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    name = f"{round.name}-办理情况统计.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _cells(line) -> list:
    return [
        line.organisation.name,
        line.kind,
        line.arrived,
        line.waiting,
        line.passed_on,
        line.returned,
        line.refused,
        line.objections,
        line.overdue,
        line.extended,
        "" if line.average is None else line.average,
        "" if line.longest is None else line.longest,
    ]
