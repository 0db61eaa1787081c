package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

@AdminTest
class PhoneNumbersTest {

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
    void areImportedWithATokenThatNeverComesOut() {
        String token = "feedfacefeedfacefeedfacefeedface";
        String id = admin()
            .body("{\"provider\":\"twilio\",\"number\":\"+15550100999\",\"twilioAccountSid\":\"AC7\",\"twilioAuthToken\":\""
                    + token
                    + "\",\"name\":\"main\"}")
            .post("/phone-numbers")
            .then()
            .statusCode(201)
            .body(not(containsString(token)))
            .body("number", equalTo("+15550100999"))
            .body("twilioAuthToken", nullValue())
            .extract()
            .path("id");

        assertThat(vapi.phoneNumbers().get(id).getString("twilioAuthToken")).isEqualTo(token);
        admin().get("/phone-numbers/" + id).then().statusCode(200).body(not(containsString(token)));
        admin().get("/phone-numbers").then().statusCode(200).body("phoneNumbers", hasSize(1)).body(not(containsString(token)));
        admin().body("{\"name\":\"other\"}")
            .patch("/phone-numbers/" + id)
            .then()
            .statusCode(200)
            .body("name", equalTo("other"))
            .body(not(containsString(token)));
        admin().delete("/phone-numbers/" + id).then().statusCode(200).body(not(containsString(token)));
        admin().get("/phone-numbers/" + id).then().statusCode(404);
    }

    @Test
    void ofOurTwilioAccountNeedNoCredentials() {
        String id = admin().body("{\"provider\":\"twilio\",\"number\":\"+15550100998\"}")
            .post("/phone-numbers")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

        JsonObject stored = vapi.phoneNumbers().get(id);
        assertThat(stored.getString("twilioAccountSid")).isEqualTo(RedisResource.TWILIO_ACCOUNT_SID);
        assertThat(stored.getString("twilioAuthToken")).isEqualTo(RedisResource.TWILIO_AUTH_TOKEN);
        assertThat(stored.getJsonObject("server").getString("url")).as("who answers is asked of us")
            .isEqualTo(VapiPort.publicUrl() + "/webhook/vapi");
    }

    @Test
    void ofAnotherAccountAreNotGivenOurToken() {
        admin().body(
                "{\"provider\":\"twilio\",\"number\":\"+15550100997\",\"twilioAccountSid\":\"AC8\",\"twilioApiKey\":\"k\",\"twilioApiSecret\":\"s\"}")
            .post("/phone-numbers")
            .then()
            .statusCode(201);

        assertThat(vapi.phoneNumbers().values().iterator().next().containsKey("twilioAuthToken")).isFalse();
    }

    @Test
    void withFaultsAreRefusedWithTheFindingsUnlessWaived() {
        String faulty = """
                {"provider":"twilio","number":"+15550100996","serverUrl":"https://line.example.test",
                 "fallbackDestination":{"type":"number","number":"+15550100996"}}""";
        admin().body(faulty)
            .post("/phone-numbers")
            .then()
            .statusCode(422)
            .contentType("application/problem+json")
            .body("findings.rule", containsInAnyOrder("obsolete-server-url", "number-fallback-wrong"))
            .body("findings.severity", everyItem(equalTo("error")));
        assertThat(vapi.phoneNumbers()).isEmpty();

        admin().body(faulty)
            .post("/phone-numbers?waive=obsolete-server-url,number-fallback-wrong")
            .then()
            .statusCode(400)
            .body("errors", hasItem(containsString("serverUrl should not exist")));
        admin().body(faulty.replace("\"serverUrl\":\"https://line.example.test\",", ""))
            .post("/phone-numbers?waive=number-fallback-wrong")
            .then()
            .statusCode(201);
        admin().body(faulty).post("/phone-numbers?waive=nonsense").then().statusCode(400);
    }

    @Test
    void arePatchedOnlyWithFieldsThatLintLetsPass() {
        String id = admin().body("{\"provider\":\"twilio\",\"number\":\"+15550100995\"}")
            .post("/phone-numbers")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

        admin().body("{\"fallbackDestination\":{\"type\":\"number\",\"number\":\"555\"}}")
            .patch("/phone-numbers/" + id)
            .then()
            .statusCode(422)
            .body("findings[0].pointer", equalTo("/fallbackDestination/number"));
        admin().body("{\"fallbackDestination\":{\"type\":\"number\",\"number\":\"+15550100777\"}}")
            .patch("/phone-numbers/" + id)
            .then()
            .statusCode(200);
    }

    @Test
    void areLintedAndFixedWithoutBeingWritten() {
        admin()
            .body("""
                    {"provider":"twilio","number":"+15550100994","serverUrl":"https://line.example.test","twilioAuthToken":"t0ken"}""")
            .post("/phone-numbers/lint?fix=true")
            .then()
            .statusCode(200)
            .body("findings.rule", hasItems("obsolete-server-url", "number-fallback-missing", "number-takes-messages"))
            .body("fixed.server.url", equalTo("https://line.example.test"))
            .body("fixed.serverUrl", nullValue())
            .body(not(containsString("t0ken")));
        assertThat(vapi.requests()).isEmpty();
    }

    @Test
    void thatVapiDoesNotTakeAreToldWhy() {
        admin().body("{\"provider\":\"pigeon\"}")
            .post("/phone-numbers?waive=value-not-listed")
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("errors[0]", containsString("provider"));
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.admin()).contentType("application/json");
    }
}
