"""Runs tokcheck over the fixtures and holds what it writes, and the manifests, against Sources/Reporting/Schemas."""

import collections
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

sys.dont_write_bytecode = True
import schema_jobs  # noqa: E402

binary, fixtures = sys.argv[1], Path("Fixtures")
faults, counts, seen, schemas = [], collections.Counter(), set(), {}
# What JSON Schema cannot say: how a text must be written, and sums.
unsaid = re.compile("name-repeated|json-syntax|too-deep|too-large|empty|not-utf8|byte-order-mark|control-character"
                    "|line-separator|yaml-.*|lifetime-impossible")
sys.set_int_max_str_digits(0)  # Tokens may hold numbers of thousands of digits.


def strict(node):
    """The schema as the gate reads it: without room for fields that nobody described, and with `$` as ECMA-262 means it,
    which in Python also stands before a last line break."""
    if isinstance(node, list):
        return [strict(element) for element in node]
    if not isinstance(node, dict):
        return re.sub(r"\$$", r"\\Z", node) if isinstance(node, str) and node.startswith("^") else node
    closed = {"additionalProperties": False} if "type" in node and "properties" in node else {}
    return closed | {name: strict(value) for name, value in node.items()}


def lint(name, node, top):
    """What a schema must be beyond valid: every field described, output documents open for more fields."""
    if isinstance(node, dict):
        if name != "manifest" and (node.get("additionalProperties") is False or "unevaluatedProperties" in node):
            faults.append(f"{name}.json is closed, but fields may be added")
        for field, value in node.get("properties", {}).items() if "type" in node else ():
            target = top["$defs"][value["$ref"].split("/")[-1]] if "$ref" in value else {}
            if "description" not in value and "description" not in target:
                faults.append(f"{name}.json: {field} has no description")
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        lint(name, value, top)


def refuse(text):
    raise ValueError(f"{text} is no JSON")


def run(job):
    """Runs a command line and validates its document against the schema that the document names."""
    arguments, expected, data = job
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": "/nonexistent"}
    done = subprocess.run([binary, *arguments, "-o", "json"], input=data, capture_output=True, env=env, timeout=60)
    try:
        document = json.loads(done.stdout.decode(), parse_constant=refuse)
        name = re.fullmatch("tokcheck/([a-z]+)/1", document["schema"])[1]
    except (ValueError, KeyError, TypeError):
        faults.append(f"{arguments}: exit code {done.returncode}, no document with a schema: {done.stdout[:60]}")
        return
    seen.update([name] + ["result with a manifest"] * (name == "result" and document["manifest"] is not None))
    if name not in expected.split():
        faults.append(f"{arguments}: {name} instead of {expected}: {document.get('error', {}).get('message')}")
    elif name in schemas and (error := best_match(schemas[name].iter_errors(document))):
        faults.append(f"{arguments}: {name}: {error.json_path}: {error.message[:200]}")
    codes = [document["exitCode"]] if "exitCode" in document else {"inspect": [0, 14], "lint": [0, 65]}.get(name, [0])
    if done.returncode not in codes:
        faults.append(f"{arguments}: {name} with exit code {done.returncode}")


def run_batch(arguments, data, count):
    """Runs a batch and validates each of its lines; the last one is the summary."""
    done = subprocess.run([binary, "batch", *arguments], input=data, capture_output=True, timeout=60)
    try:
        documents = [json.loads(line, parse_constant=refuse) for line in done.stdout.decode().splitlines()]
    except ValueError as error:
        faults.append(f"batch {arguments}: {error}")
        return
    names = ["batch"] * count + ["summary"]
    if len(documents) != len(names):
        faults.append(f"batch {arguments}: {len(documents)} lines instead of {len(names)}")
    for name, document in zip(names, documents):
        seen.add(name)
        if error := best_match(schemas[name].iter_errors(document)):
            faults.append(f"batch {arguments}: {name}: {error.json_path}: {error.message[:200]}")
    counts["lines of batches"] += count


def compare(path, code=None):
    """Whether schema and tokcheck agree on a manifest; `code` is why tokcheck refuses it."""
    if code and (path.suffix != ".json" or unsaid.fullmatch(code)):
        return
    show = [binary, "manifest", "show", str(path), "-o", "json"]
    text = path.read_bytes() if path.suffix == ".json" else subprocess.run(show, capture_output=True).stdout
    try:  # No fraction is whole here: to a schema 1.0 is 1, to tokcheck it is not.
        document = json.loads(text.decode(), parse_float=lambda _: 0.5, parse_constant=refuse)
    except ValueError as error:
        faults.append(f"{path}: {error}")
        return
    accepted = schemas["manifest"].is_valid(document)
    if accepted and code == "value-unknown" and "directory-roles" in str(document["operations"]):
        return  # The schema does not know the names of directory roles.
    counts["refused by both" if code else "accepted by both"] += 1
    if accepted == bool(code):
        faults.append(f"{path}: tokcheck says {code or 'accepted'}, manifest.json does not")


