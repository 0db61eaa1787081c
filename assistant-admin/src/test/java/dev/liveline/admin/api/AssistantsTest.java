package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

@AdminTest
class AssistantsTest {

    private static final String SUPPORT = """
            {"name":"Support","firstMessage":"Hello.","model":{"provider":"openai","model":"gpt-4.1","temperature":0.40,
             "messages":[{"role":"system","content":"Answer in one short sentence."}]},
             "voice":{"provider":"11labs","voiceId":"v1","stability":0.5},"transcriber":{"provider":"deepgram","model":"nova-3"}}""";

    private VapiCloud vapi;

    @BeforeEach
    void vapiIsThere() {
        vapi = VapiPort.cloud();
    }

    @AfterEach
    void vapiIsGone() {
        vapi.close();
        Contract.assertKept(vapi);
    }

    @Nested
    class ANewAssistant {

        @Test
        void isVapisAndHasAVersion() {
            String id = admin().body(SUPPORT)
                .post("/assistants")
                .then()
                .statusCode(201)
                .header("ETag", notNullValue())
                .header("Location", containsString("/assistants/"))
                .body("name", equalTo("Support"))
                .extract()
                .path("id");

            admin().get("/assistants/" + id)
                .then()
                .statusCode(200)
                .body("firstMessage", equalTo("Hello."))
                .header("ETag", notNullValue());
            assertThat(vapi.assistants()).containsKey(id);
        }

        @Test
        void isWiredToThisInstallation() {
            String id = create(SUPPORT);

            JsonObject stored = vapi.assistants().get(id);
            assertThat(stored.getJsonArray("serverMessages")).contains("transcript", "status-update", "user-interrupted");
            assertThat(stored.getJsonObject("server").getString("url")).isEqualTo(VapiPort.publicUrl() + "/webhook/vapi");
            assertThat(stored.getJsonObject("server").getJsonObject("backoffPlan").getString("type")).isEqualTo("exponential");
            assertThat(stored.getJsonObject("model").getJsonArray("tools").encode()).contains("escalate_to_human");
        }

        @Test
        void keepsItsNumbersDigitByDigit() {
            create(SUPPORT.replace("\"stability\":0.5", "\"stability\":0.10"));

            assertThat(vapi.requests().getLast().body()).contains("\"stability\":0.10").contains("\"temperature\":0.40");
        }

        @Test
        void withLintErrorsIsRefusedWithTheFindings() {
            admin().body("{\"name\":\"a\",\"serverUrl\":\"https://x.test\",\"serverMessages\":[\"hang\"]}")
                .post("/assistants")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("findings.rule", hasItem("obsolete-server-url"))
                .body("findings.rule", hasItem("server-messages-incomplete"))
                .body("findings.severity", everyItem(equalTo("error")))
                .body("type", equalTo("urn:liveline:problem:lint"));
            assertThat(vapi.requests()).isEmpty();
        }

        @Test
        void isWrittenAllTheSameWhereARuleIsWaived() {
            admin().body("{\"name\":\"a\",\"serverMessages\":[\"hang\"]}")
                .post("/assistants?waive=server-messages-incomplete")
                .then()
                .statusCode(201);
            admin().body(SUPPORT).post("/assistants?waive=no-such-rule").then().statusCode(400);
        }

        @Test
        void thatVapiRefusesIsAProblemInVapisWords() {
            admin().body("{\"name\":\"a\",\"surprise\":1}")
                .post("/assistants?waive=unknown-field")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", hasItem(containsString("surprise")))
                .body("detail", containsString("surprise"));
        }

        @Test
        void thatIsNotJsonOrNotAnObjectIsRefused() {
            admin().body("{\"name\":").post("/assistants").then().statusCode(400).contentType("application/problem+json");
            admin().body("[]").post("/assistants").then().statusCode(400);
            admin().body("").post("/assistants").then().statusCode(400);
            admin().body("{\"name\":\"a\",\"name\":\"b\"}")
                .post("/assistants")
                .then()
                .statusCode(400)
                .body("detail",
                        containsString("named twice"));
            admin().contentType("text/plain").body("x").post("/assistants").then().statusCode(415);
            admin().body("{\"metadata\":{\"price\":1e99999}}")
                .post("/assistants")
                .then()
                .statusCode(400)
                .body("detail", containsString("out of all bounds"));
        }

        /// The size is refused as announced, so that nobody sends 25 MB for nothing.
        @Test
        void thatAnnouncesTooLargeABodyIsRefusedBeforeItIsSent() throws IOException {
            try (Socket socket = new Socket("localhost", RestAssured.port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                    .write("POST /assistants HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 26214400\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"status\":413");
            }
        }
    }

