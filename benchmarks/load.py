"""Eight clients that ask one page again and again for some seconds; prints requests a second.

Its own process, so that the clients' work is not the server's; the same clients measure the
portal and the bare page.
"""

import http.client
import json
import re
import sys
import threading
import time
from urllib.parse import urlencode

_VERSION = re.compile(rb'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"')
_TOKEN = "a" * 32


class Asker(threading.Thread):
    """One client with a connection that it keeps."""

    def __init__(self, port: int, plan: dict, seconds: float):
        super().__init__()
        self.port, self.plan, self.seconds = port, plan, seconds
        self.done, self.failed, self.times = 0, [], []
        self.version = plan.get("version", 0)

    def run(self) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        end = time.perf_counter() + self.seconds
        while (start := time.perf_counter()) < end:
            status, body = self._ask(link)
            self.times.append(time.perf_counter() - start)
            if status == 200:
                self.done += 1
            else:
                self.failed.append(status)

    def _ask(self, link) -> tuple[int, bytes]:
        headers = {"Cookie": f"sessionid={self.plan['session']}; csrftoken={_TOKEN}"}
        if "entry" not in self.plan:
            link.request("GET", self.plan["address"], headers=headers)
        else:
            headers |= {
                "X-CSRFToken": _TOKEN,
                "HX-Request": "true",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            typed = {
                "entry": self.plan["entry"],
                "version": self.version,
                "birth_place": f"山西太原{self.done}",
            }
            link.request("POST", self.plan["address"], urlencode(typed), headers)
        answer = link.getresponse()
        body = answer.read()
        if "entry" in self.plan and (found := _VERSION.search(body)):
            self.version = int(found[1] or found[2])
        return answer.status, body


def main() -> None:
    """Read {port, seconds, plans} from standard input."""
    job = json.load(sys.stdin)
    askers = [Asker(job["port"], plan, job["seconds"]) for plan in job["plans"]]
    start = time.perf_counter()
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    seconds = time.perf_counter() - start
    times = sorted(each for asker in askers for each in asker.times)
    print(
        json.dumps(
            {
                "rate": sum(asker.done for asker in askers) / seconds,
                "p95": times[int(len(times) * 0.95)] if times else 0,
                "failed": [status for asker in askers for status in asker.failed][:5],
                "version": [asker.version for asker in askers],
            }
        )
    )


if __name__ == "__main__":
    main()
