package dev.liveline.admin.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Claims;
import dev.liveline.admin.catalogue.Notices;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Finding;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.lint.Rules;
import dev.liveline.admin.lint.Severity;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.manifest.Manifest;
import dev.liveline.admin.manifest.ManifestWriter;
import dev.liveline.admin.manifest.References;
import dev.liveline.admin.plan.Action;
import dev.liveline.admin.plan.Change;
import dev.liveline.admin.plan.Drift;
import dev.liveline.admin.plan.Plan;
import dev.liveline.admin.plan.Planner;
import dev.liveline.admin.plan.Remote;
import dev.liveline.admin.plan.Standing;
import dev.liveline.admin.plan.Target;
import dev.liveline.admin.plan.World;
import dev.liveline.admin.vapi.Vapi;
import dev.liveline.admin.wiring.Wiring;
import dev.liveline.edge.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// Documents made true: plan, apply, drift, rollback.
@ApplicationScoped
public class Provisioning {

    private static final DateTimeFormatter SNAPSHOT_ID = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
        .withZone(ZoneOffset.UTC);

    private final Vapi vapi;
    private final Memory memory;
    private final Wiring wiring;
    private final Linter linter;
    private final Claims claims;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Execution.Tools tools;
    private final Duration lock;

    Provisioning(Vapi vapi, Memory memory, Wiring wiring, Linter linter, Claims claims, Notices notices, Steps steps,
            InstantSource clock,
            RandomGenerator random, AdminConfig config) {
        this.vapi = vapi;
        this.memory = memory;
        this.wiring = wiring;
        this.linter = linter;
        this.claims = claims;
        this.clock = clock;
        this.random = random;
        this.tools = new Execution.Tools(vapi, memory, notices, steps, clock, config.vapi().concurrency());
        this.lock = config.manifests().lock();
    }

    public Outcome plan(Manifest manifest, Gates gates) {
        List<Target> targets = targets(manifest);
        World world = world();
        Plan.Feasible plan = feasible(Planner.plan(targets, world, gates.prune()));
        ArrayNode findings = findings(targets);
        return new Outcome(plan.changes(), false, Optional.empty(), findings, errors(findings, gates).size(),
                gates.prune() ? List.of() : left(targets, plan, world), Lease.holder(claims, clock));
    }

    /// @param by who applies
    public Outcome apply(Manifest manifest, Gates gates, String by) {
        return apply(targets(manifest), gates, by);
    }

    /// @param to a snapshot; empty for the one before the last apply
    /// @param by who goes back
    public Outcome rollback(Optional<String> to, Gates gates, String by) {
        String id = to.or(() -> memory.lastApply().map(last -> last.path("snapshot").asText()))
            .orElseThrow(() -> Problem.of(404, "Nothing was applied yet, so there is nothing to go back to."));
        Snapshot snapshot = memory.snapshot(id)
            .orElseThrow(() -> Problem.of(404, "There is no such snapshot (any more); GET /assistants/history lists them."));
        // What was good enough before is good enough to go back to.
        return apply(snapshot.resources().stream().map(this::restored).toList(),
                new Gates(gates.prune(), gates.confirm(), Rules.ids()), by);
    }

    /// Against the files as last applied.
    public List<Standing> drift() {
        World world = world();
        Map<Key, Target> targets = new LinkedHashMap<>();
        world.applied()
            .forEach((key, applied) -> targets.put(key,
                    new Target(key, applied.source(), wiring.complete(key.kind(), applied.source()), Optional.empty(), false)));
        return Drift.of(targets, world);
    }

    /// Against a document.
    public List<Standing> drift(Manifest manifest) {
        Map<Key, Target> targets = new LinkedHashMap<>();
        targets(manifest).forEach(target -> targets.put(target.key(), target));
        return Drift.of(targets, world());
    }

    /// All there is at Vapi, applied or not, as a document to start from.
    public ObjectNode export() {
        World world = world();
        Map<String, Key> known = new HashMap<>();
        world.applied().forEach((key, applied) -> applied.id().ifPresent(id -> known.put(id, key)));
        Map<Kind, List<ObjectNode>> resources = new EnumMap<>(Kind.class);
        world.remote()
            .forEach((kind, there) -> resources.put(kind,
                    there.stream().map(resource -> Remote.kept(resource).put("id", resource.path("id").asText())).toList()));
        return ManifestWriter.document(resources, known);
    }