    @Nested
    class AMethodThatAPathDoesNotTake {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                PUT    | /assistants             | GET, HEAD, OPTIONS, POST
                PUT    | /assistants/            | GET, HEAD, OPTIONS, POST
                POST   | /assistants/a-1         | DELETE, GET, HEAD, OPTIONS, PATCH
                DELETE | /assistants/a-1/check   | OPTIONS, POST
                POST   | /assistants/a-1/name    | GET, HEAD, OPTIONS
                PUT    | /assistants/drift       | DELETE, GET, HEAD, OPTIONS, PATCH, POST
                PATCH  | /phone-numbers          | GET, HEAD, OPTIONS, POST
                DELETE | /presets/live-support   | GET, HEAD, OPTIONS
                """)
        void isToldWhichItDoes(String method, String path, String allowed) {
            admin().request(method, path)
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", equalTo(allowed));
        }
    }

    @Nested
    class AChange {

        @Test
        void replacesTopLevelFieldsWholeAndLeavesTheOthers() {
            String id = create(SUPPORT);

            admin().body("{\"voice\":{\"provider\":\"11labs\",\"voiceId\":\"v2\"}}")
                .patch("/assistants/" + id)
                .then()
                .statusCode(200)
                .body("voice.voiceId", equalTo("v2"))
                .body("voice.stability", nullValue())
                .body("firstMessage", equalTo("Hello."));
        }

        @Test
        void isHeldAgainstTheVersionItWasMadeFrom() {
            Response made = admin().body(SUPPORT).post("/assistants");
            String id = made.path("id");

            Response changed = admin().header("If-Match", made.header("ETag"))
                .body("{\"firstMessage\":\"Hi.\"}")
                .patch("/assistants/" + id);
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));

            admin().header("If-Match", made.header("ETag"))
                .body("{\"firstMessage\":\"Late.\"}")
                .patch("/assistants/" + id)
                .then()
                .statusCode(412)
                .contentType("application/problem+json");
            admin().header("If-Match", made.header("ETag")).delete("/assistants/" + id).then().statusCode(412);
            admin().header("If-Match", "nonsense").body("{}").patch("/assistants/" + id).then().statusCode(400);
            admin().header("If-Match", "*")
                .body("{\"firstMessage\":\"Any.\"}")
                .patch("/assistants/" + id)
                .then()
                .statusCode(200);
        }

        @Test
        void winsOnceAmongSeveralFromTheSameVersion() throws Exception {
            Response made = admin().body(SUPPORT).post("/assistants");
            List<Future<Integer>> tries = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 6; i++) {
                    String greeting = "{\"firstMessage\":\"Greeting " + i + "\"}";
                    tries.add(threads.submit(() -> admin().header("If-Match", made.header("ETag"))
                        .body(greeting)
                        .patch("/assistants/" + made.path("id"))
                        .statusCode()));
                }
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : tries) {
                statuses.add(each.get());
            }
            assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        }

        @Test
        void isNotBlockedByFaultsElsewhereInTheAssistant() {
            String id = UUID.randomUUID().toString();
            vapi.provideAssistant(id, new JsonObject().put("name", "old").put("recordingEnabled", true));

            admin().body("{\"firstMessage\":\"Hi.\"}").patch("/assistants/" + id).then().statusCode(200);
            admin().body("{\"serverMessages\":[\"hang\"]}").patch("/assistants/" + id).then().statusCode(422);
        }
    }

    @Nested
    class ADeletion {

        @Test
        void removesItAndAnswersWhatItWas() {
            String id = create(SUPPORT);

            admin().delete("/assistants/" + id).then().statusCode(200).body("id", equalTo(id));
            admin().get("/assistants/" + id).then().statusCode(404).contentType("application/problem+json");
            admin().delete("/assistants/" + id).then().statusCode(404);
        }

        @Test
        void ofAPinnedAssistantIsAConflict() {
            String id = create(SUPPORT);
            vapi.pin(id);

            admin().delete("/assistants/" + id).then().statusCode(409).contentType("application/problem+json");
        }
    }

    @Nested
    class AList {

        @Test
        void comesInPagesThatHoldEachAssistantOnce() {
            for (int i = 0; i < 7; i++) {
                create(SUPPORT.replace("\"Support\"", "\"Support " + i + "\""));
            }
            List<String> seen = new ArrayList<>();
            String cursor = null;
            do {
                Response page = admin().queryParam("limit", 3)
                    .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                    .get("/assistants");
                assertThat(page.statusCode()).isEqualTo(200);
                seen.addAll(page.jsonPath().getList("assistants.id"));
                cursor = page.path("next");
            } while (cursor != null);

            assertThat(seen).hasSize(vapi.assistants().size());
            assertThat(new HashSet<>(seen)).isEqualTo(vapi.assistants().keySet());
        }

        @Test
        void takesSensibleParametersOnly() {
            admin().get("/assistants?limit=0").then().statusCode(400);
            admin().get("/assistants?limit=x").then().statusCode(400);
            admin().get("/assistants?cursor=!!").then().statusCode(400);
            admin().get("/assistants?createdAtGt=yesterday").then().statusCode(400);
            admin().get("/assistants?limit=1").then().statusCode(200).body("assistants", hasSize(1));
        }
    }

    @Nested
    class AnIdempotencyKey {

        @Test
        void makesARepeatedRequestTakeEffectOnce() {
            String key = UUID.randomUUID().toString();
            Response first = admin().header("Idempotency-Key", key).body(SUPPORT).post("/assistants");
            Response second = admin().header("Idempotency-Key", key).body(SUPPORT).post("/assistants");

            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(second.statusCode()).isEqualTo(201);
            assertThat(second.<String>path("id")).isEqualTo(first.path("id"));
            assertThat(vapi.requests()).filteredOn(request -> request.method().equals("POST")).hasSize(1);
        }

        @Test
        void belongsToOneRequest() {
            String key = UUID.randomUUID().toString();
            admin().header("Idempotency-Key", key).body(SUPPORT).post("/assistants").then().statusCode(201);

            admin().header("Idempotency-Key", key)
                .body(SUPPORT.replace("Hello", "Hi"))
                .post("/assistants")
                .then()
                .statusCode(422);
        }

        @Test
        void isFreeAgainAfterARefusal() {
            String key = UUID.randomUUID().toString();
            admin().header("Idempotency-Key", key)
                .body("{\"odd\":1}")
                .post("/assistants?waive=unknown-field")
                .then()
                .statusCode(400);

            admin().header("Idempotency-Key", key).body(SUPPORT).post("/assistants").then().statusCode(201);
        }
    }

    @Nested
    class Somebody {

        @Test
        void withoutATokenIsRefused() {
            given().get("/assistants").then().statusCode(401).contentType("application/problem+json");
        }

        @Test
        void whoIsNoAdminIsRefused() {
            given().auth().oauth2(TestTokens.supervisor()).get("/assistants").then().statusCode(403);
            given().auth()
                .oauth2(TestTokens.agent("a"))
                .contentType("application/json")
                .body("{}")
                .post("/assistants/lint")
                .then()
                .statusCode(403);
            given().auth().oauth2(TestTokens.supervisor()).get("/phone-numbers").then().statusCode(403);
        }
    }

    @Nested
    class AName {

        @Test
        void isToldToAnAgentAndNothingElseOfTheAssistant() {
            String id = create(SUPPORT);

            Response told = agent().get("/assistants/" + id + "/name");

            assertThat(told.statusCode()).isEqualTo(200);
            assertThat(told.jsonPath().getMap("")).isEqualTo(Map.of("id", id, "name", "Support"));
            agent().get("/assistants/" + id).then().statusCode(403);
        }

        @Test
        void isAskedOfVapiOnceHoweverManyAskAtOnce() throws Exception {
            String id = create(SUPPORT);
            List<Future<Integer>> asked = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 12; i++) {
                    asked.add(threads.submit(() -> agent().get("/assistants/" + id + "/name").statusCode()));
                }
            }

            for (Future<Integer> each : asked) {
                assertThat(each.get()).isEqualTo(200);
            }
            assertThat(vapi.requests()).filteredOn(request -> request.method().equals("GET")).hasSize(1);
        }

        @Test
        void ofNoAssistantIsNotFoundAndNotLookedForAgain() {
            String id = UUID.randomUUID().toString();

            agent().get("/assistants/" + id + "/name")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
            agent().get("/assistants/" + id + "/name").then().statusCode(404);

            assertThat(vapi.requests()).hasSize(1);
        }

        @Test
        void thatAnAssistantDoesNotHaveIsNotFound() {
            String id = UUID.randomUUID().toString();
            vapi.provideAssistant(id, new JsonObject().put("firstMessage", "Hello."));

            agent().get("/assistants/" + id + "/name").then().statusCode(404);
        }

        @Test
        void needsAToken() {
            given().get("/assistants/a-1/name").then().statusCode(401).contentType("application/problem+json");
        }

        private static RequestSpecification agent() {
            return given().auth().oauth2(TestTokens.agent("billing"));
        }
    }

    @Nested
    class Secrets {

        @Test
        void goInAndNeverComeOut() {
            String id = create("""
                    {"name":"a","credentials":[{"provider":"11labs","apiKey":"sk_very_secret_value"}],
                     "server":{"url":"https://elsewhere.test/hook","headers":{"X-Vapi-Secret":"header-secret"}}}""");

            assertThat(vapi.assistants().get(id).encode()).contains("sk_very_secret_value", "header-secret");
            admin().get("/assistants/" + id)
                .then()
                .body(not(containsString("sk_very_secret_value")))
                .body(not(containsString("header-secret")));
            admin().get("/assistants").then().body(not(containsString("header-secret")));
        }
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.admin()).contentType("application/json");
    }

    private static String create(String body) {
        return admin().body(body).post("/assistants").then().statusCode(201).extract().path("id");
    }
}
