from django.apps import AppConfig


class TitleportalConfig(AppConfig):
    name = "titleportal"

    def ready(self):
        from titleportal import checks  # noqa: F401
