package dev.liveline.admin.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/// Derives `shapes.txt` and `names.txt` from the OpenAPI document: field names, kinds, ranges, lengths and enumerations of what lint looks at.
///
/// Enumerations of more than 30 values (languages, models, voices) and lists of model names beside which any text will do go to `names.txt`:
/// they change faster than we do. Left out: descriptions, examples, credentials, everything more than two objects deep, and voices beside which
/// any text will do, because most of those are a customer's own.
final class ShapeTable {

    private static final int LONGEST_ENUMERATION = 30;
    private static final int DEPTH = 2;

    private final JsonNode schemas;
    private final Map<String, List<String>> shapes = new LinkedHashMap<>();
    private final Map<List<String>, String> names = new LinkedHashMap<>();

    private ShapeTable(JsonNode schemas) {
        this.schemas = schemas;
    }

    /// The two files.
    record Tables(String shapes, String names) {}

    static Tables of(JsonNode schemas) {
        ShapeTable table = new ShapeTable(schemas);
        table.walk(List.of("CreateAssistantDTO"), 0);
        table.walk(List.of("CreateTwilioPhoneNumberDTO", "CreateVapiPhoneNumberDTO", "CreateByoPhoneNumberDTO",
                "CreateVonagePhoneNumberDTO",
                "CreateTelnyxPhoneNumberDTO"), 1);
        StringBuilder text = new StringBuilder();
        table.shapes.forEach((name, fields) -> {
            text.append(name).append('\n');
            fields.forEach(field -> text.append(' ').append(table.known(field)).append('\n'));
        });
        StringBuilder lists = new StringBuilder();
        table.names.forEach((values, place) -> lists.append(place).append(' ').append(String.join("|", values)).append('\n'));
        return new Tables(text.toString(), lists.toString());
    }

    /// Breadth first, so that a shape is opened at its least depth.
    private void walk(List<String> roots, int depth) {
        Set<String> level = new LinkedHashSet<>(roots);
        for (int at = depth; at <= DEPTH && !level.isEmpty(); at++) {
            Set<String> next = new LinkedHashSet<>();
            for (String name : level) {
                if (!shapes.containsKey(name) && !name.endsWith("CredentialDTO")) {
                    shapes.put(name, fields(name, next));
                }
            }
            level = next;
        }
    }

    private List<String> fields(String name, Set<String> next) {
        JsonNode schema = schemas.path(name);
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(field -> required.add(field.textValue()));
        List<String> fields = new ArrayList<>();
        schema.path("properties")
            .properties()
            .forEach(
                    field -> fields
                        .add(field.getKey() + (required.contains(field.getKey()) ? "! " : " ")
                                + type(name + "." + field.getKey(), field.getValue(), next)));
        return fields;
    }

    private String type(String place, JsonNode property, Set<String> next) {
        String reference = reference(property);
        if (reference != null) {
            next.add(reference);
            return "@" + reference;
        }
        if (property.has("oneOf")) {
            return union(place, property.path("oneOf"), next);
        }
        if ("array".equals(property.path("type").textValue())) {
            return "[]" + type(place, property.path("items"), next);
        }
        if (property.has("enum")) {
            return enumeration(place, property.path("enum"));
        }
        return switch (property.path("type").asText("any")) {
            case "number", "integer" -> "number" + range(property, "minimum", "maximum");
            case "string" -> "text" + range(property, "minLength", "maxLength");
            case "boolean" -> "boolean";
            case "object" -> "object";
            default -> "any";
        };
    }

    private String union(String place, JsonNode alternatives, Set<String> next) {
        List<String> references = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonNode alternative : alternatives) {
            String reference = reference(alternative);
            if (reference == null) {
                others.add(type(place, alternative, next));
            } else if (!reference.endsWith("CredentialDTO")) {
                references.add(reference);
                next.add(reference);
            }
        }
        if (others.contains("text")) {
            return place.endsWith(".model") ? openEnumeration(place, alternatives) : "text";
        }
        if (!references.isEmpty()) {
            others.addFirst("@" + String.join("|", references));
        }
        return others.isEmpty() ? "object" : String.join(" or ", others);
    }

    private String enumeration(String place, JsonNode values) {
        List<String> texts = texts(values);
        boolean plain = values.valueStream().allMatch(JsonNode::isTextual)
                && texts.stream().noneMatch(text -> text.isEmpty() || text.contains("|"));
        return !plain ? "any" : texts.size() > LONGEST_ENUMERATION ? named(place, texts) : "=" + String.join("|", texts);
    }

    /// Names, or any other text.
    private String openEnumeration(String place, JsonNode alternatives) {
        List<String> texts = alternatives.valueStream()
            .flatMap(alternative -> texts(alternative.path("enum")).stream())
            .toList();
        return texts.isEmpty() ? "text" : named(place, texts);
    }

    private String named(String place, List<String> texts) {
        return "~" + names.computeIfAbsent(texts, _ -> place);
    }

    private static List<String> texts(JsonNode values) {
        return values.valueStream().map(JsonNode::asText).toList();
    }

    private static String range(JsonNode property, String least, String most) {
        return property.has(least) || property.has(most)
                ? " " + property.path(least).asText("") + ".." + property.path(most).asText("")
                : "";
    }

    private static String reference(JsonNode property) {
        JsonNode holder = property.path("allOf").size() == 1 ? property.path("allOf").path(0) : property;
        return holder.has("$ref") ? holder.path("$ref").textValue().replaceFirst(".*/", "") : null;
    }

    /// References to shapes that were left out become plain objects; an `object` element that the document uses for numbers is anything.
    private String known(String field) {
        int at = field.indexOf('@');
        if (at < 0) {
            return field.replace("[]object", "[]any");
        }
        int end = field.indexOf(' ', at) < 0 ? field.length() : field.indexOf(' ', at);
        for (String name : field.substring(at + 1, end).split("\\|")) {
            if (!shapes.containsKey(name)) {
                return field.substring(0, at) + "object" + field.substring(end);
            }
        }
        return field;
    }
}
