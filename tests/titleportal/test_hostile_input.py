"""Text that cannot be stored is refused before anything looks at it (trust IN-01, IN-02)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
BROKEN = ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\ufffd", "\ufffe", "\uffff"]
STRANGE = [
    "",
    " ",
    "𠮷田䶮",
    "买买提·艾力",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}{% now %}",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202etxt.exe",
    "\u200b\u200d\ufeff",
    "😀" * 30,
    "1e309",
    "-0",
    "٣٤٥",
    str(10**400),
    str(2**63),
    "x" * 100_000,
    "\t\r\n",
]


@pytest.fixture
def desk():
    """A browser of an administrator, made without the services."""
    from accounts.models import RoleAssignment

    user = User.objects.create(username="admin1", name="管理员")
    RoleAssignment.objects.create(user=user, role="administrator", valid_from="2020-01-01")
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("character", BROKEN)
def test_a_character_that_cannot_be_stored_is_refused_and_named(character):
    typed = {"username": f"王{character}明", "password": "x"}
    answer = Client().post(LOGIN, typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "王□明" in page
    assert f"U+{ord(character):04X}" in page or "乱码" in page
    assert Client().get("/", {"q": f"a{character}"}).status_code == 400


def test_tab_line_feed_and_carriage_return_are_ordinary():
    assert Client().post(LOGIN, {"username": "a\tb\r\nc", "password": "x"}).status_code == 200


@pytest.mark.parametrize("query", ["a=%FF", "%C3%28=1", "a=%ED%A0%80", "a=%00"])
def test_broken_utf8_in_the_address_is_refused(query):
    assert Client().get(f"/?{query}", QUERY_STRING=query).status_code == 400


@pytest.mark.parametrize("raw", [b"/\xff", b"/\xc3\x28", b"/a\x00b", b"/\xed\xa0\x80"])
def test_broken_utf8_in_the_path_is_refused(raw):
    answer = Client().get("/x", PATH_INFO=raw.decode("latin-1"))
    assert answer.status_code == 400
    assert "网址" in answer.content.decode()


def test_broken_utf8_in_a_form_is_refused():
    answer = Client().post(
        LOGIN, b"username=%FF%FE&password=x", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_a_file_name_in_broken_utf8_is_refused():
    file = SimpleUploadedFile("证\ufffd明.pdf", b"x")
    assert Client().post(LOGIN, {"username": "a", "file": file}).status_code == 400


def test_a_password_is_not_shown_in_the_refusal():
    answer = Client().post(LOGIN, {"username": "a", "password": "geheim\x00"})
    assert answer.status_code == 400
    assert "geheim" not in answer.content.decode()


def test_too_many_fields_and_too_much_are_pages():
    many = Client().post(LOGIN, {f"f{number}": "1" for number in range(1100)})
    assert (many.status_code, "内容太多" in many.content.decode()) == (400, True)
    answer = Client().post(LOGIN, {"username": "x" * (6 * 1024 * 1024)})
    assert (answer.status_code, "太大" in answer.content.decode()) == (413, True)


def test_an_announced_size_beyond_any_upload_is_refused_unread():
    answer = Client().generic(
        "POST", LOGIN, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="999999999999"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_in_any_field_never_breaks_a_page(desk, text):
    addresses = [
        "/accounts/people/",
        "/accounts/people/new/",
        "/accounts/organisations/",
        "/accounts/organisations/new/",
        "/accounts/people/1/roles/new/",
        "/accounts/profile/",
        "/accounts/password/",
        LOGIN,
    ]
    names = [
        "name",
        "username",
        "id_number",
        "phone",
        "email",
        "text",
        "role",
        "kind",
        "tier",
        "region",
        "parent",
        "uscc",
        "short_name",
        "organisation",
        "valid_from",
        "valid_until",
        "old_password",
        "new_password1",
        "new_password2",
        "page",
        "legal_telephone",
        "hr_contact",
        "next",
    ]
    for address in addresses:
        for answer in (
            desk.get(address, dict.fromkeys(names, text[:2000])),
            desk.post(address, dict.fromkeys(names, text)),
        ):
            assert answer.status_code < 500, address
            assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "-1", "1e3", "٣", "1'--"])
def test_strange_ids_in_the_path_are_not_found(desk, key):
    assert desk.get(f"/accounts/people/{key}/").status_code == 404
