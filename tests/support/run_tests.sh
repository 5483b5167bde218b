# SPDX-License-Identifier: EUPL-1.2
# The parts of `./run test`. Each part leaves its results in build/results; a failing part does
# not stop the next one. tests/support/summary.mjs counts and decides. Sourced by ./run.

results=build/results

# A part that is no test runner counts as one test of its own name.
part_passed() { echo "passed $1" >>"$results/parts.txt"; }
part_failed() {
    echo "failed $1" >>"$results/parts.txt"
    printf 'run: %s failed\n' "$1" >&2
}
part_skipped() { echo "skipped $1" >>"$results/parts.txt"; }
part() {
    local name=$1
    shift
    if "$@"; then part_passed "$name"; else part_failed "$name"; fi
}

layout_is_right() {
    list_sources | logged format xargs -0 clang-format-14 --dry-run --Werror
}

start_postgres() {
    say "Starting a PostgreSQL of our own"
    postgres_folder=$(mktemp -d /tmp/gordion-pg.XXXXXX)
    trap stop_postgres EXIT
    GORDION_TEST_POSTGRES=$(tests/support/postgres.sh start "$postgres_folder") || return 1
    export GORDION_TEST_POSTGRES
}

stop_postgres() {
    tests/support/postgres.sh stop "$postgres_folder" || true
    rm -rf "$postgres_folder"
}

# Every test program writes build/results/cpp/NAME.json when it ends; one that dies leaves none.
run_cpp_tests() {
    local log=build/logs/ctest-$1.log name
    say "C++ tests ($1)"
    mkdir -p "$results/cpp"
    GTEST_OUTPUT="json:$PWD/$results/cpp/" GTEST_COLOR=no \
        ctest --test-dir "build/$1" -j "$(nproc)" --output-on-failure --timeout 600 \
        >"$log" 2>&1 </dev/null || show_failures "$log"
    grep 'tests passed' "$log" || true
    for name in $(ctest --test-dir "build/$1" -N | sed -n 's/^ *Test *#[0-9]*: //p'); do
        [[ -s "$results/cpp/gordion_${name}_test.json" ]] || part_failed "$name:died"
    done
}

# From "Failure" to the verdict, for each test that failed.
show_failures() {
    awk '/: Failure$/ { inside = 1 } inside && shown++ < 200 { print } /^\[  FAILED  \]/ { inside = 0 }' \
        "$1" >&2
    printf 'run: all of it stands in %s\n' "$1" >&2
}

# run_node_tests NAME FILE… prints one line per test and keeps TAP for counting.
run_node_tests() {
    local name=$1
    shift
    [[ $# -gt 0 ]] || return 0
    say "Tests in $name"
    node --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$results/$name.tap" "$@" </dev/null || true
    [[ -s "$results/$name.tap" ]] || part_failed "$name"
}

run_short_fuzz() {
    local programs
    build_preset fuzz gordion_fuzz
    mapfile -t programs < <(ls build/fuzz/*_fuzz 2>/dev/null)
    say "Fuzzing ${#programs[@]} readers of foreign bytes, $1 s in total"
    local program seconds=$(($1 / (${#programs[@]} > 0 ? ${#programs[@]} : 1)))
    for program in "${programs[@]}"; do
        part "fuzz:$(basename "$program")" fuzz_one "$program" $((seconds > 0 ? seconds : 1)) 1
    done
}

run_all_tests() {
    shopt -s nullglob
    rm -rf "$results"
    mkdir -p "$results" build/logs
    say "Layout of the sources"
    part format layout_is_right
    if ! (build_preset release all); then
        part_failed build
        sum_up
        return 1
    fi
    start_postgres || part_failed postgres
    run_cpp_tests release
    local folder
    for folder in guides journeys browser; do
        run_node_tests "$folder" tests/"$folder"/*.test.mjs
    done
    # In a subshell, so that a target that does not compile is one failed test and no more.
    (run_short_fuzz 10) || part_failed fuzz
    sum_up
}

sum_up() {
    say "Summary"
    node tests/support/summary.mjs "$results"
}

run_asan_tests() {
    rm -rf "$results"
    mkdir -p "$results"
    start_postgres || part_failed postgres
    run_cpp_tests asan
    sum_up
}
