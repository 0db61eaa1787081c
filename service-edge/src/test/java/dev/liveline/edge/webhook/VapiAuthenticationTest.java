package dev.liveline.edge.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.webhook.Verdict.Accepted;
import dev.liveline.edge.webhook.Verdict.Refused;
import dev.liveline.edge.webhook.WebhookConfig.Scheme;
import io.smallrye.config.SmallRyeConfigBuilder;

class VapiAuthenticationTest {

    private static final long NOW = 1_787_000_000_000L;
    private static final String SECRET = "s3cret";
    private static final byte[] BODY = ("{\"message\":{\"type\":\"hang\",\"timestamp\":" + NOW + "}}")
        .getBytes(StandardCharsets.UTF_8);

    @Nested
    class Hmac {

        private final VapiAuthentication authentication = with("liveline.webhook.schemes", "hmac");

        @Test
        void acceptsASignatureOverTimestampAndRawBody() {
            String timestamp = Long.toString(NOW);

            Verdict verdict = authentication.check(signed(timestamp, BODY)::get, BODY, NOW);

            assertThat(verdict).isInstanceOfSatisfying(Accepted.class, accepted -> {
                assertThat(accepted.scheme()).isEqualTo(Scheme.HMAC);
                assertThat(accepted.signature().digest()).hasSize(40);
                assertThat(accepted.signature().minute()).isEqualTo(NOW / 60_000);
            });
        }

        @Test
        void acceptsATimestampInSeconds() {
            assertThat(authentication.check(signed(Long.toString(NOW / 1000), BODY)::get, BODY, NOW))
                .isInstanceOf(Accepted.class);
        }

        @Test
        void refusesATamperedBody() {
            byte[] other = "{\"message\":{\"type\":\"hang\" }}".getBytes(StandardCharsets.UTF_8);
            assertThat(authentication.check(signed(Long.toString(NOW), BODY)::get, other, NOW))
                .isEqualTo(new Refused("mismatch"));
        }

        @Test
        void refusesAnotherTimestampThanTheSignedOne() {
            Map<String, String> headers = signed(Long.toString(NOW), BODY);
            headers.put("x-timestamp", Long.toString(NOW + 1));
            assertThat(authentication.check(headers::get, BODY, NOW)).isEqualTo(new Refused("mismatch"));
        }

        @ParameterizedTest
        @ValueSource(longs = { -300_001, 300_001 })
        void refusesATimestampFurtherAwayThanFiveMinutes(long away) {
            assertThat(authentication.check(signed(Long.toString(NOW + away), BODY)::get, BODY, NOW))
                .isEqualTo(new Refused("stale"));
        }

        @ParameterizedTest
        @ValueSource(strings = { "", " ", "zz", "sha256=", "00", "0" })
        void refusesWhatIsNoSignature(String signature) {
            Map<String, String> headers = signed(Long.toString(NOW), BODY);
            headers.put("x-signature", signature);
            assertThat(authentication.check(headers::get, BODY, NOW)).isInstanceOf(Refused.class);
        }

        @Test
        void refusesATimestampThatIsNoNumber() {
            assertThat(authentication.check(signed("yesterday", BODY)::get, BODY, NOW)).isEqualTo(new Refused("stale"));
        }

        @Test
        void acceptsWhatItSignsItself() {
            Map<String, String> headers = authentication.sign(BODY, NOW);
            assertThat(authentication.check(headers::get, BODY, NOW)).isInstanceOf(Accepted.class);
        }

