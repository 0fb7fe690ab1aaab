package dev.wharf.catalog;

import dev.wharf.protocol.StreamName;

/** One way in which a source's offer differs from what it was. */
public sealed interface Change {

    StreamName collection();

    /** Whether it can break what reads the tables: a collection or a field that is gone, a value of another type, another key. */
    boolean breaking();

    /** For people, without the collection's name. */
    String describe();

    record CollectionAdded(StreamName collection) implements Change {
        @Override
        public boolean breaking() {
            return false;
        }

        @Override
        public String describe() {
            return "new collection";
        }
    }

    record CollectionRemoved(StreamName collection) implements Change {
        @Override
        public boolean breaking() {
            return true;
        }

        @Override
        public String describe() {
            return "collection is no longer offered";
        }
    }

    record FieldAdded(StreamName collection, String field, String type) implements Change {
        @Override
        public boolean breaking() {
            return false;
        }

        @Override
        public String describe() {
            return "new field " + field + " (" + type + ")";
        }
    }

    record FieldRemoved(StreamName collection, String field) implements Change {
        @Override
        public boolean breaking() {
            return true;
        }

        @Override
        public String describe() {
            return "field " + field + " is gone";
        }
    }

    /** @param wider every value that was allowed still is */
    record FieldRetyped(StreamName collection, String field, String before, String after, boolean wider)
            implements Change {
        @Override
        public boolean breaking() {
            return !wider;
        }

        @Override
        public String describe() {
            return "field " + field + " was " + before + ", is " + after;
        }
    }

    record KeyChanged(StreamName collection, String before, String after) implements Change {
        @Override
        public boolean breaking() {
            return true;
        }

        @Override
        public String describe() {
            return "primary key was " + before + ", is " + after;
        }
    }

    record CursorChanged(StreamName collection, String before, String after) implements Change {
        @Override
        public boolean breaking() {
            return true;
        }

        @Override
        public String describe() {
            return "cursor was " + before + ", is " + after;
        }
    }

    /** @param fewer a mode that was offered is gone */
    record ModesChanged(StreamName collection, String before, String after, boolean fewer) implements Change {
        @Override
        public boolean breaking() {
            return fewer;
        }

        @Override
        public String describe() {
            return "sync modes were " + before + ", are " + after;
        }
    }
}
