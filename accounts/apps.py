from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与单位"

    def ready(self):
        from accounts import navigation
        from accounts.enums import Role

        navigation.register("人员", "accounts:people", (Role.ADMINISTRATOR,), 800)
        navigation.register("单位", "accounts:organisations", (Role.ADMINISTRATOR,), 810)
