package dev.liveline.edge;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/// Configuration that must be the same for all services.
@ConfigMapping(prefix = "liveline")
public interface LivelineConfig {

    /// In how many shards calls are spread; changing it needs all services stopped and old calls ended.
    @WithDefault("4")
    int shards();

    /// The origin that Twilio, Vapi and browsers see (`PUBLIC_URL`), without a path.
    URI publicUrl();

    /// Origins, beside that of `PUBLIC_URL`, whose pages may open sockets and streams; for embedding `<live-captions>` elsewhere.
    Optional<List<String>> allowedOrigins();

    /// The team of calls to numbers that have none.
    @WithDefault("default")
    String defaultTeam();

    Streams streams();

    /// Names of settings or environment variables without which the service must not start.
    Optional<List<String>> required();

    interface Streams {

        /// About how many entries a stream keeps. At 4,000 events a second over 4 shards 100,000 are 100 s of history for a hub that was away;
        /// a hub that was away longer tells its viewers and starts from fresh snapshots.
        @WithDefault("100000")
        @WithName("max-length")
        int maxLength();
    }
}
