"""The roles that a person may hold and the kinds of organisation; values are stored."""

from django.db import models


class Role(models.TextChoices):
    """What a person may act as, for one organisation and one period (workflow contract)."""

    APPLICANT = "applicant", "申报人"
    UNIT_OFFICER = "unit_officer", "单位经办人"
    DEPARTMENT_OFFICER = "department_officer", "主管部门经办人"
    HR_OFFICER = "hr_officer", "人社部门经办人"
    SECRETARY = "secretary", "评委会秘书"
    EXPERT = "expert", "评审专家"
    SUPERVISOR = "supervisor", "纪检监察"
    ADMINISTRATOR = "administrator", "系统管理员"


OFFICER_ROLES = (Role.UNIT_OFFICER, Role.DEPARTMENT_OFFICER, Role.HR_OFFICER, Role.SECRETARY)


class OrganisationKind(models.TextChoices):
    """What an organisation is; the first six are units and are the facts' `unit_kind`."""

    INSTITUTION = "institution", "事业单位"
    STATE_OWNED_ENTERPRISE = "state_owned_enterprise", "国有企业"
    NON_PUBLIC_ENTERPRISE = "non_public_enterprise", "非公有制企业"
    SOCIAL_ORGANIZATION = "social_organization", "社会团体"
    INDIVIDUAL_BUSINESS = "individual_business", "个体经济组织"
    GOVERNMENT = "government", "机关"
    DEPARTMENT = "department", "主管部门"
    HR_BUREAU = "hr_bureau", "人社局"
    COMMITTEE_OFFICE = "committee_office", "评委会办事机构"


UNIT_KINDS = tuple(OrganisationKind)[:6]
PUBLIC_UNIT_KINDS = (OrganisationKind.INSTITUTION, OrganisationKind.STATE_OWNED_ENTERPRISE)


class Tier(models.TextChoices):
    """Where an organisation belongs; decides who recommends (workflow contract, the chain)."""

    MUNICIPAL = "municipal", "市属"
    COUNTY = "county", "县（市、区）属"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class ConsentKind(models.TextChoices):
    """What a person agrees to apart from each other (PIPL 13, 29)."""

    GENERAL = "general", "处理个人信息"
    SENSITIVE = "sensitive", "处理敏感个人信息"


class RegistrationState(models.TextChoices):
    """Where a unit's registration stands."""

    PENDING = "pending", "等待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


# The role in which each kind of organisation's officers act.
ROLE_OF_KIND = {
    **dict.fromkeys(UNIT_KINDS, Role.UNIT_OFFICER),
    OrganisationKind.DEPARTMENT: Role.DEPARTMENT_OFFICER,
    OrganisationKind.HR_BUREAU: Role.HR_OFFICER,
    OrganisationKind.COMMITTEE_OFFICE: Role.SECRETARY,
}
