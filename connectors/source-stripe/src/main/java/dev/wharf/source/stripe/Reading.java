package dev.wharf.source.stripe;

import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.source.stripe.Bookmark.Pending;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.EventScan.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One run: the events first, then what they said too little of, then lists, several at once. */
final class Reading {

    private static final Optional<RuntimeException> NOT_YET = Optional.empty();

    private final StripeApi api;
    private final StripeConfig config;
    private final List<Track> tracks;
    private final AtomicReference<Optional<RuntimeException>> end = new AtomicReference<>(NOT_YET);

    /** Why events cannot be read, once that is known: collections that need them are not kept up to date. */
    private Optional<ConnectorFailure> blind = Optional.empty();

    private record Step(List<Track> tracks, Runnable work, Optional<Pending> list) {}

    Reading(StripeApi api, StripeConfig config, List<Track> tracks) {
        this.api = api;
        this.config = config;
        this.tracks = List.copyOf(tracks);
    }

    /** @throws ConnectorFailure when the run is over for all collections: access denied, budget reached */
    void run() {
        tracks.forEach(Track::start);
        try {
            Place place = follow();
            Plan plan = new Plan(place, api.now(), config.startDate(), config.relistDays());
            tracks.stream().filter(track -> !track.ended()).forEach(plan::prepare);
            doAll(rereadings());
            doAll(cutOffs());
            tracks.stream().filter(Track::follows).forEach(Track::completeIfDone);
            doAll(passes());
            failBlind();
            tracks.forEach(Track::completeIfDone);
        } finally {
            tracks.forEach(Track::leave);
        }
    }

    /** Brings the collections up to date that events keep so, and finds out where a later run begins for the others. */
    private Place follow() {
        List<Track> followers =
                new ArrayList<>(tracks.stream().filter(Track::follows).toList());
        boolean newcomers = tracks.stream()
                .anyMatch(track -> track.incremental() && track.collection.fromEvents() && !track.follows());
        Place none = new Place(api.now() - EventScan.LAG, Optional.empty());
        if (followers.isEmpty() && !newcomers) {
            return none;
        }
        EventScan scan = new EventScan(api);
        try {
            return followers.isEmpty() ? scan.here() : scan.run(followers);
        } catch (ConnectorFailure e) {
            if (!isPermissionMissing(e)) {
                throw e;
            }
            blind = Optional.of(e);
            followers.forEach(track -> track.fail(e));
            return none;
        }
    }

    private List<Step> rereadings() {
        List<Track> going = tracks.stream().filter(track -> !track.ended()).toList();
        return Rereading.of(api, going).stream()
                .map(rereading -> new Step(rereading.tracks(), rereading::run, Optional.empty()))
                .toList();
    }

    private List<Step> cutOffs() {
        List<Track> going = tracks.stream().filter(track -> !track.ended()).toList();
        return CutOff.of(api, going, _ -> true).stream()
                .map(parts -> new Step(parts.tracks(), parts::run, Optional.empty()))
                .toList();
    }

    /** Each list once, for all collections that are to read it. */
    private List<Step> passes() {
        Map<Pending, List<Track>> wanted = new LinkedHashMap<>();
        Map<String, Listing> lists = new LinkedHashMap<>();
        for (Track track : tracks) {
            track.collection.lists().forEach(list -> lists.put(list.id(), list));
            if (!track.ended()) {
                for (Pending pending : track.bookmark().lists()) {
                    Pending key = new Pending(pending.list(), pending.query(), "", 0);
                    wanted.computeIfAbsent(key, _ -> new ArrayList<>()).add(track);
                }
            }
        }
        List<Step> steps = new ArrayList<>();
        wanted.forEach((pending, riders) -> {
            Listing list = lists.get(pending.list());
            if (list == null) {
                // A state of another version of this connector: the list is not read any more.
                riders.forEach(track -> track.move(old -> old.listed(pending, Optional.empty(), 0, false)));
                return;
            }
            ListPass pass = new ListPass(api, list, pending, riders);
            steps.add(new Step(riders, pass::run, Optional.of(pending)));
        });
        return steps;
    }

    private void doAll(List<Step> steps) {
        List<Thread> threads = steps.stream()
                .map(step -> Thread.ofVirtual()
                        .name("list " + step.list().map(Pending::list).orElse(""))
                        .start(() -> doOne(step)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ConnectorFailure.temporary("Interrupted while reading.", e);
            }
        }
        end.get().ifPresent(failure -> {
            throw failure;
        });
    }

    private void doOne(Step step) {
        try {
            step.work().run();
            if (blind.isEmpty()) {
                step.tracks().forEach(Track::completeIfDone);
            }
        } catch (ConnectorFailure e) {
            if (isTheEnd(e)) {
                end(e);
            } else {
                step.tracks().forEach(track -> failed(track, step, e));
            }
        } catch (RuntimeException e) {
            end(e);
        }
    }

    /** The first reason counts: what fails after it fails because of it. */
    private void end(RuntimeException why) {
        end.compareAndSet(NOT_YET, Optional.of(why));
    }

    /** A right that is missing for a list which is only a bonus does not keep the collection from being read. */
    private static void failed(Track track, Step step, ConnectorFailure failure) {
        boolean bonus = isPermissionMissing(failure)
                && step.list().stream()
                        .anyMatch(list -> track.collection.draws().stream()
                                .filter(draw -> draw.list().stream()
                                        .anyMatch(of -> of.id().equals(list.list())))
                                .noneMatch(Draw::required));
        if (bonus) {
            track.doWithout(step.list().orElseThrow(), failure);
        } else {
            track.fail(failure);
        }
    }

    private void failBlind() {
        blind.ifPresent(why -> tracks.stream()
                .filter(track -> track.incremental() && track.collection.fromEvents())
                .forEach(track -> track.fail(why)));
    }

    private static boolean isPermissionMissing(ConnectorFailure failure) {
        return failure.reason().filter(Reason.PERMISSION_MISSING::equals).isPresent();
    }

    private static boolean isTheEnd(ConnectorFailure failure) {
        return failure.reason()
                .filter(reason -> reason == Reason.ACCESS_DENIED || reason == Reason.BUDGET_REACHED)
                .isPresent();
    }
}
