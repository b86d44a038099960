"""Headers on every answer, and error pages that keep them."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path

from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from titleportal import errors
from titleportal.urls import urlpatterns as real_urls

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
FAULTS = {
    "not-allowed": (NotAllowed("窗口已经关闭。"), 403, "窗口已经关闭。"),
    "guard": (GuardFailed(["公示未满五个工作日。", "意见未填写。"]), 403, "意见未填写。"),
    "bad-input": (BadInput({"reason": "请填写退回理由。"}), 403, "请填写退回理由。"),
    "stale": (StaleState("钱科已于10:32受理。"), 409, "钱科已于10:32受理。"),
    "database": (OperationalError("database is locked"), 503, "请稍后再试"),
    "too-big": (RequestDataTooBig("x"), 413, "太大"),
    "fields": (TooManyFieldsSent("x"), 400, "内容太多"),
    "fault": (ZeroDivisionError("secret-detail"), 500, "系统出了问题"),
}


def _raising(fault):
    def view(request):
        raise fault

    return view


urlpatterns = [
    *real_urls,
    *(path(f"raise/{name}/", _raising(fault[0])) for name, fault in FAULTS.items()),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def raising(settings):
    settings.ROOT_URLCONF = __name__


def check_headers(answer) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy == CSP
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "Server" not in answer


def check_markup(answer) -> None:
    page = answer.content.decode()
    assert '<html lang="zh-CN">' in page
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/", 200), ("/accounts/login/", 200), ("/no/such/page", 404)]
)
def test_every_page_has_the_headers_and_no_inline_script_or_style(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    check_headers(answer)
    check_markup(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_a_chinese_page_with_the_headers(client, raising, name):
    fault, status, text = FAULTS[name]
    answer = client.get(f"/raise/{name}/")
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert "secret-detail" not in answer.content.decode()
    check_headers(answer)
    check_markup(answer)


@pytest.mark.django_db
def test_a_wrong_method_says_so(client):
    answer = client.post("/health/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    check_headers(answer)
    check_markup(answer)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_a_page():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "a"})
    assert answer.status_code == 403
    assert "页面已经过期" in answer.content.decode()
    check_headers(answer)
    check_markup(answer)


@pytest.mark.django_db
def test_an_unknown_host_is_refused(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    check_headers(answer)


def test_the_pages_of_faults_need_no_database_and_no_request():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for answer in (
        errors.server_error(request),
        errors.busy(),
        errors.not_found(request),
        errors.bad_request(request),
        errors.forbidden(request),
        errors.csrf_failure(request),
    ):
        check_markup(answer)
    assert errors.busy()["Retry-After"] == "30"


def test_a_database_that_does_not_answer_is_told_as_such():
    try:
        raise OperationalError("gone")
    except OperationalError:
        assert errors.server_error(None).status_code == 503
    assert errors.server_error(None).status_code == 500


@pytest.mark.django_db
def test_health_says_ok_and_no_more(client, monkeypatch):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")
    from titleportal import views

    class Away:
        def cursor(self):
            raise OperationalError("password=geheim")

    monkeypatch.setattr(views, "connection", Away())
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"unavailable")


@pytest.mark.django_db
def test_an_answer_to_somebody_logged_in_is_never_kept(django_user_model):
    user = django_user_model.objects.create(username="li1", name="李明")
    client = Client()
    client.force_login(user)
    for address in ("/", "/accounts/profile/", "/no/such/page"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store, private"
        assert "Cookie" in answer.get("Vary", "") or answer.status_code == 404


@pytest.mark.django_db
def test_a_refusal_is_recorded_with_its_reason(client, raising, django_user_model):
    from accounts.models import AccessRecord

    user = django_user_model.objects.create(username="li1", name="李明")
    client.force_login(user)
    client.get("/raise/not-allowed/")
    record = AccessRecord.objects.get()
    assert (record.user, record.outcome, record.object, record.detail) == (
        user,
        "refused",
        "/raise/not-allowed/",
        "窗口已经关闭。",
    )
