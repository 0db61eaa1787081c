package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.edge.testing.TestTokens;

@AdminTest
class DescriptionTest {

    @Test
    void describesEveryPathWithExamples() {
        given().accept("application/json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .body("paths", hasKey("/assistants"))
            .body("paths", hasKey("/assistants/{id}/check"))
            .body("paths", hasKey("/assistants/plan"))
            .body("paths", hasKey("/phone-numbers/{id}"))
            .body("paths", hasKey("/presets"))
            .body("paths.'/assistants'.post.requestBody.content.'application/json'.examples.size()", equalTo(1));
    }

    @Test
    void presetsAreOfferedWiredAndWithoutSecrets() {
        given().auth()
            .oauth2(TestTokens.admin())
            .get("/presets")
            .then()
            .statusCode(200)
            .body("size()", equalTo(3))
            .body("[0].name", equalTo("live-support"))
            .body("[0].assistant.server.url", containsString("/webhook/vapi"));
        given().auth().oauth2(TestTokens.admin()).get("/presets/fast-turns").then().statusCode(200);
        given().auth().oauth2(TestTokens.admin()).get("/presets/none").then().statusCode(404);
    }

    @Test
    void everyPresetOfTheApiIsFreeOfFindingsAndCanBeCreated() {
        for (int i = 0; i < 3; i++) {
            Object assistant = given().auth().oauth2(TestTokens.admin()).get("/presets").path("[" + i + "].assistant");
            given().auth()
                .oauth2(TestTokens.admin())
                .contentType("application/json")
                .body(assistant)
                .post("/assistants/lint?fix=true")
                .then()
                .statusCode(200)
                .body("findings.size()", equalTo(0))
                .body("fixed.name", equalTo(((Map<?, ?>) assistant).get("name")));
        }
    }
}
