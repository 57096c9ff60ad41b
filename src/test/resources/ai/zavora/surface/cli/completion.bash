# bash completion for zavora-cli; made by: zavora-cli completion bash
_zavora_cli() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    local at='' words='' switches='' skip='' word i
    # bash splits --flag=value into three words
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $skip ]]; then
            skip=''
            continue
        fi
        case $word in
            --) return ;;
            -o | --output-format | -f | --file | --profile | --config-path | --provider | --model | --worker-provider | --worker-model | --planner-provider | --planner-model | --planner-call-budget | --openai-api | --max-prompt-chars | --max-output-tokens | --model-connect-timeout-secs | --model-first-event-timeout-secs | --model-silence-timeout-secs | --model-total-timeout-secs | --model-attempts | --model-retry-total-secs | --ca-bundle | --model-dir | --app-name | --user-id | --session-id | --session-backend | --session-db-url | --session-lease-patience-secs | --tool-confirmation-mode | --require-confirm-tool | --approve-tool | --tool-timeout-secs | --telemetry-enabled | --telemetry-path | --guardrail-input-mode | --guardrail-output-mode | --guardrail-term | --guardrail-redact-replacement | --host | --port | --tokens-file | --allowed-host | --tls-cert | --tls-key | --max-turns | --max-waiting | --session-wait-secs | --turn-timeout-secs | --max-approvals | --approval-wait-secs | --drain-secs | --pid-file | --recent | --limit | --at | --as | --format | --max-mib | --keep | --older-than | --path | --since | --html | --prices | --fail-on | --dataset | --output | --benchmark-iterations | --fail-under | --history | --baseline | --wait) skip=1 ;;
            -*) ;;
            *)
                case "$at $word" in
                    ' ask' | ' chat' | ' setup' | ' models' | ' models list' | ' models pull' | ' models remove' | ' profiles' | ' profiles list' | ' profiles show' | ' doctor' | ' sessions' | ' sessions list' | ' sessions show' | ' sessions search' | ' sessions resume' | ' sessions fork' | ' sessions export' | ' sessions import' | ' sessions delete' | ' sessions prune' | ' sessions backup' | ' sessions restore' | ' telemetry' | ' telemetry report' | ' eval' | ' eval run' | ' perf' | ' perf report' | ' server' | ' server serve' | ' server status' | ' server stop' | ' server a2a-smoke' | ' migrate' | ' completion') at="$at $word" ;;
                esac
                ;;
        esac
    done
    case $prev in
        -o | --output-format) COMPREPLY=($(compgen -W 'text json stream-json' -- "$cur")); return ;;
        -f | --file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --profile) return ;;
        --config-path) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --provider) COMPREPLY=($(compgen -W 'auto gemini openai anthropic deepseek groq ollama local' -- "$cur")); return ;;
        --model) return ;;
        --worker-provider) COMPREPLY=($(compgen -W 'auto gemini openai anthropic deepseek groq ollama local' -- "$cur")); return ;;
        --worker-model) return ;;
        --planner-provider) COMPREPLY=($(compgen -W 'auto gemini openai anthropic deepseek groq ollama local' -- "$cur")); return ;;
        --planner-model) return ;;
        --planner-call-budget) return ;;
        --openai-api) COMPREPLY=($(compgen -W 'auto chat responses' -- "$cur")); return ;;
        --max-prompt-chars) return ;;
        --max-output-tokens) return ;;
        --model-connect-timeout-secs) return ;;
        --model-first-event-timeout-secs) return ;;
        --model-silence-timeout-secs) return ;;
        --model-total-timeout-secs) return ;;
        --model-attempts) return ;;
        --model-retry-total-secs) return ;;
        --ca-bundle) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --model-dir) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --app-name) return ;;
        --user-id) return ;;
        --session-id) return ;;
        --session-backend) COMPREPLY=($(compgen -W 'memory sqlite' -- "$cur")); return ;;
        --session-db-url) return ;;
        --session-lease-patience-secs) return ;;
        --tool-confirmation-mode) COMPREPLY=($(compgen -W 'never mcp-only always' -- "$cur")); return ;;
        --require-confirm-tool) return ;;
        --approve-tool) return ;;
        --tool-timeout-secs) return ;;
        --telemetry-enabled) COMPREPLY=($(compgen -W 'true false' -- "$cur")); return ;;
        --telemetry-path) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --guardrail-input-mode) COMPREPLY=($(compgen -W 'disabled observe block redact' -- "$cur")); return ;;
        --guardrail-output-mode) COMPREPLY=($(compgen -W 'disabled observe block redact' -- "$cur")); return ;;
        --guardrail-term) return ;;
        --guardrail-redact-replacement) return ;;
        --host) return ;;
        --port) return ;;
        --tokens-file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --allowed-host) return ;;
        --tls-cert) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --tls-key) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --max-turns) return ;;
        --max-waiting) return ;;
        --session-wait-secs) return ;;
        --turn-timeout-secs) return ;;
        --max-approvals) return ;;
        --approval-wait-secs) return ;;
        --drain-secs) return ;;
        --pid-file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --recent) return ;;
        --limit) return ;;
        --at) return ;;
        --as) return ;;
        --format) COMPREPLY=($(compgen -W 'json markdown' -- "$cur")); return ;;
        --max-mib) return ;;
        --keep) return ;;
        --older-than) return ;;
        --path) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --since) return ;;
        --html) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --prices) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --fail-on) case $at in ' telemetry report') COMPREPLY=($(compgen -W 'warn fail command.failures command.failure_spike guardrail.blocks tool.failures telemetry.dropped' -- "$cur")); ;; ' perf report') COMPREPLY=($(compgen -W 'regression' -- "$cur")); ;; esac; return ;;
        --dataset) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --output) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --benchmark-iterations) return ;;
        --fail-under) return ;;
        --history) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --baseline) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --wait) return ;;
    esac
    case $at in
        '') words='ask chat setup models profiles doctor sessions telemetry eval perf server migrate completion' switches='' ;;
        ' ask') words='' switches='' ;;
        ' chat') words='' switches='--continue' ;;
        ' setup') words='' switches='--key-stdin --no-verify --forget --json' ;;
        ' models') words='list pull remove' switches='--json' ;;
        ' models list') words='' switches='--json' ;;
        ' models pull') words='' switches='--json' ;;
        ' models remove') words='' switches='--json' ;;
        ' profiles') words='list show' switches='' ;;
        ' profiles list') words='' switches='--json' ;;
        ' profiles show') words='' switches='--json' ;;
        ' doctor') words='' switches='--probe --offline --full --repair --json' ;;
        ' sessions') words='list show search resume fork export import delete prune backup restore' switches='' ;;
        ' sessions list') words='' switches='--json' ;;
        ' sessions show') words='' switches='--recent --json' ;;
        ' sessions search') words='' switches='--limit --json' ;;
        ' sessions resume') words='' switches='' ;;
        ' sessions fork') words='' switches='--at --as --json' ;;
        ' sessions export') words='' switches='--format' ;;
        ' sessions import') words='' switches='--as --max-mib --json' ;;
        ' sessions delete') words='' switches='--force --json' ;;
        ' sessions prune') words='' switches='--keep --older-than --dry-run --force --json' ;;
        ' sessions backup') words='' switches='--force --json' ;;
        ' sessions restore') words='' switches='--force --json' ;;
        ' telemetry') words='report' switches='' ;;
        ' telemetry report') words='' switches='--path --limit --since --json --html --prices --fail-on' ;;
        ' eval') words='run' switches='' ;;
        ' eval run') words='' switches='--dataset --output --benchmark-iterations --fail-under --json' ;;
        ' perf') words='report' switches='' ;;
        ' perf report') words='' switches='--history --baseline --html --fail-on --json' ;;
        ' server') words='serve status stop a2a-smoke' switches='' ;;
        ' server serve') words='' switches='' ;;
        ' server status') words='' switches='--json' ;;
        ' server stop') words='' switches='--wait --json' ;;
        ' server a2a-smoke') words='' switches='' ;;
        ' migrate') words='' switches='--json' ;;
        ' completion') words='bash zsh fish' switches='' ;;
    esac
    if [[ $cur == -* ]]; then
        words="-o --output-format -f --file --stdin --no-stdin --profile --config-path --show-sensitive-config --provider --model --worker-provider --worker-model --planner-provider --planner-model --planner-call-budget --openai-api --max-prompt-chars --max-output-tokens --model-connect-timeout-secs --model-first-event-timeout-secs --model-silence-timeout-secs --model-total-timeout-secs --model-attempts --model-retry-total-secs --ca-bundle --model-dir --app-name --user-id --session-id --session-backend --session-db-url --session-lease-patience-secs --tool-confirmation-mode --require-confirm-tool --approve-tool --yolo --always-approve --tool-timeout-secs --telemetry-enabled --telemetry-path --guardrail-input-mode --guardrail-output-mode --guardrail-term --guardrail-redact-replacement --host --port --tokens-file --allowed-host --tls-cert --tls-key --max-turns --max-waiting --session-wait-secs --turn-timeout-secs --max-approvals --approval-wait-secs --drain-secs --pid-file -h --help -V --version $switches"
    fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _zavora_cli zavora-cli
