"""The incidents of the fake tenant, made up as they are asked for, so that a million would take no memory."""

import re
import time

STATUSES = ["Active", "Resolved", "InProgress", "Active"]
SEVERITIES = ["Medium", "High", "Low", "Informational"]
NAMES = ["Multi-stage incident on one endpoint", "Suspicious sign-in \u001b[31mred", "Malware was prevented",
         "Unusual mail forwarding rule", "Password spray involving multiple users"]
PEOPLE = [None, "ann@contoso.example", "bo@contoso.example"]
FIRST = 924_000


class Incidents:
    """What the tenant holds; the newest comes first."""

    def __init__(self, count=200):
        self.count, self.changes, self.start = count, {}, int(time.time())

    def all(self, skipped=0):
        """Every incident but the first few, one at a time."""
        return (self.get(FIRST + self.count - 1 - place) for place in range(skipped, self.count))

    def get(self, number):
        """An incident in neutral words; None when there is none."""
        index = number - FIRST
        if not 0 <= index < self.count:
            return None
        # What people changed, nothing, or null everywhere but in the id.
        base = {"id": number, "redirect": None, "name": None, "created": None, "updated": None, "assigned": None,
                "classification": None, "determination": None, "status": None, "severity": None, "tags": None,
                "comments": None, "alerts": None}
        if index % 50 != 3:
            second = self.start - 3600 * (self.count - index)
            base |= {"name": f"{NAMES[index % 5]} #{index}", "created": stamp(second), "updated": stamp(second + 900),
                     "assigned": PEOPLE[index % 3], "classification": "Unknown", "determination": "NotAvailable",
                     "status": STATUSES[index % 4], "severity": SEVERITIES[index % 4], "tags": ["demo"], "comments": [],
                     "alerts": [alert(number, place) for place in range(1 + index % 3)]}
        if index % 50 == 7:
            base |= {"redirect": number + 1, "status": "Redirected"}
        if index % 50 == 11:
            base |= {"status": "AwaitingAction", "severity": "Sky-high"}
        return base | self.changes.get(number, {})

    def change(self, number, what):
        """Changes an incident."""
        self.changes.setdefault(number, {}).update(what, updated=stamp(time.time()))
        return self.get(number)


def stamp(seconds):
    """A time as Defender writes it, with seven digits behind the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".0733333Z"


def alert(number, place):
    """An alert, much shorter than real ones."""
    return {"alertId": f"da{number}_{place}", "incidentId": number, "serviceSource": "MicrosoftDefenderForEndpoint",
            "title": "Suspicious process", "category": "Execution", "status": "New", "severity": "Medium",
            "investigationState": "UnsupportedAlertType", "mitreTechniques": ["T1059"],
            "devices": [{"mdatpDeviceId": f"{number:040x}", "deviceDnsName": f"host-{place}.contoso.example"}],
            "entities": [{"entityType": "Process", "fileName": "cmd.exe", "processCommandLine": None}]}


class FilterDefect(Exception):
    """A filter that the API does not understand."""


def condition(text, names):
    """The test that an OData filter means; `names` maps the API's fields to the neutral words."""
    tests = [part_of(part.strip(), names) for part in split(text, " and ")]
    return lambda incident: all(test(incident) for test in tests)


def part_of(text, names):
    if text.startswith("(") and text.endswith(")"):
        tests = [part_of(part.strip(), names) for part in split(text[1:-1], " or ")]
        return lambda incident: any(test(incident) for test in tests)
    match = re.fullmatch(r"(\w+) (eq|ne|ge|gt|le|lt) ('(?:[^']|'')*'|[0-9TZ:.+-]+)", text)
    if not match or match[1] not in names:
        raise FilterDefect(f"Could not find a property named '{text.split(' ')[0]}' on type 'Incident'.")
    field, value = names[match[1]], match[3].strip("'").replace("''", "'").lower()

    def test(incident):
        actual = str(incident[field] or "").lower()
        return {"eq": actual == value, "ne": actual != value, "ge": actual >= value, "gt": actual > value,
                "le": actual <= value, "lt": actual < value}[match[2]]
    return test


def split(text, word):
    """Splits outside of quotes and parentheses."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, letter in enumerate(text):
        quoted ^= letter == "'"
        depth += 0 if quoted else (letter == "(") - (letter == ")")
        if not quoted and depth == 0 and text.startswith(word, place):
            parts.append(text[start:place])
            start = place + len(word)
    return parts + [text[start:]]
