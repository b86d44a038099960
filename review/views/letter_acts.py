"""What is done with one letter: its people, its issue, its replacement, its printed form."""

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import today
from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from accounts.permissions import right
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.models import Application
from review.enums import LetterStatus
from review.exports.base import CONTENT_TYPES
from review.exports.letters import print_letter
from review.forms.filters import ApplicationFilter, plain_widgets
from review.forms.letters import IssueForm, ReplaceForm
from review.lists import rounds_by_id
from review.models import LetterEntry
from review.numbering import next_number
from review.queries import letter_stands
from review.services.issuing import issue_letter
from review.services.letters import (
    HOLDING,
    add_people,
    delete_draft,
    remove_people,
    replace_letter,
)
from review.views.letters import crumbs, letter_or_404, page_context, tell_left
from review.views.scope import chosen_ids, page_of, show_refusal

_POST = ["GET", "HEAD", "POST"]


def _draft_or_refuse(request, pk: int):
    found = letter_or_404(request, pk)
    if not found.is_draft:
        raise NotAllowed("这份推荐函已经签发，不能更改；有误时请签发代替它的新推荐函。")
    return found


@needs_right("record_letters")
@require_http_methods(_POST)
@acts_once("review:letter")
def people(request, pk):
    """Choose further people for a draft: those whom the body holds and no letter lists."""
    found = _draft_or_refuse(request, pk)
    narrowed = ApplicationFilter(
        request.GET, queryset=_addable(request.user, found), rounds=list(rounds_by_id().values())
    )
    if request.method == "POST":
        cases = narrowed.qs
        if not request.POST.get("all_listed"):
            cases = _addable(request.user, found).filter(pk__in=chosen_ids(request))
        return _added(request, found, cases)
    page = page_of(narrowed.qs.select_related("unit", "round").order_by("name_key", "pk"), request)
    for name in ("state", "round", "eligible", "body"):
        narrowed.form.fields.pop(name, None)
    plain_widgets(narrowed.form)
    context = {
        "letter": found,
        "filter": narrowed.form,
        "is_filtered": any(request.GET.get(name) for name in narrowed.filters),
        "page_obj": page,
        "crumbs": [
            ("推荐函", reverse("review:letters")),
            ("草稿", reverse("review:letter", args=[pk])),
            ("加入人员", ""),
        ],
    }
    return render(request, "review/letter_people.html", context)


def _addable(user, letter):
    taken = LetterEntry.objects.filter(
        letter_stands("letter__") | Q(letter__status=LetterStatus.DRAFT),
        letter__organisation=letter.organisation_id,
    )
    taken = taken.exclude(letter=letter.replaces_id) if letter.replaces_id else taken
    own = letter.entries.values("application")
    held = right("handle_held").filter(user, Application.objects.filter(state__in=HOLDING))
    return (
        held.filter(
            round=letter.round_id,
            holder=letter.organisation_id,
            recommending_body=letter.organisation_id,
        )
        .exclude(pk__in=taken.values("application"))
        .exclude(pk__in=own)
    )


def _added(request, found, cases):
    left: list[str] = []
    try:
        count = add_people(actor=request.user, letter=found, applications=list(cases), left=left)
        messages.success(request, f"已加入{count}人。")
    except (BadInput, StaleState) as error:
        messages.warning(request, error.message)
    tell_left(request, left)
    return redirect("review:letter", found.pk)


def _ticked(request) -> list[int]:
    """The ticked people: a draft shows its whole list, which may be longer than a page."""
    typed = request.POST.getlist("ids")
    return [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 18]


@needs_right("record_letters")
@require_POST
@acts_once("review:letter")
def remove(request, pk):
    """Take the ticked people off a draft's list."""
    found = _draft_or_refuse(request, pk)
    try:
        count = remove_people(actor=request.user, letter=found, cases=_ticked(request))
        told = f"已去掉{count}人。" if count else "请先勾选要去掉的人。"
        messages.success(request, told)
    except (GuardFailed, StaleState) as error:
        messages.warning(request, error.message)
    return redirect("review:letter", pk)


