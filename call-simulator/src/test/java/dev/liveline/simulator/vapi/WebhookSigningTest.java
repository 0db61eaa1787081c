package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Expected values were made with `openssl dgst -sha256 -hmac`.
class WebhookSigningTest {

    private static final byte[] BODY = "{\"message\":{\"type\":\"hang\"}}".getBytes(StandardCharsets.UTF_8);
    private static final long NOW = 1_787_000_000_123L;

    @Nested
    class WithTheDefaultCredential {

        @Test
        void theSignatureCoversTimestampDotBody() {
            assertThat(WebhookSigning.hmac("s3cret").headers(BODY, NOW)).isEqualTo(Map.of("x-timestamp", "1787000000",
                    "x-signature", "8d096066d4ccb83e1d7998080411649ce3d0851c6baaf88f1a0aaa483e045791"));
        }
    }

    @Nested
    class WithOtherCredentials {

        @Test
        void theBodyAloneIsSigned() {
            assertThat(new WebhookSigning.BodyHmac("s3cret", "sha256=").headers(BODY, NOW))
                .isEqualTo(
                        Map.of("x-vapi-signature", "sha256=6d45d5acff8dbf3c4a0e5c8de402f3b612ef9508065750e3427d7036cdbe25c2"));
        }

        @Test
        void secretAndBearerAreSentAsTheyAre() {
            assertThat(new WebhookSigning.SharedSecret("s").headers(BODY, NOW)).isEqualTo(Map.of("X-Vapi-Secret", "s"));
            assertThat(new WebhookSigning.Bearer("s").headers(BODY, NOW)).isEqualTo(Map.of("Authorization", "Bearer s"));
            assertThat(new WebhookSigning.Unsigned().headers(BODY, NOW)).isEmpty();
        }

        @Test
        void aSvixLikeFormCarriesAnIdThatARetryRepeats() {
            var svix = new WebhookSigning.Hmac("s3cret", "HmacSHA256", "webhook-signature", "webhook-timestamp", "v1,",
                    WebhookSigning.Encoding.BASE64, WebhookSigning.Clock.SECONDS, "{svix-id}.{timestamp}.{body}", "webhook-id");
            var first = svix.headers(BODY, NOW);
            assertThat(first.get("webhook-signature")).startsWith("v1,");
            assertThat(svix.headers(BODY, NOW + 5_000).get("webhook-id")).isEqualTo(first.get("webhook-id"));
        }
    }
}
