package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.catalog.Nearest;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.terminal.Shell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code wharf}. */
public final class Wharf {

    /** 128 and the number of SIGPIPE. */
    private static final int CLOSED_PIPE = 141;

    private Wharf() {}

    /** Does not return: the process ends with the command's exit status. */
    public static void main(String... arguments) {
        Shell shell = Shell.ofProcess();
        int status = delivered(shell, run(shell, arguments));
        shell.err().flush();
        // A connector's pipe may still hold a daemon thread; nothing waits for it.
        Runtime.getRuntime().halt(status);
    }

    /** A result that did not arrive is no success; of a reader that had enough nothing is said, as programs do. */
    private static int delivered(Shell shell, int status) {
        if (!shell.out().checkError() || status != ExitStatus.SUCCESS.code()) {
            return status;
        }
        if (Shell.outIsPipe()) {
            return CLOSED_PIPE;
        }
        shell.err()
                .println("wharf: the command did what it was to do, but its result could not be written to stdout."
                        + " Is there space left where that goes?");
        return ExitStatus.ENVIRONMENT.code();
    }

    /** Runs one command. @return its exit status, see {@link ExitStatus} */
    public static int run(Shell shell, String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // Answered before anything is loaded: scripts ask for it often.
            shell.out().println("wharf " + version());
            shell.out().flush();
            return ExitStatus.SUCCESS.code();
        }
        Globals globals = new Globals();
        try (Application application = new Application(shell, globals)) {
            int status = commandLine(application, globals).execute(arguments);
            return application.interrupts().status().orElse(status);
        }
    }

    static String version() {
        return Optional.ofNullable(Wharf.class.getPackage().getImplementationVersion())
                .orElse("of an unpackaged build");
    }

    /** The whole tree of commands. */
    static CommandLine commandLine(Application application, Globals globals) {
        Shell shell = application.shell();
        CommandLine wharf = new CommandLine(new RootCommand(application, globals));
        Commands.addTo(wharf, application);
        wharf.setOut(new PrintWriter(shell.out(), true, UTF_8));
        wharf.setErr(new PrintWriter(shell.err(), true, UTF_8));
        wharf.setColorScheme(CommandLine.Help.defaultColorScheme(shell.color() ? Ansi.ON : Ansi.OFF));
        wharf.setUsageHelpAutoWidth(false);
        wharf.setAbbreviatedOptionsAllowed(false);
        wharf.setParameterExceptionHandler((problem, arguments) -> misused(application, globals, problem, arguments));
        wharf.setExecutionExceptionHandler((failure, _, _) -> failed(application, failure));
        return wharf;
    }

    private static int misused(
            Application application, Globals globals, ParameterException problem, String... arguments) {
        // The line was not read to its end, so that --json may not have been seen.
        globals.json = globals.json || List.of(arguments).contains("--json");
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String message = problem instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(problem.getMessage());
        Failure failure = new Failure(
                FailureCode.INPUT_INVALID,
                message + (message.endsWith("?") || message.endsWith(".") ? "" : ".") + " See " + command + " --help.");
        application.output().failure(failure, "", List.of());
        return failure.code().exit().code();
    }

    private static String unmatched(UnmatchedArgumentException unmatched) {
        CommandLine at = unmatched.getCommandLine();
        String word = unmatched.getUnmatched().getFirst();
        boolean option = word.startsWith("-");
        List<String> known = option
                ? at.getCommandSpec().options().stream()
                        .flatMap(one -> List.of(one.names()).stream())
                        .toList()
                : List.copyOf(at.getSubcommands().keySet());
        String what = option ? "option" : known.isEmpty() ? "argument" : "command";
        String near = Nearest.to(word, known)
                .map(found -> ", did you mean " + found + "?")
                .orElse(".");
        return "There is no " + what + " " + word + " in " + at.getCommandSpec().qualifiedName() + near;
    }

    private static int failed(Application application, Exception failure) {
        if (application.interrupts().status().isPresent() && !(failure instanceof WharfException)) {
            Failure interrupted = new Failure(FailureCode.INTERRUPTED, String.valueOf(failure.getMessage()));
            return told(application, interrupted, "", List.of());
        }
        return switch (failure) {
            case Refused refused -> told(application, refused.failure(), refused.file(), refused.problems());
            case WharfException known ->
                told(application, application.interrupts().cause(known.failure()), "", List.of());
            default -> {
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                application.output().say(trace.toString());
                Failure internal = new Failure(
                        FailureCode.INTERNAL,
                        "This is a fault of Wharf itself: " + failure + ". Please report it with the lines above.");
                yield told(application, internal, "", List.of());
            }
        };
    }

    private static int told(Application application, Failure failure, String file, List<Problem> problems) {
        application.output().failure(failure, file, problems);
        return failure.code().exit().code();
    }
}
