"""The application that gunicorn serves; refuses to start on unsafe values."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titleportal.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from titleportal.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
