"""Invented applicants: names, ID numbers of an area code that nobody holds, careers."""

import random
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric

AREA = "140101"  # no ID number was ever issued under it (demo contract)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华建国志鹏飞浩宇欣怡晨曦文博雅琴海燕晓东立新春梅玉兰学勤卫民永红红梅俊峰思远嘉宁子轩若琳振宇慧玲国庆家栋"

SPECIALTIES = (
    (
        "electromechanical",
        "机械制造",
        "机械设计制造及其自动化",
        ("数控加工", "设备检测", "机械设计"),
    ),
    ("metallurgy", "冶金机械", "冶金工程", ("轧钢工艺", "冶金设备")),
    ("chemical", "化工工艺", "化学工程与工艺", ("化工设计", "工艺管道")),
    ("light_industry", "包装工程", "轻化工程", ("包装机械", "造纸工艺")),
    ("textile", "纺织工程", "纺织工程", ("织造工艺", "染整技术")),
    ("food", "食品工程", "食品科学与工程", ("食品加工", "质量检验")),
)
SCHOOLS = {
    "master": ("太原理工大学", "中北大学", "北京科技大学"),
    "bachelor": ("太原理工大学", "中北大学", "太原科技大学", "山西大学", "河北工业大学"),
    "associate": ("山西工程职业学院", "太原学院", "山西机电职业技术学院"),
    "secondary_vocational": ("太原市机械工业学校", "山西省冶金工业学校"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One invented applicant; `years` is how many full years of specialty work lie behind."""

    username: str
    name: str
    sex: str
    id_number: str
    level: str
    specialty: tuple
    education: str
    years: int
    seed: int

    @property
    def born(self) -> date:
        return date(
            int(self.id_number[6:10]), int(self.id_number[10:12]), int(self.id_number[12:14])
        )


def id_number(born: date, sequence: int, sex: str) -> str:
    """A number with a valid check digit; its 17th digit is odd for a man."""
    order = f"{(sequence * 2 + (1 if sex == 'male' else 0)) % 1000:03}"
    body = f"{AREA}{born:%Y%m%d}{order}"
    return body + ric.calc_check_digit(body + "0")  # it looks at all but the last


def invent(
    number: int,
    *,
    year: int,
    level: str | None = None,
    years: int | None = None,
    education: str | None = None,
) -> Person:
    """The `number`-th applicant; the same for the same number and year."""
    chance = random.Random(number * 7919 + 17)
    level = (
        level or chance.choices(("engineer", "assistant_engineer", "technician"), (62, 32, 6))[0]
    )
    education = education or chance.choices(*_EDUCATIONS[level])[0]
    if years is None:
        years = chance.randint(_LEAST_YEARS[level, education], _LEAST_YEARS[level, education] + 9)
    sex = chance.choice(("male", "female"))
    # The number goes into the day of birth too, so that 10,000 people get 10,000 numbers.
    start_age = {"master": 25, "bachelor": 22, "associate": 21}.get(education, 18)
    born = date(year - years - start_age - 1, number // 500 % 12 + 1, number // 6000 % 28 + 1)
    surname = chance.choice(_SURNAMES)
    given = "".join(chance.sample(_GIVEN, chance.choices((1, 2), (25, 75))[0]))
    return Person(
        username=f"applicant{number}",
        name=surname + given,
        sex=sex,
        id_number=id_number(born, number % 500, sex),
        level=level,
        specialty=chance.choice(SPECIALTIES),
        education=education,
        years=years,
        seed=number,
    )


_EDUCATIONS = {
    "engineer": (("master", "bachelor", "associate"), (15, 60, 25)),
    "assistant_engineer": (("master", "bachelor", "associate"), (5, 65, 30)),
    "technician": (("bachelor", "associate", "secondary_vocational"), (30, 50, 20)),
}
_LEAST_YEARS = {
    ("engineer", "master"): 3,
    ("engineer", "bachelor"): 6,
    ("engineer", "associate"): 8,
    ("assistant_engineer", "master"): 1,
    ("assistant_engineer", "bachelor"): 2,
    ("assistant_engineer", "associate"): 4,
    ("technician", "bachelor"): 1,
    ("technician", "associate"): 2,
    ("technician", "secondary_vocational"): 2,
}
