#!/bin/sh
# The main job on the sample corpus: index it, find a half-remembered line, an idea, a speaker's words, carry them away.
set -eu
cd "$(dirname "$0")"
# As somebody types it: what holds blanks is quoted.
say() {
    printf '\n$ searchkit'
    for word in "$@"; do case $word in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
}
run() { say "$@"; searchkit "$@"; }

run index
run search 'letter from somebody who has read the book' --limit 2
run ideas 'map flood'
run quotes bridge --speaker 'rui falcoeiro'
run export silence --kind quote --format markdown --limit 2
run speakers falcoeiro
run moments catalogue --context 1 --limit 1
run whosaid 'your bridge hums and it is flat' --limit 1
run verify you-cannot-outvote-a-thumb
