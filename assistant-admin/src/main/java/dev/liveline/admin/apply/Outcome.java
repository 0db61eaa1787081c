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
/// @param made     whether it was made, not only planned
/// @param snapshot what to go back to, where something was changed
/// @param findings of lint, with the resource each is about
/// @param refused  how many of them are errors that are not waived: an apply would refuse the document for them
/// @param kept     resources that were applied before and that this left alone though the document does not have them
/// @param underWay somebody else's apply that went on while this was planned, so that it may be out of date
public record Outcome(List<Change> changes, boolean made, Optional<String> snapshot, ArrayNode findings, int refused,
        List<String> kept, Optional<UnderWay> underWay) {

    /// `{changes: […], snapshot?, findings?, refused?, kept?, underWay?}`
    public ObjectNode json() {
        ObjectNode json = Trees.object();
        ArrayNode list = json.putArray("changes");
        changes.forEach(change -> list.add(change.json()));
        snapshot.ifPresent(id -> json.put("snapshot", id));
        if (!findings.isEmpty()) {
            json.set("findings", findings);
        }
        if (refused > 0) {
            json.put("refused", refused);
        }
        if (!kept.isEmpty()) {
            kept.forEach(json.putArray("kept")::add);
        }
        underWay.ifPresent(other -> json.set("underWay", other.json()));
        return json;
    }

    public long changed() {
        return changes.stream().filter(change -> change.action() != Action.NONE).count();
    }
}
