package dev.liveline.simulator.vapi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a server message proves where it comes from: one record per kind of credential an operator can attach to a server URL.
public sealed interface WebhookSigning {

    /// The headers to send with `body`.
    ///
    /// @param nowMillis the sending time, epoch milliseconds
    Map<String, String> headers(byte[] body, long nowMillis);

    /// Vapi's HMAC credential with its defaults: `x-signature` = hex HMAC-SHA256 of `<x-timestamp>.<body>`, timestamp in seconds.
    static WebhookSigning hmac(String secret) {
        return new Hmac(secret, "HmacSHA256", "x-signature", "x-timestamp", "", Encoding.HEX, Clock.SECONDS,
                "{timestamp}.{body}", "");
    }

    /// No credential is attached: nothing proves anything.
    record Unsigned() implements WebhookSigning {

        @Override
        public Map<String, String> headers(byte[] body, long nowMillis) {
            return Map.of();
        }
    }

    /// The configurable HMAC credential.
    ///
    /// @param algorithm the JDK's name, e.g. `HmacSHA256`
    /// @param timestampHeader empty for a credential with `includeTimestamp` false
    /// @param payloadFormat with the placeholders `{body}`, `{timestamp}` and `{svix-id}`
    /// @param messageIdHeader empty for none; the id is made of the body, so that a retry carries the same
    record Hmac(String secret, String algorithm, String signatureHeader, String timestampHeader, String prefix,
            Encoding encoding,
            Clock clock, String payloadFormat, String messageIdHeader) implements WebhookSigning {

        @Override
        public Map<String, String> headers(byte[] body, long nowMillis) {
            var timestamp = Long.toString(clock == Clock.SECONDS ? nowMillis / 1000 : nowMillis);
            var id = "msg_" + Integer.toHexString(Arrays.hashCode(body));
            var signature = prefix + encoding.encode(mac(algorithm, secret, payload(body, timestamp, id)));
            var headers = new HashMap<String, String>();
            headers.put(signatureHeader, signature);
            if (!timestampHeader.isEmpty()) {
                headers.put(timestampHeader, timestamp);
            }
            if (!messageIdHeader.isEmpty()) {
                headers.put(messageIdHeader, id);
            }
            return headers;
        }

        private byte[] payload(byte[] body, String timestamp, String id) {
            int at = payloadFormat.indexOf("{body}");
            var before = fill(payloadFormat.substring(0, at), timestamp, id);
            var after = fill(payloadFormat.substring(at + "{body}".length()), timestamp, id);
            var payload = new byte[before.length + body.length + after.length];
            System.arraycopy(before, 0, payload, 0, before.length);
            System.arraycopy(body, 0, payload, before.length, body.length);
            System.arraycopy(after, 0, payload, before.length + body.length, after.length);
            return payload;
        }

        private static byte[] fill(String part, String timestamp, String id) {
            return part.replace("{timestamp}", timestamp).replace("{svix-id}", id).getBytes(StandardCharsets.UTF_8);
        }
    }

    /// `x-vapi-signature` = hex HMAC-SHA256 of the body alone: what an HMAC credential without timestamp sends.
    record BodyHmac(String secret, String prefix) implements WebhookSigning {

        @Override
        public Map<String, String> headers(byte[] body, long nowMillis) {
            return Map.of("x-vapi-signature", prefix + Encoding.HEX.encode(mac("HmacSHA256", secret, body)));
        }
    }

    /// The secret itself in `X-Vapi-Secret`.
    record SharedSecret(String secret) implements WebhookSigning {

        @Override
        public Map<String, String> headers(byte[] body, long nowMillis) {
            return Map.of("X-Vapi-Secret", secret);
        }
    }

    /// A bearer credential.
    record Bearer(String token) implements WebhookSigning {

        @Override
        public Map<String, String> headers(byte[] body, long nowMillis) {
            return Map.of("Authorization", "Bearer " + token);
        }
    }

    /// How signature bytes become text.
    enum Encoding {
        HEX, BASE64;

        String encode(byte[] bytes) {
            return this == HEX ? HexFormat.of().formatHex(bytes) : Base64.getEncoder().encodeToString(bytes);
        }
    }

    /// The unit of the timestamp, which Vapi does not document.
    enum Clock {
        SECONDS, MILLISECONDS
    }

    private static byte[] mac(String algorithm, String secret, byte[] payload) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with " + algorithm, e);
        }
    }
}
