package dev.liveline.admin.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.liveline.admin.json.Trees;

/// Holds requests against the official OpenAPI document, as strictly as Vapi does: properties that it does not name are violations.
///
/// The document has defects that no validator forgives, mended here before use: lists with the enumeration of their elements beside
/// `type: array`; text enumerations and status codes typed `object`; patterns in slashes; `nullable`; unions whose alternatives overlap.
public final class VapiContract {

    private static final String ID = "https://contract.test/vapi";
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private VapiContract() {}

    /// What a body violates of a schema, empty if nothing.
    public static List<String> violations(String schema, JsonNode body) {
        return SCHEMAS.computeIfAbsent(schema, name -> Registry.IT.getSchema(SchemaLocation.of(ID + "#/$defs/" + name)))
            .validate(Trees.write(body), InputFormat.JSON)
            .stream()
            .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
            .toList();
    }

    /// What a request violates of its operation: its path, its body.
    ///
    /// @param path as received, e.g. `/assistant/9d3a…`
    public static List<String> violations(String method, String path, String body) {
        String template = path.replaceFirst("^/([a-z-]+)/[^/]+$", "/$1/{id}");
        JsonNode operation = OpenApi.document().path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return List.of(method + " " + template + " is no operation of Vapi");
        }
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("a body where none belongs");
        }
        JsonNode sent = Trees.read(body);
        List<String> alternatives = new ArrayList<>();
        if (schema.has("$ref")) {
            alternatives.add(schema.path("$ref").asText());
        } else {
            String discriminator = schema.at("/discriminator/propertyName").asText();
            JsonNode chosen = schema.at("/discriminator/mapping").path(sent.path(discriminator).asText());
            if (chosen.isTextual()) {
                alternatives.add(chosen.asText());
            } else {
                schema.path("oneOf").forEach(alternative -> alternatives.add(alternative.path("$ref").asText()));
            }
        }
        List<List<String>> results = alternatives.stream().map(ref -> violations(ref.replaceFirst(".*/", ""), sent)).toList();
        return results.stream().filter(List::isEmpty).findAny().orElse(results.getFirst());
    }

    private static final class Registry {

        private static final SchemaRegistry IT = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(ID, definitions())));

        private static String definitions() {
            ObjectNode root = Trees.object().put("$id", ID).put("$schema", "https://json-schema.org/draft/2020-12/schema");
            ObjectNode definitions = root.putObject("$defs");
            OpenApi.schemas().properties().forEach(schema -> definitions.set(schema.getKey(), mended(schema.getValue())));
            definitions.forEach(definition -> {
                if (definition.has("properties") && !definition.has("additionalProperties") && !definition.has("allOf")) {
                    ((ObjectNode) definition).put("additionalProperties", false);
                }
            });
            return Trees.write(root);
        }

        private static JsonNode mended(JsonNode schema) {
            return switch (schema) {
                case ObjectNode object -> mended(object);
                case ArrayNode list -> {
                    ArrayNode mended = Trees.array();
                    list.forEach(element -> mended.add(mended(element)));
                    yield mended;
                }
                default -> schema;
            };
        }

        private static ObjectNode mended(ObjectNode schema) {
            ObjectNode mended = Trees.object();
            boolean textOrCode = schema.path("type").asText().equals("object") && schema.path("enum").isArray();
            boolean list = schema.path("type").asText().equals("array");
            schema.properties().forEach(member -> {
                JsonNode value = member.getValue();
                switch (member.getKey()) {
                    case "$ref" -> mended.put("$ref", value.asText().replace("#/components/schemas/", "#/$defs/"));
                    case "oneOf" -> mended.set("anyOf", mended(value));
                    case "discriminator", "example", "examples", "externalDocs", "xml", "nullable", "default", "description",
                            "title", "format",
                            "deprecated" -> {
                        // Says nothing about validity, unless it is the name of a property.
                        if (value.isObject()
                                && !member.getKey().matches("discriminator|externalDocs|xml|default|example|examples")) {
                            mended.set(member.getKey(), mended(value));
                        }
                    }
                    case "pattern" -> {
                        if (value.isObject()) {
                            mended.set("pattern", mended(value));
                        }
                    }
                    case "enum" -> {
                        if (!list) {
                            mended.set("enum", mended(value));
                        }
                    }
                    case "type" -> {
                        if (value.isObject()) {
                            mended.set("type", mended(value));
                        } else if (schema.path("nullable").asBoolean()) {
                            mended.putArray("type").add(value).add("null");
                        } else if (!textOrCode) {
                            mended.set("type", value);
                        }
                    }
                    case "items" -> {
                        if (!(value.size() == 1 && value.path("type").asText().equals("object"))) {
                            mended.set("items", mended(value));
                        }
                    }
                    default -> mended.set(member.getKey(), mended(value));
                }
            });
            return mended;
        }
    }
}
