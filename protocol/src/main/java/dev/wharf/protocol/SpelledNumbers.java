package dev.wharf.protocol;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Reads decimals that are written again as they were spelled: a state belongs to its source, which gets back {@code 1e2} where it had sent that, and
 * not the {@code 1E+2} that a decimal makes of it. Their value is that of any other decimal.
 */
final class SpelledNumbers extends JsonParserDelegate {

    SpelledNumbers(JsonParser parser) {
        super(parser);
    }

    @Override
    public BigDecimal getDecimalValue() {
        BigDecimal value = super.getDecimalValue();
        String spelling = getString();
        return value.toString().equals(spelling) ? value : new Spelled(value, spelling);
    }

    /** Every calculation gives a plain decimal. */
    private static final class Spelled extends BigDecimal {

        private static final long serialVersionUID = 1;

        private final String spelling;

        Spelled(BigDecimal value, String spelling) {
            super(value.unscaledValue(), value.scale());
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
