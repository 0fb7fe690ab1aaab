package dev.wharf.standin.stripe;

import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects that came to be in one way: numbered slots in order of time, some of them empty. Pure functions, so that a lane of a million objects
 * takes no memory.
 *
 * @param slots how many, empty ones included
 * @param created of a slot in Unix seconds, also of an empty one; never falls from one slot to the next
 * @param exists whether there is an object in a slot
 * @param object the object of a slot that has one, whole
 */
record Lane(long slots, LongUnaryOperator created, LongPredicate exists, LongFunction<ObjectNode> object) {

    /** How many slots, from the first, are of this second or earlier. */
    long until(long second) {
        long low = 0;
        long high = slots;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (created.applyAsLong(middle) <= second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Up to {@code most} objects of each slot of this lane, all of them {@code delay} seconds later: in order, because all wait alike. */
    Lane children(int most, long delay, LongPredicate childExists, LongFunction<ObjectNode> child) {
        return new Lane(slots * most, slot -> created.applyAsLong(slot / most) + delay, childExists, child);
    }
}
