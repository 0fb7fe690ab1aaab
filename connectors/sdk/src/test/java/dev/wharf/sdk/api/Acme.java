package dev.wharf.sdk.api;

import java.util.Map;

/** A vendor that goes by the book, unless a test has it say something else. */
class Acme implements Vendor {

    static final LimitClass READS = LimitClass.perSecond("reads", 25, 4);

    @Override
    public String name() {
        return "Acme";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer key");
    }

    @Override
    public Verdict judge(Refusal refusal) {
        return Verdict.ofStatus(refusal);
    }
}
