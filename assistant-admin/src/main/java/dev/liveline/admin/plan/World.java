package dev.liveline.admin.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.manifest.Key;

/// What is: what was applied, and what is at Vapi.
///
/// @param remote everything at Vapi, by kind, with secrets as far as Vapi gives them
/// @param salt   of the fingerprints of secrets
public record World(Map<Key, Applied> applied, Map<Kind, List<ObjectNode>> remote, String salt) {

    public Optional<ObjectNode> byId(Kind kind, String id) {
        return remote.getOrDefault(kind, List.of())
            .stream()
            .filter(resource -> resource.path("id").asText().equals(id))
            .findFirst();
    }

    /// Ids that belong to some applied resource.
    Set<String> taken() {
        Set<String> ids = new HashSet<>();
        applied.values().forEach(state -> state.id().ifPresent(ids::add));
        return ids;
    }
}
