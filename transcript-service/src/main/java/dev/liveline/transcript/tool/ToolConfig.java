package dev.liveline.transcript.tool;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The assistant's tools that are answered by HTTP, by their names.
@ConfigMapping(prefix = "liveline")
public interface ToolConfig {

    Map<String, HttpTool> tools();

    interface HttpTool {

        /// Gets `{callId, toolCallId, name, arguments}` by POST; what it answers with 2xx is the tool's result.
        URI url();

        /// Vapi waits 20 s unless configured otherwise; a caller does not.
        @WithDefault("PT5S")
        Duration deadline();

        /// In bytes; what answers more has failed.
        @WithDefault("16384")
        int maxResponse();

        /// Value of the `Authorization` header sent along.
        Optional<String> authorization();
    }
}
