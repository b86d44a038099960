"""The notices for anybody: those posted now, one of them, an objection to it."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from accounts.errors import BadInput, NotAllowed
from accounts.views.limits import too_many
from applications.uploads import size_limit_text, too_large_names
from review.enums import NoticeKind
from review.forms.objections import PublicObjectionForm
from review.models import Objection
from review.months import months_of
from review.postings import PublicPosting, posting_of, postings_on, shown_on
from review.services.objections import receive_objection
from review.views.scope import page_of

LIMIT = "objection"
LONGEST_SEARCH = 80
# No copy of a page that is gone in some days is to be kept elsewhere.
ROBOTS = "noindex, nofollow, noarchive"


def unlisted(view):
    """Decorator: search engines keep nothing of the answer."""

    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = ROBOTS
        return response

    return answer


@require_safe
@unlisted
def notices(request):
    """The postings that run today: unit, matter and days; who is on them stands on their page."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    page = page_of(postings_on(today(), text), request)
    for row in page:
        row["label"] = NoticeKind(row["kind"]).label
    return render(request, "review/public/notices.html", {"page_obj": page, "q": text})


@sensitive_post_parameters("name", "contact", "content")
@require_http_methods(["GET", "HEAD", "POST"])
@unlisted
def notice(request, token: str):
    """One posting with its form for objections; 404 before its first day and when it is over."""
    posting = posting_of(shown_on(today()), token)
    if posting is None:
        raise Http404
    form = _form(request, posting)
    if request.method == "POST":
        if refused := too_many(request, LIMIT, settings.OBJECTIONS_PER_ADDRESS):
            return refused
        if made := _received(request, posting, form):
            return redirect("notices:received", made.number)
    context = {
        "posting": posting,
        "notice": posting.head,
        "period": posting.period,
        "months": months_of(posting.period),
        "is_running": posting.head.last_day >= today(),
        "form": form,
        "crumbs": [("公示", reverse("notices:notices")), (posting.head.get_kind_display(), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "review/public/notice.html", context, status=status)


def _form(request, posting: PublicPosting) -> PublicObjectionForm:
    head = posting.head
    people = [(str(person.notice), person.name) for person in posting.people]
    people = people or [(str(head.pk), head.get_kind_display())]
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    return PublicObjectionForm(*typed, people=people)


def _received(request, posting: PublicPosting, form) -> Objection | None:
    """The objection; None where something has to be mended, which the form then tells."""
    if too_large_names(request):
        form.add_error("file", size_limit_text())
    if not form.is_valid():
        return None
    chosen = form.cleaned_data["about"]
    about = next(each for each in posting.notices if str(each.pk) == chosen)
    try:
        return receive_objection(notice=about, said=form.said())
    except BadInput as error:
        for field, message in error.fields.items():
            form.add_error(field if field in form.fields else None, message)
    except NotAllowed as error:
        form.add_error(None, error.message)
    return None


@require_safe
@unlisted
def received(request, number: str):
    """Where an objection stands, for who has its number: no content, nobody's name."""
    found = Objection.objects.select_related("notice__unit").filter(number=number).first()
    if found is None:
        raise Http404
    handling = found.handlings.last()
    context = {
        "objection": found,
        "notice": found.notice,
        "handled_at": handling.handled_at if handling else None,
    }
    return render(request, "review/public/received.html", context)
