# Sourced by install and uninstall: what lies under a prefix, and the manifest that says what install put there.
#
# The manifest has a line for each thing, KIND VALUE PATH, its path relative to the prefix and without spaces:
#   file SHA-256 PATH     as it was written
#   link TARGET PATH
#   own - PATH            a file that the program itself writes anew
#   folder - PATH         one that was not there before
export LC_ALL=C
manifest=lib/zavora-cli/manifest

fail() { # EXIT-CODE MESSAGE WHAT-TO-DO
    code=$1
    case $code in
    42) category=INPUT ;;
    *) category=INTERNAL ;;
    esac
    printf '[%s] %s\nHint: %s\n' "$category" "$2" "$3" >&2
    exit "$code"
}

# describe WORK-FOLDER: reads paths, writes the line of each that exists; `other` for what is neither file nor link.
describe() {
    while read -r path; do
        if [ -h "$path" ]; then
            printf 'link %s %s\n' "$(readlink -- "$path")" "$path"
        elif [ -f "$path" ]; then
            printf '%s\n' "$path" >&3
        elif [ -e "$path" ]; then
            printf 'other - %s\n' "$path"
        fi
    done 3>"$1/files"
    [ -s "$1/files" ] || return 0
    if command -v sha256sum >/dev/null 2>&1; then xargs sha256sum <"$1/files"; else xargs shasum -a 256 <"$1/files"; fi |
        sed 's/^\([0-9a-f]*\) [ *]/file \1 /'
}

# remove_listed WORK-FOLDER: reads lines of a manifest and removes what is still as they say; tells what is not.
remove_listed() {
    sort -u >"$1/listed"
    grep -e '^file ' -e '^link ' "$1/listed" | sed 's/.* //' | sort -u | describe "$1" | sort >"$1/there" || :
    comm -12 "$1/listed" "$1/there" | sed 's/.* //' | xargs rm -f --
    sed -n 's/^own - //p' "$1/listed" | xargs rm -f --
    comm -13 "$1/listed" "$1/there" | sed 's/.* //' | while read -r path; do
        printf 'kept, because it was changed: %s\n' "$prefix/$path" >&2
    done
    # the deepest first; one that holds something else stays
    sed -n 's/^folder - //p' "$1/listed" | sort -r | while read -r folder; do remove_empty "$folder"; done
}

remove_empty() { # FOLDER, relative to the prefix
    case $1 in
    .) rmdir -- "$prefix" ;;
    *) rmdir -- "$prefix/$1" ;;
    esac 2>/dev/null || :
}

# nothing_unfinished HOME: removes what an install that was cut off left, refuses while one runs.
nothing_unfinished() {
    for unfinished in "$1"/.new.*; do
        [ -d "$unfinished" ] || continue
        kill -0 "${unfinished##*.}" 2>/dev/null &&
            fail 42 "another install into $1 is running" "Wait for its end. If there is none, remove $unfinished."
        rm -rf -- "$unfinished"
    done
}

# require_writable FOLDER…: each can be written to, or can be made.
require_writable() {
    for folder; do
        while [ ! -e "$folder" ] && [ ! -h "$folder" ]; do
            case $folder in
            */*) folder=${folder%/*} ;;
            *) folder=. ;;
            esac
            [ -n "$folder" ] || folder=/
        done
        [ -d "$folder" ] || fail 42 "$folder is no folder" "Choose another PREFIX, or move it away."
        [ -w "$folder" ] && [ -x "$folder" ] ||
            fail 42 "$folder cannot be written to" "Choose another PREFIX, or run this with the rights that it takes."
    done
}
