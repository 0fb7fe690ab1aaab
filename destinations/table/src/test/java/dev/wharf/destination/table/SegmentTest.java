package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentTest {

    @Test
    void anEmptySegmentHasNoRecords() {
        assertEquals(List.of(), read(new Segment()));
    }

    @Test
    void aSmallSegmentIsSmallAndALargeRecordHasAPageOfItsOwn() {
        Segment segment = new Segment();
        add(segment, "x");
        assertEquals(1 << 10, segment.bytes());
        add(segment, "y".repeat(3 << 20));

        assertTrue(segment.bytes() < (3 << 20) + (1 << 12));
    }

    /** Whatever is added, covered and taken, each record comes out once, in its order. */
    @Test
    void coveredRecordsAreSplitOffInOrder() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            Segment segment = new Segment();
            List<String> uncovered = new ArrayList<>();
            List<String> covered = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        segment.cover();
                        covered.addAll(uncovered);
                        uncovered.clear();
                    }
                    case 1 -> {
                        Segment taken = segment.takeCovered();
                        assertEquals(covered.size(), taken.records());
                        assertEquals(covered, read(taken));
                        covered.clear();
                    }
                    default -> {
                        String record = step + "r".repeat(random.nextInt(random.nextInt(9) == 0 ? 3_000 : 40));
                        add(segment, record);
                        uncovered.add(record);
                    }
                }
                assertEquals(covered.size() + uncovered.size(), segment.records());
                assertEquals(covered.size(), segment.covered());
            }
            covered.addAll(uncovered);
            assertEquals(covered, read(segment));
        }
    }

    private static void add(Segment segment, String record) {
        byte[] bytes = ("<" + record + "|m>").getBytes(UTF_8);
        segment.add(bytes, 1, bytes.length - 3, bytes.length - 2, bytes.length - 1, record.length());
    }

    private static List<String> read(Segment segment) {
        List<String> records = new ArrayList<>();
        Segment.Reader reader = segment.reader();
        while (reader.next()) {
            String record = new String(reader.bytes(), reader.dataFrom(), reader.dataTo() - reader.dataFrom(), UTF_8);
            assertEquals(
                    "m", new String(reader.bytes(), reader.metaFrom(), reader.metaTo() - reader.metaFrom(), UTF_8));
            assertEquals(record.length(), reader.emittedAt());
            records.add(record);
        }
        return records;
    }
}
