package dev.wharf.runtime.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/** The shapes in which a program may print a value: as it is, escaped, encoded, or a part of something encoded. */
final class Forms {

    /** Pieces of a base64 text shorter than this occur by chance. */
    private static final int SHORTEST_PIECE = 6;

    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    private Forms() {}

    static Set<String> of(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        String json = json(value);
        forms.add(json);
        forms.add(ascii(json));
        forms.add(json(json));
        addUrlEncoded(value, forms);
        addBase64(value.getBytes(UTF_8), forms);
        forms.add(HexFormat.of().formatHex(value.getBytes(UTF_8)));
        return forms;
    }

    private static String json(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(value));
    }

    /** As Python writes JSON: every character beyond ASCII escaped. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            ascii.append(c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return ascii.toString();
    }

    private static void addUrlEncoded(String value, Set<String> forms) {
        String form = URLEncoder.encode(value, UTF_8);
        String path = form.replace("+", "%20");
        for (String encoded : List.of(form, path, path.replace("%7E", "~"), path.replace("%2F", "/"))) {
            forms.add(encoded);
            forms.add(PERCENT.matcher(encoded).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * Base64 of the value, also as a part of a longer text ({@code user:password} of basic authentication): three bytes make four
     * characters, so that there are three ways to stand in it. Characters that depend on the neighbours are left out.
     */
    private static void addBase64(byte[] value, Set<String> forms) {
        forms.add(Base64.getEncoder().encodeToString(value));
        forms.add(Base64.getUrlEncoder().encodeToString(value));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + value.length];
            System.arraycopy(value, 0, shifted, before, value.length);
            int whole = shifted.length / 3 * 3;
            int from = before == 0 ? 0 : 4;
            String standard = piece(Base64.getEncoder(), shifted, whole, from);
            if (standard.length() >= SHORTEST_PIECE) {
                forms.add(standard);
                forms.add(piece(Base64.getUrlEncoder(), shifted, whole, from));
            }
        }
    }

    private static String piece(Base64.Encoder encoder, byte[] bytes, int to, int from) {
        String text = encoder.encodeToString(Arrays.copyOf(bytes, to));
        return from < text.length() ? text.substring(from) : "";
    }
}
