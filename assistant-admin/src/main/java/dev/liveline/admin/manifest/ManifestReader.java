package dev.liveline.admin.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.preset.Preset;
import dev.liveline.admin.preset.Presets;
import dev.liveline.admin.schema.Shapes;

/// Reads documents: JSON, or a stream of YAML documents. Each is `{assistants: […], phoneNumbers: […], tools: […]}` or one resource with its
/// `kind`. Beside Vapi's fields a resource may have `id` (the one at Vapi that it is), an assistant `preset`, a phone number `assistant`.
public final class ManifestReader {

    private final int most;
    private final Map<Key, Resource> resources = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private ManifestReader(int most) {
        this.most = most;
    }

    /// @param most resources in one document
    public static Reading json(byte[] text, int most) {
        try {
            return new ManifestReader(most).documents(List.of(Trees.read(text)), List.of());
        } catch (IOException e) {
            return new Reading.Faulty(List.of("The document is " + e.getMessage() + "."));
        }
    }

    /// @param most resources in one document
    public static Reading yaml(byte[] text, int most) {
        List<JsonNode> documents = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        try (YAMLParser parser = new YAMLFactory().createParser(new String(text, StandardCharsets.UTF_8))) {
            while (parser.nextToken() != null) {
                lines.add(parser.currentTokenLocation().getLineNr());
                documents.add(node(parser));
            }
        } catch (JsonProcessingException e) {
            // What breaks a bound of the parser, such as the depth, has no place.
            return new Reading.Faulty(
                    List.of(e.getLocation() == null ? "The document is nested too deeply, or otherwise beyond what is read."
                            : "The document is not YAML: line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr()
                                    + "."));
        } catch (IOException | StackOverflowError e) {
            return new Reading.Faulty(List.of("The document cannot be read."));
        }
        if (!documents.stream().allMatch(Trees::isWritable)) {
            return new Reading.Faulty(List.of("A number in the document is out of all bounds."));
        }
        return new ManifestReader(most).documents(documents, lines);
    }

    /// @param lines where each begins, of documents that are told apart by that
    private Reading documents(List<JsonNode> documents, List<Integer> lines) {
        if (documents.stream().allMatch(ManifestReader::isNothing)) {
            return new Reading.Faulty(List.of("A document is needed."));
        }
        for (int i = 0; i < documents.size(); i++) {
            document(documents.get(i), i < lines.size() ? "At line " + lines.get(i) + ": " : "");
        }
        if (resources.size() > most) {
            faults.add("The document has more than " + most + " resources.");
        }
        return faults.isEmpty() ? new Reading.Understood(new Manifest(List.copyOf(resources.values())))
                : new Reading.Faulty(List.copyOf(faults));
    }

    private static boolean isNothing(JsonNode document) {
        return document.isNull() || document.isMissingNode();
    }

    private void document(JsonNode document, String where) {
        if (isNothing(document)) {
            return;
        }
        if (!(document instanceof ObjectNode object)) {
            faults.add(where + "A document is an object with assistants, phoneNumbers and tools.");
            return;
        }
        if (object.path("kind").isTextual()) {
            Optional<Kind> kind = Kind.of(object.path("kind").textValue());
            kind.ifPresentOrElse(known -> resource(known, object.deepCopy().<ObjectNode>without("kind"), where + known.word()),
                    () -> faults.add(where + "kind is assistant, phone-number or tool."));
            return;
        }
        for (Map.Entry<String, JsonNode> part : object.properties()) {
            Optional<Kind> kind = List.of(Kind.values())
                .stream()
                .filter(known -> known.plural().equals(part.getKey()))
                .findFirst();
            if (kind.isEmpty()) {
                faults.add(where + "A document has assistants, phoneNumbers and tools, and nothing else.");
            } else if (!part.getValue().isArray() && !part.getValue().isNull()) {
                faults.add(where + part.getKey() + " is a list.");
            } else {
                for (int i = 0; i < part.getValue().size(); i++) {
                    resource(kind.get(), part.getValue().get(i), where + "/" + part.getKey() + "/" + i);
                }
            }
        }
    }

    private void resource(Kind kind, JsonNode given, String where) {
        if (!(given instanceof ObjectNode object)) {
            faults.add(where + " is not an object.");
            return;
        }
        String name = object.path("name").asText("");
        if (!object.path("name").isTextual() || name.isBlank()) {
            faults.add(where + " has no name.");
            return;
        }
        ObjectNode body = object.deepCopy();
        Optional<String> id = Optional.ofNullable(body.remove("id")).map(JsonNode::asText);
        switch (kind) {
            case ASSISTANT -> body = fromPreset(body, where);
            case PHONE_NUMBER -> phoneNumber(body);
            case TOOL -> tool(body, name);
        }
        Key key = new Key(kind, name);
        if (resources.putIfAbsent(key, new Resource(key, body, id)) != null) {
            faults.add(where + ": there are two of this name.");
        }
    }

    private ObjectNode fromPreset(ObjectNode body, String where) {
        if (!body.has("preset")) {
            return body;
        }
        Optional<Preset> preset = Presets.named(body.remove("preset").asText());
        if (preset.isEmpty()) {
            faults.add(where + ": there is no such preset.");
        }
        return preset.map(known -> Presets.with(known, body)).orElse(body);
    }

    /// An unquoted +15550100999 is a number to YAML; it was meant as text.
    private static void phoneNumber(ObjectNode body) {
        if (body.path("number").isIntegralNumber()) {
            body.put("number", "+" + body.path("number").asText());
        }
        if (body.path("assistant").isTextual()) {
            body.set("assistantId", body.remove("assistant"));
        }
    }

    /// Most tools have no name at Vapi but that of their function.
    private static void tool(ObjectNode body, String name) {
        if (!Shapes.allows(Shapes.TOOLS, "type", body.path("type").asText(), "name")) {
            body.remove("name");
        }
        if (body.path("type").asText().equals("function")) {
            ObjectNode function = body.withObject("/function");
            if (!function.has("name")) {
                function.put("name", name);
            }
        }
    }

    /// Like Jackson's own, but a reference to an anchor is refused: as a tree it would silently be the anchor's name.
    private static JsonNode node(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias()) {
            throw new JsonParseException(parser, "anchors are not supported; use a preset");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = Trees.object();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (object.has(name)) {
                        throw new JsonParseException(parser, "a field is named twice");
                    }
                    object.set(name, node(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = Trees.array();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            // To YAML 1.1 `off` and `no` are truth values; at Vapi they are words (`backgroundSound: off`).
            case VALUE_TRUE, VALUE_FALSE -> switch (parser.getText().toLowerCase(Locale.ROOT)) {
                case "true" -> BooleanNode.TRUE;
                case "false" -> BooleanNode.FALSE;
                default -> TextNode.valueOf(parser.getText());
            };
            case VALUE_NULL -> NullNode.instance;
            default -> TextNode.valueOf(parser.getText());
        };
    }
}
