package dev.wharf.source.stripe;

import dev.wharf.source.stripe.StripeApi.Page;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one scan of {@code /v1/events} that brings all collections up to date. No object of Stripe's says when it was last changed; the events of the last thirty
 * days are the only trace of changes, and asking for each collection's own events would cost a call each.
 *
 * <p>It reads forward, from the oldest that is not known to the newest, so that each page is a step that need not be taken again. An event may show up a little
 * after its time: the last minute is left to the next run, and ten minutes before it are read twice. Every collection has its own place, because a state covers
 * the records of its own collection only; they are all the same unless a run was cut off. One thread.
 */
final class EventScan {

    static final long LAG = 60;
    static final long OVERLAP = 600;
    private static final long DAY = 86_400;
    static final long HORIZON = 29 * DAY;

    /** So many pages are read before every collection's place is written down, its own events or not. */
    private static final int PAGES_A_STATE = 10;

    private final StripeApi api;
    private final PastVersions past;
    private final Deque<Event> recent = new ArrayDeque<>();
    private final Map<String, Event> lastOf = new HashMap<>();
    private int pages;

    /**
     * @param until all that happened up to here is in the records
     * @param anchor where the next scan begins
     */
    record Place(long until, Optional<String> anchor) {}

    EventScan(StripeApi api) {
        this.api = api;
        this.past = new PastVersions(api);
    }

    /** Where a scan of a later run begins, for collections that are listed in this one: asked before the first list, it misses nothing. */
    Place here() {
        Page page = page(question());
        long until = page.at() - LAG;
        for (ObjectNode event : page.objects()) {
            if (event.path("created").asLong(0) < until - OVERLAP) {
                return new Place(until, Optional.of(event.path("id").asString("")));
            }
        }
        if (!page.more()) {
            return new Place(until, Optional.empty());
        }
        Page older = page(question().with("created[lt]", "" + (until - OVERLAP)).with("limit", "1"));
        return new Place(
                until,
                older.objects().stream()
                        .findFirst()
                        .map(event -> event.path("id").asString("")));
    }

    /**
     * Passes on what happened.
     *
     * @param followers the collections that follow; those whose place is out of reach are taken out, and must be listed again
     */
    Place run(List<Track> followers) {
        Bookmark behind = followers.stream()
                .map(Track::bookmark)
                .min(Comparator.comparingLong(Bookmark::since))
                .orElseThrow();
        Optional<Page> first = behind.anchor().flatMap(this::newerThan);
        boolean walked = first.isEmpty();
        Page page = first.orElseGet(() -> oldest(behind.since() - OVERLAP));
        long horizon = page.at() - HORIZON;
        if (followers.removeIf(track -> track.bookmark().since() < horizon)) {
            return followers.isEmpty() ? here() : run(followers);
        }
        List<Follower> places = followers.stream().map(Follower::new).toList();
        return scan(places, page, walked && page.more(), behind.anchor());
    }

    /** @param inTheMiddle whether there are newer pages though this one does not say so */
    private Place scan(List<Follower> followers, Page first, boolean inTheMiddle, Optional<String> from) {
        Page page = first;
        boolean more = page.more() || inTheMiddle;
        Optional<String> anchor = from;
        while (true) {
            long until = page.at() - LAG;
            List<Event> events = oldestFirst(page, until);
            boolean end = !more || tooYoung(page, until);
            long position =
                    end ? until : events.isEmpty() ? 0 : events.getLast().created();
            anchor = anchor(events, position, anchor);
            pass(followers, events, new Place(position, anchor), end);
            if (end) {
                return new Place(until, anchor);
            }
            String newest = page.objects().getFirst().path("id").asString("");
            page = newerThan(newest).orElseThrow(() -> StripeApi.gone(question()));
            more = page.more();
        }
    }

    private void pass(List<Follower> followers, List<Event> events, Place place, boolean end) {
        pages++;
        List<Event> complete =
                past.complete(events, event -> followers.stream().anyMatch(follower -> follower.needsPastOf(event)));
        Set<String> ambiguous = ambiguous(complete);
        boolean tell = end || pages % PAGES_A_STATE == 0;
        for (Follower follower : followers) {
            follower.pass(complete, ambiguous, place, tell);
        }
    }

    /** Objects of which two versions of one second have come, and nothing tells which is the newer. */
    private Set<String> ambiguous(List<Event> events) {
        Set<String> ambiguous = new HashSet<>();
        for (Event event : events) {
            String key = event.objectType() + event.objectId();
            Event before = lastOf.put(key, event);
            if (before != null && before.ambiguousBefore(event)) {
                ambiguous.add(event.objectId());
            }
        }
        if (!events.isEmpty()) {
            long last = events.getLast().created();
            lastOf.values().removeIf(event -> event.created() < last);
        }
        return ambiguous;
    }

    /** The newest event that is older than a place by the overlap. */
    private Optional<String> anchor(List<Event> events, long position, Optional<String> before) {
        recent.addAll(events);
        Optional<String> anchor = before;
        while (!recent.isEmpty() && recent.getFirst().created() < position - OVERLAP) {
            anchor = Optional.of(recent.removeFirst().id());
        }
        return anchor;
    }

    private static List<Event> oldestFirst(Page page, long until) {
        List<Event> events = new ArrayList<>();
        for (ObjectNode object : page.objects().reversed()) {
            Event.of(object).filter(event -> event.created() <= until).ifPresent(events::add);
        }
        return events;
    }

    private static boolean tooYoung(Page page, long until) {
        return page.objects().stream().anyMatch(event -> event.path("created").asLong(0) > until);
    }

    private Optional<Page> newerThan(String event) {
        return api.page(question().with("ending_before", event));
    }

    /** The last page of all events from a time on: the way to a place without an event to begin at. */
    private Page oldest(long from) {
        Question question = question().with("created[gte]", "" + from);
        Page page = page(question);
        boolean onlyOne = !page.more();
        while (page.more()) {
            page = page(question.after(page.objects().getLast().path("id").asString("")));
        }
        return new Page(page.objects(), !onlyOne, page.asOf(), page.at());
    }

    private Page page(Question question) {
        return api.page(question).orElseThrow(() -> StripeApi.gone(question));
    }

    private static Question question() {
        return new Question(Optional.empty(), "/v1/events", Map.of(), Set.of());
    }
}
