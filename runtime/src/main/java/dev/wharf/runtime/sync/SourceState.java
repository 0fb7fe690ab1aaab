package dev.wharf.runtime.sync;

import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.state.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state file that a source is given: what was saved of the collections that go on from where they are. */
final class SourceState {

    private SourceState() {}

    /** @return empty when nothing is saved, so that the source gets no file */
    static Optional<byte[]> of(Plan plan, Memory memory) {
        if (memory.shared().isPresent()) {
            return Optional.of(
                    Messages.writeStates(List.of(new State(memory.shared().get().body()))));
        }
        List<State> states = new ArrayList<>();
        for (Plan.Selected selected : plan.collections()) {
            boolean goesOn = selected.syncMode() == SyncMode.INCREMENTAL
                    || selected.stream().resumable();
            Memory.Saved saved = memory.states().get(selected.name());
            if (goesOn && saved != null) {
                states.add(new State(saved.body()));
            }
        }
        return states.isEmpty() ? Optional.empty() : Optional.of(Messages.writeStates(states));
    }
}
