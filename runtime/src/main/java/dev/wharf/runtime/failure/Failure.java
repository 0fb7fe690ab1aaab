package dev.wharf.runtime.failure;

/**
 * One failure, for a person and for a script.
 *
 * @param message what was tried, on what, why it failed, and what to do next; secrets already masked
 */
public record Failure(FailureCode code, String message) {}
