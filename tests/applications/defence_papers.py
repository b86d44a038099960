"""Defence papers for tests: typed, sent, and what became of them."""

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from applications.case import Case
from applications.models import Application, Entry, EvidenceFile
from documents.forms.defence_paper import DefencePaper

TEXTS = {
    "title": "带式输送机断带保护装置的改进",
    "summary_1": "分析断带的原因。",
    "body": "第一段。\n【图1】\n第二段。",
}


def address(name: str, case, *more) -> str:
    return reverse(f"applications:{name}", args=[case.pk, *more])


def page(client, case, query: str = "") -> str:
    return client.get(address("step", case, "defence") + query).content.decode()


def typed(case, way: str, **values) -> None:
    entry, _ = Entry.objects.get_or_create(
        application=case, section="defence", defaults={"updated_at": case.created_at}
    )
    entry.values = {**TEXTS, "way": way, **values}
    entry.save()


def state(case):
    fresh = Case(Application.objects.get(pk=case.pk))
    return next(each for each in fresh.states if each.step.key == "defence")


def send(client, case, *files, to: str = "defence_paper"):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(address(to, case), {"files": sent})


def word(*lines: str) -> bytes:
    """A .docx in nobody's prescribed format."""
    document = Document()
    document.core_properties.author = "某某"
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def good_paper(body: str = "正文一段。") -> DefencePaper:
    return DefencePaper("带式输送机的改进", ("分析原因。",), body)


def photo() -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "张三"
    Image.new("RGB", (300, 200), (10, 90, 200)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def kept(case, need: str) -> list[EvidenceFile]:
    return list(case.files.filter(need=need, removed_at__isnull=True))


def answer_to(client, place: str) -> int:
    """The status alone; the file that is sent is closed."""
    response = client.get(place)
    # What `close()` would do, less the signal that closes the test's connection.
    for close in response._resource_closers:
        close()
    return response.status_code


def bytes_of(file: EvidenceFile, settings) -> bytes:
    return (Path(settings.UPLOADS_FOLDER) / file.stored_name).read_bytes()
