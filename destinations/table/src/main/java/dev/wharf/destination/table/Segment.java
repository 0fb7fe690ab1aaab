package dev.wharf.destination.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Records of one stream that wait for their state, as the bytes they came in: pages, in each of which records lie whole, one behind
 * the other. Pages start small and grow with the segment, so that thousands of streams with a record each fit where one stream with
 * all of them does (invariant 7). One thread at a time.
 */
final class Segment {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** When it was emitted, the length of the data, the length of the meta object. */
    private static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

    private static final int FIRST_PAGE = 1 << 10;
    private static final int LARGEST_PAGE = 1 << 18;

    private final Deque<Page> pages = new ArrayDeque<>();
    private long bytes;
    private long records;
    private long covered;

    /** Records in {@code bytes[0, end)}, of which those in {@code [0, covered)} are covered by a state. */
    private static final class Page {
        private final byte[] bytes;
        private int end;
        private int covered;

        private Page(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean isCovered() {
            return covered == end;
        }
    }

    /** @param emittedAt microseconds since 1970 */
    void add(byte[] from, int dataFrom, int dataTo, int metaFrom, int metaTo, long emittedAt) {
        int data = dataTo - dataFrom;
        int meta = metaTo - metaFrom;
        Page page = pageFor(HEADER + data + meta);
        int at = page.end;
        LONG.set(page.bytes, at, emittedAt);
        INT.set(page.bytes, at + Long.BYTES, data);
        INT.set(page.bytes, at + Long.BYTES + Integer.BYTES, meta);
        System.arraycopy(from, dataFrom, page.bytes, at + HEADER, data);
        System.arraycopy(from, metaFrom, page.bytes, at + HEADER + data, meta);
        page.end = at + HEADER + data + meta;
        records++;
    }

    private Page pageFor(int length) {
        Page last = pages.peekLast();
        if (last != null && last.bytes.length - last.end >= length) {
            return last;
        }
        Page page = new Page(new byte[Math.max(length, Math.clamp(bytes, FIRST_PAGE, LARGEST_PAGE))]);
        pages.add(page);
        bytes += page.bytes.length;
        return page;
    }

    /** A state covers what has been added so far. */
    void cover() {
        for (var newestFirst = pages.descendingIterator(); newestFirst.hasNext(); ) {
            Page page = newestFirst.next();
            if (page.isCovered()) {
                break;
            }
            page.covered = page.end;
        }
        covered = records;
    }

    /** Splits off what is covered; the rest stays. */
    Segment takeCovered() {
        Segment taken = new Segment();
        taken.records = covered;
        taken.covered = covered;
        while (!pages.isEmpty() && pages.peekFirst().covered > 0) {
            Page page = pages.removeFirst();
            bytes -= page.bytes.length;
            taken.bytes += page.bytes.length;
            taken.pages.add(page);
            if (!page.isCovered()) {
                Page rest = new Page(Arrays.copyOfRange(page.bytes, page.covered, page.end));
                rest.end = rest.bytes.length;
                page.end = page.covered;
                pages.addFirst(rest);
                bytes += rest.bytes.length;
            }
        }
        records -= covered;
        covered = 0;
        return taken;
    }

    /** Memory in use. */
    long bytes() {
        return bytes;
    }

    long records() {
        return records;
    }

    /** How many records a state covers. */
    long covered() {
        return covered;
    }

    /** Goes through the records once, from the first; pages are given back behind it. */
    Reader reader() {
        return new Reader(pages);
    }

    /** Stands on one record at a time. */
    static final class Reader {
        private final Deque<Page> pages;
        private byte[] bytes = {};
        private int end;
        private int at;
        private int next;

        private Reader(Deque<Page> pages) {
            this.pages = pages;
        }

        boolean next() {
            while (next == end) {
                Page page = pages.pollFirst();
                if (page == null) {
                    bytes = new byte[0];
                    return false;
                }
                bytes = page.bytes;
                end = page.end;
                next = 0;
            }
            at = next;
            next = metaTo();
            return true;
        }

        /** Gives the page back if this was its last record, of which nothing is asked any more. @return whether it was */
        boolean leave() {
            if (next < end) {
                return false;
            }
            bytes = new byte[0];
            end = 0;
            next = 0;
            return true;
        }

        byte[] bytes() {
            return bytes;
        }

        long emittedAt() {
            return (long) LONG.get(bytes, at);
        }

        int dataFrom() {
            return at + HEADER;
        }

        int dataTo() {
            return dataFrom() + (int) INT.get(bytes, at + Long.BYTES);
        }

        int metaFrom() {
            return dataTo();
        }

        int metaTo() {
            return dataTo() + (int) INT.get(bytes, at + Long.BYTES + Integer.BYTES);
        }
    }
}
