package dev.wharf.runtime.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * The regular expressions of a schema, as Java's, under an {@link Effort}: matching may take exponential time in the text's length,
 * and both come from a stranger. What Java's matcher looks at is counted.
 */
final class Patterns implements RegularExpressionFactory {

    private final Effort effort;

    Patterns(Effort effort) {
        this.effort = effort;
    }

    /** @throws java.util.regex.PatternSyntaxException if it is none */
    static Pattern compile(String regex) {
        return Pattern.compile(
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regex)));
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = compile(regex);
        return text -> pattern.matcher(new Counted(text, effort)).find();
    }

    private record Counted(CharSequence text, Effort effort) implements CharSequence {

        @Override
        public char charAt(int index) {
            effort.spend(1);
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Counted(text.subSequence(from, to), effort);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
