"""Inviting people of the list; the codes stand in the answer itself, this once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.errors import BadInput
from accounts.views.guards import needs_right
from applications.staff.inviting import invite_members
from applications.views.staff.scope import RIGHT, chosen_members, query_of, unit_of


@needs_right(RIGHT)
@require_POST
def invite(request):
    """Ask once more, then make the codes of the chosen people."""
    unit = unit_of(request)
    chosen = chosen_members(request, unit)
    back = reverse("staff:list") + query_of(request, unit)
    waiting = [member for member in chosen if not member.is_registered]
    if not waiting:
        text = "选中的人都已经注册，不需要邀请。" if chosen else "请先勾选要邀请的人。"
        messages.warning(request, text)
        return redirect(back)
    crumbs = [("本单位人员", back), ("邀请注册", "")]
    if "confirmed" in request.POST:
        try:
            made = invite_members(actor=request.user, unit=unit, members=waiting)
        except BadInput as error:
            messages.warning(request, error.message)
            return redirect(back)
        context = {"unit": unit, "made": made, "back": back, "crumbs": crumbs}
        return render(request, "staff/codes.html", context)
    replaced = sum(member.is_invited for member in waiting)
    left_out = len(chosen) - len(waiting)
    context = {
        "unit": unit,
        "chosen": waiting,
        "title": "邀请注册",
        "action": reverse("staff:invite"),
        "question": f"要邀请下面{len(waiting)}人注册账号吗？",
        "consequences": [
            "每人得到一个邀请码，只显示这一次，可以打印出来逐个交给本人；14天内有效。",
            *([f"其中{replaced}人已有还没用的邀请码，旧码会作废，换成新码。"] if replaced else []),
            *([f"另有{left_out}人已经注册，不再邀请。"] if left_out else []),
        ],
        "submit": "生成邀请码",
        "back": back,
        "crumbs": crumbs,
    }
    return render(request, "staff/chosen.html", context)
