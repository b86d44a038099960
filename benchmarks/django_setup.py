"""Django for the benchmarks that need the portal's code: a folder of their own."""

import os
import tempfile


def set_up() -> None:
    """Load the portal's settings with a throw-away data folder and secrets."""
    os.environ["PORTAL_ENV"] = "test"
    os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="portal-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "titleportal.settings"
    import django

    django.setup()
