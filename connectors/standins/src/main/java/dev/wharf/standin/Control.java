package dev.wharf.standin;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints below {@code /_control}. They are not counted, not limited and not spoilt. */
final class Control {
    static final String PATH = "/_control";

    private static final String HELP = """
            GET    /_control/clock                 the stand-in's time
            POST   /_control/advance               {"by": "PT1H", "changes": 100}  moves the clock, then changes objects
            POST   /_control/faults                {"fault": "reset", "path": "/v1/*", "after": 3, "calls": 2}, or a list of such
            GET    /_control/faults                those still to come
            DELETE /_control/faults
            POST   /_control/limits                {"perSecond": 100, "perEndpoint": 25, "atOnce": 20, "atOncePerEndpoint": 10}
            DELETE /_control/limits
            GET    /_control/calls                 counts by caller and endpoint
            GET    /_control/log                   the last 20,000 calls as JSON lines
            DELETE /_control/calls
            GET    /_control/collections
            GET    /_control/dump?collection=NAME  the truth as JSON lines, deleted objects marked
            GET    /_control/authority.pem         whom a client must trust for TLS
            """;

    private final Vendor vendor;
    private final MovableClock clock;
    private final FaultScript faults;
    private final Limiter limiter;
    private final Calls calls;
    private final TestAuthority authority;

    Control(
            Vendor vendor,
            MovableClock clock,
            FaultScript faults,
            Limiter limiter,
            Calls calls,
            TestAuthority authority) {
        this.vendor = vendor;
        this.clock = clock;
        this.faults = faults;
        this.limiter = limiter;
        this.calls = calls;
        this.authority = authority;
    }

    Reply answer(Call call) {
        try {
            return route(call);
        } catch (IllegalArgumentException | JacksonException | java.time.DateTimeException e) {
            return Reply.text(400, call.method() + " " + call.path() + ": " + e.getMessage() + "\n");
        }
    }

    private Reply route(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /_control" -> Reply.text(200, HELP);
            case "GET /_control/clock" -> time();
            case "POST /_control/advance" -> advance(body(call));
            case "POST /_control/faults" -> addFaults(Json.parse(call.body()));
            case "GET /_control/faults" -> listFaults();
            case "DELETE /_control/faults" -> done(faults::clear);
            case "POST /_control/limits" -> done(() -> limiter.set(Limits.from(body(call))));
            case "DELETE /_control/limits" -> done(() -> limiter.set(Limits.NONE));
            case "GET /_control/calls" -> Reply.json(200, calls.toJson());
            case "DELETE /_control/calls" -> done(calls::clear);
            case "GET /_control/log" -> Reply.lines(calls::last);
            case "GET /_control/collections" -> Reply.json(200, Json.node(vendor.collections()));
            case "GET /_control/dump" -> dump(call);
            case "GET /_control/authority.pem" -> Reply.text(200, authority.pem());
            default -> vendor.control(call).orElseGet(() -> Reply.text(404, "There is no such control.\n" + HELP));
        };
    }

    private Reply advance(ObjectNode wanted) {
        clock.advance(Duration.parse(wanted.path("by").asString("PT0S")));
        return Reply.json(200, vendor.change(wanted).put("now", clock.second()));
    }

    private Reply time() {
        return Reply.json(
                200,
                Json.object()
                        .put("now", clock.second())
                        .put("instant", clock.instant().toString()));
    }

    private Reply addFaults(JsonNode wanted) {
        Iterable<JsonNode> each = wanted.isArray() ? wanted : Json.array().add(wanted);
        each.forEach(one -> faults.add(Fault.from(one)));
        return listFaults();
    }

    private Reply listFaults() {
        ArrayNode list = Json.array();
        faults.faults().forEach(fault -> list.add(fault.toJson()));
        return Reply.json(200, list);
    }

    private Reply dump(Call call) {
        Optional<String> collection = call.parameter("collection");
        if (collection.isEmpty() || !vendor.collections().contains(collection.get())) {
            throw new IllegalArgumentException("name a collection, one of " + vendor.collections());
        }
        return Reply.lines(into -> vendor.dump(collection.get(), into));
    }

    private static ObjectNode body(Call call) {
        return call.body().isBlank() ? Json.object() : (ObjectNode) Json.parse(call.body());
    }

    private static Reply done(Runnable action) {
        action.run();
        return Reply.json(200, Json.object().put("done", true));
    }
}
