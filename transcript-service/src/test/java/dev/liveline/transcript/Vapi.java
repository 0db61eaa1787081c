package dev.liveline.transcript;

import static io.restassured.RestAssured.given;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.liveline.edge.testing.RedisResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/// Sends server messages as Vapi does, for component tests.
final class Vapi {

    private Vapi() {}

    /// Signed by `x-signature`.
    static ValidatableResponse send(String body) {
        return signed(body, System.currentTimeMillis()).post("/webhook/vapi").then();
    }

    static RequestSpecification signed(String body, long timestamp) {
        return given().contentType("application/json")
            .header("x-timestamp", timestamp)
            .header("x-signature", hmac(timestamp + "." + body))
            .body(body.getBytes(StandardCharsets.UTF_8));
    }

    /// Authenticated by `X-Vapi-Secret`.
    static RequestSpecification withSecret(String body) {
        return given().contentType("application/json")
            .header("X-Vapi-Secret", RedisResource.WEBHOOK_SECRET)
            .body(body.getBytes(StandardCharsets.UTF_8));
    }

    static String hmac(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(RedisResource.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A message of a call; `members` are its own, as JSON without braces.
    static String message(String callId, String type, long timestamp, String members) {
        return """
                {"message":{"type":"%s","timestamp":%d,"call":{"id":"%s","type":"inboundPhoneCall",\
                "monitor":{"controlUrl":"https://control.example.test/secret"}},\
                "customer":{"number":"+15550100123"},"phoneNumber":{"number":"+15550100999","twilioAuthToken":"never-store"},\
                "artifact":{"messages":[{"role":"bot","message":"Hello"}],"transcript":"AI: Hello"}%s}}"""
            .formatted(type, timestamp, callId, members.isEmpty() ? "" : "," + members);
    }

    static String text(String callId, long timestamp, String role, boolean last, String text) {
        return message(callId, "transcript", timestamp, "\"role\":\"%s\",\"transcriptType\":\"%s\",\"transcript\":\"%s\""
            .formatted(role, last ? "final" : "partial", text));
    }

    static String status(String callId, long timestamp, String status) {
        return message(callId, "status-update", timestamp, "\"status\":\"" + status + "\"");
    }
}
