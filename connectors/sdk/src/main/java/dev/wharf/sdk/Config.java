package dev.wharf.sdk;

import dev.wharf.protocol.Json;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the user configured, after it passed the schema of the connector's spec. Its text form never shows a value (invariant 8).
 */
public final class Config {

    private final ObjectNode json;
    private final Consumer<ObjectNode> store;

    /** A config that nobody stores: {@link #replace} does nothing. */
    public Config(ObjectNode json) {
        this(json, changed -> {});
    }

    Config(ObjectNode json, Consumer<ObjectNode> store) {
        this.json = json.deepCopy();
        this.store = store;
    }

    /**
     * Has the runtime store another config in place of this one, e.g. because a refresh token was used up. What it holds where the spec has
     * {@code airbyte_secret} is masked from now on. This object does not change. Any thread, in every verb.
     *
     * @param changed the whole new one; it has left for the runtime when this returns
     */
    public void replace(ObjectNode changed) {
        store.accept(changed.deepCopy());
    }

    /** A text that the spec requires. */
    public String text(String key) {
        return optionalText(key).orElseThrow(() -> missing(key));
    }

    public String text(String key, String otherwise) {
        return optionalText(key).orElse(otherwise);
    }

    /** A text that may be absent; {@code null} is absent. */
    public Optional<String> optionalText(String key) {
        return value(key).map(JsonNode::asString);
    }

    /** An integer that the spec requires. */
    public long integer(String key) {
        return value(key).orElseThrow(() -> missing(key)).asLong();
    }

    public long integer(String key, long otherwise) {
        return value(key).map(JsonNode::asLong).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key).map(JsonNode::asBoolean).orElse(otherwise);
    }

    /** A nested object; empty when it is absent. */
    public Config object(String key) {
        return value(key).map(JsonNode::asObject).map(Config::new).orElseGet(() -> new Config(Json.object()));
    }

    public boolean has(String key) {
        return value(key).isPresent();
    }

    /** The config as it was given, secrets included. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    @Override
    public String toString() {
        return "Config" + json.propertyNames();
    }

    private Optional<JsonNode> value(String key) {
        return json.optional(key).filter(value -> !value.isNull());
    }

    private static ConnectorFailure missing(String key) {
        return ConnectorFailure.config("The config has no " + key + ".");
    }
}