        @Test
        void readsASvixLikeFormat() {
            VapiAuthentication svix = with("liveline.webhook.schemes", "hmac", "liveline.webhook.hmac.signature-header",
                    "webhook-signature", "liveline.webhook.hmac.timestamp-header", "webhook-timestamp",
                    "liveline.webhook.hmac.prefix", "v1,", "liveline.webhook.hmac.encoding", "base64",
                    "liveline.webhook.hmac.payload-format", "{svix-id}.{timestamp}.{body}");
            String timestamp = Long.toString(NOW / 1000);
            byte[] payload = ("msg_1." + timestamp + "." + new String(BODY, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = Map.of("webhook-id", "msg_1", "webhook-timestamp", timestamp, "webhook-signature",
                    "v1," + Base64.getEncoder().encodeToString(hmac(payload)));

            assertThat(svix.check(headers::get, BODY, NOW)).isInstanceOf(Accepted.class);
        }
    }

    @Nested
    class BodyHmac {

        private final VapiAuthentication authentication = with("liveline.webhook.schemes", "body-hmac");

        @ParameterizedTest
        @ValueSource(strings = { "", "sha256=" })
        void acceptsASignatureOverTheBodyWithOrWithoutPrefix(String prefix) {
            Map<String, String> headers = Map.of("x-vapi-signature", prefix + HexFormat.of().formatHex(hmac(BODY)));
            assertThat(authentication.check(headers::get, BODY, NOW)).isEqualTo(new Accepted(Scheme.BODY_HMAC, null));
        }

        @Test
        void refusesAnOldMessageTime() {
            Map<String, String> headers = Map.of("x-vapi-signature", HexFormat.of().formatHex(hmac(BODY)));
            assertThat(authentication.check(headers::get, BODY, NOW + 300_001)).isEqualTo(new Refused("stale"));
        }

        @Test
        void refusesAMessageWithoutTime() {
            byte[] timeless = "{\"message\":{\"type\":\"hang\"}}".getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = Map.of("x-vapi-signature", HexFormat.of().formatHex(hmac(timeless)));
            assertThat(authentication.check(headers::get, timeless, NOW)).isEqualTo(new Refused("stale"));
        }

        @Test
        void findsTheTimeBehindALargeArtifact() {
            byte[] large = ("{\"message\":{\"artifact\":{\"messages\":[" + "{\"message\":\"x\"},".repeat(1000)
                    + "{}]},\"timestamp\":" + NOW
                    + "}}")
                .getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = Map.of("x-vapi-signature", HexFormat.of().formatHex(hmac(large)));
            assertThat(authentication.check(headers::get, large, NOW)).isInstanceOf(Accepted.class);
        }
    }

    @Nested
    class SharedSecrets {

        @Test
        void acceptAnyOfSeveralDuringRotation() {
            VapiAuthentication authentication = with("liveline.webhook.secrets", "new,s3cret");
            assertThat(authentication.check(Map.of("x-vapi-secret", SECRET)::get, BODY, NOW))
                .isEqualTo(new Accepted(Scheme.SECRET, null));
            assertThat(authentication.check(Map.of("authorization", "Bearer new")::get, BODY, NOW))
                .isEqualTo(new Accepted(Scheme.BEARER, null));
        }

        @Test
        void neverMatchWhenEmpty() {
            VapiAuthentication authentication = with("liveline.webhook.secrets", "");
            assertThat(authentication.check(Map.of("x-vapi-secret", "")::get, BODY, NOW)).isInstanceOf(Refused.class);
            assertThat(authentication.check(Map.of("authorization", "Bearer ")::get, BODY, NOW)).isInstanceOf(Refused.class);
        }

        @Test
        void areRefusedWhereTheirSchemeIsOff() {
            VapiAuthentication authentication = with("liveline.webhook.schemes", "hmac,body-hmac");
            assertThat(
                    authentication.check(Map.of("x-vapi-secret", SECRET, "authorization", "Bearer " + SECRET)::get, BODY, NOW))
                .isEqualTo(new Refused("missing"));
        }
    }

    @Test
    void refusesToStartWithAFormatThatSignsNoBody() {
        assertThatThrownBy(() -> with("liveline.webhook.hmac.payload-format", "{timestamp}"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("payload-format");
    }

    private static Map<String, String> signed(String timestamp, byte[] body) {
        byte[] payload = (timestamp + "." + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        headers.put("x-timestamp", timestamp);
        headers.put("x-signature", HexFormat.of().formatHex(hmac(payload)));
        return headers;
    }

    private static byte[] hmac(byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(payload);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static VapiAuthentication with(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("liveline.webhook.secrets", SECRET));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new VapiAuthentication(
                new SmallRyeConfigBuilder().withSources(new io.smallrye.config.PropertiesConfigSource(properties, "test", 1))
                    .withMapping(WebhookConfig.class)
                    .build()
                    .getConfigMapping(WebhookConfig.class));
    }
}
