package dev.liveline.admin.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One step of a mechanical change to a tree, in the words of RFC 6902. Applying never fails: a step whose place is not there (any more)
/// changes nothing, and missing objects on the way to a `Put` are made.
public sealed interface Patch {

    /// Where it acts.
    Pointer at();

    record Remove(Pointer at) implements Patch {}

    record Put(Pointer at, JsonNode value) implements Patch {}

    /// Appends to the array there, making it if it is absent.
    record Append(Pointer at, JsonNode value) implements Patch {}

    /// Keeps what is already at the goal: the newer spelling wins.
    record Move(Pointer at, Pointer to) implements Patch {}

    static Patch remove(String at) {
        return new Remove(Pointer.of(at));
    }

    static Patch put(String at, JsonNode value) {
        return new Put(Pointer.of(at), value);
    }

    static Patch move(String at, String to) {
        return new Move(Pointer.of(at), Pointer.of(to));
    }

    /// Changes the document in place.
    default void apply(ObjectNode document) {
        switch (this) {
            case Remove(Pointer at) -> take(document, at);
            case Put(Pointer at, JsonNode value) -> place(document, at, value.deepCopy());
            case Append(Pointer at, JsonNode value) -> append(document, at, value.deepCopy());
            case Move(Pointer at, Pointer to) -> {
                JsonNode moved = take(document, at);
                if (!moved.isMissingNode() && to.in(document).isMissingNode()) {
                    place(document, to, moved);
                }
            }
        }
    }

    /// As an RFC 6902 operation.
    default ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case Remove(Pointer at) -> json.put("op", "remove").put("path", at.toString());
            case Put(Pointer at, JsonNode value) -> json.put("op", "add").put("path", at.toString()).set("value", value);
            case Append(Pointer at, JsonNode value) -> json.put("op", "add").put("path", at + "/-").set("value", value);
            case Move(Pointer at, Pointer to) -> json.put("op", "move").put("from", at.toString()).put("path", to.toString());
        };
    }

    private static JsonNode take(ObjectNode document, Pointer at) {
        JsonNode holder = at.parent().in(document);
        JsonNode taken = switch (holder) {
            case ObjectNode object -> object.remove(at.last());
            case ArrayNode array when Pointer.index(at.last()) >= 0 -> array.remove(Pointer.index(at.last()));
            default -> null;
        };
        return taken == null ? JsonNodeFactory.instance.missingNode() : taken;
    }

    private static void place(ObjectNode document, Pointer at, JsonNode value) {
        switch (holder(document, at.parent())) {
            case ObjectNode object -> object.set(at.last(), value);
            case ArrayNode array when Pointer.index(at.last()) >= 0 && Pointer.index(at.last()) < array.size() ->
                array.set(Pointer.index(at.last()), value);
            default -> {
            }
        }
    }

    private static void append(ObjectNode document, Pointer at, JsonNode value) {
        if (at.in(document) instanceof ArrayNode array) {
            array.add(value);
        } else if (at.in(document).isMissingNode()) {
            place(document, at, JsonNodeFactory.instance.arrayNode().add(value));
        }
    }

    private static JsonNode holder(ObjectNode document, Pointer at) {
        if (at.isRoot()) {
            return document;
        }
        if (at.in(document).isMissingNode() && holder(document, at.parent()) instanceof ObjectNode object) {
            object.putObject(at.last());
        }
        return at.in(document);
    }
}
