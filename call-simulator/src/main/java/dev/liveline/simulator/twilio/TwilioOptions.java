package dev.liveline.simulator.twilio;

import java.time.Duration;

/// How a stand-in Twilio is set up; start from [#defaults(String)] and change what matters.
///
/// @param host where it listens
/// @param port 0 for any free one
/// @param publicUrl the origin it calls and signs for: call-router's, or the gateway's
/// @param connectUrl where `publicUrl` is really reached, for a gateway that is not there; empty for itself
/// @param voiceUrl and `fallbackUrl`, `statusUrl`: as configured on the phone number, empty for none; fragments are honoured
/// @param speed how much faster than life people ring, talk and wait
/// @param repeats how often each webhook is delivered again with the same idempotency token
/// @param shuffledStatus whether status callbacks arrive in the wrong order, the last one twice
/// @param answerLimit how long it waits for a webhook's answer; Twilio's own is 15 s
public record TwilioOptions(String host, int port, String accountSid, String authToken, String publicUrl, String connectUrl,
        String voiceUrl, String fallbackUrl, String statusUrl, double speed, int repeats, boolean shuffledStatus,
        Duration answerLimit) {

    /// Any free port on the loopback address, a made-up account, and call-router's paths below `publicUrl`.
    public static TwilioOptions defaults(String publicUrl) {
        return new TwilioOptions("127.0.0.1", 0, "AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef",
                publicUrl,
                "", publicUrl + "/twilio/voice", "", publicUrl + "/twilio/status", 1, 0, false, Duration.ofSeconds(15));
    }

    public TwilioOptions port(int value) {
        return new TwilioOptions(host, value, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl,
                speed,
                repeats, shuffledStatus, answerLimit);
    }

    public TwilioOptions account(String sid, String token) {
        return new TwilioOptions(host, port, sid, token, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl, speed,
                repeats,
                shuffledStatus, answerLimit);
    }

    public TwilioOptions connectUrl(String value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, value, voiceUrl, fallbackUrl, statusUrl, speed,
                repeats, shuffledStatus, answerLimit);
    }

    public TwilioOptions voiceUrl(String value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, value, fallbackUrl, statusUrl, speed,
                repeats, shuffledStatus, answerLimit);
    }

    public TwilioOptions fallbackUrl(String value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, value, statusUrl, speed,
                repeats,
                shuffledStatus, answerLimit);
    }

    public TwilioOptions statusUrl(String value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, value, speed,
                repeats, shuffledStatus, answerLimit);
    }

    public TwilioOptions speed(double value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl,
                value,
                repeats, shuffledStatus, answerLimit);
    }

    public TwilioOptions repeats(int value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl,
                speed,
                value, shuffledStatus, answerLimit);
    }

    public TwilioOptions shuffledStatus(boolean value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl,
                speed,
                repeats, value, answerLimit);
    }

    public TwilioOptions answerLimit(Duration value) {
        return new TwilioOptions(host, port, accountSid, authToken, publicUrl, connectUrl, voiceUrl, fallbackUrl, statusUrl,
                speed,
                repeats, shuffledStatus, value);
    }
}
