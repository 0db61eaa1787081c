package dev.liveline.admin.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;

@AdminTest
class DescriptionTest {

    private static final String ASSISTANT = "00000000-0000-4000-8000-00000000a551";

    /// Where an example that is understood does not end well here: there is no such snapshot, and no Twilio to bind at.
    private static final Map<String, List<Integer>> UNDERSTOOD = Map.of("/assistants/rollback", List.of(404),
            "/phone-numbers/bind",
            List.of(200, 502, 504));

    @Inject
    RedisDataSource redis;

    @BeforeEach
    void emptyMemory() {
        redis.flushall();
    }

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
            .body("components.securitySchemes.token.scheme", equalTo("bearer"))
            .body("paths.'/assistants'.post.responses", hasKey("201"))
            .body("paths.'/phone-numbers'.get.parameters.name", hasItems("limit", "cursor"))
            .body("paths.'/assistants'.post.requestBody.content.'application/json'.examples.size()", equalTo(1));
    }

    /// Every example of the description, sent as it stands to where it belongs, is understood; and what is written at Vapi by it keeps to Vapi's own
    /// description.
    @Test
    void hasExamplesThatWork() {
        JsonPath description = given().accept("application/json").get("/q/openapi").jsonPath();
        try (VapiCloud vapi = VapiPort.cloud()) {
            vapi.provideAssistant(ASSISTANT, new JsonObject().put("name", "in the way"));
            Map<String, Map<String, Map<String, Object>>> paths = description.getMap("paths");
            List<String> tried = new ArrayList<>();
            paths.forEach((path, operations) -> operations
                .forEach((method, operation) -> examples(operation).forEach((type, values) -> {
                    for (String value : values) {
                        String at = path.replace("{id}", path.startsWith("/assistants") ? ASSISTANT : number(vapi));
                        int status = given().auth()
                            .oauth2(TestTokens.admin())
                            .config(RestAssured.config()
                                .encoderConfig(EncoderConfig.encoderConfig()
                                    .encodeContentTypeAs("application/yaml", ContentType.TEXT)
                                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                            .contentType(type)
                            .body(value)
                            .request(method.toUpperCase(Locale.ROOT), at)
                            .statusCode();
                        tried.add(method + " " + path);
                        assertThat(status).as("%s %s with %s", method, path, value)
                            .isIn(UNDERSTOOD.getOrDefault(path, List.of(200, 201)));
                    }
                })));
            assertThat(tried).contains("post /assistants", "patch /assistants/{id}", "post /assistants/lint",
                    "post /assistants/plan",
                    "post /assistants/apply", "post /assistants/drift", "post /assistants/rollback", "post /phone-numbers",
                    "patch /phone-numbers/{id}", "post /phone-numbers/lint", "post /phone-numbers/bind");
            Contract.assertKept(vapi);
        }
    }

    private static String number(VapiCloud vapi) {
        String id = vapi.phoneNumbers().keySet().stream().findFirst().orElse("00000000-0000-4000-8000-00000000f000");
        vapi.providePhoneNumber(id,
                new JsonObject().put("provider", "twilio").put("number", "+15550100999").put("assistantId", ASSISTANT));
        return id;
    }

    /// By content type.
    private static Map<String, List<String>> examples(Map<String, Object> operation) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        if (operation.get("requestBody") instanceof Map<?, ?> body && body.get("content") instanceof Map<?, ?> content) {
            content.forEach((type, media) -> {
                if (media instanceof Map<?, ?> described && described.get("examples") instanceof Map<?, ?> examples) {
                    examples.values().forEach(example -> {
                        Object value = ((Map<?, ?>) example).get("value");
                        found.computeIfAbsent(type.toString(), _ -> new ArrayList<>())
                            .add(value instanceof Map<?, ?> json ? new JsonObject(asMap(json)).encode() : value.toString());
                    });
                }
            });
        }
        return found;
    }

    private static Map<String, Object> asMap(Map<?, ?> json) {
        Map<String, Object> map = new LinkedHashMap<>();
        json.forEach((name, value) -> map.put(name.toString(), value));
        return map;
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
