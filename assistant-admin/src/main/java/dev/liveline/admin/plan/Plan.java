package dev.liveline.admin.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.liveline.admin.manifest.Key;

/// What came of planning.
public sealed interface Plan {

    /// Changes in the order they are made; deletions last.
    ///
    /// @param ids of what is there already
    record Feasible(List<Change> changes, Map<Key, String> ids) implements Plan {

        public long count(Action action) {
            return changes.stream().filter(change -> change.action() == action).count();
        }

        /// Whether some resource of the document is the one at Vapi that has this id.
        public boolean isNamed(Optional<String> id) {
            return id.isPresent()
                    && changes.stream().anyMatch(change -> change.action() != Action.DELETE && change.id().equals(id));
        }

        public boolean isEmpty() {
            return changes.stream().allMatch(change -> change.action() == Action.NONE);
        }
    }

    /// The document contradicts itself or what is at Vapi.
    record Infeasible(List<String> faults) implements Plan {}
}
