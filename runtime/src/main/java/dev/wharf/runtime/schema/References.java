package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Where the references in a schema lead, by the rules of draft-07: pointers and names, relative to the nearest {@code $id}. Nothing
 * is ever fetched: a source's schema is to be checked, not to make the runtime call somewhere.
 */
final class References {

    private static final URI NOWHERE = URI.create("schema:/");

    /** By absolute URI, with the name behind {@code #} where an {@code $id} gives one. */
    private final Map<String, JsonNode> resources = new HashMap<>();

    /** The URI that a reference in a schema is relative to. */
    private final IdentityHashMap<JsonNode, URI> bases = new IdentityHashMap<>();

    References(JsonNode root) {
        resources.put(NOWHERE.toString(), root);
        index(root, NOWHERE);
    }

    private void index(JsonNode schema, URI outer) {
        if (!schema.isObject() || bases.containsKey(schema)) {
            return;
        }
        URI base = outer;
        String id = schema.path("$id").asString("");
        if (!id.isEmpty() && !schema.path("$ref").isString()) {
            base = identify(schema, id, outer);
        }
        URI inner = base;
        bases.put(schema, inner);
        Keywords.forEachSubschema(schema, subschema -> index(subschema, inner));
    }

    private URI identify(JsonNode schema, String id, URI outer) {
        int hash = id.indexOf('#');
        String document = hash < 0 ? id : id.substring(0, hash);
        Optional<URI> base = resolve(outer, document);
        if (base.isEmpty()) {
            return outer;
        }
        if (!document.isEmpty()) {
            resources.putIfAbsent(base.get().toString(), schema);
        }
        if (hash >= 0 && hash + 1 < id.length()) {
            resources.putIfAbsent(base.get() + id.substring(hash), schema);
        }
        return base.get();
    }

    /** The schema that a reference leads to from the schema it stands in. */
    JsonNode follow(JsonNode schema, String reference) throws MalformedSchema {
        int hash = reference.indexOf('#');
        String document = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        Optional<URI> base = resolve(bases.getOrDefault(schema, NOWHERE), document);
        JsonNode target = base.isEmpty() ? null : find(base.get(), fragment);
        if (base.isEmpty() || target == null) {
            throw new MalformedSchema("refers to %s, which is not in it".formatted(reference));
        }
        index(target, base.get());
        return target;
    }

    private @Nullable JsonNode find(URI base, String fragment) {
        if (!fragment.isEmpty() && fragment.charAt(0) != '/') {
            return resources.get(base + "#" + fragment);
        }
        JsonNode resource = resources.get(base.toString());
        if (resource == null || fragment.isEmpty()) {
            return resource;
        }
        JsonNode target = resource.at(JsonPointer.compile(percentDecoded(fragment)));
        return target.isMissingNode() ? null : target;
    }

    private static Optional<URI> resolve(URI base, String document) {
        try {
            return Optional.of(document.isEmpty() ? base : base.resolve(document));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String percentDecoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }
}
