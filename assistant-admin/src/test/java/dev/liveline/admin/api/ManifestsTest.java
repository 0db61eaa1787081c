package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.notNullValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.ApiFault;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

@AdminTest
class ManifestsTest {

    private static final Logger LOG = Logger.getLogger(ManifestsTest.class);

    private static final String LINE = """
            assistants:
              - name: support
                preset: live-support
                firstMessage: Hello.
                backgroundSound: off
                model:
                  toolIds: [lookup-order]
            tools:
              - name: lookup-order
                type: function
                function:
                  description: Finds an order.
            phoneNumbers:
              - name: main line
                provider: twilio
                number: +15550100999
                assistant: support
            """;

    @Inject
    RedisDataSource redis;

    private VapiCloud vapi;

    @BeforeEach
    void emptyWorld() {
        redis.flushall();
        vapi = VapiPort.cloud();
    }

    @AfterEach
    void everyRequestKeptToVapisContract() {
        vapi.close();
        Contract.assertKept(vapi);
    }

    @Nested
    class APlan {

        @Test
        void saysWhatWouldBeMadeAndMakesNothing() {
            yaml(LINE).post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("changes.action", everyItem(equalTo("create")))
                .body("changes.name", equalTo(List.of("lookup-order", "support", "main line")))
                .body("changes[1].fields.pointer", hasItem("/firstMessage"));

            assertThat(vapi.requests()).allMatch(request -> request.method().equals("GET"));
        }

        @Test
        void namesEachFieldThatWouldChange() {
            apply(LINE).statusCode(200);

            yaml(LINE.replace("Hello.", "Good day.")).post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("changes.action", equalTo(List.of("none", "update", "none")))
                .body("changes[1].fields", hasSize(1))
                .body("changes[1].fields[0].pointer", equalTo("/firstMessage"))
                .body("changes[1].fields[0].before", equalTo("Hello."))
                .body("changes[1].fields[0].after", equalTo("Good day."));
        }

        @Test
        void noticesWhatADocumentNoLongerSaysInsideAField() {
            apply(LINE.replace("model:", "model:\n      promptCacheKey: abc")).statusCode(200);

            yaml(LINE).post("/assistants/plan")
                .then()
                .body("changes[1].fields.pointer", equalTo(List.of("/model/promptCacheKey")));
            apply(LINE).statusCode(200);
            assertThat(assistant("support").getJsonObject("model").containsKey("promptCacheKey")).isFalse();
        }

        @Test
        void readsTheSameDocumentAsJson() {
            given().auth()
                .oauth2(TestTokens.admin())
                .contentType("application/json")
                .body("{\"assistants\":[{\"name\":\"support\",\"firstMessage\":\"Hi.\"}]}")
                .post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("changes[0].action", equalTo("create"));
        }

        @Test
        void needsADocument() {
            for (String nothing : List.of("", " ", "null")) {
                json(nothing).post("/assistants/plan").then().statusCode(400).body("detail", equalTo("A document is needed."));
            }
            for (String nothing : List.of("", "null", "# nothing yet", "---\n---\n")) {
                yaml(nothing).post("/assistants/plan").then().statusCode(400).body("detail", equalTo("A document is needed."));
            }
        }

        @Test
        void refusesDocumentsThatCannotBeMadeTrue() {
            yaml("assistants: [{name: a, model: {provider: openai, model: gpt-4.1, toolIds: [nowhere]}}]")
                .post("/assistants/plan")
                .then()
                .statusCode(422)
                .body("errors[0]", containsString("tool nowhere"));
            yaml("tools: [{name: t, type: handoff, destinations: [{type: assistant, assistantId: a}]}]\n"
                    + "assistants: [{name: a, model: {provider: openai, model: gpt-4.1, toolIds: [t]}}]")
                .post("/assistants/plan")
                .then()
                .statusCode(422)
                .body("detail", containsString("circle"));
            yaml("assistants: [{firstMessage: hi}]").post("/assistants/plan")
                .then()
                .statusCode(400)
                .body("detail", containsString("no name"));
            yaml("assistants: [{name: a}, {name: a}]").post("/assistants/plan").then().statusCode(400);
            yaml("asistants: []").post("/assistants/plan").then().statusCode(400);
            yaml("assistants: [{name: a, preset: nope}]").post("/assistants/plan").then().statusCode(400);
            yaml("assistants: [").post("/assistants/plan").then().statusCode(400);
            yaml("a: &x {name: a}\nassistants: [*x]").post("/assistants/plan").then().statusCode(400);
        }

