#compdef zavora-cli
# zsh completion for zavora-cli; made by: zavora-cli completion zsh
_zavora_cli() {
    local cur=$words[CURRENT] prev=$words[CURRENT-1] at='' skip='' word
    local -a offered switches options
    for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $skip ]]; then
            skip=''
            continue
        fi
        case $word in
            (--) return ;;
            (-o|--output-format|-f|--file|--profile|--config-path|--provider|--model|--worker-provider|--worker-model|--planner-provider|--planner-model|--planner-call-budget|--openai-api|--max-prompt-chars|--max-output-tokens|--model-connect-timeout-secs|--model-first-event-timeout-secs|--model-silence-timeout-secs|--model-total-timeout-secs|--model-attempts|--model-retry-total-secs|--ca-bundle|--model-dir|--app-name|--user-id|--session-id|--session-backend|--session-db-url|--session-lease-patience-secs|--tool-confirmation-mode|--require-confirm-tool|--approve-tool|--tool-timeout-secs|--telemetry-enabled|--telemetry-path|--guardrail-input-mode|--guardrail-output-mode|--guardrail-term|--guardrail-redact-replacement|--host|--port|--tokens-file|--allowed-host|--tls-cert|--tls-key|--max-turns|--max-waiting|--session-wait-secs|--turn-timeout-secs|--max-approvals|--approval-wait-secs|--drain-secs|--pid-file|--recent|--limit|--at|--as|--format|--max-mib|--keep|--older-than|--path|--since|--html|--prices|--fail-on|--dataset|--output|--benchmark-iterations|--fail-under|--history|--baseline|--wait) skip=1 ;;
            (-*) ;;
            (*)
                case "$at $word" in
                    (' ask'|' chat'|' setup'|' models'|' models list'|' models pull'|' models remove'|' profiles'|' profiles list'|' profiles show'|' doctor'|' sessions'|' sessions list'|' sessions show'|' sessions search'|' sessions resume'|' sessions fork'|' sessions export'|' sessions import'|' sessions delete'|' sessions prune'|' sessions backup'|' sessions restore'|' telemetry'|' telemetry report'|' eval'|' eval run'|' perf'|' perf report'|' server'|' server serve'|' server status'|' server stop'|' server a2a-smoke'|' migrate'|' completion') at="$at $word" ;;
                esac
                ;;
        esac
    done
    case $prev in
        (-o|--output-format) compadd -- text json stream-json; return ;;
        (-f|--file) _files; return ;;
        (--profile) return ;;
        (--config-path) _files; return ;;
        (--provider) compadd -- auto gemini openai anthropic deepseek groq ollama local; return ;;
        (--model) return ;;
        (--worker-provider) compadd -- auto gemini openai anthropic deepseek groq ollama local; return ;;
        (--worker-model) return ;;
        (--planner-provider) compadd -- auto gemini openai anthropic deepseek groq ollama local; return ;;
        (--planner-model) return ;;
        (--planner-call-budget) return ;;
        (--openai-api) compadd -- auto chat responses; return ;;
        (--max-prompt-chars) return ;;
        (--max-output-tokens) return ;;
        (--model-connect-timeout-secs) return ;;
        (--model-first-event-timeout-secs) return ;;
        (--model-silence-timeout-secs) return ;;
        (--model-total-timeout-secs) return ;;
        (--model-attempts) return ;;
        (--model-retry-total-secs) return ;;
        (--ca-bundle) _files; return ;;
        (--model-dir) _files; return ;;
        (--app-name) return ;;
        (--user-id) return ;;
        (--session-id) return ;;
        (--session-backend) compadd -- memory sqlite; return ;;
        (--session-db-url) return ;;
        (--session-lease-patience-secs) return ;;
        (--tool-confirmation-mode) compadd -- never mcp-only always; return ;;
        (--require-confirm-tool) return ;;
        (--approve-tool) return ;;
        (--tool-timeout-secs) return ;;
        (--telemetry-enabled) compadd -- true false; return ;;
        (--telemetry-path) _files; return ;;
        (--guardrail-input-mode) compadd -- disabled observe block redact; return ;;
        (--guardrail-output-mode) compadd -- disabled observe block redact; return ;;
        (--guardrail-term) return ;;
        (--guardrail-redact-replacement) return ;;
        (--host) return ;;
        (--port) return ;;
        (--tokens-file) _files; return ;;
        (--allowed-host) return ;;
        (--tls-cert) _files; return ;;
        (--tls-key) _files; return ;;
        (--max-turns) return ;;
        (--max-waiting) return ;;
        (--session-wait-secs) return ;;
        (--turn-timeout-secs) return ;;
        (--max-approvals) return ;;
        (--approval-wait-secs) return ;;
        (--drain-secs) return ;;
        (--pid-file) _files; return ;;
        (--recent) return ;;
        (--limit) return ;;
        (--at) return ;;
        (--as) return ;;
        (--format) compadd -- json markdown; return ;;
        (--max-mib) return ;;
        (--keep) return ;;
        (--older-than) return ;;
        (--path) _files; return ;;
        (--since) return ;;
        (--html) _files; return ;;
        (--prices) _files; return ;;
        (--fail-on) case $at in (' telemetry report') compadd -- warn fail command.failures command.failure_spike guardrail.blocks tool.failures telemetry.dropped; ;; (' perf report') compadd -- regression; ;; esac; return ;;
        (--dataset) _files; return ;;
        (--output) _files; return ;;
        (--benchmark-iterations) return ;;
        (--fail-under) return ;;
        (--history) _files; return ;;
        (--baseline) _files; return ;;
        (--wait) return ;;
    esac
    case $at in
        ('') offered=('ask:Ask once and print the answer' 'chat:Talk with the model, line by line' 'setup:Choose provider and model, and put the key away' 'models:Show models and providers; manage local models' 'profiles:Show the profiles and what is in effect' 'doctor:Check that everything is well' 'sessions:List, show, search, copy and remove sessions' 'telemetry:Report on what the program recorded of itself' 'eval:Measure how good and how quick retrieval is' 'perf:Report on how fast and how large the program is over time' 'server:Serve the agent over HTTP' 'migrate:Import or upgrade the session database' 'completion:Print the completion script of a shell') switches=() ;;
        (' ask') offered=() switches=() ;;
        (' chat') offered=() switches=('--continue:Goes on with the session that was updated last') ;;
        (' setup') offered=() switches=('--key-stdin:Reads the key, alone or as a line of a .env file, from standard input; of a terminal, from one line' '--no-verify:Saves without asking the provider' '--forget:Removes the key that is kept for --provider, and does nothing else' '--json:Prints one JSON object') ;;
        (' models') offered=('list:List the local models, installed and available' 'pull:Install a local model' 'remove:Remove a local model') switches=('--json:Prints one JSON object') ;;
        (' models list') offered=() switches=('--json:Prints one JSON object') ;;
        (' models pull') offered=() switches=('--json:Prints one JSON object') ;;
        (' models remove') offered=() switches=('--json:Prints one JSON object') ;;
        (' profiles') offered=('list:List the profiles' 'show:Show every setting in effect and where it comes from') switches=() ;;
        (' profiles list') offered=() switches=('--json:Prints one JSON object') ;;
        (' profiles show') offered=() switches=('--json:Prints one JSON object') ;;
        (' doctor') offered=() switches=('--probe:Asks every provider that has a key once, over the network' '--offline:Stays off the network; so it does without --probe' '--full:Reads the whole session database, however large' '--repair:Saves what can be read of a damaged session database into a new one beside it, nothing else' '--json:Prints one JSON object') ;;
        (' sessions') offered=('list:List the sessions, newest first' 'show:Show a session'\''s newest events' 'search:Find events by their words' 'resume:Go on with a session in a chat' 'fork:Copy a session under a new id' 'export:Write a session as JSON or Markdown' 'import:Take in an exported session' 'delete:Delete one session' 'prune:Delete all but the newest sessions' 'backup:Copy the whole database while it is used' 'restore:Put a copy of the database back') switches=() ;;
        (' sessions list') offered=() switches=('--json:Prints one JSON object') ;;
        (' sessions show') offered=() switches=('--recent:How many of the newest events to show; 0 for all' '--json:Prints one JSON object') ;;
        (' sessions search') offered=() switches=('--limit:How many events to find at most' '--json:Prints one JSON object') ;;
        (' sessions resume') offered=() switches=() ;;
        (' sessions fork') offered=() switches=('--at:The position of the last event to copy, as '\''sessions show --json'\'' tells it; all without it' '--as:The id of the new session' '--json:Prints one JSON object') ;;
        (' sessions export') offered=() switches=('--format:json can be imported without loss, markdown is for reading') ;;
        (' sessions import') offered=() switches=('--as:The id of the new session' '--max-mib:The most that is taken from what is no regular file, in MiB' '--json:Prints one JSON object') ;;
        (' sessions delete') offered=() switches=('--force:Does it; without this nothing is changed' '--json:Prints one JSON object') ;;
        (' sessions prune') offered=() switches=('--keep:How many of the newest sessions stay, at least 1' '--older-than:Only sessions not updated for so long, for example 30d (s, m, h, d, w)' '--dry-run:Lists what would be deleted and changes nothing; stronger than --force' '--force:Does it; without this nothing is changed' '--json:Prints one JSON object') ;;
        (' sessions backup') offered=() switches=('--force:Replaces the file if it is an earlier backup, or empty' '--json:Prints one JSON object') ;;
        (' sessions restore') offered=() switches=('--force:Does it; without this nothing is changed' '--json:Prints one JSON object') ;;
        (' telemetry') offered=('report:Add up events\: counts, latencies, tokens, findings') switches=() ;;
        (' telemetry report') offered=() switches=('--path:The file to read instead of the one of --telemetry-path' '--limit:How many of the last lines are read, older files of the rotation included; 0 reads everything' '--since:Only events of that time or later\: 2026-01-31T08\:30\:00Z, 2026-01-31 (midnight UTC), or as long ago as 30m, 24h, 7d' '--json:Prints one JSON object' '--html:Writes a page with plots there, for any browser; - is standard output, in place of the text' '--prices:JSON with the prices of a million tokens by model, from which costs are shown' '--fail-on:Ends with exit code 12 when a finding is at that level or above (warn, fail), or when the named finding is not well') ;;
        (' eval') offered=('run:Run a data set, judge it and time it') switches=() ;;
        (' eval run') offered=() switches=('--dataset:The data set' '--output:Writes the report there, default .zavora/evals/latest.json; - is standard output, in place of the text' '--benchmark-iterations:How often each case is timed, default 100; 0 counts as 1' '--fail-under:Ends with exit code 12 when a smaller share of the cases passes, default 0.80' '--json:Prints one JSON object') ;;
        (' perf') offered=('report:Compare the newest figures with earlier ones and a baseline') switches=() ;;
        (' perf report') offered=() switches=('--history:The measurements, default .zavora/perf/history.jsonl' '--baseline:The figures to compare with, default perf/baseline.json where that exists' '--html:Writes a page with plots there, for any browser; - is standard output, in place of the text' '--fail-on:Ends with exit code 12 when a figure is worse than the baseline by more than its tolerance (regression)' '--json:Prints one JSON object') ;;
        (' server') offered=('serve:Listen for requests' 'status:Tell whether it runs' 'stop:Tell it to stop' 'a2a-smoke:Check the agent-to-agent ping') switches=() ;;
        (' server serve') offered=() switches=() ;;
        (' server status') offered=() switches=('--json:Prints one JSON object') ;;
        (' server stop') offered=() switches=('--wait:How long to wait for its end; 0 does not wait' '--json:Prints one JSON object') ;;
        (' server a2a-smoke') offered=() switches=() ;;
        (' migrate') offered=() switches=('--json:Prints one JSON object') ;;
        (' completion') offered=('bash' 'zsh' 'fish') switches=() ;;
    esac
    if [[ $cur == -* ]]; then
        options=(
            '-o:How results are printed\: text for people, json for one object, stream-json for one object per event'
            '--output-format:How results are printed\: text for people, json for one object, stream-json for one object per event'
            '-f:Adds the text of a file to the prompt'
            '--file:Adds the text of a file to the prompt'
            '--stdin:Adds standard input to the prompt, even when it is a terminal'
            '--no-stdin:Leaves standard input alone, even when it is not a terminal'
            '--profile:The profile of the configuration file to use'
            '--config-path:The configuration file'
            '--show-sensitive-config:Shows database addresses in full, in results and in errors'
            '--provider:Where the model runs'
            '--model:The model, as its provider spells it; for the local provider also the path of a GGUF file'
            '--worker-provider:Like --provider, for the working model alone; goes before --provider of the same layer'
            '--worker-model:Like --model, for the working model alone; goes before --model of the same layer'
            '--planner-provider:The provider of the planning model'
            '--planner-model:The planning model'
            '--planner-call-budget:How often the planner may be called in one process'
            '--openai-api:The protocol spoken to OpenAI'
            '--max-prompt-chars:Longest prompt in characters'
            '--max-output-tokens:Longest answer in tokens'
            '--model-connect-timeout-secs:Seconds to wait for a connection to a model'
            '--model-first-event-timeout-secs:Seconds to wait for the first event of an answer'
            '--model-silence-timeout-secs:Seconds to wait between two events of an answer'
            '--model-total-timeout-secs:Seconds for one model request as a whole'
            '--model-attempts:How often one model request is sent at most, the first time included'
            '--model-retry-total-secs:Seconds for all attempts and the pauses between them, until an answer begins'
            '--ca-bundle:PEM file with certificates trusted besides the runtime'\''s own'
            '--model-dir:Folder of the local models; .zavora/models in the home folder when not set'
            '--app-name:The application sessions belong to'
            '--user-id:The user sessions belong to'
            '--session-id:The conversation to continue or to begin'
            '--session-backend:Where conversations are kept\: memory until the program ends, or sqlite in a file'
            '--session-db-url:The database of the sqlite backend, sqlite\://PATH; ?mode=rwc or ?mode=rw may follow'
            '--session-lease-patience-secs:Seconds to wait while another run is using the same conversation'
            '--tool-confirmation-mode:Which tools need approval before they run'
            '--require-confirm-tool:A tool that needs approval whatever the mode'
            '--approve-tool:A tool that is approved beforehand'
            '--yolo:Approves every available tool for this process'
            '--always-approve:Approves every available tool for this process'
            '--tool-timeout-secs:Seconds one tool call may take'
            '--telemetry-enabled:Whether events of operation are written to a local file, and sent to a collector where one is set'
            '--telemetry-path:The file of the events, one JSON object per line'
            '--guardrail-input-mode:What happens to prompts and tool results that hold sensitive terms, personal data or secrets'
            '--guardrail-output-mode:What happens to answers and tool arguments that hold them'
            '--guardrail-term:A sensitive term, found as a whole word in any spelling'
            '--guardrail-redact-replacement:What a redacted term is replaced by'
            '--host:The address to listen on\: an IP address or localhost'
            '--port:The port to listen on; 0 for any free one'
            '--tokens-file:A JSON file of further tokens, each with a name, scopes and a user; read again when it changes'
            '--allowed-host:A further host name the server may be called by, for example behind a proxy; may be repeated'
            '--tls-cert:A PEM file with the server'\''s certificate, then those of its issuers; needs --tls-key'
            '--tls-key:A PEM file with the private key of --tls-cert, not encrypted'
            '--max-turns:How many turns run at once'
            '--max-waiting:How many requests may wait for a turn; more are refused with 429'
            '--session-wait-secs:Seconds a request waits for its turn before it is refused'
            '--turn-timeout-secs:Seconds one turn may take, without the time it waits for approvals'
            '--max-approvals:How many tool calls may wait for approval over HTTP; more are denied at once'
            '--approval-wait-secs:Seconds a tool call waits for approval over HTTP before it is denied'
            '--drain-secs:Seconds running turns may go on when the server is told to stop'
            '--pid-file:The file a server keeps locked while it runs, by which server status and server stop find it'
            '-h:Prints help'
            '--help:Prints help'
            '-V:Prints the version'
            '--version:Prints the version'
        )
        _describe -o option options -- switches
    else
        _describe command offered
    fi
}
if [[ $funcstack[1] == _zavora_cli ]]; then
    _zavora_cli "$@"
else
    compdef _zavora_cli zavora-cli
fi
