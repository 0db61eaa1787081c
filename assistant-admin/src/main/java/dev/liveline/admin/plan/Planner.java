package dev.liveline.admin.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.manifest.References;
import dev.liveline.admin.manifest.References.Reference;

/// Compares what shall be with what is. A resource is found at Vapi by the id it was applied under, by the id its document names, by the trace
/// a broken-off creation left, or by its name (a phone number: by its number), in this order. What the document leaves out is kept, unless it is
/// to be pruned.
public final class Planner {

    private final List<Target> targets;
    private final World world;
    private final boolean prune;
    private final Map<Key, Target> byKey = new LinkedHashMap<>();
    private final Map<Key, ObjectNode> found = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Planner(List<Target> targets, World world, boolean prune) {
        this.targets = targets;
        this.world = world;
        this.prune = prune;
        targets.forEach(target -> byKey.put(target.key(), target));
    }

    public static Plan plan(List<Target> targets, World world, boolean prune) {
        return new Planner(targets, world, prune).plan();
    }

    private Plan plan() {
        identify();
        Map<Key, Integer> stages = stages();
        targets.forEach(this::checkReferences);
        if (!faults.isEmpty()) {
            return new Plan.Infeasible(List.copyOf(faults));
        }
        List<Change> changes = new ArrayList<>();
        targets.forEach(target -> changes.add(change(target, stages.get(target.key()))));
        changes.sort(Comparator.comparingInt(Change::stage));
        if (prune) {
            int last = changes.stream().mapToInt(Change::stage).max().orElse(0);
            List<Change> deletions = deletions(last + 1);
            checkDeletions(changes, deletions);
            changes.addAll(deletions);
        }
        return faults.isEmpty() ? new Plan.Feasible(List.copyOf(changes), ids()) : new Plan.Infeasible(List.copyOf(faults));
    }

    /// Finds each target at Vapi, so that no resource there is taken twice: first those whose id is known, then the others by likeness.
    private void identify() {
        Map<String, Key> holders = new HashMap<>();
        List<Target> unknown = new ArrayList<>();
        for (Target target : targets) {
            Kind kind = target.key().kind();
            Optional<ObjectNode> there = target.id().flatMap(id -> world.byId(kind, id));
            // What a snapshot names may be gone by now, and another may have taken its place.
            boolean must = target.id().isPresent() && !target.exact();
            if (there.isEmpty() && must) {
                faults.add(target.key() + ": the id it names is not at Vapi.");
            } else if (there.isEmpty()) {
                there = Optional.ofNullable(world.applied().get(target.key()))
                    .flatMap(Applied::id)
                    .flatMap(id -> world.byId(kind, id));
            }
            if (there.isEmpty()) {
                unknown.add(target);
                continue;
            }
            found.put(target.key(), there.get());
            String id = there.get().path("id").asText();
            Key other = holders.putIfAbsent(id, target.key());
            if (other != null) {
                faults.add(other + " and " + target.key() + " are one and the same at Vapi: both are " + id + ".");
            }
        }
        Set<String> taken = new HashSet<>(world.taken());
        taken.addAll(holders.keySet());
        unknown.forEach(target -> identify(target, taken));
    }

    private void identify(Target target, Set<String> taken) {
        List<ObjectNode> alike = alike(target,
                Optional.ofNullable(world.applied().get(target.key())).flatMap(Applied::pending), taken);
        if (alike.size() == 1) {
            found.put(target.key(), alike.getFirst());
            taken.add(alike.getFirst().path("id").asText());
        } else if (alike.size() > 1) {
            faults.add(target.key() + ": Vapi has " + alike.size() + " of this name; say which one it is with id: one of "
                    + String.join(", ", alike.stream().map(resource -> resource.path("id").asText()).toList()) + ".");
        }
    }

    private List<ObjectNode> alike(Target target, Optional<Applied.Pending> pending, Set<String> taken) {
        Kind kind = target.key().kind();
        List<ObjectNode> free = world.remote()
            .getOrDefault(kind, List.of())
            .stream()
            .filter(resource -> !taken.contains(resource.path("id").asText()))
            .toList();
        List<ObjectNode> begun = pending
            .map(trace -> free.stream()
                .filter(resource -> !trace.known().contains(resource.path("id").asText()))
                .filter(resource -> isWhatWasSent(target, resource))
                .toList())
            .orElse(List.of());
        return !begun.isEmpty() ? begun.subList(0, 1)
                : free.stream()
                    .filter(resource -> Remote.isAlike(kind, target.key().name(), target.wired(), resource))
                    .toList();
    }

    /// Ids are not known here, so references are not compared.
    private static boolean isWhatWasSent(Target target, ObjectNode resource) {
        Set<Pointer> references = new HashSet<>();
        References.in(target.wired()).forEach(reference -> references.add(reference.at()));
        return Difference.lacking(Secrets.strip(target.wired()), resource)
            .stream()
            .allMatch(difference -> references.contains(difference.at()));
    }

