# Sourced by the launcher and by the scripts of the build: finds a JDK 25 or newer without starting one.

# find_jdk [FOLDER…]: sets java_home and jdk_found (a text that names the exact build), or says how to get
# a JDK and fails. Order: ZAVORA_JAVA_HOME, a runtime shipped with the program (first FOLDER), JAVA_HOME,
# the JDK that the AOT cache was made with (second FOLDER), PATH, the usual folders.
find_jdk() {
    if [ -n "${ZAVORA_JAVA_HOME-}" ]; then
        if accept_jdk "$ZAVORA_JAVA_HOME"; then return 0; fi
        printf '[INTERNAL] ZAVORA_JAVA_HOME is %s, and that is not a JDK 25 or newer\n' "$ZAVORA_JAVA_HOME" >&2
        printf 'Hint: Point it at one, or unset it to let zavora-cli look for one itself.\n' >&2
        return 1
    fi
    if [ -n "${1-}" ] && accept_jdk "$1"; then return 0; fi
    if [ -n "${JAVA_HOME-}" ] && accept_jdk "$JAVA_HOME"; then return 0; fi
    if [ -n "${2-}" ] && accept_jdk "$2"; then return 0; fi
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f -- "$on_path" 2>/dev/null) &&
        accept_jdk "${on_path%/bin/java}" && return 0
    for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/java* \
        "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -d "$folder" ] && accept_jdk "$folder"; then return 0; fi
    done
    printf '[INTERNAL] no JDK 25 or newer was found\n' >&2
    printf 'Hint: Install one (Debian and Ubuntu: apt install openjdk-25-jdk, or https://adoptium.net;\n' >&2
    printf '      macOS: brew install openjdk), or set ZAVORA_JAVA_HOME to its folder.\n' >&2
    return 1
}

accept_jdk() {
    [ -x "$1/bin/${jdk_tool:-java}" ] && [ -r "$1/release" ] || return 1
    jdk_version=
    jdk_found=
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=*)
            jdk_version=${line#*=}
            jdk_version=${jdk_version#\"}
            jdk_version=${jdk_version%%[!0-9]*}
            jdk_found=$jdk_found$line
            ;;
        IMPLEMENTOR_VERSION=* | JAVA_RUNTIME_VERSION=* | OS_ARCH=* | LIBC=*) jdk_found=$jdk_found$line ;;
        esac
    done <"$1/release"
    [ "${jdk_version:-0}" -ge 25 ] || return 1
    java_home=$1
}
