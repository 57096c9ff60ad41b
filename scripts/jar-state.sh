# Sourced by the launcher and by the scripts that make a package.

# jar_state FOLDER JAR…: one line per jar with inode, size, modification and change time, to the nanosecond.
# The folder may have spaces in its name, the jars have none.
jar_state() {
    (
        cd -- "$1" && shift || exit 1
        export TZ=UTC0 LC_ALL=C
        stat -c '%n %i %s %y %z' -- "$@" 2>/dev/null || stat -f '%N %i %z %Fm %Fc' -- "$@" 2>/dev/null
    )
}

# jar_hash FOLDER JAR…: the SHA-256 over the contents of all jars in order.
jar_hash() {
    (
        cd -- "$1" && shift || exit 1
        cat -- "$@" | sha256
    )
}

sha256() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | {
        read -r sum rest
        printf '%s\n' "$sum"
    }
}
