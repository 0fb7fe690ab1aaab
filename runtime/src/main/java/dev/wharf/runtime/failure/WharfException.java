package dev.wharf.runtime.failure;

/** A failure that ends what was being done. */
public final class WharfException extends RuntimeException {

    private final FailureCode code;

    public WharfException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public WharfException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    public Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