    /// A resource waits for those it refers to. Resources that refer to each other in a circle cannot be made.
    private Map<Key, Integer> stages() {
        Map<Key, Integer> stages = new HashMap<>();
        for (Target target : targets) {
            stage(target.key(), stages, new LinkedHashSet<>());
        }
        return stages;
    }

    private int stage(Key key, Map<Key, Integer> stages, LinkedHashSet<Key> path) {
        if (stages.containsKey(key)) {
            return stages.get(key);
        }
        if (!path.add(key)) {
            faults.add("These refer to each other in a circle: " + String.join(", ", path.stream().map(Key::toString).toList())
                    + ".");
            return 0;
        }
        int stage = 0;
        for (Reference reference : References.in(byKey.get(key).wired())) {
            if (byKey.containsKey(reference.key())) {
                stage = Math.max(stage, 1 + stage(reference.key(), stages, path));
            }
        }
        path.remove(key);
        stages.put(key, stage);
        return stage;
    }

    private void checkReferences(Target target) {
        for (Reference reference : References.in(target.wired())) {
            if (!reference.isId() && !byKey.containsKey(reference.key()) && idOf(reference).isEmpty()) {
                faults.add(target.key() + " refers to " + reference.key() + " at " + reference.at()
                        + ", which is neither in the document nor at Vapi.");
            }
        }
    }

    /// @return empty for a resource that is still to be made
    private Optional<String> idOf(Reference reference) {
        Optional<String> known = Optional.ofNullable(found.get(reference.key())).map(resource -> resource.path("id").asText());
        if (known.isPresent() || byKey.containsKey(reference.key())) {
            return known;
        }
        List<ObjectNode> there = world.remote().getOrDefault(reference.kind(), List.of());
        return Optional.ofNullable(world.applied().get(reference.key()))
            .flatMap(Applied::id)
            .or(() -> there.stream()
                .map(resource -> resource.path("id").asText())
                .filter(reference.value()::equals)
                .findFirst())
            .or(() -> {
                List<ObjectNode> named = there.stream()
                    .filter(resource -> Remote.isAlike(reference.kind(), reference.value(), resource, resource)
                            && (resource.path("name").asText().equals(reference.value())
                                    || resource.at("/function/name").asText().equals(reference.value())))
                    .toList();
                return named.size() == 1 ? Optional.of(named.getFirst().path("id").asText()) : Optional.empty();
            });
    }

    private Change change(Target target, int stage) {
        ObjectNode there = found.get(target.key());
        ObjectNode resolved = References.replaced(target.wired(),
                reference -> idOf(reference)
                    .orElse(reference.isId() ? reference.value() : "(the id of " + reference.key() + ")"));
        if (there == null) {
            List<Difference> fields = new ArrayList<>();
            resolved.properties()
                .forEach(field -> fields.add(new Difference(Pointer.ROOT.child(field.getKey()), missing(), field.getValue())));
            return new Change(Action.CREATE, target.key(), Optional.empty(), fields, Optional.empty(), target.wired(), stage,
                    List.of());
        }
        for (String fixed : List.of("type", "provider")) {
            if (target.key().kind() != Kind.ASSISTANT && resolved.has(fixed) && there.has(fixed)
                    && !resolved.path(fixed).equals(there.path(fixed))) {
                faults.add(target.key() + ": its " + fixed
                        + " cannot be changed; delete it first, or give the new one another name.");
            }
        }
        Optional<Applied> applied = Optional.ofNullable(world.applied().get(target.key()));
        List<Difference> fields = differences(target, resolved, there, applied);
        Set<String> top = new LinkedHashSet<>();
        fields.forEach(field -> top.add(field.at().steps().getFirst()));
        if (target.key().kind() == Kind.PHONE_NUMBER) {
            top.add("provider");
        }
        ObjectNode body = target.wired().deepCopy().retain(top);
        return new Change(fields.isEmpty() ? Action.NONE : Action.UPDATE, target.key(), Optional.of(there.path("id").asText()),
                fields,
                drift(applied, resolved, there).filter(_ -> !fields.isEmpty()), body, stage,
                noLongerSaid(target, there, applied));
    }

    /// Plain fields are compared with what is there; secrets, where Vapi does not show them, by their fingerprint.
    private List<Difference> differences(Target target, ObjectNode resolved, ObjectNode there, Optional<Applied> applied) {
        List<Difference> fields = new ArrayList<>();
        boolean sameSecrets = applied.isPresent()
                && applied.get().secrets().equals(Secrets.fingerprint(resolved, world.salt()));
        for (Difference difference : Difference.lacking(resolved, there)) {
            boolean hidden = Secrets.isSecretName(difference.at().last()) && difference.after().isTextual()
                    && !plainlyOther(difference.before());
            if (!hidden || !sameSecrets) {
                fields.add(difference);
            }
        }
        fields.addAll(Difference.dropped(base(target, there, applied), resolved, there));
        return fields;
    }

