"""The server is killed (SIGKILL) at random moments while somebody types or uploads (trust DA-01):
what it had acknowledged is there, what it had not is wholly there or wholly absent."""

import hashlib
import random
import re
import threading

import pytest

from tests.applications import samples
from tests.journeys.killed_world import PASSWORD
from tests.journeys.killing import (
    Browser,
    Server,
    Unanswered,
    ask_the_database,
    found,
    own_place,
)

FIELD = "department_in_unit"
TEXT = rf'name="{FIELD}"[^>]*?value="([^"]*)"'
VERSION = r'name="version" value="(\d+)"'
SOUND = {"engine": "ok"}
MOST_A_ROUND = 55  # uploads; sixty files are a case's most


@pytest.fixture
def place():
    """A server on a world of its own, the applicant's draft, and a browser that is logged in."""
    with own_place() as environment:
        world = ask_the_database(environment, "make")
        server = Server(environment)
        try:
            server.start()
            browser = Browser(server)
            browser.log_in(world["username"], PASSWORD)
            yield server, browser, world["draft"], environment
        finally:
            server.kill()


def killed_meanwhile(server: Server, act, longest: float, begun: threading.Event) -> None:
    """Let somebody act until the server, killed at a random moment, does not answer; restart.

    The moment counts from when `begun` is set, the round's first answer: a busy machine may need
    longer for it than the server is to live.
    """
    begun.clear()
    thread = threading.Thread(target=act)
    thread.start()
    assert begun.wait(60)
    threading.Event().wait(random.uniform(0.05, longest))
    server.kill()
    thread.join(timeout=60)
    assert not thread.is_alive()
    server.start()


class Typist:
    """Types one text after another into a field of the draft, as fast as the server answers."""

    def __init__(self, browser: Browser, draft: int):
        self.browser, self.draft = browser, draft
        self.acknowledged, self.count = 0, 0
        self.begun = threading.Event()
        self.open()
        self.said = self.under_way = self.text

    def open(self) -> None:
        page = self.browser.get(f"/apply/{self.draft}/steps/application/")
        self.text, self.version = found(TEXT, page), found(VERSION, page)

    def type_until_nobody_answers(self) -> None:
        while True:
            self.count += 1
            self.under_way = f"第{self.count}次输入" + random.choice("一二三四五六") * 30
            typed = {FIELD: self.under_way, "version": self.version}
            try:
                status, text = self.browser.post(
                    f"/apply/{self.draft}/sections/application/save/", typed, HX_Request="true"
                )
            except Unanswered:
                return
            assert (status, "已保存" in text) == (200, True)
            self.said, self.version = self.under_way, found(VERSION, text)
            self.acknowledged += 1
            self.begun.set()


def type_through(place, rounds: int) -> None:
    server, browser, draft, environment = place
    typist = Typist(browser, draft)
    for _ in range(rounds):
        killed_meanwhile(server, typist.type_until_nobody_answers, 1.5, typist.begun)
        typist.open()
        assert typist.text in (typist.said, typist.under_way)
        typist.said = typist.text
    assert typist.acknowledged >= rounds
    assert ask_the_database(environment, "sound") == SOUND


class Uploader:
    """Uploads one paper after another; each is another file."""

    def __init__(self, browser: Browser, draft: int):
        self.browser, self.draft = browser, draft
        self.sent: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.begun = threading.Event()
        page = browser.get(f"/apply/{draft}/steps/evidence/")
        self.address = next(
            address for address in _uploads(page) if not address.endswith("/photo/")
        )

    def upload_until_nobody_answers(self) -> None:
        for _ in range(MOST_A_ROUND):
            name = f"材料{len(self.sent) + 1}.pdf"
            content = paper(name)
            self.sent[name] = hashlib.sha256(content).hexdigest()
            try:
                status, text = self.browser.upload(self.address, name, content)
            except Unanswered:
                return
            assert status == 302, found(r'<p class="invalid-feedback">(.*?)</p>', text)
            self.acknowledged.add(name)
            self.begun.set()

    def make_room(self) -> None:
        """Take out what is there: a case holds no more than so many files."""
        page = self.browser.get(f"/apply/{self.draft}/steps/evidence/")
        for address in re.findall(r'action="(/apply/\d+/files/\d+/remove/)"', page):
            assert self.browser.post(address, {})[0] == 302


def paper(title: str) -> bytes:
    return samples.pdf(1, lambda writer: writer.add_metadata({"/Title": title}))


def _uploads(page: str) -> list[str]:
    return re.findall(r'action="(/apply/\d+/steps/evidence/upload/[\w-]+/)"', page)


def upload_through(place, rounds: int) -> None:
    server, browser, draft, environment = place
    uploader = Uploader(browser, draft)
    for _ in range(rounds):
        killed_meanwhile(server, uploader.upload_until_nobody_answers, 4, uploader.begun)
        uploader.make_room()
    stored = ask_the_database(environment, "files")
    assert uploader.acknowledged <= set(stored) <= set(uploader.sent)
    assert stored == {name: [uploader.sent[name]] * 2 for name in stored}
    assert ask_the_database(environment, "sound") == SOUND


def test_two_kills_during_typing_lose_nothing_that_was_said_to_be_saved(place):
    type_through(place, 2)


def test_a_kill_during_uploads_leaves_no_row_without_its_file(place):
    upload_through(place, 1)


@pytest.mark.slow
def test_twenty_kills_during_typing_lose_nothing_that_was_said_to_be_saved(place):
    type_through(place, 20)


@pytest.mark.slow
def test_five_kills_during_uploads_leave_no_row_without_its_file(place):
    upload_through(place, 5)
