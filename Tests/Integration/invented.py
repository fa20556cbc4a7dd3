"""A thousand tokens with invented key names: each is rejected, and the authority is asked once in five minutes."""

import base64
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
from scene import KEYS, METADATA, TENANT, TOKEN, Suite  # noqa: E402

suite = Suite(sys.argv[1])
chance = random.Random(20_261_123)
header, payload, signature = Path(TOKEN[1:]).read_text().strip().split(".")
fields = json.loads(base64.urlsafe_b64decode(header + "=="))


def invented():
    """The token with a key name that nobody gave."""
    fields["kid"] = base64.urlsafe_b64encode(chance.randbytes(20)).decode().rstrip("=")
    text = base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")
    return f"{text}.{payload}.{signature}"


scene = suite.scene()
begin = time.monotonic()
with ThreadPoolExecutor(4) as pool:
    for run in pool.map(lambda text: scene.check("-o", "json", token="-", text=text),
                        [invented() for _ in range(1_000)]):
        scene.expect("an invented key name", run, 10)
        if run.violated != ["key-found"]:
            suite.fault(f"an invented key name violates {run.violated}")
fetches = 1 + int(time.monotonic() - begin) // 300
if scene.authority.asked != [METADATA, KEYS] * fetches:
    suite.fault(f"a thousand tokens asked {len(scene.authority.asked)} times instead of {2 * fetches}")
scene.expect("the true token all the while", scene.check(), 0, 0)
scene.age(301)
scene.expect("an invented name, offline, later", scene.check("--offline", token="-", text=invented()), 13, 0)
scene.expect("an invented name, later", scene.check(token="-", text=invented()), 10, [METADATA, KEYS])

suite.end("a thousand invented key names")