    /// Snapshots, newest first.
    public List<JsonNode> history() {
        return memory.history();
    }

    private Outcome apply(List<Target> targets, Gates gates, String by) {
        ArrayNode findings = findings(targets);
        ArrayNode errors = errors(findings, gates);
        if (!errors.isEmpty()) {
            throw Problem.unprocessable("Lint found " + errors.size() + (errors.size() == 1 ? " error" : " errors")
                    + "; nothing was applied. Waive a rule by name to apply all the same.")
                .code("lint")
                .with("findings", new JsonArray(Trees.write(errors)));
        }
        try (Lease lease = new Lease(claims, lock, by, clock)) {
            World world = world();
            Plan.Feasible plan = feasible(Planner.plan(targets, world, gates.prune()));
            requireConfirmation(plan.count(Action.DELETE), gates);
            Optional<String> snapshot = plan.isEmpty() ? Optional.empty() : Optional.of(begin(targets, plan, world, by));
            Execution execution = new Execution(tools, world, targets, plan, lease);
            Map<Change, Problem> failures = execution.run(plan.changes());
            if (!failures.isEmpty()) {
                throw failed(plan, failures, execution, snapshot);
            }
            forget(targets, plan, world, gates.prune());
            snapshot.or(this::unfinished).ifPresent(id -> memory.rememberApply(apply(id, by).put("finished", true)));
            return new Outcome(plan.changes(), true, snapshot, findings, 0,
                    gates.prune() ? List.of() : left(targets, plan, world),
                    Optional.empty());
        }
    }

    /// Forgets names that a resource had before the document named its id under another; with `prune`, too, what the document leaves out and
    /// Vapi no longer has: somebody deleted it there, or a run died after its deletion.
    private void forget(List<Target> targets, Plan.Feasible plan, World world, boolean prune) {
        Set<Key> said = keys(targets);
        world.applied().forEach((key, applied) -> {
            boolean gone = applied.id().flatMap(id -> world.byId(key.kind(), id)).isEmpty();
            if (!said.contains(key) && (plan.isNamed(applied.id()) || prune && gone)) {
                memory.forget(key);
            }
        });
    }

    /// Keeps a snapshot, unless the apply before did not come to its end: then its snapshot is still the last good state.
    private String begin(List<Target> targets, Plan.Feasible plan, World world, String by) {
        Optional<String> unfinished = unfinished();
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        Snapshot snapshot = snapshot(plan, world, by);
        memory.keep(snapshot);
        memory.rememberApply(apply(snapshot.id(), by).put("finished", false));
        return snapshot.id();
    }

    /// The snapshot of the apply before, if that did not come to its end.
    private Optional<String> unfinished() {
        return memory.lastApply()
            .filter(last -> !last.path("finished").asBoolean())
            .map(last -> last.path("snapshot").asText())
            .filter(id -> memory.snapshot(id).isPresent());
    }

    private ObjectNode apply(String snapshot, String by) {
        return Trees.object().put("snapshot", snapshot).put("at", clock.millis()).put("by", by);
    }

