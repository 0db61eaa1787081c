package dev.liveline.edge.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How Vapi's server messages are authenticated. The defaults of `hmac` are the defaults of Vapi's HMAC credential (its `HMACAuthenticationPlan`).
@ConfigMapping(prefix = "liveline.webhook")
public interface WebhookConfig {

    /// `VAPI_WEBHOOK_SECRET`: several while one is rotated out; the first signs what we sign ourselves.
    Optional<List<String>> secrets();

    /// Which schemes are accepted; any one suffices.
    @WithDefault("hmac,body-hmac,secret,bearer")
    List<Scheme> schemes();

    /// How far a message's time may be from ours, either way.
    @WithDefault("PT5M")
    Duration tolerance();

    Hmac hmac();

    interface Hmac {

        @WithDefault("x-signature")
        String signatureHeader();

        @WithDefault("x-timestamp")
        String timestampHeader();

        /// Header of the message id, for formats with `{svix-id}`.
        @WithDefault("webhook-id")
        String messageIdHeader();

        /// What precedes the signature in its header, such as `sha256=` or `v1,`.
        Optional<String> prefix();

        @WithDefault("hex")
        Encoding encoding();

        @WithDefault("sha256")
        Algorithm algorithm();

        /// What is signed: `{body}` must occur once; `{timestamp}` and `{svix-id}` may.
        @WithDefault("{timestamp}.{body}")
        String payloadFormat();

        /// Whether the configured secrets are base64 of the key bytes.
        @WithDefault("false")
        boolean secretIsBase64();
    }

    enum Scheme {
        HMAC, BODY_HMAC, SECRET, BEARER
    }

    enum Encoding {
        HEX, BASE64
    }

    enum Algorithm {
        SHA256, SHA512, SHA1
    }
}
