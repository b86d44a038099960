"""The rows of the officers' list, drawn.

Thirty rows of a dozen values each: drawn by `format_html`, since the template engine takes as
long for them as everything else on the page together.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.deadlines import closing_day, last_day
from applications.enums import State
from applications.models import Round
from review.wording import left_text, tone_of

_ROW = """<tr>
          <td class="row-select"><input type="checkbox" class="form-check-input" name="ids" \
value="{pk}" data-select-row aria-label="选择{name}"></td>
          <th scope="row"><a href="{pk}/?{query}"><bdi>{name}</bdi></a>\
<span class="cell-sub nowrap">{receipt}</span></th>
          <td data-label="申报级别">{level}</td>
          <td data-label="申报专业"><span>{specialty}<span class="cell-sub">{category}</span>\
</span></td>
          <td data-label="工作单位">{unit}</td>
          <td data-label="状态"><span><span class="chip chip-{tone}">{state}</span>{holder}</span>\
</td>
          <td data-label="到达时间" class="nowrap">{since}</td>
          <td data-label="期限" class="nowrap">{left}</td>
        </tr>"""
_HOLDER = '<span class="cell-sub">{}</span>'
_LEFT = '<span class="chip chip-{}">{}</span>'


def rows_of(cases: Iterable, rounds: dict[int, Round], day: date, query: str) -> list[dict]:
    """For each of the `lists.list_rows`: its key and its row of the table. `query` is the list's
    own address, by which the case's page knows the cases before and after."""
    return [{"pk": case.pk, "html": _row(case, rounds[case.round], day, query)} for case in cases]


def _row(case, round: Round, day: date, query: str) -> SafeString:
    policy = round.policy
    category = next((s.label for s in policy.specialties if s.key == case.specialty), "")
    return format_html(
        _ROW,
        pk=case.pk,
        query=query,
        name=case.name,
        receipt=case.receipt_number,
        level=policy.level(case.level).label,
        specialty=case.applied_specialty or category,
        category=category,
        unit=case.unit__name or "",
        tone=tone_of(case.state),
        state=State(case.state).label,
        holder=format_html(_HOLDER, case.holder__name) if case.holder__name else "",
        since=f"{timezone.localtime(case.state_since):%Y-%m-%d %H:%M}",
        left=_left(last_day(case, round), closing_day(case, round), day),
    )


def _left(last: date | None, closes: date | None, day: date) -> str:
    if last is None or closes is None:
        return "—"
    text = left_text(last, closes, day)
    if (last - day).days > 3:
        return text
    return format_html(_LEFT, "danger" if closes < day else "warning", text)
