"""Make the first administrator of a new installation; prints the initial password once."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.clock import today
from accounts.enums import Role
from accounts.errors import DomainError
from accounts.services import admit_person, assign_role


class Command(BaseCommand):
    help = "Create an administrator and print the initial password."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name", help="the person's name")

    def handle(self, *args, **options):
        try:
            with transaction.atomic():
                user, password = admit_person(
                    actor=None, username=options["username"], name=options["name"]
                )
                assign_role(
                    actor=None,
                    user=user,
                    role=Role.ADMINISTRATOR,
                    organisation=None,
                    valid_from=today(),
                )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"用户名 {user.username}，初始密码 {password}（登录后须修改）")
