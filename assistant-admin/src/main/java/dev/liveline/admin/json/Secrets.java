package dev.liveline.admin.json;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What goes in and never comes out: which fields hold secrets, by their names, and how to take them out of a tree or a text.
///
/// Secrets are removed, not masked: a mask would come back with the next PATCH and overwrite the secret.
public final class Secrets {

    /// Ends of names that make a field secret wherever it stands (`twilioAuthToken`, `X-Vapi-Secret`, `crm_api_key`): those of Vapi's credentials
    /// and phone numbers, of the schemas of the past, and of headers.
    private static final List<String> ENDINGS = List.of("secret", "password", "passphrase", "token", "authorization", "cookie",
            "apikey", "accesskey", "privatekey", "secretkey", "subscriptionkey", "functionskey", "openaikey",
            "connectionstring");

    /// What is shorter is no secret, but a part of every other word.
    private static final int SHORTEST_SECRET = 4;

    private Secrets() {}

    public static boolean isSecretName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }

    /// Whether this field holds a secret: one of the names, with a text as its value (a `token` that is an object is none).
    public static boolean isSecret(String name, JsonNode value) {
        return value.isTextual() && isSecretName(name);
    }

    /// A copy without secrets.
    public static JsonNode strip(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> {
                ObjectNode stripped = Trees.object();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    if (!isSecret(field.getKey(), field.getValue())) {
                        stripped.set(field.getKey(), strip(field.getValue()));
                    }
                }
                yield stripped;
            }
            case ArrayNode array -> {
                ArrayNode stripped = Trees.array();
                array.forEach(element -> stripped.add(strip(element)));
                yield stripped;
            }
            default -> tree;
        };
    }

    /// The secret values of a tree.
    public static List<String> of(JsonNode tree) {
        return List.copyOf(at(tree).values());
    }

    /// The secret values of a tree by their places, in the order of these.
    public static SortedMap<Pointer, String> at(JsonNode tree) {
        SortedMap<Pointer, String> found = new TreeMap<>();
        collect(tree, Pointer.ROOT, found);
        return found;
    }

    /// The text with every secret of the tree blotted out: for messages of others that may quote what we sent.
    public static String scrub(String text, JsonNode sent) {
        String clean = text;
        for (String secret : of(sent)) {
            if (secret.length() >= SHORTEST_SECRET) {
                clean = clean.replace(secret, "[secret]");
            }
        }
        return clean;
    }

    /// A fingerprint of a tree's secrets, so that a changed one is noticed without keeping it; empty if it has none.
    ///
    /// @param salt differs per installation, so that fingerprints of weak secrets cannot be looked up
    public static String fingerprint(JsonNode tree, String salt) {
        SortedMap<Pointer, String> secrets = at(tree);
        return secrets.isEmpty() ? "" : Trees.hash(salt + "\n" + secrets);
    }

    private static void collect(JsonNode tree, Pointer at, SortedMap<Pointer, String> found) {
        switch (tree) {
            case ObjectNode object -> object.properties().forEach(field -> {
                Pointer place = at.child(field.getKey());
                if (isSecret(field.getKey(), field.getValue())) {
                    found.put(place, field.getValue().textValue());
                } else {
                    collect(field.getValue(), place, found);
                }
            });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(array.get(i), at.child(i), found);
                }
            }
            default -> {
            }
        }
    }
}