    private Snapshot snapshot(Plan.Feasible plan, World world, String by) {
        Map<String, Key> keys = new LinkedHashMap<>();
        world.applied().forEach((key, applied) -> applied.id().ifPresent(id -> keys.put(id, key)));
        plan.changes().forEach(change -> change.id().ifPresent(id -> keys.putIfAbsent(id, change.key())));
        List<Snapshot.Kept> kept = new ArrayList<>();
        keys.forEach((id, key) -> world.byId(key.kind(), id).ifPresent(resource -> {
            List<String> withheld = resource.propertyStream()
                .filter(field -> !field.getValue().isTextual() && !Secrets.of(field.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
            ObjectNode named = References.replaced(Remote.kept(resource),
                    reference -> keys.containsKey(reference.value()) ? keys.get(reference.value()).name() : reference.value());
            kept.add(new Snapshot.Kept(key, Optional.of(id), named, withheld));
        }));
        Instant now = clock.instant();
        return new Snapshot(SNAPSHOT_ID.format(now) + "-" + Integer.toHexString(random.nextInt(0x1000, 0x10000)),
                now.toEpochMilli(), by, kept);
    }

    /// What a snapshot kept, as it can be brought back: fields whose secrets are not known stay as they are at Vapi.
    private Target restored(Snapshot.Kept kept) {
        ObjectNode source = kept.body().deepCopy();
        ObjectNode wired = wiring.restored(kept.key().kind(), source);
        for (String field : kept.withheld()) {
            if (Secrets.of(wired.path(field)).isEmpty()) {
                wired.remove(field);
            }
        }
        return new Target(kept.key(), source, wired, kept.id(), true);
    }

    private List<Target> targets(Manifest manifest) {
        return manifest.resources()
            .stream()
            .map(resource -> new Target(resource.key(), resource.body(),
                    wiring.complete(resource.key().kind(), resource.body()), resource.id(), false))
            .toList();
    }

    /// Three lists at Vapi, side by side, and what was applied.
    private World world() {
        Map<Kind, List<ObjectNode>> remote = new EnumMap<>(Kind.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Kind, Future<List<ObjectNode>>> asked = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                asked.put(kind, threads.submit(() -> vapi.all(kind)));
            }
            for (Kind kind : Kind.values()) {
                remote.put(kind, asked.get(kind).get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The service is stopping.", 5);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        }
        return new World(memory.applied(), remote, memory.salt());
    }

    /// Those that stop an apply.
    private static ArrayNode errors(ArrayNode findings, Gates gates) {
        ArrayNode errors = Trees.array();
        findings.forEach(finding -> {
            if (finding.path("severity").asText().equals(Severity.ERROR.word())
                    && !gates.waived().contains(finding.path("rule").asText())) {
                errors.add(finding);
            }
        });
        return errors;
    }

    private ArrayNode findings(List<Target> targets) {
        ArrayNode all = Trees.array();
        for (Target target : targets) {
            for (Finding finding : linter.lint(target.key().kind(), target.wired())) {
                if (finding.severity() != Severity.ADVICE) {
                    all.addObject()
                        .put("kind", target.key().kind().word())
                        .put("name", target.key().name())
                        .setAll(finding.json());
                }
            }
        }
        return all;
    }

    private static List<String> left(List<Target> targets, Plan.Feasible plan, World world) {
        Set<Key> said = keys(targets);
        return world.applied()
            .entrySet()
            .stream()
            .filter(entry -> !said.contains(entry.getKey()) && !plan.isNamed(entry.getValue().id()))
            .map(entry -> entry.getKey().text())
            .toList();
    }

    private static Set<Key> keys(List<Target> targets) {
        return targets.stream().map(Target::key).collect(Collectors.toUnmodifiableSet());
    }

    private static Plan.Feasible feasible(Plan plan) {
        return switch (plan) {
            case Plan.Feasible feasible -> feasible;
            case Plan.Infeasible(List<String> faults) ->
                throw Problem.unprocessable("The document cannot be made true: " + faults.getFirst())
                    .code("document")
                    .with("errors", new JsonArray(faults));
        };
    }

    private static void requireConfirmation(long deletions, Gates gates) {
        if (deletions > 0 && !gates.confirm().equals(Optional.of((int) deletions))) {
            throw Problem
                .conflict("This would delete " + deletions + "; say confirm=" + deletions + " to do it. Nothing was applied.")
                .code("deletions-unconfirmed")
                .with("deletions", deletions);
        }
    }

    private static Problem failed(Plan.Feasible plan, Map<Change, Problem> failures, Execution execution,
            Optional<String> snapshot) {
        JsonArray changes = new JsonArray();
        for (Change change : plan.changes()) {
            ObjectNode json = change.json()
                .put("outcome", failures.containsKey(change) ? "failed" : execution.isTried(change) ? "done" : "not-tried");
            if (failures.containsKey(change)) {
                json.put("reason", failures.get(change).getMessage());
            }
            changes.add(new JsonObject(Trees.write(json)));
        }
        Problem first = failures.values().iterator().next();
        Problem problem = Problem.of(first.status(), "The apply stopped: " + failures.size() + " of " + plan.changes().size()
                + " changes failed; the first: " + first.getMessage() + " Run it again to go on.")
            .code("apply-stopped")
            .with("changes", changes);
        for (Map.Entry<String, String> header : first.headers().entrySet()) {
            problem = problem.header(header.getKey(), header.getValue());
        }
        return snapshot.isPresent() ? problem.with("snapshot", snapshot.get()) : problem;
    }
}
