"""One's own data and password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from accounts import queries, services
from accounts.forms.people import ContactForm
from accounts.forms.session import OwnPasswordForm
from accounts.views.guards import typed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Own data, roles with their periods; telephone and e-mail address to change."""
    user = request.user
    initial = {"phone": user.phone, "email": user.email}
    form = ContactForm(typed_in(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_person(actor=user, user=user, **form.cleaned_data)
        messages.success(request, "联系方式已保存。")
        return redirect("accounts:profile")
    context = {
        "form": form,
        "roles": queries.roles_of(user),
        "affiliation": queries.affiliation_of(user),
        "unit_registration": queries.latest_registration(user),
        "consents": user.consents.filter(withdrawn_at__isnull=True),
    }
    return render(request, "accounts/profile.html", context)


class PasswordChange(auth_views.PasswordChangeView):
    """The own password; all other logins of the person end."""

    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        password = form.cleaned_data["new_password1"]
        user = services.change_password(user=self.request.user, password=password)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改。在其他电脑或手机上的登录已自动退出。")
        return redirect(self.get_success_url())