def files(group, *patterns, without=(".md", ".txt", ".sh")):
    """The files of a group, counted."""
    found = {path for pattern in patterns for path in fixtures.glob(pattern) if path.is_file()}
    counts[group] = len(found := sorted(path for path in found if path.suffix not in without))
    return found


for path in sorted(Path("Sources/Reporting/Schemas").glob("*.json")):
    schema = json.loads(path.read_text())
    Draft202012Validator.check_schema(schema)
    lint(path.stem, schema, schema)
    const = schema["properties"].get("schema", {}).get("const")
    named = path.stem not in ("batch", "summary")  # Among many lines of one kind a name in each would be noise.
    if schema["$id"] != f"urn:tokcheck:{path.stem}:1" or path.stem != "manifest" and (
            named and const != f"tokcheck/{path.stem}/1" or "Fields may be added later" not in schema["description"]):
        faults.append(f"{path}: its $id, its const or its description")
    schemas[path.stem] = Draft202012Validator(strict(schema))

jobs = schema_jobs.fixed_jobs()
good = files("good manifests", "manifests/examples/*", "manifests/accepted/*")
bad = files("bad manifests", "manifests/refused/*")
with ThreadPoolExecutor(2) as pool:
    for group in (
            map(schema_jobs.token_jobs, files("tokens", "tokens/*", "tokens/foreign/*")),
            map(schema_jobs.key_jobs, files("key files", "keys/*", "keys/broken/*")),
            pool.map(schema_jobs.case_jobs, files("cases", "checks/*/*.json", "shapes/*.json", "refused/*.json")),
            (schema_jobs.manifest_jobs(path, path in good) for path in good + bad)):
        jobs += sum(group, [])
    list(pool.map(run, jobs))
for arguments, data, count in schema_jobs.batch_jobs(files("tokens", "tokens/*", "tokens/foreign/*")):
    run_batch(arguments, data, count)

table = fixtures / "manifests" / "refused.txt"
lines = table.read_text().splitlines() if table.exists() else []
reasons = dict(re.split(r"\s*\|\s*", line)[:2] for line in lines if "|" in line)
for path in good:
    compare(path)
for path in bad:
    code = reasons.get(path.name, reasons.get(path.stem))
    compare(path, code) if code else faults.append(f"{path} is not in {table}")


def operation(**members):
    return {"tokcheck": 1, "operations": {"a.b": members}}


right = operation(application={"any": ["A.Read", {"all": ["B", "C"]}]}) | {"token": {"resource": "graph"}, "x-note": 1}
wrong = [operation(application=need) for need in (["A"], "A.*", {"any": ["A"], "all": ["B"]}, {"any": []})]
wrong += [operation(about="A"), operation(application="A", delegatd="A"), right | {"operations": {}}]
wrong += [right | {"tokcheck": 2}, right | {"token": {"resource": "graph", "audiences": ["a"]}}]
wrong += [right | {"token": token} for token in (
    {"tenants": [schema_jobs.TENANT[9:].upper()]}, {"lifetime": {"max": "0h"}})]
if not schemas["manifest"].is_valid(right) or len(wrong) != 11 or any(map(schemas["manifest"].is_valid, wrong)):
    faults.append("manifest.json: one of eleven wrong variants passes, or the right one does not")
faults += [f"no {name}" for name in [*counts, "accepted by both", "refused by both"] if not counts[name]]
# Without a network nobody answers with incidents, rows or tokens: defender.py and signin.py of Tests/Integration
# validate those.
online = {"incidents", "incident", "hunt", "token"}
faults += [f"no {name} was seen" for name in {*schemas, "result with a manifest"} - seen - {"manifest"} - online]
faults += [f"{name} has no schema" for name in seen if name not in schemas and " " not in name]
print("".join(f"{fault}\n" for fault in faults[:20]), end="")
print(f"gate: {'failed' if faults else 'ok'}: {len(schemas)} schemas, {len(jobs)} documents, {len(faults)} faults;",
      ", ".join(f"{counts[name]} {name}" for name in counts))
sys.exit(bool(faults))
