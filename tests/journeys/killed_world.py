"""Run as a module beside a server that is killed: makes its world, and tells what is stored."""

import hashlib
import json
import sys
from pathlib import Path

PASSWORD = "correct horse 2026"


def make() -> dict:
    """An empty database made into a round with one applicant and an empty draft."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from accounts.clock import today
    from applications.drafts import start_application
    from tests.builders import World

    world = World(today())
    applicant, _ = world.applicant()
    applicant.set_password(PASSWORD)
    applicant.save()
    draft = start_application(
        round=world.round, applicant=applicant, level="engineer", unit=world.units["机电检测所"]
    )
    return {"username": applicant.username, "draft": draft.pk}


def files() -> dict:
    """Each row of a file by its name: the hash that it states, and that of what lies there."""
    from django.conf import settings

    from applications.models import EvidenceFile

    answer = {}
    for row in EvidenceFile.objects.all():
        path = Path(settings.UPLOADS_FOLDER) / row.stored_name
        content = path.read_bytes() if path.exists() else b""
        assert row.name not in answer, "two rows of one file"
        answer[row.name] = [row.sha256, hashlib.sha256(content).hexdigest()]
    return answer


def sound() -> dict:
    """What the engine itself says of its file, and the log's chain."""
    from django.core.management import call_command
    from django.db import connection

    found = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    call_command("verify_log", verbosity=0)
    return {"engine": found}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"make": make, "files": files, "sound": sound}[sys.argv[1]]()))
