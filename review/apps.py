from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "审核与评审"

    def ready(self):
        from review import guards  # noqa: F401
