package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** What the collections of a connection were when a run last carried them. Lives as long as one transaction. */
final class Carried {

    private final DSLContext sql;
    private final String connection;

    Carried(DSLContext sql, String connection) {
        this.sql = sql;
        this.connection = connection;
    }

    void put(List<ConfiguredStream> collections) {
        sql.batched(batch -> collections.forEach(one -> {
            byte[] content = Messages.write(new ConfiguredCatalog(List.of(one), Optional.empty()));
            batch.dsl()
                    .insertInto(CARRIED)
                    .set(OF, connection)
                    .set(NAMESPACE, one.name().namespace())
                    .set(COLLECTION, one.name().name())
                    .set(CONTENT, content)
                    .onConflict(OF, NAMESPACE, COLLECTION)
                    .doUpdate()
                    .set(CONTENT, content)
                    .execute();
        }));
    }

    Map<StreamName, ConfiguredStream> all() {
        Map<StreamName, ConfiguredStream> all = new HashMap<>();
        sql.select(CONTENT)
                .from(CARRIED)
                .where(OF.eq(connection))
                .forEach(row ->
                        Messages.readConfigured(row.value1()).streams().forEach(one -> all.put(one.name(), one)));
        return all;
    }
}
