"""People and the roles that they hold for an organisation and a period."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from accounts import crypto
from accounts.clock import today
from accounts.enums import Role, Sex
from accounts.models.organisations import Organisation


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with a login. The user name is never the ID number; nobody has every right."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    id_number_cipher = models.TextField(editable=False, blank=True)
    id_number_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    id_number_mask = models.CharField("身份证号", max_length=18, blank=True, editable=False)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("登录后须修改密码", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # The last day on which the person may stand in for an officer; whose cases, `StandIn` tells.
    # It spares everybody else's pages the question.
    stands_in_until = models.DateField(null=True, editable=False)
    # Closed by its owner: the data is erased; the user name stays taken, as a keyed hash.
    closed_at = models.DateTimeField("注销时间", null=True, editable=False)
    retired_username_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.CheckConstraint(
                condition=Q(id_number_hash__isnull=True, id_number_cipher="")
                | (Q(id_number_hash__isnull=False) & ~Q(id_number_cipher="")),
                name="id_number_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, retired_username_hash__isnull=True)
                | Q(
                    closed_at__isnull=False,
                    retired_username_hash__isnull=False,
                    is_active=False,
                    id_number_hash__isnull=True,
                    id_number_mask="",
                    phone="",
                    email="",
                    birth_date__isnull=True,
                    sex="",
                ),
                name="a_closed_account_is_erased",
            ),
            # Two names that differ in capitals only would be one at login.
            models.UniqueConstraint(Upper("username"), name="one_user_name_whatever_the_case"),
        ]

    def __str__(self):
        return self.name

    @property
    def id_number(self) -> str:
        """The full ID number, or "". Reading it for a page or a file is logged by the caller."""
        if not self.id_number_cipher:
            return ""
        return crypto.decrypt(self.id_number_cipher, bound_to=f"user:{self.id_number_hash}")


class RoleAssignment(models.Model):
    """One role of one person for one organisation, from a day until a day (both included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField("角色", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "任职角色"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"], name="one_role_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.UNIT_OFFICER, Role.DEPARTMENT_OFFICER, Role.HR_OFFICER])
                | Q(organisation__isnull=False),
                name="officers_act_for_an_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.user}：{self.get_role_display()}"

    @property
    def phase(self) -> str:
        """`future`, `current` or `past` today."""
        day = today()
        if self.valid_from > day:
            return "future"
        return "past" if self.valid_until is not None and self.valid_until < day else "current"
