#!/usr/bin/env bash
# Trains the reference model from nothing: episodes from the Java oracle, tokenizer, weights, GGUF, card.
#
#   recipe/train.sh [--minutes N] [--episodes N] [--work DIR]    train (defaults: 60 minutes, 30000 per tool set)
#   recipe/train.sh --test                                       test the recipe (seconds)
#
# An interrupted run goes on where its last checkpoint was, when started again with the same --work.
set -eu

recipe=$(cd "$(dirname "$0")" && pwd)
bundle=$(dirname "$recipe")
root=$(cd "$bundle/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
minutes=60 episodes=30000 heldout=2000 work=$bundle/target/training test=no

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --minutes) minutes=$2; shift 2 ;;
    --episodes) episodes=$2; shift 2 ;;
    --work) work=$2; shift 2 ;;
    --test) test=yes; shift ;;
    *) fail "unknown option $1; see the head of $0" ;;
  esac
done

command -v g++ >/dev/null || fail "g++ is missing; install it with: apt-get install g++"
"$python" -c 'import torch, numpy' 2>/dev/null ||
  fail "$python has no torch or numpy; install them with: apt-get install python3-torch python3-numpy"
# torch from Debian comes with the reference BLAS, which is fifty times slower
blas=$(ls -d /usr/lib/*/openblas-openmp 2>/dev/null | head -n 1)
[ -n "$blas" ] || fail "OpenBLAS with OpenMP is missing; install it with: apt-get install libopenblas0-openmp"
export LD_LIBRARY_PATH="$blas${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# waiting threads that spin would take the cores from everything else
export OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE=1

cd "$recipe"
[ "$test" = no ] || exec "$python" -m unittest test_recipe

mkdir -p "$work"
work=$(cd "$work" && pwd)

# episodes SPLIT COUNT FILE: solved samples of each tool set, one after the other
episodes() {
  [ ! -s "$3" ] || return 0
  : >"$3.partial"
  for toolset in weather movie academia; do
    "$root/jackknife" trajectories "tool-query(toolset=$toolset)" --split "$1" --count "$2" --out "$work/part.jsonl"
    cat "$work/part.jsonl" >>"$3.partial"
    rm "$work/part.jsonl"
  done
  mv "$3.partial" "$3"
}
episodes training "$episodes" "$work/train.jsonl"
episodes evaluation "$heldout" "$work/heldout.jsonl"

template=$root/framework/chat/src/main/resources/org/jackknife/chat/compact.jinja
nice -n 5 "$python" train.py --train "$work/train.jsonl" --heldout "$work/heldout.jsonl" --template "$template" \
  --out "$work/model.gguf" --work "$work" --minutes "$minutes"

echo "trained: $work/model.gguf"
echo "to take it into the bundle: recipe/adopt.sh $work"
