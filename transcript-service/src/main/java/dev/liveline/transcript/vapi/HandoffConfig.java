package dev.liveline.transcript.vapi;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Where requests about routing go, and what is answered when nothing comes back.
@ConfigMapping(prefix = "liveline.router")
public interface HandoffConfig {

    /// call-router's own address.
    @WithDefault("http://localhost:8081")
    String url();

    /// From the arrival of Vapi's request to our answer. Vapi waits 7.5 s for an `assistant-request`, whatever is configured there.
    @WithDefault("PT5.5S")
    Duration deadline();

    /// Answer to `assistant-request` without call-router: JSON; `error` is spoken to the caller.
    @WithDefault("{\"error\":\"We are sorry, we cannot take your call at the moment. Please call again in a few minutes.\"}")
    String assistantRequestFallback();

    /// Answer to `transfer-destination-request` without call-router: JSON.
    @WithDefault("{\"error\":\"Nobody can be reached at the moment.\"}")
    String transferFallback();
}
