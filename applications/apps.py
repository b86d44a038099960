from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "职称申报"

    def ready(self):
        from accounts import journal, navigation
        from applications import checks, moves, permissions  # noqa: F401
        from applications import journal as event_journal

        journal.register(event_journal.write)
        navigation.register("我的申报", "applications:home", ("applicant",), 10)
