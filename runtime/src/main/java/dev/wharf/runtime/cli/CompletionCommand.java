package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.ExitStatus;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Print a script that completes commands, options and connections.",
        footer = {
            "",
            "Examples:",
            "  source <(wharf completion bash)                             for this shell",
            "  wharf completion bash > /etc/bash_completion.d/wharf        for every shell",
            "  wharf completion zsh  > /usr/share/zsh/site-functions/_wharf"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Completes what is only known where the command runs: the connections of the current project. */
    private static final String CONNECTIONS = """

            # The names of the connections in the current directory, after a command that takes one.
            function _wharf() {
              _complete_wharf
              local current="${COMP_WORDS[COMP_CWORD]}" word
              case "$current" in -*) return ;; esac
              for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case "$word" in
                  sync|collections|check|discover|history|logs|state|quarantine)
                    local name
                    for name in connections/*.yaml; do
                      name="${name#connections/}"
                      name="${name%.yaml}"
                      case "$name" in "*") ;; "$current"*) COMPREPLY+=("$name") ;; esac
                    done
                    return ;;
                esac
              done
            }
            complete -F _wharf -o default wharf ./wharf
            """;

    private final Application application;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    enum Kind {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Kind shell = Kind.bash;

    CompletionCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        // picocli's script serves zsh too, through bash's completion that zsh can load.
        String script = AutoComplete.bash("wharf", spec.root().commandLine()) + CONNECTIONS;
        application
                .output()
                .result(() -> Json.object().put("shell", shell.name()).put("script", script), out -> out.line(script));
        return ExitStatus.SUCCESS.code();
    }
}
