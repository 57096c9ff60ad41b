# fish completion for zavora-cli; made by: zavora-cli completion fish
function __zavora_cli_at
    set -l at ''
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case -o --output-format -f --file --profile --config-path --provider --model --worker-provider --worker-model --planner-provider --planner-model --planner-call-budget --openai-api --max-prompt-chars --max-output-tokens --model-connect-timeout-secs --model-first-event-timeout-secs --model-silence-timeout-secs --model-total-timeout-secs --model-attempts --model-retry-total-secs --ca-bundle --model-dir --app-name --user-id --session-id --session-backend --session-db-url --session-lease-patience-secs --tool-confirmation-mode --require-confirm-tool --approve-tool --tool-timeout-secs --telemetry-enabled --telemetry-path
                set skip 1
            case '-*'
            case '*'
                if contains -- "$at $word" ' ask' ' chat' ' setup' ' models' ' models list' ' models pull' ' models remove' ' profiles' ' profiles list' ' profiles show' ' completion'
                    set at "$at $word"
                end
        end
    end
    test "$at" = "$argv[1]"
end
complete -c zavora-cli -f
complete -c zavora-cli -n '__zavora_cli_at ""' -a ask -d 'Ask once and print the answer'
complete -c zavora-cli -n '__zavora_cli_at ""' -a chat -d 'Talk with the model, line by line'
complete -c zavora-cli -n '__zavora_cli_at ""' -a setup -d 'Choose provider and model, and put the key away'
complete -c zavora-cli -n '__zavora_cli_at ""' -a models -d 'Show models and providers; manage local models'
complete -c zavora-cli -n '__zavora_cli_at ""' -a profiles -d 'Show the profiles and what is in effect'
complete -c zavora-cli -n '__zavora_cli_at ""' -a completion -d 'Print the completion script of a shell'
complete -c zavora-cli -n '__zavora_cli_at " setup"' -l key-stdin -d 'Reads the key from the first line of standard input.'
complete -c zavora-cli -n '__zavora_cli_at " setup"' -l no-verify -d 'Saves without asking the provider.'
complete -c zavora-cli -n '__zavora_cli_at " setup"' -l forget -d 'Removes the key that is kept for --provider, and does nothing else.'
complete -c zavora-cli -n '__zavora_cli_at " setup"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " models"' -a list -d 'List the local models, installed and available'
complete -c zavora-cli -n '__zavora_cli_at " models"' -a pull -d 'Install a local model'
complete -c zavora-cli -n '__zavora_cli_at " models"' -a remove -d 'Remove a local model'
complete -c zavora-cli -n '__zavora_cli_at " models"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " models list"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " models pull"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " models remove"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " profiles"' -a list -d 'List the profiles'
complete -c zavora-cli -n '__zavora_cli_at " profiles"' -a show -d 'Show every setting in effect and where it comes from'
complete -c zavora-cli -n '__zavora_cli_at " profiles list"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " profiles show"' -l json -d 'Prints one JSON object.'
complete -c zavora-cli -n '__zavora_cli_at " completion"' -a bash
complete -c zavora-cli -n '__zavora_cli_at " completion"' -a zsh
complete -c zavora-cli -n '__zavora_cli_at " completion"' -a fish
complete -c zavora-cli -s o -l output-format -x -a 'text json stream-json' -d 'How results are printed: text for people, json for one object, stream-json for one object per event'
complete -c zavora-cli -s f -l file -r -F -d 'Adds the text of a file to the prompt'
complete -c zavora-cli -l stdin -d 'Adds standard input to the prompt, even when it is a terminal'
complete -c zavora-cli -l no-stdin -d 'Leaves standard input alone, even when it is not a terminal'
complete -c zavora-cli -l profile -x -d 'The profile of the configuration file to use'
complete -c zavora-cli -l config-path -r -F -d 'The configuration file'
complete -c zavora-cli -l show-sensitive-config -d 'Shows database addresses in full, in results and in errors'
complete -c zavora-cli -l provider -x -a 'auto gemini openai anthropic deepseek groq ollama local' -d 'Where the model runs'
complete -c zavora-cli -l model -x -d 'The model, as its provider spells it; for the local provider also the path of a GGUF file'
complete -c zavora-cli -l worker-provider -x -a 'auto gemini openai anthropic deepseek groq ollama local' -d 'Like --provider, for the working model alone; goes before --provider of the same layer'
complete -c zavora-cli -l worker-model -x -d 'Like --model, for the working model alone; goes before --model of the same layer'
complete -c zavora-cli -l planner-provider -x -a 'auto gemini openai anthropic deepseek groq ollama local' -d 'The provider of the planning model'
complete -c zavora-cli -l planner-model -x -d 'The planning model'
complete -c zavora-cli -l planner-call-budget -x -d 'How often the planner may be called in one process'
complete -c zavora-cli -l openai-api -x -a 'auto chat responses' -d 'The protocol spoken to OpenAI'
complete -c zavora-cli -l max-prompt-chars -x -d 'Longest prompt in characters'
complete -c zavora-cli -l max-output-tokens -x -d 'Longest answer in tokens'
complete -c zavora-cli -l model-connect-timeout-secs -x -d 'Seconds to wait for a connection to a model'
complete -c zavora-cli -l model-first-event-timeout-secs -x -d 'Seconds to wait for the first event of an answer'
complete -c zavora-cli -l model-silence-timeout-secs -x -d 'Seconds to wait between two events of an answer'
complete -c zavora-cli -l model-total-timeout-secs -x -d 'Seconds for one model request as a whole'
complete -c zavora-cli -l model-attempts -x -d 'How often one model request is sent at most, the first time included'
complete -c zavora-cli -l model-retry-total-secs -x -d 'Seconds for all attempts and the pauses between them, until an answer begins'
complete -c zavora-cli -l ca-bundle -r -F -d 'PEM file with certificates trusted besides the runtime\'s own'
complete -c zavora-cli -l model-dir -r -F -d 'Folder of the local models; .zavora/models in the home folder when not set'
complete -c zavora-cli -l app-name -x -d 'The application sessions belong to'
complete -c zavora-cli -l user-id -x -d 'The user sessions belong to'
complete -c zavora-cli -l session-id -x -d 'The conversation to continue or to begin'
complete -c zavora-cli -l session-backend -x -a 'memory sqlite' -d 'Where conversations are kept: memory until the program ends, or sqlite in a file'
complete -c zavora-cli -l session-db-url -x -d 'The database of the sqlite backend, sqlite://PATH'
complete -c zavora-cli -l session-lease-patience-secs -x -d 'Seconds to wait while another run is using the same conversation'
complete -c zavora-cli -l tool-confirmation-mode -x -a 'never mcp-only always' -d 'Which tools need approval before they run'
complete -c zavora-cli -l require-confirm-tool -x -d 'A tool that needs approval whatever the mode'
complete -c zavora-cli -l approve-tool -x -d 'A tool that is approved beforehand'
complete -c zavora-cli -l yolo -l always-approve -d 'Approves every available tool for this process'
complete -c zavora-cli -l tool-timeout-secs -x -d 'Seconds one tool call may take'
complete -c zavora-cli -l telemetry-enabled -x -a 'true false' -d 'Whether events of operation are written to a local file'
complete -c zavora-cli -l telemetry-path -r -F -d 'The file of the events, one JSON object per line'
complete -c zavora-cli -s h -l help -d 'Prints help'
complete -c zavora-cli -s V -l version -d 'Prints the version'
