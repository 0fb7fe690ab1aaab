package dev.wharf.source.stripe;

import dev.wharf.source.stripe.Bookmark.Pending;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.Collection.Listing.Filter;
import dev.wharf.source.stripe.Collection.Upkeep;
import dev.wharf.source.stripe.Collection.Window;
import dev.wharf.source.stripe.EventScan.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which lists a run reads: all of a collection that is new or was out of reach of the events, and of others what the events do not tell.
 *
 * @param place where the events stand
 * @param now Stripe's time, in seconds
 * @param startDate what was created before is not listed
 * @param relistDays after how many days what no event tells is read again; 0 for never
 */
record Plan(Place place, long now, Optional<Long> startDate, long relistDays) {

    /** A day, less what a schedule that is a little early needs. */
    private static final Duration DAILY = Duration.ofHours(23);

    private static final long DAY = 86_400;

    /** Notes in the collection's bookmark what is to be read. */
    void prepare(Track track) {
        Bookmark bookmark = track.bookmark();
        boolean incremental = track.incremental();
        if (incremental ? bookmark.since() == 0 || isOutOfReach(track) : bookmark.daily() == 0) {
            List<Pending> lists = wholeLists(track.collection, bookmark.since());
            track.move(old -> (incremental ? old.restarted(place.until(), place.anchor()) : old).listing(lists, now));
        } else if (incremental && bookmark.lists().isEmpty()) {
            keepUp(track, bookmark);
        }
    }

    /** Events are kept for thirty days: who stands before that has missed some. */
    private boolean isOutOfReach(Track track) {
        return track.collection.fromEvents() && track.bookmark().since() < now - EventScan.HORIZON;
    }

    private void keepUp(Track track, Bookmark bookmark) {
        long age = now - bookmark.daily();
        switch (track.collection.upkeep()) {
            case Upkeep.Events _ -> {
                boolean relist = relistDays > 0
                        && track.collection.untold().isPresent()
                        && now - bookmark.whole() >= relistDays * DAILY.toSeconds();
                if (relist) {
                    track.move(old -> old.listing(wholeLists(track.collection, old.since()), now));
                } else if (age >= DAILY.toSeconds()
                        && !track.collection.windows().isEmpty()) {
                    track.move(old -> old.listing(windows(track.collection, old.daily()), now));
                }
            }
            case Upkeep.Created _ -> {
                boolean daily = age >= DAILY.toSeconds();
                List<Pending> lists = daily
                        ? windows(track.collection, bookmark.daily())
                        : narrowed(
                                track.collection, Map.of("created[gte]", "" + (bookmark.since() - EventScan.OVERLAP)));
                long day = daily ? now : bookmark.daily();
                track.move(old -> old.upTo(now - EventScan.LAG).listing(lists, day));
            }
            case Upkeep.Relist(Duration every) -> {
                if (age >= every.toSeconds() * 23 / 24) {
                    track.move(old ->
                            old.upTo(now - EventScan.LAG).listing(wholeLists(track.collection, old.since()), now));
                }
            }
        }
    }

    private List<Pending> wholeLists(Collection collection, long since) {
        if (collection.kind() == Collection.Kind.EVENT) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("created[lt]", "" + (place.until() - EventScan.OVERLAP));
            if (since > 0) {
                query.put("created[gt]", "" + since);
            }
            return narrowed(collection, query);
        }
        List<Pending> lists = new ArrayList<>();
        for (Listing list : collection.lists()) {
            boolean narrow = startDate.isPresent() && list.filter() == Filter.CREATED;
            lists.add(
                    narrow
                            ? new Pending(list.id(), Map.of("created[gte]", "" + startDate.get()), "", 0)
                            : Pending.whole(list));
        }
        return lists;
    }

    /** What may have changed since they were read last: of entries that settle in some days, those that had not by then. */
    private List<Pending> windows(Collection collection, long daily) {
        List<Pending> lists = new ArrayList<>();
        for (Window window : collection.windows()) {
            Map<String, String> query = new LinkedHashMap<>(window.query());
            if (window.days() > 0) {
                query.put("created[gte]", "" + (Math.min(now, daily) - window.days() * DAY));
            }
            lists.addAll(narrowed(collection, query));
        }
        return lists;
    }

    private static List<Pending> narrowed(Collection collection, Map<String, String> query) {
        return collection.lists().stream()
                .limit(1)
                .map(list -> new Pending(list.id(), query, "", 0))
                .toList();
    }
}
