"""Choosing one of the office's own templates in a form, with a script or without."""

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import right
from applications.enums import Action
from review.enums import PhraseUse
from review.models import Phrase

USES = {
    Action.FORWARD.value: PhraseUse.OPINION,
    Action.RETURN.value: PhraseUse.REASON,
    Action.DECLINE.value: PhraseUse.REASON,
    Action.REFUSE.value: PhraseUse.REASON,
    "evaluation": PhraseUse.EVALUATION,
}


def phrases_for(user: User, operation: str) -> list[Phrase] | None:
    """The templates that the user may choose in an operation's form; None where it has no text
    for them or the user belongs to no office (a stand-in)."""
    use = USES.get(operation)
    if use is None or not right("keep_phrases").allows(user):
        return None
    return list(right("keep_phrases").filter(user, Phrase.objects.filter(use=use)))


def is_filling(request: HttpRequest) -> bool:
    """Whether the button was pressed that puts a template into the form, and nothing else."""
    return request.method == "POST" and "fill" in request.POST


def filled(
    form: forms.Form, request: HttpRequest, operation: str, fields: Iterable[str]
) -> forms.Form:
    """The unbound `form` with what was typed, and the chosen template in `fields`; not judged."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(request.POST, {}, name)
    chosen = request.POST.get("phrase", "")
    for phrase in phrases_for(request.user, operation) or []:
        if str(phrase.pk) == chosen:
            form.initial |= dict.fromkeys(fields, phrase.text)
    return form


def text_fields(form: forms.Form) -> list[str]:
    """The fields of a form that a template is for: an opinion or a reason."""
    return [name for name in form.fields if name.partition("_")[0] in ("opinion", "reason")]
