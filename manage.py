#!/usr/bin/env python3
"""Django's command line; `demo` runs in the demonstration's environment by itself."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titleportal.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("PORTAL_ENV", "demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
