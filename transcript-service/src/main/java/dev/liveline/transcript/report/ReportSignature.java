package dev.liveline.transcript.report;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `webhook-signature` of Standard Webhooks 1.0: `v1,` and base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`.
final class ReportSignature {

    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;

    /// @throws IllegalArgumentException if a `whsec_` secret is no base64
    ReportSignature(String secret) {
        this.key = new SecretKeySpec(bytes(secret), "HmacSHA256");
    }

    private static byte[] bytes(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException("liveline.reports.secret begins with whsec_ but goes on with no base64");
        }
    }

    /// @param timestamp epoch seconds
    String of(String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] signed = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
