package dev.liveline.admin.apply;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;
import dev.liveline.admin.plan.Action;
import dev.liveline.admin.plan.Change;

/// What was planned or made.
///
/// @param snapshot what to go back to, where something was changed
/// @param findings of lint, with the resource each is about
/// @param kept     resources that were applied before and that this left alone though the document does not have them
public record Outcome(List<Change> changes, Optional<String> snapshot, ArrayNode findings, List<String> kept) {

    /// `{changes: […], snapshot?, findings?, kept?}`
    public ObjectNode json() {
        ObjectNode json = Trees.object();
        ArrayNode list = json.putArray("changes");
        changes.forEach(change -> list.add(change.json()));
        snapshot.ifPresent(id -> json.put("snapshot", id));
        if (!findings.isEmpty()) {
            json.set("findings", findings);
        }
        if (!kept.isEmpty()) {
            kept.forEach(json.putArray("kept")::add);
        }
        return json;
    }

    public long changed() {
        return changes.stream().filter(change -> change.action() != Action.NONE).count();
    }
}
