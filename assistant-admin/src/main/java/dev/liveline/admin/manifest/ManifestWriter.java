package dev.liveline.admin.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;

/// Writes what is at Vapi as a document that [ManifestReader] reads back: names in place of ids. A resource that would not be found again by its
/// name (a second one of that name, or one without) carries its `id`. Pure.
public final class ManifestWriter {

    private static final int LONGEST_NAME = 40;

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .disable(YAMLGenerator.Feature.SPLIT_LINES)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .stringQuotingChecker(new Quoting())
        .build());

    /// Quotes whatever begins like a number, too: `0x1F`, `1e5` and `.inf` are numbers to YAML.
    private static final class Quoting extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || value.matches("(?s)[-+.]?[0-9.].*");
        }
    }

    /// @param isFound whether the reader's planner finds it without its id
    private record Named(String id, Key key, boolean isFound, ObjectNode body) {}

    private ManifestWriter() {}

    /// @param resources what there is, by kind, each with its `id`; no secrets, and nothing else that cannot be written back
    /// @param known     the names some of them were applied under, by id
    public static ObjectNode document(Map<Kind, List<ObjectNode>> resources, Map<String, Key> known) {
        Map<String, Named> named = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            Set<String> taken = new HashSet<>();
            known.values().stream().filter(key -> key.kind() == kind).map(Key::name).forEach(taken::add);
            for (ObjectNode resource : resources.getOrDefault(kind, List.of())) {
                String id = resource.path("id").asText();
                named.put(id, known.containsKey(id) ? new Named(id, known.get(id), true, resource)
                        : named(kind, id, resource, taken));
            }
        }
        ObjectNode document = Trees.object();
        for (Kind kind : Kind.values()) {
            ArrayNode list = document.putArray(kind.plural());
            named.values().stream().filter(each -> each.key().kind() == kind).forEach(each -> list.add(written(each, named)));
        }
        return document;
    }

    public static String yaml(ObjectNode document) {
        try {
            return YAML.writeValueAsString(document);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Named named(Kind kind, String id, ObjectNode resource, Set<String> taken) {
        Optional<String> own = ownName(kind, resource);
        if (own.isPresent() && taken.add(own.get())) {
            return new Named(id, new Key(kind, own.get()), true, resource);
        }
        String mark = " " + id.substring(0, Math.min(8, id.length()));
        String base = own.orElse(resource.path("type").asText(kind.word()));
        String name = base.substring(0, Math.min(base.length(), LONGEST_NAME - mark.length())) + mark;
        taken.add(name);
        // A phone number is found by its number.
        boolean isFound = kind == Kind.PHONE_NUMBER
                && (resource.path("number").isTextual() || resource.path("sipUri").isTextual());
        return new Named(id, new Key(kind, name), isFound, resource);
    }

    private static Optional<String> ownName(Kind kind, ObjectNode resource) {
        JsonNode other = switch (kind) {
            case ASSISTANT -> MissingNode.getInstance();
            case TOOL -> resource.at("/function/name");
            case PHONE_NUMBER -> resource.path(resource.has("number") ? "number" : "sipUri");
        };
        return Stream.of(resource.path("name"), other)
            .map(name -> name.asText(""))
            .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME)
            .findFirst();
    }

    private static ObjectNode written(Named resource, Map<String, Named> all) {
        ObjectNode written = Trees.object().put("name", resource.key().name());
        if (!resource.isFound()) {
            written.put("id", resource.id());
        }
        JsonNode body = References.replaced(resource.body(), reference -> Optional.ofNullable(all.get(reference.value()))
            .filter(meant -> meant.key().kind() == reference.kind())
            .map(meant -> meant.key().name())
            .orElse(reference.value()));
        body.properties()
            .stream()
            .filter(field -> !field.getKey().equals("name") && !field.getKey().equals("id"))
            .forEach(field -> written.set(field.getKey(), field.getValue()));
        return written;
    }
}
