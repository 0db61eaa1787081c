package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
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
    void thatVapiDoesNotTakeAreToldWhy() {
        admin().body("{\"provider\":\"pigeon\"}")
            .post("/phone-numbers")
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("errors[0]", containsString("provider"));
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(TestTokens.admin()).contentType("application/json");
    }
}