        @Test
        void asksWhichOneIsMeantWhereVapiHasSeveralOfAName() {
            vapi.provideAssistant("11111111-1111-4111-8111-111111111111", new JsonObject().put("name", "twin"));
            vapi.provideAssistant("22222222-2222-4222-8222-222222222222", new JsonObject().put("name", "twin"));

            yaml("assistants: [{name: twin, firstMessage: Hi.}]").post("/assistants/plan")
                .then()
                .statusCode(422)
                .body("detail",
                        containsString("11111111-1111-4111-8111-111111111111"));
            yaml("assistants: [{name: twin, firstMessage: Hi., id: 22222222-2222-4222-8222-222222222222}]")
                .post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("changes[0].action", equalTo("update"))
                .body("changes[0].id", equalTo("22222222-2222-4222-8222-222222222222"));
        }
    }

    @Nested
    class AnApply {

        @Test
        void makesEverythingInTheOrderOfReferenceWithIdsForNames() {
            apply(LINE).statusCode(200).body("changes.action", everyItem(equalTo("create")));

            String tool = vapi.tools().keySet().iterator().next();
            assertThat(assistant("support").getJsonObject("model").getJsonArray("toolIds")).containsExactly(tool);
            assertThat(assistant("support").getString("backgroundSound")).isEqualTo("off");
            JsonObject number = vapi.phoneNumbers().values().iterator().next();
            assertThat(number.getString("number")).isEqualTo("+15550100999");
            assertThat(number.getString("assistantId")).isEqualTo(assistant("support").getString("id"));
            assertThat(number.getString("twilioAuthToken")).isEqualTo(RedisResource.TWILIO_AUTH_TOKEN);
        }

        @Test
        void doneTwiceChangesNothingTheSecondTime() {
            apply(LINE).statusCode(200);
            int before = vapi.requests().size();

            apply(LINE).statusCode(200).body("changes.action", everyItem(equalTo("none")));
            assertThat(vapi.requests().subList(before, vapi.requests().size()))
                .allMatch(request -> request.method().equals("GET"));
        }

        @Test
        void adoptsWhatVapiHasUnderItsName() {
            vapi.provideAssistant("33333333-3333-4333-8333-333333333333",
                    new JsonObject().put("name", "support").put("firstMessage", "Old."));

            apply("assistants: [{name: support, firstMessage: New.}]").statusCode(200)
                .body("changes[0].action", equalTo("update"));
            assertThat(vapi.assistants().get("33333333-3333-4333-8333-333333333333").getString("firstMessage"))
                .isEqualTo("New.");
        }

        @Test
        void keepsWhatTheDocumentLeavesOutUnlessBothGatesAreOpen() {
            apply("assistants: [{name: a}, {name: b}, {name: c}]").statusCode(200);
            String less = "assistants: [{name: a}]";

            apply(less).statusCode(200).body("kept", hasItems("assistant/b", "assistant/c"));
            yaml(less).post("/assistants/apply?prune=true").then().statusCode(409).body("deletions", equalTo(2));
            yaml(less).post("/assistants/apply?prune=true&confirm=1").then().statusCode(409);
            yaml(less).post("/assistants/apply?confirm=2").then().statusCode(200);
            assertThat(vapi.assistants().values()).extracting(body -> body.getString("name")).contains("a", "b", "c");
            yaml(less).post("/assistants/plan?prune=true")
                .then()
                .body("changes.action", equalTo(List.of("none", "delete", "delete")));

            yaml(less).post("/assistants/apply?prune=true&confirm=2").then().statusCode(200);
            assertThat(vapi.assistants().values()).extracting(body -> body.getString("name"))
                .contains("a")
                .doesNotContain("b", "c");
        }

