package dev.liveline.transcript.report;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Who is told when a call has ended, and how patiently.
@ConfigMapping(prefix = "liveline.reports")
public interface ReportConfig {

    /// Each gets every report by POST; up to 16. Nobody by default.
    Optional<List<URI>> urls();

    /// Signs the reports; `whsec_` and base64 as Standard Webhooks writes it, or any text. Needed where there are urls.
    Optional<String> secret();

    /// After the end, so that late finals are in.
    @WithDefault("PT10S")
    Duration delay();

    /// How long a receiver may take to answer.
    @WithDefault("PT15S")
    Duration deadline();

    /// The pause after the first failure; each next is three times as long.
    @WithDefault("PT20S")
    Duration backoff();

    /// The longest pause.
    @WithDefault("PT2H")
    Duration backoffMax();

    /// With the defaults the last attempt is some eight hours after the first.
    @WithDefault("10")
    int attempts();
}
