package dev.liveline.transcript.vapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What the webhook takes.
@ConfigMapping(prefix = "liveline.webhook")
public interface IntakeConfig {

    /// In bytes: bodies grow with the call, because Vapi sends the whole conversation along.
    @WithDefault("4194304")
    int maxBody();
}
