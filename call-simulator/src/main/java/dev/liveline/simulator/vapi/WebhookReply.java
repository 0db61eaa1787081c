package dev.liveline.simulator.vapi;

/// What the server answered to a message.
///
/// @param type of the message
/// @param status the last attempt's HTTP status; 0 if there was no answer at all
/// @param body the last attempt's, as text
/// @param attempts 1 unless the server URL has a backoff plan
public record WebhookReply(String type, int status, String body, int attempts) {

    public boolean accepted() {
        return status >= 200 && status < 300;
    }
}
