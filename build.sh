#!/usr/bin/env bash
# Builds, tests and formats this repository. Run ./build.sh help for the commands.
set -euo pipefail
cd "$(dirname "$0")"

packages=(
  build-essential cmake ninja-build python3
  antlr4 libantlr4-runtime-dev
  llvm-19-dev llvm-19-tools libzstd-dev zlib1g-dev libxml2-dev libedit-dev libcurl4-openssl-dev
  libfmt-dev nlohmann-json3-dev libgtest-dev libssl-dev libcpp-httplib-dev
)
sanitizer_packages=(clang-19 libclang-rt-19-dev)

say() { printf '\n== %s\n' "$*"; }

# Installs missing packages without prompting; does nothing if all are installed.
install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

build() { # [preset [target...]]
  local preset=${1:-release} host_tools=()
  shift || true
  case "$preset" in
    asan-ubsan | tsan)
      install_packages "${sanitizer_packages[@]}"
      # The generators of a release build write the same files, and run faster than sanitized ones.
      [ -x build/release/bin/azcl-tblgen ] && host_tools=("-DAZCL_HOST_TOOLS=$PWD/build/release/bin") ;;
  esac
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" "${host_tools[@]}" >/dev/null
  cmake --build --preset "$preset" -- --quiet "$@"
}

demo() {
  install_packages "${packages[@]}"
  say "building azclc (a few minutes the first time)"
  build release azclc
  local azclc=build/release/bin/azclc
  say "example program: examples/smallest.azc"
  cat examples/smallest.azc
  say "azclc examples/smallest.azc -o out/"
  "$azclc" examples/smallest.azc -o out/
  ls -l out/
  say "out/model.azc: the same program with all default values"
  cat out/model.azc
}

check() { # [preset]
  local preset=${1:-release}
  install_packages "${packages[@]}"
  say "building"
  local start=$SECONDS
  if [ "$preset" = release ]; then build release; else build "$preset" azclc azclctl azcl-import azcl-armsim azcl-unit; fi
  echo "built in $((SECONDS - start)) s"
  say "testing"
  start=$SECONDS
  cmake --build --preset "$preset" --target check
  echo "tested in $((SECONDS - start)) s"
}

bench() {
  install_packages "${packages[@]}"
  build release azclc azcl-bench
  test/bench/run.sh build/release/bin
}

fuzz() {
  install_packages "${packages[@]}"
  build asan-ubsan azcl-fuzz-parse azcl-fuzz-frontend azcl-fuzz-expand
  test/fuzz/run.sh build/asan-ubsan/bin "${1:?missing argument: the number of seconds for each target, or keep}"
}

install_to() {
  install_packages "${packages[@]}"
  build release
  cmake --install build/release --prefix "${1:?missing argument: the installation prefix}" >/dev/null
  echo "installed in $1"
}

# Regenerates docs/reference from the compiler's tables.
docs() {
  build release azclc azclctl
  for page in language diagnostics rules passes presets; do
    build/release/bin/azclc --print-reference=$page >docs/reference/$page.md
  done
  build/release/bin/azclc --emit=vocabulary >docs/reference/vocabulary.json
  build/release/bin/azclctl errors >docs/reference/deployment-errors.md
}

# Diagnostics.def and Groups.def are excluded: clang-format would break their tables.
format() { # [check]
  install_packages clang-format
  local mode=(-i)
  [ "${1:-}" != check ] || mode=(--dry-run --Werror)
  git ls-files '*.cpp' '*.h' 'include/azcl/Diagnostics/*.def' ':!*/Diagnostics.def' ':!*/Groups.def' |
    xargs clang-format "${mode[@]}"
}

usage() {
  cat <<'TXT'
./build.sh demo            install missing packages, build the compiler, compile and show an example
./build.sh check [PRESET]  install missing packages, build, run all tests; asan-ubsan runs them under
                           AddressSanitizer and UndefinedBehaviorSanitizer
./build.sh build [PRESET]  build only; presets: release, debug, dev, asan-ubsan, tsan
./build.sh bench           run the benchmark
./build.sh fuzz SECONDS    fuzz each target for SECONDS; keep adds inputs that increase coverage to test/fuzz/corpus.tar.xz
./build.sh install PREFIX  install the compiler, the libraries and the CMake package
./build.sh docs            regenerate docs/reference from the compiler's tables
./build.sh format [check]  format all sources; check fails if a source is not formatted
TXT
}

verb=${1:-help}
shift || true
case "$verb" in
  demo) demo ;;
  check) check "$@" ;;
  build) install_packages "${packages[@]}"; build "$@" ;;
  bench) bench ;;
  fuzz) fuzz "$@" ;;
  install) install_to "$@" ;;
  docs) docs ;;
  format) format "$@" ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
