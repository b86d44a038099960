"""Login, its lock-out, logout."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import queries
from accounts.addresses import client_address
from accounts.forms.session import LoginForm
from accounts.sessions import COOKIE

REASONS = {
    "idle": (
        "info",
        "您有一段时间没有操作，为了安全已自动退出。已保存的内容还在，请重新登录后继续。",
    ),
    "logout": ("success", "您已退出登录。"),
    "reset": ("success", "新密码已经设好，请用新密码登录。"),
    "closed": ("success", "账号已注销，您的个人资料已经删除。已提交的申报按档案规定保留。"),
    "password": ("success", "密码已修改，请用新密码登录。"),
}


class LoginView(auth_views.LoginView):
    """The same answer whether the account exists or not."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        failures = queries.recent_login_failures(client_address(request))
        if failures >= settings.LOGIN_FAILURES_PER_ADDRESS:
            return locked_out(request)
        return super().post(request, *args, **kwargs)

    def get_redirect_url(self):
        """Only a path on this host, and not this page again."""
        target = super().get_redirect_url()
        own = (reverse("accounts:login"), reverse("accounts:logout"))
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts={self.request.get_host()})
        return target if safe and not target.startswith(own) else ""

    def get_context_data(self, **kwargs):
        tone, text = REASONS.get(self.request.GET.get("reason", ""), ("", ""))
        return super().get_context_data(reason_tone=tone, reason=text, **kwargs)


class LogoutView(auth_views.LogoutView):
    """By POST only; a link that somebody sends logs nobody out."""

    http_method_names = ["post", "options"]
    next_page = reverse_lazy("accounts:login")

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(COOKIE, samesite="Lax")
        return response


def locked_out(request, original_response=None, credentials=None):
    """The answer while an account's or an address's logins are closed; running logins go on."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
