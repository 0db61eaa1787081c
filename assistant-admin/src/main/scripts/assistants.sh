#!/usr/bin/env bash
# ./liveline assistants export|plan|apply|drift|rollback: exit status 0 nothing to do or done, 1 an error, 2 changes or drift.
set -euo pipefail
root=${LIVELINE_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)}
export LIVELINE_URL=${LIVELINE_URL:-http://localhost:$((8080 + ${LIVELINE_PORT_OFFSET:-0}))}
# With the development key of `./liveline up` a token is at hand; elsewhere it has to be given.
if [ -z "${LIVELINE_TOKEN:-}" ] && [ -z "${LIVELINE_JWT_PUBLIC_KEY:-}" ] && [ -z "${LIVELINE_JWT_ISSUER:-}" ]; then
  case ${1:-} in
    export | plan | apply | drift | rollback) LIVELINE_TOKEN=$("$root/liveline" token --role admin --name "${USER:-shell}") && export LIVELINE_TOKEN ;;
  esac
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$root/assistant-admin/target/classes" \
  dev.liveline.admin.shell.AssistantsCommand "$@"
