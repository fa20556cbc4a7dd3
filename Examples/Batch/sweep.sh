#!/bin/sh
# Sweeps a log of JSON lines for tokens that are still good: sweep.sh TOKCHECK LOG FIELD FLAGS…
# prints the number of each line with an accepted token, and what the sweep came to.
set -eu

tokcheck=$1 log=$2 field=$3
shift 3
# The exit code is the gravest verdict of all lines; a sweep expects bad ones, and asks for 0 whatever they are.
"$tokcheck" batch "$log" --field "$field" --only accepted --exit-zero "$@" | while IFS= read -r line; do
    case $line in
    '{"type":"summary"'*'"complete":true}') echo "swept" ;;
    '{"type":"summary"'*) echo "not to its end" >&2; exit 1 ;;
    *) number=${line#'{"line":'}; echo "line ${number%%,*} holds a token that is accepted" ;;
    esac
done
