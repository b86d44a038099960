"""Assessment sheets in PDF: one, and a hundred in one file; seconds a sheet."""

import time

from benchmarks.table import Row

MANY = 100


def run(options) -> list[Row]:
    """Times after the first sheet of the process, which loads the fonts."""
    from documents.forms.assessment_sheet import assessment_sheets_pdf

    assessment_sheets_pdf([_sheet(0)])
    alone = min(_seconds(assessment_sheets_pdf, [_sheet(n)]) for n in range(3))
    together = _seconds(assessment_sheets_pdf, [_sheet(n) for n in range(MANY)])
    return [
        Row("assessment sheet PDF, one", f"{alone:.3f} s"),
        Row(
            f"  {MANY} in one file",
            f"{together / MANY:.3f} s a sheet",
            f"{alone:.3f} s",
            f"{together / MANY / alone:.2f}",
        ),
    ]


def _seconds(job, argument) -> float:
    start = time.perf_counter()
    job(argument)
    return time.perf_counter() - start


def _sheet(number: int):
    from documents.forms import assessment_data as data

    period = "2019.03—2020.10"
    report = data.ProjectPlan(
        "重点技术改造项目", "太原市发展和改革委员会", period, "280万元", "主要技术骨干"
    )
    return data.AssessmentSheet(
        "太原市工程系列中级职称综合考评表",
        unit="太原市机电设备检测研究所",
        applied_specialty="机械制造",
        basic=data.Basic(f"张建国{number}", "男", "1990.05", "140101199005010013"),
        work=data.Block((data.WorkPeriod("2012.07—2015.06", "机电检测所", "设备检测"),) * 4),
        papers=data.Block(
            (data.Paper("设备检测质量控制方法研究", "3200", "机械工程与自动化"),) * 2
        ),
        project_plans=data.Block((report, report), more=1),
        main_achievements="主持编制工艺规程四十余份，一次交验合格率由92%提高到97%。" * 8,
    )