    /// Vapi leaves secrets out of its answers or shows them masked; a plain other value is a change.
    private static boolean plainlyOther(JsonNode shown) {
        return shown.isTextual() && !shown.textValue().isEmpty() && !shown.textValue().matches(".*[*•…]{3}.*");
    }

    private static Optional<DriftState> drift(Optional<Applied> applied, ObjectNode resolved, ObjectNode there) {
        return applied
            .filter(state -> !state.remote().isEmpty() && !Difference.between(state.remote(), Remote.kept(there)).isEmpty())
            .map(state -> DriftState.of(!Difference.between(state.desired(), Secrets.strip(resolved)).isEmpty(), true));
    }

    /// What may be dropped when the target does not say it: what was applied before, or, to be exact, all there is.
    private static ObjectNode base(Target target, ObjectNode there, Optional<Applied> applied) {
        return target.exact() ? Remote.kept(there) : applied.map(Applied::desired).orElseGet(Trees::object);
    }

    /// Vapi's PATCH cannot take a field of the resource itself away, so what a document stops saying stays as it is.
    private static List<String> noLongerSaid(Target target, ObjectNode there, Optional<Applied> applied) {
        return base(target, there, applied).propertyStream()
            .map(Map.Entry::getKey)
            .filter(field -> !target.wired().has(field))
            .map(field -> "/" + field + " stays as it is at Vapi: a field cannot be taken away.")
            .toList();
    }

    /// The ids that are known now, of everything that is referred to.
    private Map<Key, String> ids() {
        Map<Key, String> ids = new HashMap<>();
        found.forEach((key, resource) -> ids.put(key, resource.path("id").asText()));
        targets.forEach(target -> References.in(target.wired())
            .forEach(reference -> idOf(reference).ifPresent(id -> ids.put(reference.key(), id))));
        return Map.copyOf(ids);
    }

    /// What goes by another name now goes on under that.
    private List<Change> deletions(int stage) {
        Set<String> renamed = new HashSet<>();
        found.values().forEach(resource -> renamed.add(resource.path("id").asText()));
        return Stream.of(Kind.PHONE_NUMBER, Kind.ASSISTANT, Kind.TOOL)
            .flatMap(kind -> world.applied().entrySet().stream().filter(entry -> entry.getKey().kind() == kind))
            .filter(entry -> !byKey.containsKey(entry.getKey()))
            .filter(entry -> entry.getValue()
                .id()
                .filter(id -> !renamed.contains(id))
                .flatMap(id -> world.byId(entry.getKey().kind(), id))
                .isPresent())
            .map(entry -> new Change(Action.DELETE, entry.getKey(), entry.getValue().id(), List.of(), Optional.empty(),
                    entry.getValue().source(),
                    stage + 2 - entry.getKey().kind().ordinal(), List.of()))
            .toList();
    }

    /// What stays must not refer to what goes: a number would ring at an assistant that is no more.
    private void checkDeletions(List<Change> changes, List<Change> deletions) {
        Map<String, Key> going = new HashMap<>();
        deletions.forEach(deletion -> going.put(deletion.id().orElseThrow(), deletion.key()));
        Map<String, Change> changed = new HashMap<>();
        for (Change change : changes) {
            change.id().ifPresent(id -> changed.put(id, change));
            if (change.id().isEmpty()) {
                checkDeletions(going, change.key().toString(), resolved(change.body()));
            }
        }
        world.remote().forEach((kind, resources) -> resources.forEach(resource -> {
            String id = resource.path("id").asText();
            if (!going.containsKey(id)) {
                ObjectNode after = resource.deepCopy();
                Optional.ofNullable(changed.get(id)).ifPresent(change -> after.setAll(resolved(change.body())));
                String name = Optional.ofNullable(changed.get(id))
                    .map(change -> change.key().toString())
                    .orElseGet(() -> kind.word() + " " + resource.path("name").asText(id));
                checkDeletions(going, name, after);
            }
        }));
    }

    private void checkDeletions(Map<String, Key> going, String staying, ObjectNode body) {
        References.in(body)
            .stream()
            .filter(reference -> going.containsKey(reference.value()))
            .forEach(reference -> faults.add(going.get(reference.value()) + ": it cannot be deleted while " + staying
                    + " refers to it at " + reference.at() + "."));
    }

    private ObjectNode resolved(ObjectNode body) {
        return References.replaced(body, reference -> idOf(reference).orElse(reference.value()));
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
