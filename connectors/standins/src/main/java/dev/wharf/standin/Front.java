package dev.wharf.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every request comes in here, each on a virtual thread: counted, limited, spoilt by the script, answered by the vendor. */
final class Front extends Handler.Abstract {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Vendor vendor;
    private final MovableClock clock;
    private final FaultScript faults;
    private final Limiter limiter;
    private final Calls calls;
    private final Control control;
    private final Delivery.Pause pause;
    private final Duration latency;
    private final CountDownLatch closed = new CountDownLatch(1);

    Front(
            Vendor vendor,
            MovableClock clock,
            FaultScript faults,
            Limiter limiter,
            Calls calls,
            Control control,
            Delivery.Pause pause,
            Duration latency) {
        this.vendor = vendor;
        this.clock = clock;
        this.faults = faults;
        this.limiter = limiter;
        this.calls = calls;
        this.control = control;
        this.pause = pause;
        this.latency = latency;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Call call = read(request);
        Delivery delivery = new Delivery(request, response, pause);
        if (call.path().startsWith(Control.PATH)) {
            delivery.stream(control.answer(call));
        } else {
            serve(call, delivery);
        }
        callback.succeeded();
        return true;
    }

    /** Lets go of those that wait for an answer that never comes. */
    void close() {
        closed.countDown();
    }

    private void serve(Call call, Delivery delivery) {
        String caller = vendor.caller(call);
        String endpoint = vendor.endpoint(call);
        int status = 0;
        int rows = -1;
        calls.begin();
        try {
            pause.take(latency);
            Optional<Fault> fault = faults.next(call.path());
            Optional<Reply> reply = reply(call, caller, endpoint, fault);
            if (reply.isPresent()) {
                status = reply.get().status();
                rows = reply.get().rows();
            }
            deliver(delivery, reply, fault);
        } finally {
            calls.end(caller, endpoint, call, status, rows);
        }
    }

    /** Empty when the fault is that there is no answer. */
    private Optional<Reply> reply(Call call, String caller, String endpoint, Optional<Fault> fault) {
        String name = fault.map(Fault::name).orElse("");
        if (name.equals("reset") || name.equals("silent")) {
            return Optional.empty();
        }
        if (name.equals("html")) {
            int status = Integer.parseInt(fault.flatMap(f -> f.detail("status")).orElse("502"));
            return Optional.of(Reply.html(
                    status,
                    "<html><head><title>" + status
                            + "</title></head><body><center><h1>A proxy speaks</h1></center></body></html>\n"));
        }
        Optional<Limits.Kind> beyond = limiter.enter(caller, endpoint);
        if (beyond.isPresent()) {
            return Optional.of(vendor.refuse(call, beyond.get()));
        }
        try {
            return Optional.of(vendor.answer(call, fault.filter(f -> !FaultScript.NETWORK.contains(f.name()))));
        } finally {
            limiter.leave(caller, endpoint);
        }
    }

    private void deliver(Delivery delivery, Optional<Reply> answer, Optional<Fault> fault) {
        if (answer.isEmpty()) {
            if (fault.orElseThrow().name().equals("silent")) {
                awaitClose();
            }
            delivery.reset();
            return;
        }
        Instant date =
                clock.instant().plusSeconds(seconds(fault.filter(f -> f.name().equals("clock-skew"))));
        Reply reply = answer.get().with("Date", DATE.format(date));
        switch (fault.map(Fault::name).orElse("")) {
            case "truncated" -> delivery.truncated(reply);
            case "slow" ->
                delivery.slowly(reply, number(fault, "pieces", 10), Duration.ofMillis(number(fault, "pause", 200)));
            default -> delivery.whole(reply);
        }
    }

    private static long seconds(Optional<Fault> fault) {
        return fault.isEmpty() ? 0 : number(fault, "seconds", 600);
    }

    private static int number(Optional<Fault> fault, String detail, int otherwise) {
        return fault.flatMap(f -> f.detail(detail)).map(Integer::parseInt).orElse(otherwise);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Call read(Request request) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(
                    field.getLowerCaseName(),
                    Optional.ofNullable(field.getValue()).orElse(""));
        }
        String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        return new Call(
                request.getMethod(),
                Request.getPathInContext(request),
                query,
                headers,
                Content.Source.asString(request));
    }
}