        @Test
        void doesNothingWhereLintFindsErrors() {
            apply("assistants: [{name: good}, {name: bad, recordingEnabled: true}]").statusCode(422)
                .body("findings.rule", hasItem("obsolete-recording-enabled"))
                .body("findings[0].name", equalTo("bad"));
            assertThat(vapi.requests()).isEmpty();
        }

        @Test
        void thatVapiStopsHalfWayIsToldAndCanBeGoneOnWith() {
            String half = "assistants: [{name: good}]\ntools: [{name: odd, type: function, surprise: 1}]\n";
            yaml(half.replace("good}", "good, model: {provider: openai, model: gpt-4.1, toolIds: [odd]}}"))
                .post("/assistants/apply?waive=unknown-field")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("changes.outcome", equalTo(List.of("failed", "not-tried")))
                .body("changes[0].reason", containsString("surprise"));

            apply(half.replace(", surprise: 1", "")).statusCode(200).body("changes.action", everyItem(equalTo("create")));
        }

        @Test
        void keepsASecondOneOut() throws Exception {
            vapi.breakApi(new ApiFault.Slow(Duration.ofMillis(300)));
            List<Future<Integer>> tries = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(3)) {
                for (int i = 0; i < 3; i++) {
                    tries.add(threads.submit(() -> yaml(LINE).post("/assistants/apply").statusCode()));
                }
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : tries) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
            assertThat(vapi.tools()).hasSize(1);
        }

        @Test
        void tellsCallRouterWhatChanged() {
            apply(LINE).statusCode(200);

            String entries = redis.execute("XRANGE", "liveline:assistants", "-", "+").toString();
            assertThat(entries).contains("\"resource\":\"assistant\"", "\"resource\":\"phone-number\"", "\"resource\":\"tool\"",
                    "\"action\":\"created\"");
        }

