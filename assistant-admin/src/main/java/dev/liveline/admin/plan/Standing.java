package dev.liveline.admin.plan;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;

/// Where one resource stands.
///
/// @param local  what changed in the files since it was applied
/// @param remote what changed at Vapi since then; a difference at the root: it is gone
public record Standing(Key key, DriftState state, List<Difference> local, List<Difference> remote) {

    /// `{kind, name, state, fields: [{pointer, side, before?, after?}]}`
    public ObjectNode json() {
        ObjectNode json = Trees.object().put("kind", key.kind().word()).put("name", key.name()).put("state", state.word());
        ArrayNode fields = json.putArray("fields");
        local.forEach(field -> fields.add(field.json().put("side", "local")));
        remote.forEach(field -> fields.add(field.json().put("side", "remote")));
        return json;
    }
}
