"""The unit's list of staff; one person added, looked at, changed, taken off."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import BadInput, StaleState
from accounts.views.guards import needs_right, page_of
from accounts.views.once import acts_once
from applications.forms.staff import FilterForm, groups_of, lines_of, read_typed
from applications.models import StaffMember
from applications.panels import finding_views, in_third_person
from applications.staff import services
from applications.staff.columns import Form, form_for
from applications.staff.outlook import person_of
from applications.staff.people import typed_of
from applications.staff.queries import last_change, staff_of
from applications.staff.sheets import shown
from applications.views.shared import whole_number
from applications.views.staff.scope import (
    RIGHT,
    chosen_members,
    member_or_404,
    query_of,
    unit_of,
    units_of,
)
from policy.verdict import UNMET

_BOTH = ["GET", "HEAD", "POST"]
BAD = 422


@needs_right(RIGHT)
@require_safe
def staff_list(request):
    """Everybody of the unit, filtered; the address holds the filter."""
    unit = unit_of(request)
    form = FilterForm(request.GET or None, initial={"unit": unit.pk})
    filters = form.values()
    page = page_of(staff_of(unit, **filters), request.GET.get("page"))
    columns = form_for(unit)
    context = {
        "unit": unit,
        "units": units_of(request),
        "query": query_of(request, unit),
        "form": form,
        "is_filtered": any(filters.values()),
        "page_obj": page,
        "rows": [_row(member, columns) for member in page],
        "last": last_change(unit),
    }
    return render(request, "staff/list.html", context)


def _row(member: StaffMember, form: Form) -> dict:
    names = ("position", "education", "title", "specialty")
    known = {spec.name: spec for spec in form.fields}
    words = {name: shown(known[name], member.values.get(name), form) for name in names}
    return {"member": member, **words}


@needs_right(RIGHT)
@sensitive_post_parameters()
@require_http_methods(_BOTH)
@acts_once("staff:list")
def add(request):
    """One more person, typed by hand."""
    unit = unit_of(request)
    return _Editing(request, unit, None).answer()


@needs_right(RIGHT)
@sensitive_post_parameters()
@require_http_methods(_BOTH)
@acts_once("staff:person")
def edit(request, pk: int):
    """One person's facts."""
    member = member_or_404(request, pk)
    return _Editing(request, member.unit, member).answer()


@dataclass(slots=True)
class _Editing:
    """The form for one person, blank or filled."""

    request: object
    unit: object
    member: StaffMember | None

    def answer(self):
        form = form_for(self.unit)
        if self.request.method != "POST":
            return self._page(form, typed_of(self.member) if self.member else {}, {})
        typed = read_typed(self.request.POST, form)
        try:
            saved = services.save_member(
                actor=self.request.user,
                unit=self.unit,
                form=form,
                typed=typed,
                member=self.member,
                # Without one nobody can tell what the person has seen.
                version=whole_number(self.request.POST.get("version")) or 0,
            )
        except BadInput as error:
            return self._page(form, typed, error.fields, status=BAD)
        except StaleState as error:
            return self._clashing(form, typed, error)
        messages.success(self.request, f"“{saved.name}”的资料已保存。")
        if "again" in self.request.POST:
            return redirect(reverse("staff:add") + query_of(self.request, self.unit))
        return redirect("staff:person", saved.pk)

    def _clashing(self, form: Form, typed: dict, error: StaleState):
        """A colleague was faster: what was typed stays, beside it what is stored now."""
        stored = StaffMember.objects.filter(pk=self.member.pk).first()
        if stored is None:
            raise error
        self.member, known, errors = stored, typed_of(stored), {"": error.message}
        for spec in form.fields:
            name = spec.name
            if name != "id_number" and (typed.get(name) or "") != (known.get(name) or ""):
                now = shown(spec, known.get(name), form) or "空白"
                errors[name] = f"现在存的是“{now}”；再次保存，以您填的为准。"
        return self._page(form, typed, errors, status=409, version=stored.version)

    def _page(self, form: Form, typed: dict, errors: dict, status: int = 200, version: int = 0):
        here = f"修改{self.member.name}的资料" if self.member else "添加人员"
        back = _list_address(self.request, self.unit)
        context = {
            "member": self.member,
            "unit": self.unit,
            "groups": groups_of(form, typed, errors, self.member),
            "lines": lines_of(form, errors),
            "is_clash": status == 409,
            "title": here,
            "version": version
            or self.request.POST.get("version")
            or (self.member.version if self.member else ""),
            "back": reverse("staff:person", args=[self.member.pk]) if self.member else back,
            "crumbs": [("本单位人员", back), (here, "")],
        }
        return render(self.request, "staff/edit.html", context, status=status)


@needs_right(RIGHT)
@require_safe
def person(request, pk: int):
    """What the unit knows of one person, and the engine's word at every level."""
    member = member_or_404(request, pk)
    form = form_for(member.unit)
    levels = []
    for outlook in person_of(member, form.context, form.target).outlooks:
        views = []
        if outlook.verdict is not None:
            found = outlook.verdict.findings
            unmet = [in_third_person(each) for each in found if each.status == UNMET]
            views = finding_views(form.target.policy, outlook.level.key, unmet, deep=False)
        levels.append({"outlook": outlook, "unmet": views})
    context = {
        "member": member,
        "facts": [
            (spec.label, shown(spec, member.values.get(spec.name), form))
            for spec in form.fields
            if spec.name not in ("name", "id_number", "sex", "birth_date", "phone")
        ],
        "levels": levels,
        "target": form.target,
        "crumbs": [("本单位人员", _list_address(request, member.unit)), (member.name, "")],
    }
    return render(request, "staff/person.html", context)


@needs_right(RIGHT)
@require_POST
def remove(request):
    """Take the chosen people off the list, after asking."""
    unit = unit_of(request)
    chosen = chosen_members(request, unit)
    back = _list_address(request, unit)
    if not chosen:
        messages.warning(request, "请先勾选要移出名单的人。")
        return redirect(back)
    if "confirmed" in request.POST:
        count = services.remove_members(actor=request.user, unit=unit, members=chosen)
        messages.success(request, f"已把{count}人移出名单，名单里关于他们的内容已删除。")
        return redirect(back)
    context = {
        "unit": unit,
        "chosen": chosen,
        "title": "移出名单",
        "action": reverse("staff:remove"),
        "question": f"要把下面{len(chosen)}人移出{unit.name}的名单吗？",
        "consequences": [
            "名单里关于他们的内容会删除，不能恢复；需要时可以重新录入或导入。",
            "他们自己的账号和申报不受影响；已发出的邀请码也不受影响。",
        ],
        "submit": "移出名单",
        "danger": True,
        "back": back,
        "crumbs": [("本单位人员", back), ("移出名单", "")],
    }
    return render(request, "staff/chosen.html", context)


def _list_address(request, unit) -> str:
    return reverse("staff:list") + query_of(request, unit)