        @Test
        void letsNoSecretOutAnywhere() {
            String secret = "tok_never_to_be_seen_0123456789";
            String document = LINE.replace("provider: twilio",
                    "provider: twilio\n    twilioAccountSid: AC1\n    twilioAuthToken: " + secret);
            yaml(document).post("/assistants/plan").then().body(not(containsString(secret)));
            apply(document).statusCode(200).body(not(containsString(secret)));
            apply(document).body("changes.action", everyItem(equalTo("none")));
            yaml(document.replace(secret, secret + "x")).post("/assistants/plan")
                .then()
                .body(not(containsString(secret)))
                .body("changes[2].action", equalTo("update"))
                .body("changes[2].fields[0].pointer", equalTo("/twilioAuthToken"));
            given().auth().oauth2(TestTokens.admin()).get("/assistants/drift").then().body(not(containsString(secret)));

            for (String key : List.of("liveline:admin:resources")) {
                assertThat(redis.hash(String.class).hgetall(key).toString()).doesNotContain(secret,
                        RedisResource.WEBHOOK_SECRET);
            }
        }
    }

    @Nested
    class Drift {

        @Test
        void isCleanAfterAnApply() {
            apply(LINE).statusCode(200);

            drift().body("resources.state", everyItem(equalTo("clean"))).body("resources", hasSize(3));
        }

        @Test
        void tellsFilesFromTheDashboardFromBoth() {
            apply("assistants: [{name: a, firstMessage: Hi.}, {name: b, firstMessage: Hi.}, {name: c, firstMessage: Hi.}, {name: d}]")
                .statusCode(200);
            edit("b", "firstMessage", "Changed at Vapi.");
            edit("c", "firstMessage", "Changed at Vapi.");

            yaml("assistants: [{name: a, firstMessage: Hello.}, {name: b, firstMessage: Hi.}, {name: c, firstMessage: Hello.}, {name: d}]")
                .post("/assistants/drift")
                .then()
                .statusCode(200)
                .body("resources.state", equalTo(List.of("local-ahead", "remote-ahead", "diverged", "clean")))
                .body("resources[1].fields[0].pointer", equalTo("/firstMessage"))
                .body("resources[1].fields[0].after", equalTo("Changed at Vapi."));
            drift().body("resources.state", equalTo(List.of("clean", "remote-ahead", "remote-ahead", "clean")));
        }

        @Test
        void noticesWhatIsGoneAndWhatWasAddedAtVapi() {
            apply("assistants: [{name: a}, {name: b}]").statusCode(200);
            String a = assistant("a").getString("id");
            given().auth().oauth2(TestTokens.admin()).delete("/assistants/" + a).then().statusCode(200);
            edit("b", "voicemailMessage", "Call back later.");

            drift().body("resources.state", everyItem(equalTo("remote-ahead")))
                .body("resources[0].fields[0].pointer", equalTo(""))
                .body("resources[1].fields[0].pointer", equalTo("/voicemailMessage"));
            yaml("assistants: [{name: a}, {name: b}]").post("/assistants/plan")
                .then()
                .body("changes.action", equalTo(List.of("create", "none")));
        }

        @Test
        void isShownInThePlanThatWouldOverwriteIt() {
            apply("assistants: [{name: a, firstMessage: Hi.}]").statusCode(200);
            edit("a", "firstMessage", "Changed at Vapi.");

            yaml("assistants: [{name: a, firstMessage: Hi.}]").post("/assistants/plan")
                .then()
                .body("changes[0].action", equalTo("update"))
                .body("changes[0].drift", equalTo("remote-ahead"));
        }
    }

    @Nested
    class ARollback {

        @Test
        void bringsBackWhatWasBeforeTheLastApply() {
            apply("assistants: [{name: a, firstMessage: One.}]").statusCode(200);
            apply("assistants: [{name: a, firstMessage: Two.}]").statusCode(200);

            rollback("{}").statusCode(200).body("changes[0].action", equalTo("update"));
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("One.");
            drift().body("resources.state", everyItem(equalTo("clean")));

            // And back again.
            rollback("").statusCode(200);
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("Two.");
        }

        @Test
        void bringsBackEditsMadeAtVapiThatAnApplyOverwrote() {
            apply("assistants: [{name: a, firstMessage: One.}]").statusCode(200);
            edit("a", "firstMessage", "Edited at Vapi.");
            apply("assistants: [{name: a, firstMessage: Two.}]").statusCode(200);

            rollback("{}").statusCode(200);
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("Edited at Vapi.");
        }

        @Test
        void goesToAnySnapshotOfTheHistory() {
            apply("assistants: [{name: a, firstMessage: One.}]").statusCode(200);
            String snapshot = apply("assistants: [{name: a, firstMessage: Two.}]").statusCode(200).extract().path("snapshot");
            apply("assistants: [{name: a, firstMessage: Three.}]").statusCode(200);

            given().auth()
                .oauth2(TestTokens.admin())
                .get("/assistants/history")
                .then()
                .statusCode(200)
                .body("snapshots", hasSize(3))
                .body("snapshots.snapshot", hasItem(snapshot))
                .body("snapshots[0].by", equalTo("ada"));
            rollback("{\"to\":\"" + snapshot + "\"}").statusCode(200);
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("One.");
        }

        @Test
        void makesDeletedOnesAnewAndRefersToTheirNewIds() {
            apply(LINE).statusCode(200);
            yaml("assistants: []").post("/assistants/apply?prune=true&confirm=3").then().statusCode(200);
            assertThat(vapi.phoneNumbers()).isEmpty();

            rollback("{}").statusCode(200).body("changes.action", everyItem(equalTo("create")));
            String tool = vapi.tools().keySet().iterator().next();
            assertThat(assistant("support").getJsonObject("model").getJsonArray("toolIds")).containsExactly(tool);
            assertThat(vapi.phoneNumbers().values().iterator().next().getString("assistantId"))
                .isEqualTo(assistant("support").getString("id"));
        }

        @Test
        void deletesWhatWasMadeSinceOnlyBetweenTheSameTwoGates() {
            apply("assistants: [{name: a}]").statusCode(200);
            apply("assistants: [{name: a}, {name: b}]").statusCode(200);

            admin().body("{}").post("/assistants/rollback?prune=true").then().statusCode(409);
            rollback("{}").statusCode(200).body("kept", equalTo(List.of("assistant/b")));
            admin().body("{}").post("/assistants/rollback?prune=true&confirm=1").then().statusCode(200);
            assertThat(vapi.assistants().values()).extracting(body -> body.getString("name")).doesNotContain("b");
        }

        /// Its snapshot was the last good state, until a document was true as a whole again.
        @Test
        void doesNotGoBackBeforeAnApplyThatFailedAndWasSetRight() {
            apply("assistants: [{name: a, firstMessage: One.}]").statusCode(200);
            yaml("assistants: [{name: a, firstMessage: Two.}, {name: b, nope: 1}]")
                .post("/assistants/apply?waive=unknown-field")
                .then()
                .statusCode(400);
            apply("assistants: [{name: a, firstMessage: Two.}]").statusCode(200).body("snapshot", nullValue());
            apply("assistants: [{name: a, firstMessage: Three.}]").statusCode(200);

            rollback("{}").statusCode(200);
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("Two.");
        }

        /// It would go back to another snapshot than was meant.
        @Test
        void refusesAnOrderItDoesNotUnderstand() {
            apply("assistants: [{name: a, firstMessage: One.}]").statusCode(200);
            apply("assistants: [{name: a, firstMessage: Two.}]").statusCode(200);

            rollback("{\"to\":7}").statusCode(400);
            rollback("{\"snapshot\":\"20261122T194500Z-1a2b\"}").statusCode(400);
            admin().body("{}").post("/assistants/rollback?prune=yes").then().statusCode(400);
            assertThat(assistant("a").getString("firstMessage")).isEqualTo("Two.");
        }

        @Test
        void hasNowhereToGoBeforeTheFirstApply() {
            rollback("{}").statusCode(404).contentType("application/problem+json");
            apply("assistants: [{name: a}]").statusCode(200);
            rollback("{\"to\":\"nonsense\"}").statusCode(404);
        }
    }

    /// Of an organisation that was made in the dashboard.
    @Nested
    class AnExport {

        private static final String SUPPORT = "33333333-3333-4333-8333-333333333333";

        @BeforeEach
        void somebodyMadeThings() {
            apply("""
                    tools:
                      - {name: lookup-order, type: function, function: {description: Finds an order.}}
                      - {name: front-desk, type: transferCall, destinations: [{type: number, number: "+15550100777"}]}
                    assistants:
                      - {name: support, preset: live-support, backgroundSound: off, model: {toolIds: [lookup-order, front-desk]}}
                      - {name: sales, preset: fast-turns}
                    phoneNumbers: [{name: main line, provider: twilio, number: +15550100999, assistant: support}]
                    """)
                .statusCode(200);
            redis.flushall();
        }

        @Test
        void isADocumentThatChangesNothing() {
            String document = export();

            assertThat(document).contains("name: support", "- lookup-order", "- transferCall ", "assistantId: support")
                .doesNotContain("createdAt", "X-Vapi-Secret");
            List<String> changed = yaml(document).post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("refused", nullValue())
                .extract()
                .path("changes.findAll { it.action != 'none' }.name");
            assertThat(changed).as("but for the cloud's own assistant, which is not wired")
                .hasSizeLessThan(2)
                .doesNotContain("support", "sales", "main line", "lookup-order");
            apply(document).statusCode(200);
            yaml(export()).post("/assistants/plan?prune=true").then().header("Liveline-Changes", equalTo("0"));
        }

        @Test
        void tellsTwoOfOneNameApartAndNamesTheNameless() {
            vapi.provideAssistant(SUPPORT, new JsonObject().put("name", "support").put("firstMessage", "The other one."));
            vapi.provideAssistant("44444444-4444-4444-8444-444444444444", new JsonObject().put("firstMessage", "Hi."));

            String document = export();
            assertThat(document).contains("name: assistant 44444444", "id: \"44444444-4444-4444-8444-444444444444\"");
            yaml(document).post("/assistants/plan?waive=server-messages-incomplete")
                .then()
                .statusCode(200)
                .body("changes.action", not(hasItem("create")));
        }

        @Test
        void comesAsJsonWhereThatIsAskedFor() {
            given().auth()
                .oauth2(TestTokens.admin())
                .accept("application/json")
                .get("/assistants/export")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("assistants.name", hasItems("support", "sales"));
        }

        private String export() {
            return given().auth()
                .oauth2(TestTokens.admin())
                .get("/assistants/export")
                .then()
                .statusCode(200)
                .contentType(containsString("application/yaml"))
                .extract()
                .asString();
        }
    }

    /// A document names it by its id, under another name than before.
    @Nested
    class ARenamedResource {

        private String id;
        private String renamed;

        @BeforeEach
        void oneIsAppliedAndNamedOtherwise() {
            apply(LINE).statusCode(200);
            id = assistant("support").getString("id");
            renamed = LINE.replace("name: support\n", "name: helpdesk\n    id: " + id + "\n")
                .replace("assistant: support", "assistant: helpdesk");
        }

        /// It used to be deleted: under its old name the document left it out.
        @Test
        void isNotPruned() {
            yaml(renamed).post("/assistants/plan?prune=true")
                .then()
                .statusCode(200)
                .body("changes.action", equalTo(List.of("none", "update", "none")));

            yaml(renamed).post("/assistants/apply?prune=true").then().statusCode(200);
            yaml(renamed).post("/assistants/plan?prune=true").then().header("Liveline-Changes", equalTo("0"));
            assertThat(assistant("helpdesk").getString("id")).isEqualTo(id);
        }

        @Test
        void isNoLongerKnownByItsOldName() {
            yaml(renamed).post("/assistants/plan").then().body("kept", nullValue());
            apply(renamed).statusCode(200).body("kept", nullValue());

            drift().body("resources.name", equalTo(List.of("lookup-order", "helpdesk", "main line")))
                .body("resources.state", everyItem(equalTo("clean")));
        }

        @Test
        void getsItsOldNameBackByARollback() {
            apply(renamed).statusCode(200);
            long before = vapi.assistants().size();

            rollback("{}").statusCode(200).body("changes.action", equalTo(List.of("none", "update", "none")));
            assertThat(assistant("support").getString("id")).isEqualTo(id);
            assertThat(vapi.assistants()).hasSize((int) before);
            drift().body("resources.name", equalTo(List.of("lookup-order", "support", "main line")));
        }

        @Test
        void isNotTwoResources() {
            yaml(renamed.replace("assistants:\n", "assistants:\n  - {name: support, preset: live-support}\n"))
                .post("/assistants/plan")
                .then()
                .statusCode(422)
                .body("detail", containsString("are one and the same at Vapi: both are " + id));
            yaml("assistants: [{name: a, id: %s}, {name: b, id: %s}]".formatted(id, id)).post("/assistants/plan")
                .then()
                .statusCode(422)
                .body("detail", containsString("assistant a and assistant b are one and the same at Vapi"));
        }
    }

    /// Its lock outlives a replica that dies; everybody is told whose it is and when it ends.
    @Nested
    class AnApplyThatIsUnderWay {

        private static final long SINCE = 1_795_386_000_000L;

        @BeforeEach
        void somebodyApplies() {
            redis.value(String.class)
                .psetex("liveline:admin:lock", 90_000,
                        new JsonObject().put("by", "grace").put("sinceAt", SINCE).put("token", "t").encode());
        }

        @Test
        void keepsOthersOutAndSaysWhoSinceWhenAndUntilWhen() {
            long now = System.currentTimeMillis();

            apply(LINE).statusCode(409)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:liveline:problem:apply-under-way"))
                .body("detail", containsString("grace"))
                .body("underWay.by", equalTo("grace"))
                .body("underWay.sinceAt", equalTo(SINCE))
                .body("underWay.untilAt", greaterThan(now))
                .body("underWay.untilAt", lessThan(now + 150_000));
            assertThat(vapi.requests()).isEmpty();
        }

        @Test
        void isToldInAPlanWhichIsMadeAllTheSame() {
            yaml(LINE).post("/assistants/plan")
                .then()
                .statusCode(200)
                .body("changes", hasSize(3))
                .body("underWay.by", equalTo("grace"));
            yaml(LINE).accept("text/plain").post("/assistants/plan").then().body(containsString("by grace is under way since"));
        }

        @Test
        void ofAnOlderVersionTellsNothingAndKeepsOthersOut() {
            redis.value(String.class).psetex("liveline:admin:lock", 90_000, "5f0c1b9e-0000-4000-8000-000000000001");

            apply(LINE).statusCode(409).body("underWay", nullValue());
        }
    }

    @Test
    void aRedisThatRefusesIsUnavailableAndPlainReadsGoOn() {
        redis.value(String.class).set("liveline:admin:resources", "not a hash");

        given().auth()
            .oauth2(TestTokens.admin())
            .get("/assistants/drift")
            .then()
            .statusCode(503)
            .contentType("application/problem+json")
            .header("Retry-After", "5");
        given().auth().oauth2(TestTokens.admin()).get("/assistants").then().statusCode(200);
    }

    @Nested
    class FiveHundredAssistants {

        @Test
        void areAppliedPlannedAndComparedWithinTheRateLimit() {
            vapi.close();
            vapi = VapiPort.cloud(VapiOptions.defaults().requestsPerSecond(200));
            JsonArray assistants = new JsonArray();
            for (int i = 0; i < 500; i++) {
                assistants.add(new JsonObject().put("name", "assistant " + i).put("preset", "live-support"));
            }
            String document = new JsonObject().put("assistants", assistants).encode();

            long start = System.nanoTime();
            json(document).post("/assistants/apply").then().statusCode(200);
            long applied = System.nanoTime();
            json(document).post("/assistants/plan").then().statusCode(200).body("changes.action", everyItem(equalTo("none")));
            long planned = System.nanoTime();
            drift().body("resources", hasSize(500)).body("resources.state", everyItem(equalTo("clean")));
            long compared = System.nanoTime();

            LOG.infof("500 assistants: applied in %d ms, planned in %d ms, compared in %d ms", millis(applied - start),
                    millis(planned - applied),
                    millis(compared - planned));
            assertThat(vapi.assistants()).hasSize(501);
            long lists = vapi.requests()
                .stream()
                .filter(request -> request.method().equals("GET") && request.status() == 200)
                .count();
            assertThat(lists).as("lists read: three for each of apply, plan and drift").isEqualTo(9);
        }

        private static long millis(long nanos) {
            return nanos / 1_000_000;
        }
    }

    private ValidatableResponse apply(String document) {
        return yaml(document).post("/assistants/apply").then();
    }

    private static ValidatableResponse rollback(String body) {
        return admin().body(body).post("/assistants/rollback").then();
    }

    private static ValidatableResponse drift() {
        return given().auth().oauth2(TestTokens.admin()).get("/assistants/drift").then().statusCode(200);
    }

    private JsonObject assistant(String name) {
        return vapi.assistants()
            .values()
            .stream()
            .filter(body -> name.equals(body.getString("name")))
            .findFirst()
            .orElseThrow();
    }

    /// As somebody does in Vapi's dashboard.
    private void edit(String name, String field, String text) {
        JsonObject body = assistant(name).copy().put(field, text);
        vapi.provideAssistant(body.getString("id"), body);
    }

    private static RequestSpecification admin() {
        return json("{}");
    }

    private static RequestSpecification json(String body) {
        return given().auth().oauth2(TestTokens.admin()).contentType("application/json").body(body);
    }

    private static RequestSpecification yaml(String document) {
        return given().auth()
            .oauth2(TestTokens.admin())
            .contentType("application/yaml")
            .accept("application/json")
            .config(RestAssured.config()
                .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/yaml", ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
            .body(document);
    }
}
