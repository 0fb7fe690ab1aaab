package dev.wharf.runtime.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.catalog.Nearest;
import dev.wharf.runtime.secret.Secrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts in what {@code ${env:NAME}} and {@code ${file:PATH}} stand for, in the texts of a config. A second dollar sign in front keeps one as it stands.
 * Whatever is put in counts as a secret.
 */
final class Placeholders {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}|$)");

    /** A file that holds one secret is small: a larger one was named by mistake. */
    private static final long LARGEST = 1 << 20;

    private final Path project;
    private final Map<String, String> environment;
    private final Secrets secrets;
    private final Problems problems;

    Placeholders(Path project, Map<String, String> environment, Secrets secrets, Problems problems) {
        this.project = project;
        this.environment = environment;
        this.secrets = secrets;
        this.problems = problems;
    }

    static boolean in(String text) {
        return text.contains("${env:") || text.contains("${file:");
    }

    /** A copy with every reference replaced. One that cannot be is a problem, and stays empty. */
    JsonNode resolve(JsonNode value, String path) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode resolved = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(entry -> resolved.set(
                                entry.getKey(), resolve(entry.getValue(), Paths.child(path, entry.getKey()))));
                yield resolved;
            }
            case ArrayNode array -> {
                ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> resolved.add(resolve(element, Paths.element(path, resolved.size()))));
                yield resolved;
            }
            default -> value.isString() ? JsonNodeFactory.instance.stringNode(text(value.asString(), path)) : value;
        };
    }

    private String text(String text, String path) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String inner = reference.group(1);
            String value =
                    inner == null ? "${" : value(inner, !reference.group(2).isEmpty(), path);
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(resolved).toString();
    }

    private String value(String inner, boolean closed, String path) {
        if (!closed) {
            problems.add(
                    path, "a reference ${" + inner + " has no closing brace", "Close it, or write $${ for a plain ${.");
            return "";
        }
        int colon = inner.indexOf(':');
        String kind = colon < 0 ? inner : inner.substring(0, colon);
        String name = colon < 0 ? "" : inner.substring(colon + 1).strip();
        Optional<String> value = switch (kind) {
            case "env" -> environment(name, path);
            case "file" -> file(name, path);
            default -> {
                problems.add(
                        path,
                        "${" + inner + "} is no reference",
                        "Write ${env:NAME} or ${file:PATH}, or $${ for a plain ${.");
                yield Optional.empty();
            }
        };
        value.ifPresent(secrets::add);
        return value.orElse("");
    }

    private Optional<String> environment(String name, String path) {
        String value = environment.get(name);
        if (value == null) {
            String near = Nearest.to(name, environment.keySet())
                    .map(found -> " (" + found + " is set)")
                    .orElse("");
            problems.add(
                    path, "the environment variable " + name + " is not set" + near, "Set it: export " + name + "=…");
        } else if (value.isBlank()) {
            problems.add(path, "the environment variable " + name + " is empty", "Set it: export " + name + "=…");
        }
        return Optional.ofNullable(value);
    }

    private Optional<String> file(String name, String path) {
        Path file = project.resolve(name);
        try {
            if (Files.size(file) > LARGEST) {
                problems.add(
                        path,
                        "the file " + name + " is larger than a secret",
                        "Name the file that holds only the value.");
                return Optional.empty();
            }
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            warnIfOthersRead(file, name, path);
            String value = withoutLastNewline(text);
            if (value.isBlank()) {
                problems.add(path, "the file " + name + " is empty", "Write the value into it.");
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            problems.add(
                    path,
                    "the file " + name + " is missing (looked for " + file.normalize() + ")",
                    "Write the value into it, and chmod 600.");
        } catch (CharacterCodingException e) {
            problems.add(path, "the file " + name + " is not UTF-8 text", "Store binary values as base64.");
        } catch (IOException e) {
            problems.add(
                    path,
                    "the file " + name + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Make it readable for the user who runs wharf.");
        }
        return Optional.empty();
    }

    private void warnIfOthersRead(Path file, String name, String path) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            problems.warn(path, "everybody on this machine can read the secret in " + name, "chmod 600 " + name + ".");
        }
    }

    private static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
