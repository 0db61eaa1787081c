package dev.liveline.admin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Difference;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;

/// What holds of every document and whatever others do at Vapi meanwhile. Each seed is a history of documents, applies, some of them broken off,
/// and edits.
class PlannerPropertiesTest {

    private static final int HISTORIES = 150;
    private static final int CHAPTERS = 8;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, HISTORIES);
    }

    /// After an apply nothing is left to do and nothing has drifted; every change found what it refers to; nothing was deleted unasked; and
    /// whatever broke off before is made good.
    @ParameterizedTest
    @MethodSource("seeds")
    void anApplyIsCompleteAndInOrderAndDeletesOnlyWhenTold(long seed) {
        History history = new History(seed);
        for (int chapter = 0; chapter < CHAPTERS; chapter++) {
            history.othersEdit();
            List<Target> document = history.document();
            boolean prune = history.chance(0.3) && !leavesDangling(document, history.vapi);
            Set<Key> before = Set.copyOf(history.vapi.applied().keySet());
            Plan.Feasible plan = feasible(document, history.vapi, prune);

            assertThat(plan.changes()).extracting(Change::stage).isSorted();
            assertThat(plan.changes()).filteredOn(change -> change.action() != Action.DELETE)
                .extracting(Change::key)
                .containsExactlyInAnyOrderElementsOf(document.stream().map(Target::key).toList());
            assertThat(plan.changes()).filteredOn(change -> change.action() == Action.DELETE)
                .allSatisfy(change -> assertThat(prune && before.contains(change.key())
                        && document.stream().noneMatch(target -> target.key().equals(change.key())))
                    .isTrue());
            if (history.chance(0.4)) {
                history.apply(document, plan, history.random.nextInt(plan.changes().size() + 1));
                plan = feasible(document, history.vapi, prune);
            }
            history.apply(document, plan, plan.changes().size());

            assertThat(feasible(document, history.vapi, prune).changes()).extracting(Change::action).containsOnly(Action.NONE);
            assertThat(Drift.of(byKey(document), history.vapi.world()))
                .filteredOn(standing -> byKey(document).containsKey(standing.key()))
                .extracting(Standing::state)
                .containsOnly(DriftState.CLEAN);
        }
    }

    /// Every resource that was applied or is in the document has exactly one state, and it is the one that its two sides say.
    @ParameterizedTest
    @MethodSource("seeds")
    void driftIsCompleteAndExclusive(long seed) {
        History history = new History(seed);
        List<Target> first = history.document();
        Plan.Feasible plan = feasible(first, history.vapi, false);
        history.apply(first, plan, plan.changes().size());
        history.othersEdit();
        Map<Key, Target> second = byKey(history.document());

        List<Standing> standings = Drift.of(second, history.vapi.world());

        Set<Key> all = new LinkedHashSet<>(history.vapi.applied().keySet());
        all.addAll(second.keySet());
        assertThat(standings).extracting(Standing::key).containsExactlyInAnyOrderElementsOf(all);
        for (Standing standing : standings) {
            Optional<Applied> applied = Optional.ofNullable(history.vapi.applied().get(standing.key()));
            boolean local = applied.isEmpty() || second.containsKey(standing.key())
                    && isOther(second.get(standing.key()).source(), applied.get().source());
            boolean remote = applied.isPresent()
                    && !Optional.ofNullable(history.vapi.resource(standing.key().kind(), applied.get().id().orElseThrow()))
                        .map(there -> Difference.between(applied.get().remote(), Remote.kept(there)).isEmpty())
                        .orElse(false);
            DriftState expected = local && remote ? DriftState.DIVERGED
                    : local ? DriftState.LOCAL_AHEAD : remote ? DriftState.REMOTE_AHEAD : DriftState.CLEAN;
            if (!isAgreed(standing.key(), second, history)) {
                assertThat(standing.state()).as("%s of seed %d", standing.key(), seed).isEqualTo(expected);
            } else {
                assertThat(standing.state()).isEqualTo(DriftState.CLEAN);
            }
            assertThat(standing.local().isEmpty())
                .isEqualTo(standing.state() == DriftState.CLEAN || standing.state() == DriftState.REMOTE_AHEAD);
            assertThat(standing.remote().isEmpty())
                .isEqualTo(standing.state() == DriftState.CLEAN || standing.state() == DriftState.LOCAL_AHEAD);
        }
    }

    /// Whether a prune would delete what something that stays refers to: that is refused, and says so.
    private static boolean leavesDangling(List<Target> document, SmallVapi vapi) {
        return switch (Planner.plan(document, vapi.world(), true)) {
            case Plan.Feasible _ -> false;
            case Plan.Infeasible(List<String> faults) -> {
                assertThat(faults).allMatch(fault -> fault.contains("it cannot be deleted while"));
                yield true;
            }
        };
    }

    /// Both sides changed to the same: nobody has to do anything.
    private static boolean isAgreed(Key key, Map<Key, Target> document, History history) {
        Plan.Feasible plan = feasible(List.copyOf(document.values()), history.vapi, false);
        return document.containsKey(key) && history.vapi.applied().containsKey(key)
                && isOther(document.get(key).source(), history.vapi.applied().get(key).source())
                && plan.changes()
                    .stream()
                    .anyMatch(change -> change.key().equals(key) && change.action() == Action.NONE);
    }

    /// A secret that is left out is kept, so that leaves nothing to do.
    private static boolean isOther(ObjectNode now, ObjectNode then) {
        return !Secrets.strip(now).equals(Secrets.strip(then))
                || !Secrets.of(now).isEmpty() && !Secrets.at(now).equals(Secrets.at(then));
    }

    private static Plan.Feasible feasible(List<Target> document, SmallVapi vapi, boolean prune) {
        Plan plan = Planner.plan(document, vapi.world(), prune);
        assertThat(plan).isInstanceOf(Plan.Feasible.class);
        return (Plan.Feasible) plan;
    }

    private static Map<Key, Target> byKey(List<Target> document) {
        Map<Key, Target> byKey = new LinkedHashMap<>();
        document.forEach(target -> byKey.put(target.key(), target));
        return byKey;
    }

    /// Documents and edits as one seed makes them.
    private static final class History {

        private final Random random;
        private final SmallVapi vapi = new SmallVapi();

        History(long seed) {
            random = new Random(seed);
        }

        boolean chance(double share) {
            return random.nextDouble() < share;
        }

        /// Makes the first changes of a plan, and then dies.
        void apply(List<Target> document, Plan.Feasible plan, int steps) {
            Map<Key, String> ids = new HashMap<>(plan.ids());
            plan.changes().stream().limit(steps).forEach(change -> vapi.make(change, byKey(document), ids));
        }

        /// Up to four of each kind, in any order, that refer to each other. Names come again, contents differ.
        List<Target> document() {
            List<Key> tools = keys(Kind.TOOL);
            List<Key> assistants = keys(Kind.ASSISTANT);
            List<Target> document = new ArrayList<>();
            tools.forEach(key -> document.add(target(key, Trees.object()
                .put("type", "function")
                .set("function", content().put("name", key.name())))));
            for (Key key : assistants) {
                ObjectNode body = content().put("name", key.name());
                ArrayNode ids = body.putObject("model").put("provider", "openai").putArray("toolIds");
                tools.stream().filter(_ -> chance(0.5)).forEach(tool -> ids.add(tool.name()));
                document.add(target(key, body));
            }
            for (Key key : keys(Kind.PHONE_NUMBER)) {
                ObjectNode body = content().put("name", key.name()).put("provider", "vapi").put("sipUri", "sip:" + key.name());
                if (!assistants.isEmpty()) {
                    body.put("assistantId", assistants.get(random.nextInt(assistants.size())).name());
                }
                document.add(target(key, body));
            }
            Collections.shuffle(document, random);
            return document;
        }

        /// Changes, adds and deletes at Vapi; deletes nothing that is referred to.
        void othersEdit() {
            for (Kind kind : Kind.values()) {
                for (ObjectNode resource : vapi.all(kind)) {
                    String id = resource.path("id").asText();
                    if (chance(0.15)) {
                        resource.put("firstMessage", "edited " + random.nextInt(3));
                    }
                    if (chance(0.1)) {
                        resource.putObject("nested").put("added", random.nextInt(3));
                    }
                    if (kind == Kind.PHONE_NUMBER && chance(0.15)) {
                        vapi.remove(kind, id);
                    }
                }
                if (chance(0.2)) {
                    vapi.add(kind, Trees.object().put("name", "somebody else's " + random.nextInt()).put("type", "endCall"));
                }
            }
        }

        private List<Key> keys(Kind kind) {
            List<Key> keys = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                if (chance(0.6)) {
                    keys.add(new Key(kind, name));
                }
            }
            return keys;
        }

        private ObjectNode content() {
            ObjectNode content = Trees.object();
            if (chance(0.8)) {
                content.put("firstMessage", "text " + random.nextInt(3));
            }
            if (chance(0.5)) {
                ObjectNode nested = content.putObject("nested");
                if (chance(0.7)) {
                    nested.put("number", random.nextInt(3));
                }
                if (chance(0.5)) {
                    nested.putArray("list").add(random.nextInt(2)).addObject().put("deep", random.nextBoolean());
                }
            }
            if (chance(0.3)) {
                content.put("twilioAuthToken", "secret " + random.nextInt(2));
            }
            return content;
        }

        private static Target target(Key key, ObjectNode body) {
            return new Target(key, body, body, Optional.empty(), false);
        }
    }
}
