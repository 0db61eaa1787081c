package dev.liveline.router;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.twilio.TwilioSignature;
import io.restassured.response.Response;

/// Requests as Twilio sends them, one at a time, for what the stand-in cloud does not do on demand; and routes put in by an admin.
public final class TwilioClient {

    private TwilioClient() {}

    /// A signed form POST; `uri` with its query as it goes over the wire.
    public static Response post(String uri, Map<String, String> form, Map<String, String> headers) {
        String signature = new TwilioSignature(RedisResource.TWILIO_AUTH_TOKEN).of(Clouds.publicUrl() + uri, form);
        return given().urlEncodingEnabled(false)
            .headers(headers)
            .header("X-Twilio-Signature", signature)
            .contentType("application/x-www-form-urlencoded; charset=UTF-8")
            .body(encoded(form))
            .post(uri);
    }

    /// A call comes in.
    public static Response voice(String callSid, String to, Map<String, String> headers) {
        return post("/twilio/voice",
                new TreeMap<>(Map.of("CallSid", callSid, "AccountSid", RedisResource.TWILIO_ACCOUNT_SID, "From",
                        "+15557770000", "To", to, "CallStatus", "ringing", "Direction", "inbound")),
                headers);
    }

    /// Until it is taken: on a machine that is busy elsewhere a command to Redis may be over its budget, which is 503 and right.
    public static void route(String number, String json) {
        await().atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> given().auth()
                .oauth2(TestTokens.admin())
                .contentType("application/json")
                .body(json)
                .put("/routing/numbers/" + number)
                .then()
                .statusCode(200));
    }

    private static String encoded(Map<String, String> form) {
        StringBuilder encoded = new StringBuilder();
        form.forEach((name, value) -> encoded.append(encoded.isEmpty() ? "" : "&")
            .append(java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8))
            .append('=')
            .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)));
        return encoded.toString();
    }
}
