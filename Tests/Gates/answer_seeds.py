"""Writes each answer of Fixtures/answers into a folder, as a server sent it: seeds for a fuzzer."""

import base64
import json
import pathlib
import sys

for path in pathlib.Path("Fixtures/answers").glob("*.json"):
    case = json.loads(path.read_text(encoding="utf-8"))
    encoded = case.get("answerBase64")
    text = case["answer"].encode() if encoded is None else base64.b64decode(encoded)
    pathlib.Path(sys.argv[1], path.stem).write_bytes(text)
