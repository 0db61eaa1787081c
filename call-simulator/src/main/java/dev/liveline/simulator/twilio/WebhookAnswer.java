package dev.liveline.simulator.twilio;

import java.time.Duration;
import java.util.List;

/// What a webhook was answered.
///
/// @param status HTTP's, 0 for none within the limit
/// @param took from sending to the whole answer
/// @param violations what Twilio would object to in the document; empty for a status callback
public record WebhookAnswer(String url, int status, String contentType, String body, Duration took,
        List<TwimlRules.Violation> violations) {

    public WebhookAnswer {
        violations = List.copyOf(violations);
    }

    boolean isDocument() {
        return status >= 200 && status < 300 && violations.isEmpty()
                && List.of("text/xml", "application/xml", "text/html").contains(contentType.split(";")[0].strip());
    }
}
