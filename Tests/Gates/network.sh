#!/bin/sh
# The release program with the network, on loopback: every request counted. The same as the second half of scripts/test.
set -eu

exec "$(dirname "$0")/../Integration/run"
