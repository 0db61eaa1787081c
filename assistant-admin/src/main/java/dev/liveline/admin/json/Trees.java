package dev.liveline.admin.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reading and writing JSON trees without changing what passes through: decimals keep their digits, a field named twice is refused.
public final class Trees {

    private static final ObjectMapper MAPPER = configure(JsonMapper.builder()).build();
    private static final ObjectMapper SORTED = configure(JsonMapper.builder()).enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .build();

    /// More digits than any number of Vapi's has, fewer than Jackson refuses to write.
    private static final int MOST_DIGITS = 1000;

    private Trees() {}

    private static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// @throws IOException with a message fit for the sender: where it broke, nothing of the content
    public static JsonNode read(byte[] json) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree != null && !isWritable(tree)) {
                throw new IOException("not JSON that can be passed on (a number is out of all bounds)");
            }
            return tree == null ? JsonNodeFactory.instance.missingNode() : tree;
        } catch (JsonProcessingException e) {
            throw new IOException(position(e), e);
        }
    }

    /// Whether every number can be written out in digits: `1e999999999` would be a gigabyte of them.
    public static boolean isWritable(JsonNode tree) {
        return tree.isBigDecimal() ? Math.abs((long) tree.decimalValue().scale()) <= MOST_DIGITS
                : tree.valueStream().allMatch(Trees::isWritable);
    }

    /// Like [#read(byte[])], for text known to be JSON (our own, or a test's).
    public static JsonNode read(String json) {
        try {
            return read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public static String write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /// The same text for trees that differ in the order of their fields only.
    public static String canonical(JsonNode tree) {
        try {
            return SORTED.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /// SHA-256 over [#canonical(JsonNode)], hex.
    public static String hash(JsonNode tree) {
        return hash(canonical(tree));
    }

    /// SHA-256, hex.
    public static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Deep merge: objects field by field, everything else replaced by what is laid over it.
    public static ObjectNode merge(ObjectNode base, ObjectNode over) {
        ObjectNode merged = base.deepCopy();
        over.properties().forEach(field -> {
            JsonNode below = merged.path(field.getKey());
            merged.set(field.getKey(),
                    below instanceof ObjectNode a && field.getValue() instanceof ObjectNode b ? merge(a, b)
                            : field.getValue().deepCopy());
        });
        return merged;
    }

    /// Equal as JSON: 1 and 1.0 are one number.
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals((x, y) -> x.isNumber() && y.isNumber() && x.decimalValue().compareTo(y.decimalValue()) == 0 ? 0
                : x.equals(y) ? 0 : 1, b);
    }

    private static String position(JsonProcessingException e) {
        String what = e.getOriginalMessage() != null && e.getOriginalMessage().startsWith("Duplicate field")
                ? "not JSON (a field is named twice)"
                : "not JSON";
        return e.getLocation() == null ? what
                : what + " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }
}
