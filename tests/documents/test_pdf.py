"""PDF is made without reaching out, without traces of the machine, the same each time."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.pdf import chinese_fonts_available, html_document, merge_pdfs, render_pdf, text_html
from tests.documents.reading import page_texts

SECRET = "PLANTED-SECRET"


@pytest.fixture
def planted_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


@pytest.fixture
def counting_server():
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.png", seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_local_file_is_not_attached_to_the_pdf(planted_file):
    html = f'<link rel="attachment" href="{planted_file}"><p>正文</p>'
    pdf = render_pdf(html, css=f'p {{ background: url("{planted_file}") }}')
    reader = PdfReader(BytesIO(pdf))
    assert reader.attachments == {}
    assert SECRET.encode() not in pdf
    assert page_texts(pdf) == ["正文"]


def test_no_request_leaves_the_machine(counting_server):
    address, seen = counting_server
    render_pdf(f'<img src="{address}"><link rel="stylesheet" href="{address}"><p>正文</p>')
    assert seen == []


def test_a_picture_in_a_data_address_is_drawn():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    with_picture = render_pdf(f'<img src="{address}">')
    assert len(with_picture) > len(render_pdf("<img>"))


def test_the_same_html_gives_the_same_bytes():
    html = html_document("标题", "<p>䶮𠮷</p>")
    assert render_pdf(html) == render_pdf(html)


def test_the_pdf_names_neither_user_nor_program_nor_time():
    pdf = render_pdf('<meta name="author" content="someone"><p>正文</p>')
    metadata = dict(PdfReader(BytesIO(pdf)).metadata)
    assert metadata == {
        "/Producer": "职称申报评审系统",
        "/CreationDate": "D:20000101000000Z",
        "/ModDate": "D:20000101000000Z",
    }


def test_markup_in_a_text_is_printed_as_typed():
    pdf = render_pdf(html_document("标题", f"<p>{text_html('<zq9x>&amp;')}</p>"))
    assert page_texts(pdf) == ["<zq9x>&amp;"]


def test_threads_take_turns():
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(render_pdf("<p>正文</p>"))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [render_pdf("<p>正文</p>")] * 3


def test_merged_parts_keep_their_order_and_are_reproducible():
    parts = [render_pdf(f"<p>{text}</p>") for text in ("甲", "乙")]
    merged = merge_pdfs(parts, title="合")
    assert page_texts(merged) == ["甲", "乙"]
    assert merged == merge_pdfs(parts, title="合")


def test_the_fonts_of_official_papers_have_chinese_characters():
    assert chinese_fonts_available()
