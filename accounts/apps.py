from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与单位"

    def ready(self):
        from accounts import navigation, officers  # noqa: F401
        from accounts.enums import Role
        from accounts.forms.wording import speak_plainly

        speak_plainly()

        confirming = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER, Role.ADMINISTRATOR)
        handing = (Role.UNIT_OFFICER, Role.SECRETARY)
        navigation.register("人员邀请", "accounts:invitations", (Role.UNIT_OFFICER,), 700)
        navigation.register("密码代码", "accounts:reset_people", handing, 710)
        navigation.register("人员", "accounts:people", (Role.ADMINISTRATOR,), 800)
        navigation.register("单位", "accounts:organisations", (Role.ADMINISTRATOR,), 810)
        navigation.register("单位登记", "accounts:unit_registrations", confirming, 820)
