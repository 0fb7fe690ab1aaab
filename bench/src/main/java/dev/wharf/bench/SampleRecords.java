package dev.wharf.bench;

import java.util.Random;

/** Made-up records of about 380 bytes with 14 fields of mixed types, the same in every run, all of them valid by their schema. */
final class SampleRecords {

    static final String SCHEMA = """
            {"type": "object", "properties": {
              "id": {"type": "integer"},
              "email": {"type": ["null", "string"], "maxLength": 254},
              "name": {"type": "string"},
              "active": {"type": "boolean"},
              "balance": {"type": "number", "minimum": 0},
              "plan": {"type": "string", "enum": ["free", "team", "business"]},
              "created_at": {"type": "string", "format": "date-time", "airbyte_type": "timestamp_with_timezone"},
              "birthday": {"type": ["string", "null"], "format": "date"},
              "address": {"type": "object", "properties": {
                "street": {"type": "string"}, "city": {"type": "string"}, "zip": {"type": "string"}}},
              "tags": {"type": "array", "items": {"type": "string"}},
              "score": {"type": ["null", "number"]},
              "visits": {"type": "integer", "minimum": 0, "maximum": 1000000},
              "custom": {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]},
              "note": {"type": ["null", "string"]}}}""";

    private final Random random = new Random(1);
    private int made;

    /** The next record's data: an object of JSON on one line. */
    String next() {
        int i = made++;
        return """
                {"id":%d,"email":"person.%d@mail%d.example","name":"Person Number %d","active":%b,"balance":%d.%02d,"plan":"%s",\
                "created_at":"2024-%02d-%02dT%02d:30:00Z","birthday":"19%02d-07-14","address":{"street":"Long Street %d","city":"Harbour Town","zip":"%05d"},\
                "tags":["new","tag-%d"],"score":%s,"visits":%d,"custom":%s,"note":"left a message at the desk"}""".formatted(
                        1_000_000 + i,
                        i,
                        random.nextInt(100),
                        i,
                        random.nextBoolean(),
                        random.nextInt(10_000),
                        random.nextInt(100),
                        new String[] {"free", "team", "business"}[random.nextInt(3)],
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(100),
                        random.nextInt(1000),
                        random.nextInt(100_000),
                        random.nextInt(1000),
                        random.nextInt(4) == 0 ? "null" : random.nextInt(100) + ".5",
                        random.nextInt(1_000_000),
                        new String[] {"\"blue\"", "17", "true"}[random.nextInt(3)]);
    }
}
