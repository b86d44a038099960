"""People for the tests of accounts, made through the services."""

from datetime import date

from accounts import services

PASSWORD = "lan-se-de-tian-kong-88"
FIRST_DAY = date(2020, 1, 1)


def make_person(username: str, role: str = "", organisation=None, name: str = "王小明"):
    """A person who can log in with PASSWORD, with one role or none."""
    user = services.create_person(actor=None, username=username, name=name)
    services.change_password(user=user, password=PASSWORD)
    if role:
        services.assign_role(
            actor=None, user=user, role=role, organisation=organisation, valid_from=FIRST_DAY
        )
    return user


def writes(queries) -> list[str]:
    """What of the captured queries changes rows."""
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(verbs)]
