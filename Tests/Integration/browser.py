#!/usr/bin/env python3
"""A browser without a window, in the place of xdg-open: opens an address, follows where it leads, and notes what it saw.

BROWSER_LOG names the file of its notes; BROWSER_DOES changes what it does.
"""

import http.client
import os
import shutil
import sys
import urllib.error
import urllib.parse
import urllib.request


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows where an answer leads instead of going there."""

    def redirect_request(self, *_):
        return None


def led(address):
    """Where the sign-in page leads; through the proxy and TLS that the variables name."""
    try:
        urllib.request.build_opener(Stay).open(address, timeout=15)
    except urllib.error.HTTPError as answer:
        return answer.headers["location"]
    raise SystemExit("the page leads nowhere")


def visit(target, port, host=None, method="GET"):
    """Asks the listener on loopback; the status, the fields and the page, or why there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, target, headers={"Host": host or f"localhost:{port}"})
        answer = connection.getresponse()
        return f"{answer.status} {answer.getheader('cache-control')} {answer.read().decode()}"
    except (OSError, http.client.HTTPException):
        return "nobody"
    finally:
        connection.close()


def installed(folder, does=""):
    """Puts this file into a folder as what opens addresses; the variables with which a program finds it and its notes."""
    folder.mkdir(exist_ok=True)
    shutil.copy(__file__, folder / "xdg-open")
    return {"PATH": f"{folder}:{os.environ['PATH']}", "DISPLAY": ":9", "BROWSER_LOG": str(folder / "browser.log"),
            "BROWSER_DOES": does, "NO_PROXY": "localhost,127.0.0.1"}


def main():
    does = os.environ.get("BROWSER_DOES", "").split()
    if "nothing" in does:
        return
    address = urllib.parse.urlsplit(led(sys.argv[1]))
    back, port = f"{address.path or '/'}?{address.query}", address.port
    notes = [sys.argv[1]]
    if "strange" in does:
        notes += [visit("/favicon.ico", port), visit("/", port), visit(back.replace("/?", "/other?"), port),
                  visit(back, port, host="attacker.example"), visit(back, port, method="POST"), visit("/?x=1", port)]
    notes.append(visit(back, port))
    if "twice" in does:
        notes.append(visit(back, port))
    log = os.environ["BROWSER_LOG"]
    with open(f"{log}.part", "w") as file:
        file.write("\n".join(note.replace("\n", " ") for note in notes))
    os.rename(f"{log}.part", log)


if __name__ == "__main__":
    main()