@needs_right("record_letters")
@require_http_methods(_POST)
@acts_once("review:letter")
def issue(request, pk):
    """Number, date and signer, the letter as it will be; then it is frozen."""
    found = _draft_or_refuse(request, pk)
    number = next_number(found.organisation, today().year)
    if found.is_paper and found.replaces is not None:
        number = found.replaces.number
    initial = {"number": number, "issued_on": today(), "signer": found.signer}
    form, status = IssueForm(request.POST or None, initial=initial), 200
    if form.is_bound and form.is_valid():
        try:
            issued = issue_letter(actor=request.user, letter=found, **form.cleaned_data)
            messages.success(request, f"推荐函“{issued.number}”已签发。")
            return redirect("review:letter", pk)
        except (BadInput, GuardFailed, StaleState) as error:
            status = show_refusal(form, error)
    elif form.is_bound:
        status = 422
    context = page_context(found, form) | {"crumbs": crumbs("签发")}
    return render(request, "review/letter_issue.html", context, status=status)


@needs_right("record_letters")
@require_http_methods(_POST)
@acts_once("review:letter", made="review:letter")
def replace(request, pk):
    """A draft that will take an issued letter's place."""
    found = letter_or_404(request, pk)
    if not found.is_in_force:
        raise NotAllowed("只有已签发、有效的推荐函可以由新的代替。")
    form, status = ReplaceForm(request.POST or None), 200
    if form.is_bound and form.is_valid():
        try:
            new = replace_letter(
                actor=request.user, letter=found, reason=form.cleaned_data["reason"]
            )
            return redirect("review:letter", new.pk)
        except (BadInput, StaleState) as error:
            status = show_refusal(form, error)
    context = {
        "form": form,
        "title": f"代替推荐函 {found.number}",
        "question": "先拟一份新的推荐函草稿，签发之后原推荐函即告作废。",
        "consequences": [
            "新草稿带上原名单中仍在推荐的人，可以增减。",
            "已按原推荐函报到评委会办的人必须留在名单上。",
            "不再列入的人，在另有推荐函之前不能上报。",
            "新推荐函签发之前，原推荐函仍然有效。",
        ],
        "submit": "拟新的推荐函",
        "once": True,
        "cancel": reverse("review:letter", args=[pk]),
        "crumbs": crumbs(found.number),
    }
    return render(request, "parts/confirm.html", context, status=status)


@needs_right("record_letters")
@require_http_methods(_POST)
@acts_once("review:letters", of_object=False)
def delete(request, pk):
    """Throw a draft away, after a confirmation."""
    found = _draft_or_refuse(request, pk)
    if request.method == "POST":
        delete_draft(actor=request.user, letter=found)
        messages.success(request, "草稿已删除。")
        return redirect("review:letters")
    context = {
        "title": "删除推荐函草稿",
        "question": f"删除这份列有{found.entries.count()}人的草稿吗？",
        "consequences": ["名单上的人不受影响，可以列入别的推荐函。"],
        "submit": "删除草稿",
        "once": True,
        "danger": True,
        "cancel": reverse("review:letter", args=[pk]),
        "crumbs": crumbs("删除草稿"),
    }
    return render(request, "parts/confirm.html", context)


@needs_right("record_letters")
@require_POST
def file(request, pk):
    """An issued letter with its list as a file; the export is recorded."""
    found = letter_or_404(request, pk)
    if found.is_draft:
        raise NotAllowed("草稿还没有文号，签发以后才能打印。")
    format = request.POST.get("format", "docx")
    if format not in ("docx", "pdf"):
        raise Http404
    made = print_letter(actor=request.user, letter=found, format=format)
    response = FileResponse(
        made.file, as_attachment=True, filename=made.name, content_type=CONTENT_TYPES[format]
    )
    response["Cache-Control"] = "no-store, private"
    return response
