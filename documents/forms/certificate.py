"""资格证明, A4 landscape: one page a person, with number, person, unit, title, date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from documents.pdf import html_document, render_pdf, text_html

_ZONE = ZoneInfo("Asia/Shanghai")
_CSS = """
@page { size: A4 landscape; margin: 14mm; }
body { font-family: 宋体; font-size: 15pt; line-height: 2; margin: 0; }
.sheet { position: relative; height: 178mm; padding: 12mm 22mm; border: 1.2mm double #333; box-sizing: border-box; }
.sheet + .sheet { break-before: page; }
h1 { font-family: 黑体; font-size: 26pt; line-height: 1.3; text-align: center; letter-spacing: 3pt; margin: 0 0 2mm; font-weight: normal; }
.number { text-align: right; font-size: 12pt; margin: 0 0 4mm; }
.text { text-indent: 2em; text-align: justify; margin: 0 0 4mm; }
.text strong { font-family: 黑体; font-weight: normal; }
table { border-collapse: collapse; width: 100%; font-size: 12.5pt; line-height: 1.5; }
td { border: 0.2mm solid #333; padding: 1.6mm 3mm; }
td.label { width: 26mm; text-align: center; background: #f4f4f4; }
.sign { position: absolute; right: 24mm; bottom: 21mm; text-align: center; line-height: 1.7; }
.foot { position: absolute; left: 22mm; right: 22mm; bottom: 6mm; font-size: 9.5pt; line-height: 1.4; color: #333; margin: 0; }
"""


@dataclass(frozen=True)
class Certificate:
    """What stands on one certificate; `id_number` is masked, `body` is who may object."""

    title: str
    number: str
    name: str
    sex: str
    id_number: str
    unit: str
    qualification: str
    specialty: str
    examined_on: date | None
    recognized_on: datetime
    basis: str
    body: str


def certificates_pdf(certificates: Iterable[Certificate]) -> bytes:
    """The certificates as a PDF, a page each."""
    pages = "".join(_page(each) for each in certificates)
    return render_pdf(html_document("资格证明", pages), css=_CSS)


def _page(certificate: Certificate) -> str:
    told = {name: text_html(value) for name, value in vars(certificate).items()}
    day = _day(certificate.recognized_on.astimezone(_ZONE).date())
    examined = f"于{_day(certificate.examined_on)}考察合格，" if certificate.examined_on else ""
    rows = (
        ("姓　　名", told["name"], "性　　别", told["sex"]),
        ("身份证号", told["id_number"], "资格名称", told["qualification"]),
        ("专　　业", told["specialty"], "认定时间", day),
        ("工作单位", told["unit"], "认定方式", "用人单位考察认定"),
    )
    cells = "".join(
        f'<tr><td class="label">{a}</td><td>{b}</td><td class="label">{c}</td><td>{d}</td></tr>'
        for a, b, c, d in rows
    )
    return (
        f'<section class="sheet"><h1>{told["title"]}</h1>'
        f'<p class="number">编号：{told["number"]}</p>'
        f'<p class="text"><strong>{told["name"]}</strong>同志经本单位对专业基础知识和工作实际能力进行考察，'
        f"{examined}根据{told['basis']}，认定具备<strong>{told['qualification']}</strong>资格。</p>"
        f"<table>{cells}</table>"
        f'<div class="sign">{told["unit"]}（公章）<br>{day}</div>'
        f'<p class="foot">本证明由认定单位盖章后有效；核实请凭编号向认定单位'
        f"{'或' + told['body'] if certificate.body else ''}查询。</p></section>"
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
