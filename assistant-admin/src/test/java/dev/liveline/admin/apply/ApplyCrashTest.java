package dev.liveline.admin.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Manifest;
import dev.liveline.admin.manifest.ManifestReader;
import dev.liveline.admin.manifest.Reading;
import dev.liveline.admin.plan.Action;
import dev.liveline.admin.plan.DriftState;
import dev.liveline.admin.plan.Standing;
import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.simulator.vapi.VapiCloud;
import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.core.json.JsonObject;

/// An apply may die between any two effects. Run again, it ends the same, and nothing is there twice.
@AdminTest
class ApplyCrashTest {

    private static final Gates PRUNING = new Gates(true, Optional.of(1), Set.of());

    @Inject
    Provisioning provisioning;
    @Inject
    DyingSteps steps;
    @Inject
    RedisDataSource redis;

    private VapiCloud vapi;

    @BeforeEach
    void vapiIsThere() {
        redis.flushall();
        vapi = VapiPort.cloud();
    }

    @AfterEach
    void vapiIsGone() {
        steps.live();
        vapi.close();
        Contract.assertKept(vapi);
    }

    @Test
    void anApplyThatDiesAtAnyStepEndsTheSameWhenRunAgain() {
        // Given: how many steps the whole takes, and where it ends
        apply(before(), new Gates(false, Optional.empty(), Set.of()));
        apply(after(), PRUNING);
        Map<String, String> wanted = everything();

        int died = 0;
        for (int survived = 0;; survived++) {
            redis.flushall();
            vapi.close();
            vapi = VapiPort.cloud();
            apply(before(), new Gates(false, Optional.empty(), Set.of()));

            // When
            boolean dead = dies(survived);
            steps.live();
            Plan again = rerun();

            // Then
            assertThat(everything()).as("after dying at step %d", survived).isEqualTo(wanted);
            assertThat(provisioning.drift()).extracting(Standing::state).containsOnly(DriftState.CLEAN);
            assertThat(again.outcome().changed() > 0 || !dead || survived > 0).isTrue();
            if (!dead) {
                break;
            }
            died++;
        }
        // 3 creations of 4 steps, 1 update of 4, 1 deletion of 3
        assertThat(died).isEqualTo(19);
    }

    @Test
    void whatAnUnfinishedApplyWentBackToIsTheStateBeforeIt() {
        apply(before(), new Gates(false, Optional.empty(), Set.of()));
        Map<String, String> good = everything();
        dies(9);
        steps.live();
        rerun();

        provisioning.rollback(Optional.empty(), new Gates(true, Optional.of(3), Set.of()), "ada");

        assertThat(everything()).isEqualTo(good);
    }

    private record Plan(Outcome outcome) {}

    private boolean dies(int survived) {
        steps.dieAfter(survived);
        try {
            apply(after(), PRUNING);
            return false;
        } catch (DyingSteps.Death death) {
            return true;
        }
    }

    /// The deletion may be done already: then there is none to confirm.
    private Plan rerun() {
        Outcome planned = provisioning.plan(after(), PRUNING);
        int deletions = (int) planned.changes().stream().filter(change -> change.action() == Action.DELETE).count();
        return new Plan(provisioning.apply(after(), new Gates(true, Optional.of(deletions), Set.of()), "ada"));
    }

    private void apply(Manifest manifest, Gates gates) {
        provisioning.apply(manifest, gates, "ada");
    }

    private static Manifest before() {
        return manifest("""
                {"assistants":[{"name":"old","firstMessage":"Bye."},{"name":"support","firstMessage":"Hello.",
                   "model":{"provider":"openai","model":"gpt-4.1"}}]}""");
    }

    /// Creates a tool without a name at Vapi, a function, and a number; changes an assistant to use them; deletes another.
    private static Manifest after() {
        return manifest("""
                {"assistants":[{"name":"support","firstMessage":"Good day.","model":{"provider":"openai","model":"gpt-4.1",
                   "toolIds":["desk","lookup"]}}],
                 "tools":[{"name":"desk","type":"transferCall","destinations":[{"type":"number","number":"+15550100777"}]},
                   {"name":"lookup","type":"function","function":{"description":"Finds an order"}}],
                 "phoneNumbers":[{"name":"main line","provider":"twilio","number":"+15550100999","assistantId":"support"}]}""");
    }

    private static Manifest manifest(String json) {
        return switch (ManifestReader.json(json.getBytes(StandardCharsets.UTF_8), 10)) {
            case Reading.Understood(Manifest manifest) -> manifest;
            case Reading.Faulty(List<String> faults) -> throw new AssertionError(faults);
        };
    }

    /// All there is at Vapi, with names for ids, so that two worlds can be compared.
    private Map<String, String> everything() {
        Map<String, String> names = new TreeMap<>();
        List<Map<String, JsonObject>> kinds = List.of(vapi.assistants(), vapi.tools(), vapi.phoneNumbers());
        kinds.forEach(kind -> kind.forEach((id, body) -> names.put(id,
                "id of " + body.getString("name", body.getString("type") + body.getValue("function")))));
        Map<String, String> all = new TreeMap<>();
        kinds.forEach(kind -> kind.values().forEach(body -> {
            JsonObject plain = body.copy();
            List.of("id", "createdAt", "updatedAt", "orgId").forEach(plain::remove);
            String text = Trees.canonical(Trees.read(plain.encode()));
            for (Map.Entry<String, String> name : names.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
            List<String> twins = new ArrayList<>(all.keySet());
            all.put(text + (twins.contains(text) ? " (again)" : ""), "");
        }));
        return all;
    }
}
