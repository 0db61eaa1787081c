package dev.liveline.admin.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.manifest.References;

/// Vapi and what is remembered of it, as plain maps; makes plans true one change at a time. It gives ids, adds a default of its own, takes
/// top-level fields whole, refuses references to what is not there, and refuses to delete what is referred to.
final class SmallVapi {

    private static final String SALT = "salt";

    private final Map<Kind, Map<String, ObjectNode>> remote = new EnumMap<>(Kind.class);
    private final Map<Key, Applied> applied = new TreeMap<>((a, b) -> a.text().compareTo(b.text()));
    private int made;

    SmallVapi() {
        for (Kind kind : Kind.values()) {
            remote.put(kind, new LinkedHashMap<>());
        }
    }

    World world() {
        Map<Kind, List<ObjectNode>> lists = new EnumMap<>(Kind.class);
        remote.forEach((kind, resources) -> lists.put(kind, resources.values().stream().map(ObjectNode::deepCopy).toList()));
        return new World(Map.copyOf(applied), lists, SALT);
    }

    Map<Key, Applied> applied() {
        return applied;
    }

    List<ObjectNode> all(Kind kind) {
        return new ArrayList<>(remote.get(kind).values());
    }

    /// As somebody else does, in the dashboard.
    String add(Kind kind, ObjectNode body) {
        String id = "%08d-0000-4000-8000-%012d".formatted(kind.ordinal(), ++made);
        ObjectNode resource = Trees.object().put("id", id).put("createdAt", "2026-11-22T00:00:00.%06dZ".formatted(made));
        resource.setAll(body.deepCopy());
        resource.putIfAbsent("madeByVapi", Trees.read("{\"default\":true}"));
        remote.get(kind).put(id, resource);
        return id;
    }

    ObjectNode resource(Kind kind, String id) {
        return remote.get(kind).get(id);
    }

    void remove(Kind kind, String id) {
        remote.get(kind).remove(id);
    }

    /// Makes one change, as `Execution` does.
    ///
    /// @throws IllegalStateException if Vapi would not have it
    void make(Change change, Map<Key, Target> targets, Map<Key, String> ids) {
        Kind kind = change.key().kind();
        switch (change.action()) {
            case CREATE -> {
                String id = add(kind, sound(resolved(change.body(), ids)));
                ids.put(change.key(), id);
                remember(targets.get(change.key()), id, ids);
            }
            case UPDATE -> {
                resource(kind, change.id().orElseThrow()).setAll(sound(resolved(change.body(), ids)));
                remember(targets.get(change.key()), change.id().orElseThrow(), ids);
            }
            case NONE -> remember(targets.get(change.key()), change.id().orElseThrow(), ids);
            case DELETE -> {
                String id = change.id().orElseThrow();
                if (remote.values()
                    .stream()
                    .flatMap(resources -> resources.values().stream())
                    .flatMap(resource -> References.in(resource).stream())
                    .anyMatch(reference -> reference.value().equals(id))) {
                    throw new IllegalStateException(change.key() + " is still referred to");
                }
                remove(kind, id);
                applied.remove(change.key());
            }
        }
    }

    private void remember(Target target, String id, Map<Key, String> ids) {
        ObjectNode sent = resolved(target.wired(), ids);
        applied.put(target.key(), new Applied(Optional.of(id), target.source(), (ObjectNode) Secrets.strip(sent),
                Remote.kept(resource(target.key().kind(), id)), Secrets.fingerprint(sent, SALT), Optional.empty()));
    }

    private ObjectNode sound(ObjectNode body) {
        References.in(body).forEach(reference -> {
            if (!remote.get(reference.kind()).containsKey(reference.value())) {
                throw new IllegalStateException("refers to " + reference.value() + ", which is not there");
            }
        });
        return body;
    }

    private static ObjectNode resolved(ObjectNode body, Map<Key, String> ids) {
        return References.replaced(body, reference -> ids.getOrDefault(reference.key(), reference.value()));
    }
}
