"""Eight applicants with drafts and eight logins of the secretary, in a loaded demonstration;
prints as JSON what the clients ask, and how many SQL queries each page takes."""

import json

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.clock import today  # noqa: E402
from accounts.models import Organisation, User  # noqa: E402
from accounts.permissions import right  # noqa: E402
from applications.models import Application, Round  # noqa: E402
from titleportal.demonstration import load, stories  # noqa: E402
from titleportal.demonstration.acts import Desk  # noqa: E402
from titleportal.demonstration.calendar import Calendar  # noqa: E402
from titleportal.demonstration.files import Shelf  # noqa: E402
from titleportal.demonstration.people import invent  # noqa: E402

CLIENTS = 8


def main() -> None:
    drafts = [_draft(number) for number in range(CLIENTS)]
    secretary = User.objects.get(username="secretary1")
    cases = right("read_submitted").filter(secretary, Application.objects.all())
    keys = list(cases.order_by("pk").values_list("pk", flat=True)[:CLIENTS])
    clients = [
        _client(draft, secretary, keys[number % len(keys)]) for number, draft in enumerate(drafts)
    ]
    print(json.dumps({"clients": clients, "queries": _queries(clients[0], drafts[0], secretary)}))


def _draft(number: int) -> Application:
    calendar = Calendar(today())
    person = invent(20_001 + number, year=calendar.year, level="engineer", education="bachelor")
    unit = Organisation.objects.get(short_name="机电检测所")
    user = load.account_of(person, unit, calendar, "!")
    teller = stories.Teller(calendar, Round.objects.get(), person, user, unit, Desk(Shelf()))
    teller.type_draft()
    return teller.application


def _client(draft: Application, secretary: User, case: int) -> dict:
    return {
        "applicant": _session(draft.applicant),
        "officer": _session(secretary),
        "entry": draft.entries.get(section="person").pk,
        "version": draft.entries.get(section="person").version,
        "pages": {
            "task list": f"/apply/{draft.pk}/",
            "step's form": f"/apply/{draft.pk}/steps/person/",
            "step's save": f"/apply/{draft.pk}/sections/person/save/",
            "officer's list of 30": "/review/applications/?tab=all",
            "application page": f"/review/applications/{case}/",
        },
    }


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.session.session_key


def _queries(client: dict, draft: Application, secretary: User) -> dict[str, int]:
    counts = {}
    for page, address in client["pages"].items():
        asker = Client(
            headers={"host": "127.0.0.1", "hx-request": "true"}
            if "save" in page
            else {"host": "127.0.0.1"}
        )
        asker.force_login(secretary if address.startswith("/review") else draft.applicant)
        with CaptureQueriesContext(connection) as captured:
            if "save" in page:
                typed = {
                    "entry": client["entry"],
                    "version": client["version"],
                    "birth_place": "山西",
                }
                response = asker.post(address, typed)
                client["version"] += 1
            else:
                response = asker.get(address)
        assert response.status_code == 200, (page, response.status_code)
        counts[page] = len(captured)
    return counts


if __name__ == "__main__":
    main()
