package dev.liveline.admin.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;

/// What was at Vapi before an apply: every resource that was applied before or was about to be. No secrets.
///
/// @param at epoch milliseconds
/// @param by who applied
record Snapshot(String id, long at, String by, List<Kept> resources) {

    /// @param id       the one at Vapi; empty in snapshots of before 2026-11-29
    /// @param body     names for ids, without the fields that Vapi makes
    /// @param withheld top-level fields that hold secrets, and so cannot be brought back whole
    record Kept(Key key, Optional<String> id, ObjectNode body, List<String> withheld) {}

    ObjectNode summary() {
        return Trees.object().put("snapshot", id).put("at", at).put("by", by).put("resources", resources.size());
    }

    ObjectNode json() {
        ObjectNode json = summary();
        ArrayNode list = json.putArray("kept");
        for (Kept kept : resources) {
            ObjectNode node = list.addObject().put("key", kept.key().text());
            kept.id().ifPresent(id -> node.put("id", id));
            node.set("body", kept.body());
            kept.withheld().forEach(node.putArray("withheld")::add);
        }
        return json;
    }

    static Snapshot of(JsonNode json) {
        List<Kept> resources = new ArrayList<>();
        for (JsonNode node : json.path("kept")) {
            List<String> withheld = new ArrayList<>();
            node.path("withheld").forEach(field -> withheld.add(field.asText()));
            resources.add(new Kept(Key.of(node.path("key").asText()), Optional.ofNullable(node.path("id").textValue()),
                    (ObjectNode) node.path("body"), withheld));
        }
        return new Snapshot(json.path("snapshot").asText(), json.path("at").asLong(), json.path("by").asText(), resources);
    }
}
