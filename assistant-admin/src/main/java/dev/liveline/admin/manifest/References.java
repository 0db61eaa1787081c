package dev.liveline.admin.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;

/// The places in a body where another resource's id belongs, and a name may stand.
public final class References {

    private static final Map<String, Kind> FIELDS = Map.of("assistantId", Kind.ASSISTANT, "toolId", Kind.TOOL, "toolIds",
            Kind.TOOL,
            "phoneNumberId", Kind.PHONE_NUMBER);

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// A reference as written.
    ///
    /// @param value a name or an id
    public record Reference(Pointer at, Kind kind, String value) {

        public Key key() {
            return new Key(kind, value);
        }

        /// Vapi's ids are UUIDs; everything else is taken for a name first.
        public boolean isId() {
            return UUID.matcher(value).matches();
        }
    }

    private References() {}

    public static List<Reference> in(ObjectNode body) {
        List<Reference> found = new ArrayList<>();
        collect(body, Pointer.ROOT, found);
        return found;
    }

    /// A copy with each reference replaced by what `text` says.
    public static ObjectNode replaced(ObjectNode body, Function<Reference, String> text) {
        ObjectNode copy = body.deepCopy();
        in(body).forEach(reference -> new Patch.Put(reference.at(), TextNode.valueOf(text.apply(reference))).apply(copy));
        return copy;
    }

    private static void collect(JsonNode node, Pointer at, List<Reference> found) {
        switch (node) {
            case ObjectNode object -> object.properties().forEach(field -> {
                Kind kind = FIELDS.get(field.getKey());
                Pointer place = at.child(field.getKey());
                if (kind != null && field.getValue().isTextual()) {
                    found.add(new Reference(place, kind, field.getValue().textValue()));
                } else if (kind != null && field.getValue() instanceof ArrayNode list) {
                    for (int i = 0; i < list.size(); i++) {
                        if (list.get(i).isTextual()) {
                            found.add(new Reference(place.child(i), kind, list.get(i).textValue()));
                        }
                    }
                } else if (!field.getKey().equals("metadata")) {
                    collect(field.getValue(), place, found);
                }
            });
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(list.get(i), at.child(i), found);
                }
            }
            default -> {
            }
        }
    }
}
