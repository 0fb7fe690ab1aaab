package dev.wharf.runtime.connection;

import java.util.regex.Pattern;
import tools.jackson.databind.node.StringNode;

/** Places in a file: {@code collections.settings."crm.users".fields[2]}. */
final class Paths {

    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_$*?-]+");

    private Paths() {}

    static String child(String parent, String key) {
        String name =
                PLAIN.matcher(key).matches() ? key : StringNode.valueOf(key).toString();
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** Empty for a top-level key. */
    static String parent(String path) {
        boolean quoted = false;
        for (int i = path.length() - 1; i > 0; i--) {
            char c = path.charAt(i);
            if (c == '"' && path.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == '.' || c == '[')) {
                return path.substring(0, i);
            }
        }
        return "";
    }

    static boolean within(String path, String ancestor) {
        return path.equals(ancestor)
                || ancestor.isEmpty()
                || path.startsWith(ancestor + ".")
                || path.startsWith(ancestor + "[");
    }
}
