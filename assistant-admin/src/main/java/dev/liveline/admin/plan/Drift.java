package dev.liveline.admin.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.manifest.References;

/// The three-way comparison: what shall be, what was last applied, what is at Vapi.
public final class Drift {

    private Drift() {}

    /// @param targets what shall be, by key; an applied resource that is not among them has no local side
    /// @return every applied resource, and every target that was never applied
    public static List<Standing> of(Map<Key, Target> targets, World world) {
        List<Standing> standings = new ArrayList<>();
        world.applied()
            .forEach((key, applied) -> standings.add(standing(key, Optional.ofNullable(targets.get(key)), applied, world)));
        targets.forEach((key, target) -> {
            if (!world.applied().containsKey(key)) {
                standings.add(new Standing(key, DriftState.LOCAL_AHEAD,
                        List.of(new Difference(Pointer.ROOT, MissingNode.getInstance(), target.source())),
                        List.of()));
            }
        });
        standings.sort(Comparator.comparing((Standing standing) -> standing.key().kind())
            .thenComparing(standing -> standing.key().name()));
        return List.copyOf(standings);
    }

    private static Standing standing(Key key, Optional<Target> target, Applied applied, World world) {
        List<Difference> local = target.map(wanted -> local(wanted, applied, world)).orElse(List.of());
        Optional<ObjectNode> there = applied.id().flatMap(id -> world.byId(key.kind(), id));
        List<Difference> remote = applied.id().isEmpty() ? List.of()
                : there.map(resource -> Difference.between(applied.remote(), Remote.kept(resource)))
                    .orElse(List.of(new Difference(Pointer.ROOT, applied.remote(), MissingNode.getInstance())));
        boolean agreed = !local.isEmpty() && there.isPresent() && isTrue(target.orElseThrow(), applied, there.get(), world);
        return agreed ? new Standing(key, DriftState.CLEAN, List.of(), List.of())
                : new Standing(key, DriftState.of(!local.isEmpty(), !remote.isEmpty()), local, remote);
    }

    /// Whether what shall be is what is, so that an apply would change nothing.
    private static boolean isTrue(Target target, Applied applied, ObjectNode there, World world) {
        ObjectNode resolved = resolved(target, applied, world);
        return Difference.lacking(resolved, there).isEmpty() && Difference.dropped(applied.desired(), resolved, there).isEmpty()
                && otherSecrets(target, applied, world).isEmpty();
    }

    private static List<Difference> local(Target target, Applied applied, World world) {
        List<Difference> local = new ArrayList<>(Difference.between(applied.desired(), resolved(target, applied, world)));
        local.addAll(otherSecrets(target, applied, world));
        return List.copyOf(local);
    }

    /// Secrets are remembered as one fingerprint: if it differs, each of them may be another. One that is said no longer is kept.
    private static List<Difference> otherSecrets(Target target, Applied applied, World world) {
        SortedMap<Pointer, String> secrets = Secrets.at(target.wired());
        return secrets.isEmpty() || applied.secrets().equals(Secrets.fingerprint(target.wired(), world.salt())) ? List.of()
                : secrets.entrySet()
                    .stream()
                    .map(secret -> new Difference(secret.getKey(), MissingNode.getInstance(),
                            TextNode.valueOf(secret.getValue())))
                    .toList();
    }

    /// A name that no applied resource has stands for what it stood for when this was applied, if it stood there then.
    private static ObjectNode resolved(Target target, Applied applied, World world) {
        ObjectNode resolved = References
            .replaced(target.wired(), reference -> Optional.ofNullable(world.applied().get(reference.key()))
                .flatMap(Applied::id)
                .or(() -> Optional.ofNullable(reference.at().in(applied.desired()).textValue())
                    .filter(_ -> reference.value().equals(reference.at().in(applied.source()).textValue())))
                .orElse(reference.value()));
        return (ObjectNode) Secrets.strip(resolved);
    }
}
