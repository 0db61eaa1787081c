package dev.liveline.admin.apply;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Notices;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.manifest.References;
import dev.liveline.admin.plan.Applied;
import dev.liveline.admin.plan.Change;
import dev.liveline.admin.plan.Plan;
import dev.liveline.admin.plan.Remote;
import dev.liveline.admin.plan.Target;
import dev.liveline.admin.plan.World;
import dev.liveline.admin.vapi.Vapi;
import dev.liveline.edge.problem.Problem;

/// Makes the changes of one plan, stage after stage, those of a stage side by side. Before a creation it writes down what was there, after each
/// change what is there now; so a run that died is made good by planning and running again. A failure ends the run after its stage; where Vapi
/// takes no more, the rest of the stage is not tried, or each change would wait for its own patience.
final class Execution {

    private final Vapi vapi;
    private final Memory memory;
    private final Notices notices;
    private final Steps steps;
    private final InstantSource clock;
    private final int concurrency;

    private final World world;
    private final Map<Key, Target> targets;
    private final Lease lease;
    private final Map<Key, String> ids;
    private final Map<Change, Problem> failures = new ConcurrentHashMap<>();
    private final Set<Change> tried = ConcurrentHashMap.newKeySet();
    private volatile boolean takesNoMore;

    /// What an execution works with.
    record Tools(Vapi vapi, Memory memory, Notices notices, Steps steps, InstantSource clock, int concurrency) {}

    Execution(Tools tools, World world, List<Target> targets, Plan.Feasible plan, Lease lease) {
        this.vapi = tools.vapi();
        this.memory = tools.memory();
        this.notices = tools.notices();
        this.steps = tools.steps();
        this.clock = tools.clock();
        this.concurrency = tools.concurrency();
        this.world = world;
        this.targets = new LinkedHashMap<>();
        targets.forEach(target -> this.targets.put(target.key(), target));
        this.lease = lease;
        this.ids = new ConcurrentHashMap<>(plan.ids());
    }

    /// @return what went wrong, by change; others may then not have been tried
    Map<Change, Problem> run(List<Change> changes) {
        SequencedMap<Integer, List<Change>> stages = new TreeMap<>();
        changes.forEach(change -> stages.computeIfAbsent(change.stage(), _ -> new ArrayList<>()).add(change));
        for (List<Change> stage : stages.values()) {
            if (failures.isEmpty()) {
                sideBySide(stage);
            }
        }
        return failures;
    }

    boolean isTried(Change change) {
        return tried.contains(change);
    }

    private void sideBySide(List<Change> stage) {
        try (ExecutorService threads = Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
            List<Future<?>> running = new ArrayList<>();
            stage.forEach(change -> running.add(threads.submit(() -> attempt(change))));
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The service is stopping; run the apply again.", 5);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException ours -> throw ours;
                case Error ours -> throw ours;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void attempt(Change change) {
        if (takesNoMore) {
            return;
        }
        tried.add(change);
        try {
            lease.require();
            switch (change.action()) {
                case CREATE -> create(change);
                case UPDATE -> update(change);
                case DELETE -> delete(change);
                case NONE -> none(change);
            }
        } catch (Problem problem) {
            failures.put(change, problem);
            if (problem.status() == 429 || problem.status() == 503) {
                takesNoMore = true;
            }
        }
    }

    private void create(Change change) {
        Key key = change.key();
        Target target = targets.get(key);
        List<String> known = world.remote()
            .getOrDefault(key.kind(), List.of())
            .stream()
            .map(resource -> resource.path("id").asText())
            .toList();
        steps.before("announce-creation", key);
        memory.remember(key, new Applied(Optional.empty(), plain(target.source()), Trees.object(), Trees.object(), "",
                Optional.of(new Applied.Pending(clock.millis(), known))));
        steps.before("create", key);
        ObjectNode made = vapi.create(key.kind(), resolved(change.body()));
        ids.put(key, made.path("id").asText());
        steps.before("record-creation", key);
        record(target, made);
        steps.before("notify", key);
        notices.changed(key.kind(), made.path("id").asText(), "created");
    }

    private void update(Change change) {
        Key key = change.key();
        Target target = targets.get(key);
        String id = change.id().orElseThrow();
        Optional<Applied> before = Optional.ofNullable(world.applied().get(key));
        steps.before("announce-update", key);
        memory.remember(key,
                new Applied(Optional.of(id), plain(target.source()), before.map(Applied::desired).orElseGet(Trees::object),
                        before.map(Applied::remote).orElseGet(Trees::object), before.map(Applied::secrets).orElse(""),
                        Optional.empty()));
        steps.before("update", key);
        ObjectNode made = vapi.update(key.kind(), id, resolved(change.body()));
        steps.before("record-update", key);
        record(target, made);
        steps.before("notify", key);
        notices.changed(key.kind(), id, "updated");
    }

    private void delete(Change change) {
        Kind kind = change.key().kind();
        String id = change.id().orElseThrow();
        steps.before("delete", change.key());
        try {
            vapi.delete(kind, id);
        } catch (Problem problem) {
            if (problem.status() != 404) {
                throw problem;
            }
        }
        steps.before("forget", change.key());
        memory.forget(change.key());
        steps.before("notify", change.key());
        notices.changed(kind, id, "deleted");
    }

    /// Nothing to do at Vapi; but what is there may not have been written down, if a run died between the two.
    private void none(Change change) {
        Target target = targets.get(change.key());
        ObjectNode there = world.byId(change.key().kind(), change.id().orElseThrow()).orElseThrow();
        Applied now = applied(target, there);
        if (!now.equals(world.applied().get(change.key()))) {
            steps.before("record-as-is", change.key());
            memory.remember(change.key(), now);
        }
    }

    private void record(Target target, ObjectNode made) {
        memory.remember(target.key(), applied(target, made));
    }

    private Applied applied(Target target, ObjectNode made) {
        ObjectNode sent = resolved(target.wired());
        return new Applied(Optional.of(made.path("id").asText()), plain(target.source()), plain(sent), Remote.kept(made),
                Secrets.fingerprint(sent, world.salt()), Optional.empty());
    }

    private ObjectNode resolved(ObjectNode body) {
        return References.replaced(body, reference -> ids.getOrDefault(reference.key(), reference.value()));
    }

    private static ObjectNode plain(ObjectNode body) {
        return (ObjectNode) Secrets.strip(body);
    }
}
