#!/usr/bin/env bash
# Whole-process wall times of the commands that planners run, as the median of several runs; needs nothing but Rust.
#   benches/measure.sh [RUNS]      (default 5)
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
cargo build --release --quiet
tool=${CARGO_TARGET_DIR:-target}/release/didymium

measure() {
    local name=$1
    shift
    local times=()
    for ((run = 0; run < runs; run++)); do
        local start=$EPOCHREALTIME
        "$@" >/dev/null 2>&1 || [ $? -eq 4 ]
        local end=$EPOCHREALTIME
        times+=("$(((${end/./} - ${start/./}) / 1000))")
    done
    mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
    printf '| %s | %s ms | %s ms | %s ms |\n' "$name" "${times[0]}" "${times[runs / 2]}" "${times[runs - 1]}"
}

printf '| command | least | median | most |\n|---|---|---|---|\n'
flagship=scenarios/g7-magnets.toml
measure "check" "$tool" check $flagship
measure "solve --mode own" "$tool" solve $flagship --mode own
measure "solve --mode alone" "$tool" solve $flagship --mode alone
measure "solve (joint)" "$tool" solve $flagship
measure "solve --threads 1 (joint)" "$tool" solve $flagship --threads 1
measure "explain --mode alone --member japan --year 2026" \
    "$tool" explain $flagship --mode alone --member japan --year 2026
