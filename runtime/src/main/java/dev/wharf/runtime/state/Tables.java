package dev.wharf.runtime.state;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The tables of migration/, by the names that the SQL has. */
final class Tables {

    static final Table<Record> CONNECTION = table(name("connection"));
    static final Table<Record> GENERATIONS = table(name("generation"));
    static final Table<Record> CONFIG = table(name("config"));
    static final Table<Record> RUN = table(name("run"));
    static final Table<Record> STATE = table(name("state"));
    static final Table<Record> REFUSED = table(name("refused"));
    static final Table<Record> DECLINED = table(name("declined"));
    static final Table<Record> CACHE = table(name("cache"));
    static final Table<Record> PIN = table(name("pin"));
    static final Table<Record> CARRIED = table(name("carried"));
    static final Table<Record> SPENT = table(name("spent"));

    static final Field<String> NAME = text("name");
    static final Field<Long> EPOCH = number("epoch");
    static final Field<Long> POSITION = number("position");
    static final Field<Long> VERSION = number("version");
    static final Field<Long> RUNS = number("runs");
    static final Field<Long> HISTORY_BYTES = number("history_bytes");
    static final Field<Long> THINNED = number("thinned");
    static final Field<Long> FORGOTTEN = number("forgotten");
    static final Field<String> HOLDER_RUN = text("holder_run");
    static final Field<String> HOLDER_HOST = text("holder_host");
    static final Field<Long> HOLDER_PROCESS = number("holder_process");
    static final Field<Long> HOLDER_STARTED = number("holder_started");
    static final Field<String> HOLDER_SINCE = text("holder_since");

    /** In every other table: the connection's name. */
    static final Field<String> OF = text("connection");

    static final Field<String> NAMESPACE = text("namespace");
    static final Field<String> COLLECTION = text("collection");
    static final Field<Long> GENERATION = number("generation");

    static final Field<Boolean> COMPLETE = truth("complete");
    static final Field<Long> COMPLETED_BY = number("completed_by");
    static final Field<Long> BEGUN = number("begun");

    static final Field<String> ROLE = text("role");
    static final Field<String> GIVEN = text("given");
    static final Field<String> REPLACEMENT = text("replacement");

    static final Field<Long> NUMBER = number("number");
    static final Field<String> STARTED = text("started");
    static final Field<String> FINISHED = text("finished");
    static final Field<String> REPORT = text("report");

    static final Field<Boolean> SHARED = truth("shared");
    static final Field<String> CAUSE = text("cause");
    static final Field<String> IN_RUN = text("run");
    static final Field<String> AT = text("at");
    static final Field<String> BODY = text("body");
    static final Field<Long> BYTES = number("bytes");
    static final Field<Long> UNTIL = number("until");
    static final Field<Boolean> WITHIN_RUN = truth("within_run");

    static final Field<Long> ID = number("id");
    static final Field<String> REASON = text("reason");
    static final Field<String> PATH = text("path");
    static final Field<String> EXPECTED = text("expected");
    static final Field<String> FOUND = text("found");
    static final Field<byte[]> LINE = bytes("line");
    static final Field<Long> LENGTH = number("length");
    static final Field<Boolean> CONFIRMED = truth("confirmed");
    static final Field<Long> RESENT_AFTER = number("resent_after");
    static final Field<String> REPLAYED_BY = text("replayed_by");

    static final Field<Long> FIRST = number("first");
    static final Field<Long> LAST = number("last");

    static final Field<String> KIND = text("kind");
    static final Field<String> KEY = text("key");
    static final Field<byte[]> CONTENT = bytes("content");
    static final Field<String> REFERENCE = text("reference");
    static final Field<String> IMAGE = text("image");

    static final Field<Long> LAUNCH = number("launch");
    static final Field<String> ACCOUNT = text("account");
    static final Field<Long> MOMENT = number("moment");
    static final Field<Long> CALLS = number("calls");

    private Tables() {}

    private static Field<String> text(String name) {
        return field(name(name), SQLDataType.CLOB);
    }

    private static Field<Long> number(String name) {
        return field(name(name), SQLDataType.BIGINT);
    }

    private static Field<Boolean> truth(String name) {
        return field(name(name), SQLDataType.BOOLEAN);
    }

    private static Field<byte[]> bytes(String name) {
        return field(name(name), SQLDataType.BLOB);
    }
}
