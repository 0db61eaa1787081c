package dev.liveline.admin.check;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.Line;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

@AdminTest
class CheckTest {

    private static final String ID = "44444444-4444-4444-8444-444444444444";

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

    @Test
    void aWiredAssistantWithACarefulServerIsFine() {
        String id = given().auth()
            .oauth2(TestTokens.admin())
            .contentType("application/json")
            .body("{\"name\":\"a\"}")
            .post("/assistants?preset=live-support")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
        try (Line line = Line.careful(VapiPort.linePort())) {
            check(id).body("ok", equalTo(true))
                .body("checks.find { it.check == 'server-signature' }.result", equalTo("passed"))
                .body("checks.find { it.check == 'server-refusal' }.result", equalTo("passed"))
                .body("checks.find { it.check == 'voice' }.result", equalTo("unknown"));
            assertThat(line.bodies()).hasSize(2).allMatch(body -> body.contains("session.updated"));
        }
    }

    @Test
    void aServerThatTakesEverythingIsNot() {
        provide(VapiPort.publicUrl() + "/webhook/vapi");
        try (Line _ = Line.careless(VapiPort.linePort())) {
            check(ID).body("ok", equalTo(false)).body("checks.find { it.check == 'server-refusal' }.result", equalTo("failed"));
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNot() {
        provide(VapiPort.publicUrl() + "/webhook/vapi");
        check(ID).body("ok", equalTo(false)).body("checks.find { it.check == 'server' }.detail", containsString("no answer"));
    }

    @Test
    void aServerOfSomebodyElseNeverGetsASignature() {
        try (Line stranger = Line.careless(0)) {
            provide("http://127.0.0.1:" + stranger.port() + "/hook");
            check(ID).body("checks.find { it.check == 'server' }.result", equalTo("warned"));
            assertThat(stranger.bodies()).singleElement()
                .asString()
                .doesNotContainIgnoringCase("signature")
                .doesNotContain(RedisResource.WEBHOOK_SECRET);
        }
    }

    @Test
    void whatLintFindsAndToolsThatAreGoneFailIt() {
        vapi.provideAssistant(ID, new JsonObject().put("name", "a")
            .put("recordingEnabled", true)
            .put("model",
                    new JsonObject().put("provider", "openai")
                        .put("model", "gpt-4.1")
                        .put("toolIds", new JsonArray().add("gone"))));

        check(ID).body("ok", equalTo(false))
            .body("findings.rule", hasItem("obsolete-recording-enabled"))
            .body("checks.find { it.check == 'tools' }.result", equalTo("failed"))
            .body("checks.find { it.check == 'server' }.result", equalTo("failed"));
    }

    @Test
    void anAssistantThatIsNotThereIsNotFound() {
        given().auth().oauth2(TestTokens.admin()).post("/assistants/" + ID + "/check").then().statusCode(404);
    }

    private void provide(String url) {
        vapi.provideAssistant(ID, new JsonObject().put("name", "a").put("server", new JsonObject().put("url", url)));
    }

    private static ValidatableResponse check(String id) {
        return given().auth().oauth2(TestTokens.admin()).post("/assistants/" + id + "/check").then().statusCode(200);
    }
}
