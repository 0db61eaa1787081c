package dev.liveline.admin.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;

/// Twilio's API and call-router stand at the public origin here.
@AdminTest
class BindingsTest {

    private static final String ASSISTANT = "66666666-6666-4666-8666-666666666666";

    private VapiCloud vapi;
    private WireMockServer neighbours;

    @BeforeEach
    void everybodyIsThere() {
        vapi = VapiPort.cloud();
        vapi.provideAssistant(ASSISTANT, new JsonObject().put("name", "support"));
        neighbours = new WireMockServer(options().port(VapiPort.linePort()));
        neighbours.start();
        neighbours.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        neighbours.stubFor(
                get(urlPathMatching("/2010-04-01/.*")).willReturn(okJson("{\"incoming_phone_numbers\":[{\"sid\":\"PN1\"}]}")));
    }

    @AfterEach
    void everybodyIsGone() {
        neighbours.stop();
        vapi.close();
        Contract.assertKept(vapi);
    }

    @Test
    void directLeavesTheNumberToVapi() {
        bind("{\"number\":\"+15550100999\",\"assistant\":\"support\"}").statusCode(200)
            .body("done", hasSize(1))
            .body("assistantId", equalTo(ASSISTANT));

        assertThat(number().getString("assistantId")).isEqualTo(ASSISTANT);
        neighbours.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void bypassImportsPointsTwilioAtCallRouterAndTellsIt() {
        bind("{\"number\":\"+15550100999\",\"mode\":\"bypass\",\"assistantId\":\"" + ASSISTANT
                + "\",\"team\":\"bookings\",\"fallback\":{\"voicemail\":true}}")
            .statusCode(200)
            .body("done", hasSize(3));

        neighbours.verify(postRequestedFor(urlMatching("/2010-04-01/Accounts/AC[^/]+/IncomingPhoneNumbers/PN1.json"))
            .withRequestBody(containing("VoiceUrl="))
            .withRequestBody(containing("%2Ftwilio%2Fvoice"))
            .withHeader("Authorization", matching("Basic .+")));
        neighbours
            .verify(putRequestedFor(urlMatching("/routing/numbers/%2B15550100999"))
                .withHeader("Authorization", matching("Bearer .+"))
                .withRequestBody(equalToJson("{\"mode\":\"bypass\",\"assistantId\":\"" + ASSISTANT + "\",\"phoneNumberId\":\""
                        + number().getString("id")
                        + "\",\"team\":\"bookings\",\"fallback\":{\"voicemail\":true}}")));
    }

    @Test
    void sipMakesAnAddressAtVapiOnce() {
        String body = "{\"number\":\"+15550100999\",\"mode\":\"sip\",\"assistant\":\"support\",\"fallback\":{\"say\":\"Sorry.\"}}";
        bind(body).statusCode(200).body("sipUri", equalTo("sip:liveline-15550100999@sip.vapi.ai"));
        bind(body).statusCode(200);

        assertThat(vapi.phoneNumbers()).hasSize(1);
        assertThat(number().getString("provider")).isEqualTo("vapi");
        neighbours.verify(2, putRequestedFor(anyUrl()).withRequestBody(containing("sip:liveline-15550100999@sip.vapi.ai")));
    }

    @Test
    void thatStopsHalfWaySaysHowFarItCameAndCanBeAskedForAgain() {
        neighbours.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(503)));
        String body = "{\"number\":\"+15550100999\",\"mode\":\"bypass\",\"assistant\":\"support\",\"fallback\":{\"voicemail\":true}}";
        bind(body).statusCode(502).body("done", hasSize(1)).body("detail", containsString("call-router"));
        neighbours.verify(0, postRequestedFor(anyUrl()));

        neighbours.stubFor(put(anyUrl()).willReturn(okJson("{}")));
        bind(body).statusCode(200);
        assertThat(vapi.phoneNumbers()).hasSize(1);
    }

    /// Twilio would send callers where nobody knows the number.
    @Test
    void leavesTwilioAloneWhereCallRouterRefusesTheNumberAndSaysWhy() {
        neighbours.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(422)
            .withHeader("Content-Type", "application/problem+json")
            .withBody("{\"status\":422,\"detail\":\"A fallback is needed.\"}")));

        bind("{\"number\":\"+15550100999\",\"mode\":\"bridge\",\"assistant\":\"support\"}").statusCode(422)
            .body("detail", equalTo("call-router refused it with 422: A fallback is needed."));
        neighbours.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        bind("{\"number\":\"+15550100999\",\"assistant\":\"support\",\"team\":5,\"name\":[]}").statusCode(422)
            .body("errors", hasSize(2));
        bind("{\"number\":\"0800\",\"mode\":\"pigeon\",\"surprise\":1}").statusCode(422).body("errors", hasSize(4));
        bind("{\"number\":\"+15550100999\",\"assistant\":\"nobody\"}").statusCode(422)
            .body("detail", containsString("no such assistant"));
        assertThat(vapi.phoneNumbers()).isEmpty();
    }

    private static ValidatableResponse bind(String body) {
        return given().auth()
            .oauth2(TestTokens.admin())
            .contentType("application/json")
            .body(body)
            .post("/phone-numbers/bind")
            .then();
    }

    private JsonObject number() {
        return vapi.phoneNumbers().values().iterator().next();
    }
}
