"""Make the bare page's tables, rows and eight logged-in people; prints their session keys."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.bare.models import Row  # noqa: E402

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    editor.create_model(Row)
Row.objects.bulk_create(
    Row(
        name=f"张建国{number}",
        unit="太原市机电设备检测研究所",
        level="工程师",
        specialty="机械制造",
        state="单位审核",
        since=timezone.now(),
    )
    for number in range(10_000)
)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
for number in range(8):
    client = Client()
    client.force_login(User.objects.create_user(f"person{number}"))
    print(client.session.session_key)
