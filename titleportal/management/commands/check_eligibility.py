"""`manage.py check_eligibility`: the policy package's own command under Django's name."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policy import cli


class Command(BaseCommand):
    """Checks any applicant's facts against a policy, without server or stored application."""

    help = "Check facts against a policy; see policy/cli.py."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        status = cli.run(cli.options_from(options))
        if status:
            sys.exit(status)
