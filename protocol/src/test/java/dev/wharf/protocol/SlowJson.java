package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The grammar of RFC 8259, one method per rule, over text that the JDK decoded. Slow and plain: what {@link JsonScanner} must agree with. */
final class SlowJson {

    private static final char END = '\uffff';

    private final String text;
    private final int maximumDepth;
    private int at;

    private SlowJson(String text, int maximumDepth) {
        this.text = text;
        this.maximumDepth = maximumDepth;
    }

    /** Whether the bytes are one JSON text. */
    static boolean accepts(byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
        SlowJson json = new SlowJson(text, JsonScanner.MAXIMUM_DEPTH);
        try {
            json.whiteSpace();
            json.value(0);
            json.whiteSpace();
            return json.at == text.length();
        } catch (Refused refused) {
            return false;
        }
    }

    private void value(int depth) {
        switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object(int depth) {
        refuseIf(depth > maximumDepth);
        expect('{');
        whiteSpace();
        if (peek() != '}') {
            member(depth);
            while (peek() == ',') {
                at++;
                whiteSpace();
                member(depth);
            }
        }
        expect('}');
    }

    private void member(int depth) {
        string();
        whiteSpace();
        expect(':');
        whiteSpace();
        value(depth);
        whiteSpace();
    }

    private void array(int depth) {
        refuseIf(depth > maximumDepth);
        expect('[');
        whiteSpace();
        if (peek() != ']') {
            element(depth);
            while (peek() == ',') {
                at++;
                element(depth);
            }
        }
        expect(']');
    }

    private void element(int depth) {
        whiteSpace();
        value(depth);
        whiteSpace();
    }

    private void string() {
        expect('"');
        while (peek() != '"') {
            refuseIf(at == text.length() || peek() < ' ');
            if (text.charAt(at++) == '\\') {
                escape();
            }
        }
        at++;
    }

    private void escape() {
        if (peek() == 'u') {
            at++;
            for (int i = 0; i < 4; i++) {
                refuseIf("0123456789abcdefABCDEF".indexOf(peek()) < 0);
                at++;
            }
        } else {
            refuseIf("\"\\/bfnrt".indexOf(peek()) < 0);
            at++;
        }
    }

    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        refuseIf(!digit());
        while (digit()) {
            at++;
        }
    }

    private boolean digit() {
        return peek() >= '0' && peek() <= '9';
    }

    private void word(String word) {
        refuseIf(!text.startsWith(word, at));
        at += word.length();
    }

    private void whiteSpace() {
        while (" \t\n\r".indexOf(peek()) >= 0) {
            at++;
        }
    }

    private void expect(char character) {
        refuseIf(at == text.length() || peek() != character);
        at++;
    }

    /** The next character. U+FFFF, which stands for the end too, may only be in a string, and there the position is looked at. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static void refuseIf(boolean wrong) {
        if (wrong) {
            throw new Refused();
        }
    }

    private static final class Refused extends RuntimeException {}
}
