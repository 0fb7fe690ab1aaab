package dev.wharf.standin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a vendor adds to the kit. All methods are called from many threads at once. */
public interface Vendor {
    /** In lower case, as it is named on the command line. */
    String name();

    /** The vendor's own host names: the certificate holds for them too. */
    List<String> hosts();

    /** Who calls, as it may be shown: a masked key. */
    String caller(Call call);

    /** The path with ids replaced, by which calls are counted and limited: {@code /v1/customers/{id}}. */
    String endpoint(Call call);

    /** The faults that this vendor can play besides those of the network. */
    Set<String> faults();

    /**
     * Answers a call.
     *
     * @param fault one of {@link #faults()} that the script wants to be played with this call
     */
    Reply answer(Call call, Optional<Fault> fault);

    /** The answer to a call beyond a limit. */
    Reply refuse(Call call, Limits.Kind limit);

    /** Answers a call below {@code /_control} that the kit does not know; empty when the vendor does not know it either. */
    Optional<Reply> control(Call call);

    List<String> collections();

    /** The current truth of a collection, newest first, deleted objects marked by {@code "deleted": true}. */
    void dump(String collection, Consumer<JsonNode> into);

    /**
     * Changes objects, after the clock was moved.
     *
     * @param wanted what the caller of {@code /_control/advance} asked for
     * @return what was done
     */
    ObjectNode change(ObjectNode wanted);
}
