package dev.wharf.source.faker;

/**
 * What happens at a position of a collection of objects. The first {@code first} positions create an object each; behind them every second
 * one creates, the others update an older object, so that a later sync finds both.
 *
 * @param id of the object, from 1 on
 * @param revision 1 when it is created, and growing with every update
 */
record Change(long id, long revision) {

    static Change at(long position, long first, Draw draw) {
        if (position < first) {
            return new Change(position + 1, 1);
        }
        long later = position - first;
        if (later % 2 == 0 || first == 0) {
            return new Change(first + (first == 0 ? later : later / 2) + 1, 1);
        }
        return new Change(1 + draw.at(~position).below(first), 2 + later / 2);
    }
}
