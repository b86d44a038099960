from django.apps import AppConfig

# Pages that belong to an entry of the navigation, though not beneath its address.
_BESIDE = {
    "review:applications": ("review:batches", "review:evaluation_record"),
    "review:notices": ("review:objection",),
}


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "审核与评审"

    def ready(self):
        from accounts import navigation
        from accounts.enums import OFFICER_ROLES, Role
        from review import guards, permissions  # noqa: F401

        bodies = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER)
        for order, (label, name, roles) in enumerate(
            (
                ("工作台", "review:home", (*OFFICER_ROLES, navigation.STAND_IN)),
                ("申报列表", "review:applications", (*OFFICER_ROLES, navigation.STAND_IN)),
                ("公示", "review:notices", (Role.UNIT_OFFICER,)),
                ("推荐函", "review:letters", bodies),
                ("代办人", "review:stand_ins", (*bodies, Role.SECRETARY)),
                ("认定的技术员", "review:recognitions", bodies),
                ("导出表格", "review:exports", (*bodies, Role.SECRETARY)),
                ("延期", "review:extensions", (Role.SECRETARY,)),
                (
                    "诚信档案",
                    "review:integrity",
                    (Role.SECRETARY, Role.HR_OFFICER, Role.SUPERVISOR),
                ),
                ("评审工作", "review:expert_home", (Role.EXPERT,)),
                ("办理日志", "review:log", (Role.SUPERVISOR,)),
                ("查阅记录", "review:access", (Role.SUPERVISOR,)),
                ("单位统计", "review:statistics", (Role.SUPERVISOR,)),
                ("年度批次", "review:rounds", (Role.ADMINISTRATOR,)),
            )
        ):
            navigation.register(label, name, roles, order=100 + order, also=_BESIDE.get(name, ()))
        navigation.register("公示", "notices:notices", (navigation.ANYONE,), 85)
