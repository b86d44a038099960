from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "职称申报"

    def ready(self):
        from accounts import journal
        from applications import checks, journal as event_journal, moves, permissions  # noqa: F401

        journal.register(event_journal.write)
