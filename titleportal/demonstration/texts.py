"""Longer texts of the invented applicants."""

from titleportal.demonstration.people import Person

_PARAGRAPHS = (
    "参加工作以来，我一直在{unit}从事{current}方面的专业技术工作，先后承担工艺编制、现场技术服务、质量分析和设备改造等任务，能够独立完成本岗位的一般技术工作，并逐步承担起较复杂项目的技术组织工作。",
    "在独立工作方面，我负责本专业{current}工序的技术文件编制与修订，累计编制工艺规程四十余份、作业指导书二十余份。每份文件都经过现场验证，对关键尺寸、检验方法和记录表格逐项核对，使操作人员看得懂、用得上，工序一次交验合格率由百分之九十二提高到百分之九十七。",
    "在处理技术难题方面，我参与解决了关键部件加工变形超差的问题。通过对装夹方式、切削参数和热处理顺序进行对比试验，找出残余应力释放不充分这一主要原因，提出增加时效工序、改用液压定心夹具的方案，经三个批次验证，变形量由零点一二毫米降到零点零三毫米以内，全年减少返工一百六十余件。",
    "在设备管理方面，我主持完成两条生产线的数据采集改造，制定点检标准和备件目录，把故障停机时间由每月三十二小时压缩到十一小时。改造中坚持先小范围试用、再全面推广，对每一次停机都做原因分析并形成案例，供班组学习。",
    "在质量改进方面，我带领小组开展质量攻关活动，运用排列图、因果图等方法分析缺陷分布，确定三个主要原因并逐一验证对策，项目获得单位质量管理小组活动成果奖。活动形成的检验规范已纳入单位技术标准，沿用至今。",
    "在指导技术员工作方面，我先后指导四名新进技术员，制定一年期培养计划，从读图、测量、编制工艺到独立处理现场问题分阶段考核。其中两名同志已能独立承担项目，一名同志在单位技能比武中获得第二名。",
    "在新技术学习与应用方面，我坚持参加继续教育，系统学习三维设计、有限元分析和绿色制造等课程，并把所学用于实际：利用仿真方法优化支架结构，在保证强度的前提下减重百分之十五，节约材料费用约二十六万元。",
    "在安全与节能方面，我参与编制本部门安全操作规程，对高温、高压和旋转部位逐一设置防护和联锁；提出余热回收改造建议并参与实施，年节约标准煤约九十吨。",
    "回顾几年来的工作，我深感理论基础还需继续充实，对行业前沿技术的了解还不够全面。今后我将继续立足岗位，注重积累数据和经验，把解决现场问题作为提高专业水平的主要途径，努力为单位和本地区的经济建设多做贡献。",
)
_MORE = (
    "在承担项目期间，我按照计划、实施、检查、改进的步骤组织工作，坚持每周记录试验数据，每月进行一次阶段总结，遇到分歧时以数据和标准为依据，与设计、生产、检验各方充分沟通，保证项目按节点完成。",
    "针对原有检测方法效率低、重复性差的问题，我查阅国家标准和行业标准，比较三种测量方案的误差来源，设计了专用检具和快速比对样件，使单件检测时间由十八分钟缩短到六分钟，测量重复性误差控制在允许范围的十分之一以内。",
    "项目验收后，我整理形成了完整的技术档案，包括方案论证、试验记录、工艺文件、验收意见和运行数据，便于后续查阅和推广。相关经验在同类生产线上推广应用后，取得了较好的经济效益和社会效益。",
)


def _fill(parts, person: Person, unit: str) -> str:
    return "\n".join(
        part.format(unit=unit, current=person.specialty[3][0], applied=person.specialty[1])
        for part in parts
    )


def work_summary(person: Person, unit: str) -> str:
    """A work summary of some 2000 characters."""
    return _fill(
        (*_PARAGRAPHS[:2], *_MORE, *_PARAGRAPHS[2:], *_MORE[:2], _PARAGRAPHS[3], *_MORE),
        person,
        unit,
    )


def explanation(person: Person) -> str:
    """An explanation of more than 1000 characters."""
    return _fill((*_PARAGRAPHS[1:5], *_MORE, *_PARAGRAPHS[5:8], *_MORE[:2]), person, "本单位")


def defence(person: Person) -> dict:
    """A defence paper without name or unit."""
    applied, current = person.specialty[1], person.specialty[3][0]
    return {
        "title": f"{current}过程中关键质量问题的分析与改进",
        "summary_1": f"分析{applied}生产中影响{current}质量的主要因素，建立数据采集与评价方法。",
        "summary_2": "通过对比试验确定关键参数，提出工艺与工装的改进方案。",
        "summary_3": "改进方案经批量验证，合格率提高，停机时间和返工数量明显下降。",
        "body": _fill((*_MORE, *_PARAGRAPHS[1:8]), person, "所在企业"),
    }


def main_achievements(person: Person) -> str:
    """The text of the assessment sheet's large cell."""
    current = person.specialty[3][0]
    return (
        f"1. 主持编制{current}工艺规程四十余份，一次交验合格率由92%提高到97%。\n"
        "2. 参与解决关键部件加工变形超差问题，变形量由0.12毫米降到0.03毫米以内。\n"
        "3. 完成两条生产线数据采集改造，月故障停机时间由32小时降到11小时。\n"
        "4. 指导四名技术员，两名已能独立承担项目。"
    )


def paper(person: Person, year: int) -> dict:
    """A paper that counts."""
    return {
        "name": f"{person.specialty[3][0]}质量控制方法研究",
        "from": "",
        "to": "",
        "published": f"{year - 1}.{person.seed % 9 + 1:02}",
        "characters": str(3200 + person.seed % 20 * 100),
        "journal": "机械工程与自动化",
        "journal_number": "ISSN 1672-6413",
        "sponsor": "山西省机械工程学会",
        "journal_level": "provincial",
        "author_rank": "1",
        "authorship": "sole",
        "database": "cnki",
        "in_specialty": "yes",
        "contribution": "独立完成试验、数据分析和论文撰写。",
        "effect": "提出的方法已在本单位应用。",
        "on_sheet": "yes",
    }


def key_project(person: Person, year: int) -> dict:
    """A key project that counts."""
    return {
        "name": f"{person.specialty[1]}重点技术改造项目",
        "from": f"{year - 3}.03",
        "to": f"{year - 2}.10",
        "role": "key_member",
        "tier": "municipal_or_above",
        "approved_by": "太原市发展和改革委员会",
        "accepted_by": "municipal_or_above",
        "funds": "280万元",
        "benefit": "年新增160万元",
        "contribution": "负责技术方案论证、试验和现场调试，解决关键设备联锁问题。",
        "effect": "项目通过市级验收，年新增效益约160万元。",
        "on_sheet": "yes",
    }


def applications_of_technology(person: Person, year: int) -> list[dict]:
    """Two applications of technology that count."""
    return [
        {
            "name": name,
            "from": f"{year - start}.03",
            "to": f"{year - start + 1}.06",
            "role": role,
            "tier": "municipal_or_above",
            "approved_by": "太原市科学技术局",
            "accepted_by": "municipal_or_above",
            "funds": "60万元",
            "benefit": benefit,
            "contribution": "负责工艺方案、设备选型和现场试验，编制验收资料。",
            "effect": "通过市级主管部门评定验收，运行稳定。",
            "on_sheet": "yes",
        }
        for name, start, role, benefit in (
            (f"{person.specialty[3][0]}生产线自动化改造", 4, "lead", "年节约80万元"),
            (f"{person.specialty[1]}节能新工艺推广应用", 2, "key_member", "年节约45万元"),
        )
    ]
