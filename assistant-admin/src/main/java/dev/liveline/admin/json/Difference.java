package dev.liveline.admin.json;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One place where two trees differ.
///
/// @param before absent values are missing nodes
public record Difference(Pointer at, JsonNode before, JsonNode after) {

    /// What would have to change for `actual` to hold all that `wanted` says: fields that only `actual` has are not held against it, because
    /// Vapi adds defaults. Lists are compared whole, element by element.
    public static List<Difference> lacking(JsonNode wanted, JsonNode actual) {
        List<Difference> found = new ArrayList<>();
        compare(actual, wanted, Pointer.ROOT, false, found);
        return found;
    }

    /// What `base` said inside an object and `wanted` no longer says, as far as `actual` still has it. Fields of the document itself are left
    /// out: Vapi cannot be told to drop them.
    public static List<Difference> dropped(JsonNode base, JsonNode wanted, JsonNode actual) {
        List<Difference> found = new ArrayList<>();
        base.properties()
            .forEach(field -> drop(field.getValue(), wanted.path(field.getKey()), actual.path(field.getKey()),
                    Pointer.ROOT.child(field.getKey()), found));
        return found;
    }

    /// Every difference of two trees.
    public static List<Difference> between(JsonNode before, JsonNode after) {
        List<Difference> found = new ArrayList<>();
        compare(before, after, Pointer.ROOT, true, found);
        return found;
    }

    /// `{pointer, before?, after?}`, secrets left out.
    public ObjectNode json() {
        ObjectNode json = Trees.object().put("pointer", at.toString());
        boolean secret = at.steps().stream().anyMatch(Secrets::isSecretName) && (before.isTextual() || after.isTextual());
        if (secret) {
            return json.put("secret", true);
        }
        if (!before.isMissingNode()) {
            json.set("before", Secrets.strip(before));
        }
        if (!after.isMissingNode()) {
            json.set("after", Secrets.strip(after));
        }
        return json;
    }

    private static void drop(JsonNode base, JsonNode wanted, JsonNode actual, Pointer at, List<Difference> found) {
        if (base.isObject() && wanted.isObject()) {
            base.properties().forEach(field -> {
                Pointer place = at.child(field.getKey());
                if (wanted.has(field.getKey())) {
                    drop(field.getValue(), wanted.path(field.getKey()), actual.path(field.getKey()), place, found);
                } else if (actual.has(field.getKey())) {
                    found.add(new Difference(place, actual.path(field.getKey()), wanted.path(field.getKey())));
                }
            });
        } else if (base.isArray() && wanted.isArray() && base.size() == wanted.size()) {
            for (int i = 0; i < base.size(); i++) {
                drop(base.get(i), wanted.get(i), actual.path(i), at.child(i), found);
            }
        }
    }

    private static void compare(JsonNode before, JsonNode after, Pointer at, boolean whole, List<Difference> found) {
        if (before.isObject() && after.isObject()) {
            after.properties()
                .forEach(field -> compare(before.path(field.getKey()), field.getValue(), at.child(field.getKey()), whole,
                        found));
            if (whole) {
                before.properties()
                    .stream()
                    .filter(field -> !after.has(field.getKey()))
                    .forEach(field -> found
                        .add(new Difference(at.child(field.getKey()), field.getValue(), after.path(field.getKey()))));
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < after.size(); i++) {
                compare(before.get(i), after.get(i), at.child(i), whole, found);
            }
        } else if (!Trees.same(before, after)) {
            found.add(new Difference(at, before, after));
        }
    }
}
