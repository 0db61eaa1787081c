package dev.liveline.admin.plan;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;

/// What happens to one resource.
///
/// @param id     at Vapi, if it is there
/// @param fields what differs, from what is to what shall be
/// @param drift  set where somebody changed it at Vapi since it was applied, which this change overwrites
/// @param body   what is sent: all of it to create, the top-level fields that differ to update; references still by name, secrets included
/// @param stage  what it has to wait for: everything of a lower stage
/// @param notes  for people
public record Change(Action action, Key key, Optional<String> id, List<Difference> fields, Optional<DriftState> drift,
        ObjectNode body, int stage,
        List<String> notes) {

    /// `{action, kind, name, id?, fields, drift?, notes?}`
    public ObjectNode json() {
        ObjectNode json = Trees.object().put("action", action.word()).put("kind", key.kind().word()).put("name", key.name());
        id.ifPresent(text -> json.put("id", text));
        ArrayNode list = json.putArray("fields");
        fields.forEach(field -> list.add(field.json()));
        drift.ifPresent(state -> json.put("drift", state.word()));
        if (!notes.isEmpty()) {
            ArrayNode remarks = json.putArray("notes");
            notes.forEach(remarks::add);
        }
        return json;
    }

    @Override
    public String toString() {
        return action.word() + " " + key;
    }
}
