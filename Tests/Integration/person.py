#!/usr/bin/env python3
"""Plays the person who signs in on the fake tenant: types a device's code at its page, or follows a sign-in page's address.

It reaches both as the program under test does, by HTTPS_PROXY and SSL_CERT_FILE.
"""

import sys
import urllib.error
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
from browser import led, visit  # noqa: E402


def types(code, page="https://microsoft.com/devicelogin"):
    """Types a code at the page that the terminal names; what the page says then."""
    try:
        with urllib.request.urlopen(page, urllib.parse.urlencode({"code": code}).encode(), timeout=15) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refusal:
        raise SystemExit(refusal.read().decode())


def follows(address):
    """Signs in at an address, and goes back to the program that waits; what that says."""
    back = urllib.parse.urlsplit(led(address))
    return visit(f"{back.path or '/'}?{back.query}", back.port)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: person.py CODE-OR-ADDRESS")
    print(follows(sys.argv[1]) if sys.argv[1].startswith("https://") else types(sys.argv[1]))
