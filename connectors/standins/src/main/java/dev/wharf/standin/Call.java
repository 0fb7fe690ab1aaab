package dev.wharf.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param path decoded, without the query
 * @param query as it came, not decoded
 * @param headers by their names in lower case
 * @param body empty when there is none
 */
public record Call(String method, String path, String query, Map<String, String> headers, String body) {
    public Call {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The parameters of the query and of a form, in the order they came; a name may come several times. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        decode(query, all);
        if (header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
            decode(body, all);
        }
        return all;
    }

    /** The last value of a parameter, if there is one. */
    public Optional<String> parameter(String name) {
        List<String> values = parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.getLast());
    }

    private static void decode(String text, Map<String, List<String>> into) {
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                into.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
