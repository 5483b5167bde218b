# SPDX-License-Identifier: EUPL-1.2
# Steps of ./run: installing, building, fuzzing. Sourced, never run by itself.

say() { printf '\n== %s\n' "$*"; }

die() {
    printf 'run: %s\n' "$*" >&2
    exit 1
}

# logged NAME COMMAND… keeps the output in build/logs/NAME.log and shows its end on failure.
logged() {
    local log=build/logs/$1.log
    shift
    mkdir -p build/logs
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        printf 'run: failed: %s (all of it: %s)\n' "$*" "$log" >&2
        return 1
    fi
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else
        die "packages are missing: run this as root, or install sudo"
    fi
}

# packages_of SECTION… prints the package names of setup/debian.txt, without the reasons.
packages_of() {
    awk -v wanted=" $* " '
        /^\[/ { inside = index(wanted, " " substr($1, 2, length($1) - 2) " "); next }
        inside && $1 !~ /^#/ && NF { print $1 }' setup/debian.txt | sort -u
}

# missing_of PACKAGE… prints those that are not installed. Asks dpkg only, never the network.
missing_of() {
    comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
            awk '$1 == "installed" { print $2 }' | sort -u)
}

install_debian() {
    local wanted missing
    mapfile -t wanted < <(packages_of "$@")
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    command -v apt-get >/dev/null || die "this needs Debian 12; missing: ${missing[*]}"
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    logged apt-update as_root apt-get update -q
    logged apt-install as_root apt-get install -q -y --no-install-recommends \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "${missing[@]}"
}

# Node.js: what is there is used if it is new enough; otherwise Debian's own.
install_node() {
    local wanted=()
    if command -v node >/dev/null; then
        [[ $(node -p 'process.versions.node.split(".")[0]') -ge 18 ]] ||
            die "node $(node --version) is too old: 18 or newer is needed"
    else
        wanted+=(nodejs)
    fi
    command -v npm >/dev/null || wanted+=(npm)
    [[ ${#wanted[@]} -gt 0 ]] || return 0
    say "Installing ${wanted[*]}"
    export DEBIAN_FRONTEND=noninteractive
    logged apt-update as_root apt-get update -q
    logged apt-install-node as_root apt-get install -q -y --no-install-recommends \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "${wanted[@]}"
}

# npm packages as the lock file names them. The stamp is the lock file they were installed from.
install_npm() {
    install_node
    local stamp=node_modules/.installed-lock.json
    cmp -s package-lock.json "$stamp" && return 0
    say "Installing npm packages"
    # Node trusts only its own list; behind a proxy with a certificate of its own, as authorities
    # have, Debian's list is the right one.
    NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt} \
        logged npm npm ci
    cp package-lock.json "$stamp"
}

# show_progress turns ninja's lines into one line per tenth of the way; failures pass through.
show_progress() {
    local line shown=0 failed=0
    while IFS= read -r line; do
        if [[ "$line" =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
            local tenth=$((BASH_REMATCH[1] * 10 / BASH_REMATCH[2]))
            if [[ $tenth -gt $shown && ${BASH_REMATCH[2]} -gt 9 ]]; then
                printf '   %3d %%  (%s of %s)\n' $((tenth * 10)) "${BASH_REMATCH[@]:1:2}"
                shown=$tenth
            fi
        fi
        [[ "$line" == FAILED:* || "$line" == "ninja: error"* ]] && failed=60
        if [[ $failed -gt 0 ]]; then
            printf '%s\n' "$line" >&2
            failed=$((failed - 1))
        fi
    done
}

# build_preset PRESET TARGET… configures once and builds; ninja configures again when it must.
build_preset() {
    local preset=$1
    shift
    say "Building $* ($preset)"
    if [[ ! -f build/$preset/build.ninja ]]; then
        logged "configure-$preset" cmake --preset "$preset"
    fi
    mkdir -p build/logs
    NINJA_STATUS='[%f/%t] ' ninja -C "build/$preset" -j "${GORDION_JOBS:-$(nproc)}" "$@" \
        </dev/null 2>&1 | tee "build/logs/build-$preset.log" | show_progress ||
        die "the build failed; all of it stands in build/logs/build-$preset.log"
}

list_sources() {
    find src tests bench -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0 2>/dev/null
}

# fuzz_one PROGRAM SECONDS [SEED]: seeds from tests/fuzz/NAME, finds kept outside the repository.
# Without SEED every run takes another way; ./run test names one, so that it is the same tomorrow.
fuzz_one() {
    local name corpus crashes
    name=$(basename "$1")
    corpus=build/fuzz/corpus/$name
    crashes=build/fuzz/crashes/$name-
    mkdir -p "$corpus" build/fuzz/crashes
    local seeds=()
    [[ -d tests/fuzz/$name ]] && seeds=("tests/fuzz/$name")
    logged "fuzz-$name" "$1" -max_total_time="$2" -seed="${3:-0}" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$crashes" -print_final_stats=1 "$corpus" "${seeds[@]}"
}

# fuzz_each SECONDS runs every target; fails if one of them found something.
fuzz_each() {
    local program failed=0
    for program in build/fuzz/*_fuzz; do
        [[ -x $program ]] || die "there is no fuzz target under build/fuzz"
        if fuzz_one "$program" "$1"; then
            printf '   %-32s %s runs\n' "$(basename "$program")" \
                "$(sed -n 's/^stat::number_of_executed_units: *//p' \
                    "build/logs/fuzz-$(basename "$program").log")"
        else
            failed=1
        fi
    done
    return $failed
}
