"""The password rules give one verdict wherever a password is set."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import services
from accounts.enums import Role
from accounts.forms.session import OwnPasswordForm
from accounts.passwords import random_password
from tests.accounts.builders import PASSWORD, make_person
from tests.accounts.test_people import whole

pytestmark = pytest.mark.django_db

GOOD = [
    "lan-se-de-tian-kong-88",
    "七只蓝色的鹤飞过汾河的桥上",
    "K7#mQ9!vX2@p",
    "a" + "bcdf3579" * 15,
]
BAD = [
    "",
    "short1",
    "abc-12345",
    "1234567890",
    "20260101202601",
    "password1234",
    "Pass.Word-2026",
    "qwertyuiop",
    "职称申报真不容易啊啊",
    "zhicheng2026xx",
    "wangxiaoming8",
    "xiaomingwang8",
    "WANG.xiao-ming.9",
    "王小明的密码很长很长",
    "limingliming01",
    "x13800138000x",
    "xx138001xxyyzz",
    "aa19880101bbcc",
    "kk880101kkkkkk",
    "a" * 129,
]


@pytest.fixture
def person():
    user = make_person("liming")
    services.update_person(actor=None, user=user, phone="13800138000")
    return services.set_id_number(user=user, number=whole("14010119880101001"), actor=None)


def accepts(password, user) -> tuple[bool, bool]:
    """The verdict of the validators, and of the form that changes the own password."""
    try:
        validate_password(password, user)
        valid = True
    except ValidationError:
        valid = False
    typed = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    return valid, "new_password2" not in OwnPasswordForm(user, typed).errors


@pytest.mark.parametrize("password", GOOD)
def test_long_and_strange_passwords_are_taken(password, person):
    assert validate_password(password, person) is None


@pytest.mark.parametrize("password", BAD)
def test_short_common_and_personal_passwords_are_refused(password, person):
    form = OwnPasswordForm(
        person,
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )
    assert not form.is_valid()
    with pytest.raises(ValidationError):
        validate_password(password, person)


def test_who_acts_for_others_needs_twelve_characters(person):
    eleven = "k7mq9vx2pw5"
    assert accepts(eleven, person) == (True, True)
    services.assign_role(
        actor=None,
        user=person,
        role=Role.EXPERT,
        organisation=None,
        valid_from=person.created_at.date(),
    )
    person.__dict__.pop("_active_assignments", None)
    assert accepts(eleven, person) == (False, False)
    assert accepts(eleven + "z", person) == (True, True)


def test_initial_passwords_pass_the_same_rules(person):
    made = {random_password(person) for _ in range(20)}
    assert len(made) == 20
    assert all(validate_password(password, person) is None for password in made)
