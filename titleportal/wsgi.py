"""The application that gunicorn serves; refuses to start on unsafe values."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titleportal.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402

from titleportal.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()


def settle() -> None:
    """Read the addresses with all that they import, then take what will live as long as the
    process out of the collector's sight: going through it took up to a quarter of a page's time."""
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


settle()
