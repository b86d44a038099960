"""Mail and the address in it come from the environment, never from a request."""

import pytest

from titleportal import environment


def test_without_a_server_mails_are_files(tmp_path):
    assert environment.mail(None, tmp_path) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": tmp_path,
    }


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://u%40x:p%3Aw@mail.example.cn", 587, False, True),
        ("smtps://u%40x:p%3Aw@mail.example.cn", 465, True, False),
        ("smtp://u%40x:p%3Aw@mail.example.cn:25?tls=none", 25, False, False),
    ],
)
def test_a_server_is_named_by_an_address(tmp_path, url, port, ssl, tls):
    found = environment.mail(url, tmp_path)
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.cn", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("u@x", "p:w")
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)


@pytest.mark.parametrize("url", ["mail.example.cn", "http://mail.example.cn", "smtp://"])
def test_what_is_no_server_is_refused(tmp_path, url):
    with pytest.raises(environment.BadEnvironment, match="PORTAL_SMTP_URL"):
        environment.mail(url, tmp_path)


def test_links_name_the_given_address_or_the_first_host(monkeypatch):
    monkeypatch.delenv("PORTAL_BASE_URL", raising=False)
    assert environment.base_url(["zc.example.cn"], https=True) == "https://zc.example.cn"
    monkeypatch.setenv("PORTAL_BASE_URL", "https://portal.example.cn/")
    assert environment.base_url(["zc.example.cn"], https=True) == "https://portal.example.cn"
    monkeypatch.setenv("PORTAL_BASE_URL", "portal.example.cn")
    with pytest.raises(environment.BadEnvironment):
        environment.base_url([], https=True)
