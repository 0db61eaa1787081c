package dev.liveline.admin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;

/// What is remembered of a resource that was applied. Holds no secrets.
///
/// @param id      at Vapi; empty while its creation is under way
/// @param source  the body of the document, names for ids
/// @param desired the body that was sent; empty object before the first time
/// @param remote  what Vapi then had, without the fields it makes
/// @param secrets a fingerprint of the secrets that were sent
/// @param pending set while a creation is under way
public record Applied(Optional<String> id, ObjectNode source, ObjectNode desired, ObjectNode remote, String secrets,
        Optional<Pending> pending) {

    /// A creation that was begun: what is alike at Vapi but not among `known` is ours.
    ///
    /// @param since epoch milliseconds
    /// @param known ids of all resources of the kind that were there before
    public record Pending(long since, List<String> known) {}

    public ObjectNode json() {
        ObjectNode json = Trees.object();
        id.ifPresent(text -> json.put("id", text));
        json.set("source", source);
        json.set("desired", desired);
        json.set("remote", remote);
        json.put("secrets", secrets);
        pending.ifPresent(begun -> {
            ObjectNode node = json.putObject("pending").put("since", begun.since());
            ArrayNode known = node.putArray("known");
            begun.known().forEach(known::add);
        });
        return json;
    }

    public static Applied of(JsonNode json) {
        Optional<Pending> pending = Optional.empty();
        if (json.path("pending").isObject()) {
            List<String> known = new ArrayList<>();
            json.at("/pending/known").forEach(element -> known.add(element.asText()));
            pending = Optional.of(new Pending(json.at("/pending/since").asLong(), known));
        }
        return new Applied(Optional.ofNullable(json.path("id").textValue()), (ObjectNode) json.path("source"),
                (ObjectNode) json.path("desired"),
                (ObjectNode) json.path("remote"), json.path("secrets").asText(""), pending);
    }
}
