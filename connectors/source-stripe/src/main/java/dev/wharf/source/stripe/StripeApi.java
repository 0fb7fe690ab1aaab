package dev.wharf.source.stripe;

import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.api.Answer;
import dev.wharf.sdk.api.ApiClient;
import dev.wharf.sdk.api.Call;
import dev.wharf.sdk.api.LimitClass;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stripe's lists and objects. Any thread.
 *
 * <p>It keeps Stripe's clock: the time of the last answer. What an answer holds is at least as new as the answer before it, so that is the version it
 * gets; an event that is newer than that wins over it, and brings nothing back that is older.
 */
final class StripeApi {

    static final int PAGE = 100;

    private final ApiClient client;
    private final LimitClass limit;
    private final InstantSource clock;
    private final AtomicLong newest = new AtomicLong();

    /**
     * @param more whether there are objects behind the last
     * @param asOf what the objects show all changes until
     * @param at when Stripe answered
     */
    record Page(List<ObjectNode> objects, boolean more, long asOf, long at) {}

    /** Whose call it is in the report; empty when several collections share it. */
    record Question(Optional<StreamName> payer, String path, Map<String, String> query, Set<String> expand) {

        Question with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(query);
            more.put(name, value);
            return new Question(payer, path, more, expand);
        }

        Question after(String id) {
            return id.isEmpty() ? this : with("starting_after", id);
        }
    }

    StripeApi(ApiClient client, LimitClass limit, InstantSource clock) {
        this.client = client;
        this.limit = limit;
        this.clock = clock;
    }

    /** Stripe's time, in seconds since 1970; ours until it has answered. */
    long now() {
        long known = newest.get();
        return known > 0 ? known : clock.instant().getEpochSecond();
    }

    /** A page of a list. @return empty when the cursor names an object that Stripe does not know */
    Optional<Page> page(Question question) {
        long asOf = now();
        Call call = call(question.query().containsKey("limit") ? question : question.with("limit", "" + PAGE), "data.");
        return client.find(call).map(answer -> page(answer, asOf, note(answer)));
    }

    /** One object. @return empty when there is none of that id */
    Optional<Page> object(Question question) {
        long asOf = now();
        return client.find(call(question, "")).map(answer -> page(answer, asOf, note(answer)));
    }

    /** All objects of a list behind one of them. */
    List<ObjectNode> behind(Question question, String last) {
        return all(question, last).orElseThrow(() -> gone(question));
    }

    /** As {@link #behind}; a list that begins to repeat itself has ended. @return empty when Stripe does not know the list (any more) */
    Optional<List<ObjectNode>> all(Question question, String last) {
        List<ObjectNode> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = last;
        while (true) {
            Optional<Page> found = page(question.after(after));
            if (found.isEmpty() && all.isEmpty()) {
                return Optional.empty();
            }
            Page page = found.orElseThrow(() -> gone(question));
            boolean unseen = false;
            for (ObjectNode object : page.objects()) {
                if (seen.add(object.path("id").asString(""))) {
                    all.add(object);
                    unseen = true;
                }
            }
            if (!page.more() || !unseen) {
                return Optional.of(all);
            }
            after = page.objects().getLast().path("id").asString("");
        }
    }

    static ConnectorFailure gone(Question question) {
        return ConnectorFailure.temporary("Stripe does not know any more where to go on in " + question.path()
                + ". The next sync begins that list anew.");
    }

    private Call call(Question question, String prefix) {
        Call call = Call.get(limit, question.path());
        for (Map.Entry<String, String> parameter : question.query().entrySet()) {
            call = call.query(parameter.getKey(), parameter.getValue());
        }
        for (String field : question.expand()) {
            call = call.query("expand[]", prefix + field);
        }
        return question.payer().isPresent() ? call.spentFor(question.payer().get()) : call;
    }

    private static Page page(Answer answer, long asOf, long at) {
        JsonNode json = answer.json();
        List<ObjectNode> objects = new ArrayList<>();
        Iterable<JsonNode> found =
                json.path("data").isArray() && json.path("object").asString("").equals("list")
                        ? json.path("data")
                        : List.of(json);
        for (JsonNode element : found) {
            if (element instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return new Page(objects, json.path("has_more").asBoolean(false), asOf, at);
    }

    private long note(Answer answer) {
        long at = answer.header("date")
                .map(this::seconds)
                .orElseGet(() -> clock.instant().getEpochSecond());
        newest.accumulateAndGet(at, Math::max);
        return at;
    }

    private long seconds(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
        } catch (DateTimeParseException e) {
            return clock.instant().getEpochSecond();
        }
    }
}
