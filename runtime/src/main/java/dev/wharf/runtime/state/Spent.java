package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;

import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The calls of vendors' APIs that were made for all connections, by account. Lives as long as one transaction. */
final class Spent {

    private final DSLContext sql;
    private final String connection;

    Spent(DSLContext sql, String connection) {
        this.sql = sql;
        this.connection = connection;
    }

    /** Takes the place of what the same launch said before: a source counts on from its start. */
    void add(String run, OpenRun.Spending spending, Instant at) {
        sql.insertInto(SPENT)
                .set(OF, connection)
                .set(IN_RUN, run)
                .set(LAUNCH, spending.launch())
                .set(ACCOUNT, spending.account())
                .set(MOMENT, at.toEpochMilli())
                .set(CALLS, spending.calls())
                .onConflict(OF, IN_RUN, LAUNCH)
                .doUpdate()
                .set(ACCOUNT, spending.account())
                .set(MOMENT, at.toEpochMilli())
                .set(CALLS, spending.calls())
                .execute();
    }

    /** @param named the account; unless told that which this connection's source named last, or the connection alone when it never did */
    long since(Instant since, Optional<String> named) {
        Condition whose =
                named.or(this::lastAccount).<Condition>map(ACCOUNT::eq).orElse(OF.eq(connection));
        return sql.select(DSL.coalesce(DSL.sum(CALLS), DSL.inline(0)))
                .from(SPENT)
                .where(whose, MOMENT.ge(since.toEpochMilli()))
                .fetchSingle(row -> row.value1().longValue());
    }

    private Optional<String> lastAccount() {
        return sql.select(ACCOUNT)
                .from(SPENT)
                .where(OF.eq(connection), ACCOUNT.ne(""))
                .orderBy(MOMENT.desc())
                .limit(1)
                .fetchOptional(ACCOUNT);
    }
}
