from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "职称申报"

    def ready(self):
        from accounts import backends, closing, journal, navigation, own_data
        from accounts.enums import Role
        from applications import (  # noqa: F401
            checks,
            inbox,
            integrity,
            moves,
            permissions,
            stand_in_messages,
            standing_in,
            telling,
        )
        from applications import closing as case_closing
        from applications import journal as event_journal
        from applications import own_data as case_data
        from applications.staff import own_data as staff_data
        from applications.staff import permissions as staff_permissions  # noqa: F401

        backends.read_along("unread_messages", inbox.unread_messages)
        journal.register(event_journal.write)
        own_data.register(case_data.members_of)
        own_data.register(staff_data.members_of)
        closing.register(case_closing.reasons_against, case_closing.erase)
        navigation.register_stand_ins(lambda user: bool(standing_in.stand_ins_of(user)))
        navigation.register("我的申报", "applications:home", ("applicant",), 10)
        navigation.register("本单位人员", "staff:list", (Role.UNIT_OFFICER,), 106)
        anyone = navigation.ANYONE
        navigation.register("我能报吗", "public:check", (anyone, "applicant"), 80)
        navigation.register("政策", "public:policies", (anyone, *Role), 90)
