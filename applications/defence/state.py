"""What there is of a paper, whether it is complete, and what of it is frozen with a submission."""

from dataclasses import dataclass

from applications.defence import CHECK, LABELS, PAPER, PICTURE, STEP, UPLOADED, WRITTEN
from applications.defence.identity import caption_hits, fingerprint_of, typed_hits
from applications.defence.marks import mark_faults
from applications.steps.state import Problem
from documents.paper import FindingKind

LABEL = "答辩材料"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An uploaded paper with what was found in it."""

    file: object  # EvidenceFile: the mended .docx or the cleaned PDF
    original: object | None  # the .docx as uploaded, until it was replaced
    kind: str  # docx, pdf
    findings: list[dict]  # in what was uploaded
    left: list[dict]  # in the mended or cleaned file
    is_current: bool  # checked for the name and the unit that are typed now

    @property
    def named(self) -> list[dict]:
        """Certain hits that no mending takes out."""
        return [each for each in self.left if is_identity(each) and each["is_certain"]]

    @property
    def doubtful(self) -> list[dict]:
        """What may name somebody: a person must look."""
        return [each for each in self.left if is_identity(each) and not each["is_certain"]]

    @property
    def mendable(self) -> list[dict]:
        return [each for each in self.findings if each["is_mendable"]]

    @property
    def others(self) -> list[dict]:
        """What only a person can change, and names nobody."""
        return [each for each in self.left if not is_identity(each)]


def is_identity(finding: dict) -> bool:
    return finding["kind"] == FindingKind.IDENTITY


def way_of(case) -> str:
    """`written`, `uploaded`, or "" while nothing is chosen."""
    return case.one(STEP).get("way") or ""


def uploaded_of(case) -> Uploaded | None:
    """The paper that was uploaded and checked, if there is one."""
    check = case.one(CHECK)
    known = {file.pk: file for files in case.files.values() for file in files}
    file = known.get(check.get("file"))
    if file is None or file.need != PAPER:
        return None
    return Uploaded(
        file,
        known.get(check.get("original")),
        check["kind"],
        check["findings"],
        check["left"],
        check["identity"] == fingerprint_of(case),
    )


def problems_of(case) -> list[Problem]:
    """What the declared fields do not tell: hits, a missing or naming file."""
    found = [
        Problem(STEP, 0, name, f"“{_field_label(name)}”出现{hit.label}：“{hit.excerpt}”。", LABEL)
        for name, hits in typed_hits(case).items()
        for hit in hits
        if hit.is_certain
    ]
    if way_of(case) == WRITTEN:
        found += [Problem(STEP, 0, "body", f"“正文”{each}", LABEL) for each in mark_faults(case)]
        return found + [
            Problem(STEP, 0, "pictures", f"图片说明出现{hit.label}：“{hit.excerpt}”。", LABEL)
            for hits in caption_hits(case).values()
            for hit in hits
            if hit.is_certain
        ]
    return found + _file_problems(case) if way_of(case) == UPLOADED else found


def _file_problems(case) -> list[Problem]:
    paper = uploaded_of(case)
    if paper is None:
        return [Problem(STEP, 0, "paper", "请上传答辩材料。", LABEL)]
    if not paper.is_current:
        told = ["姓名、电话或单位改动过，请重新检查上传的答辩材料。"]
    else:
        told = [f"上传的答辩材料：{each['message']}" for each in paper.named]
    return [Problem(STEP, 0, "paper", message, LABEL) for message in told]


def _field_label(name: str) -> str:
    from applications.steps import section_of  # steps are declared above this floor

    return section_of(STEP).field(name).label


def changed_at(case) -> list:
    """When files of the paper came: a new one mends a returned step as typing does."""
    files = [*case.files.get(PAPER, ()), *case.files.get(PICTURE, ())]
    return [file.uploaded_at for file in files]


def files_of(case) -> list[tuple[str, list]]:
    """The files of the chosen way that reviewers get, by need."""
    if way_of(case) == UPLOADED:
        paper = uploaded_of(case)
        return [(PAPER, [paper.file])] if paper else []
    pictures = case.files.get(PICTURE, [])
    return [(PICTURE, pictures)] if pictures and way_of(case) == WRITTEN else []


def frozen_files(case) -> list[dict]:
    """The same in the shape of a snapshot's files."""
    return [
        {
            "id": file.pk,
            "need": need,
            "label": LABELS[need],
            "name": neutral_name(file, number),
            "content_type": file.content_type,
            "size": file.size,
            "pages": file.pages,
            "sha256": file.sha256,
            "caption": file.caption,
        }
        for need, files in files_of(case)
        for number, file in enumerate(files, start=1)
    ]


def neutral_name(file, number: int = 1) -> str:
    """A name that tells nothing: people name files after themselves."""
    ending = file.stored_name.rpartition(".")[2]
    return f"答辩材料.{ending}" if file.need == PAPER else f"图{number}.{ending}"


def freeze_sections(case, sections: dict) -> None:
    """Leave out of a submission's sections what the way that was not chosen holds."""
    if way_of(case) != UPLOADED or not sections.get(STEP):
        return
    sections[STEP] = [{**sections[STEP][0], "body": ""}]
    if paper := uploaded_of(case):
        brief = {"kind": paper.kind, "doubtful": len(paper.doubtful), "others": len(paper.others)}
        sections[CHECK] = [{**brief, "left": [], "named": len(paper.named)}]


def state_text(check: dict) -> str:
    """An uploaded paper's state in words, from a draft's entry or a submission's sections."""
    kind = {"docx": "Word 文档，已改为报-12规定的格式", "pdf": "PDF，已清除隐藏信息"}[check["kind"]]
    left = check["left"]
    certain = [each for each in left if is_identity(each) and each["is_certain"]]
    doubtful = [each for each in left if is_identity(each) and not each["is_certain"]]
    named = check.get("named", len(certain))
    doubts = check.get("doubtful", len(doubtful))
    told = f"有{named}处身份信息" if named else "未发现身份信息"
    return f"{kind}；{told}{f'，{doubts}处疑似身份信息' if doubts else ''}"
