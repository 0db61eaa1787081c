package dev.liveline.edge.webhook;

import org.jspecify.annotations.Nullable;

/// Whether a message is Vapi's.
public sealed interface Verdict {

    /// @param scheme    which scheme it passed
    /// @param signature under `hmac`: to be spent once the message was answered 200, and refused from then on ([ReplayGuard]); null where repeating
    ///                  is harmless by the scheme's own rule
    record Accepted(WebhookConfig.Scheme scheme, @Nullable SpentSignature signature) implements Verdict {}

    /// @param reason one of a closed set of words for metrics: `missing`, `mismatch`, `stale`
    record Refused(String reason) implements Verdict {}
}
