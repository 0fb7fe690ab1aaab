package dev.wharf.standin.stripe;

import java.util.Comparator;

/** Where an object lies on its shelf. Later places are newer; of equal seconds, the one with the higher lane and slot. */
record Place(long created, int lane, long slot) implements Comparable<Place> {
    /** The lane of what was made since the start: newer than all others of its second. */
    static final int ADDED = 255;

    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::created)
            .thenComparingInt(Place::lane)
            .thenComparingLong(Place::slot);

    static long number(int lane, long slot) {
        return slot << 8 | lane;
    }

    long number() {
        return number(lane, slot);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
