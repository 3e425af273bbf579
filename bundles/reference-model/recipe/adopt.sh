#!/usr/bin/env bash
# Takes a trained model into the bundle: the file, its card, and what PyTorch says for a few prompts.
#
#   recipe/adopt.sh WORK [NAME=VALUE ...]     WORK: the folder of train.sh; NAME=VALUE: measured success rates
set -eu

recipe=$(cd "$(dirname "$0")" && pwd)
work=$(cd "$1" && pwd)
shift
python=${PYTHON:-/usr/bin/python3}
package=org/jackknife/reference
resources=$recipe/../src/main/resources/$package
tests=$recipe/../src/test/resources/$package
mkdir -p "$resources" "$tests"
cp "$work/model.gguf" "$resources/jackknife-reference-f16.gguf"
cd "$recipe"
PYTHONDONTWRITEBYTECODE=1 "$python" card.py --work "$work" --model "$resources/jackknife-reference-f16.gguf" \
  --card "$resources/reference-model.json" --expected "$tests/expected.json" --measured "$@"
