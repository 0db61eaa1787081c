package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How a stand-in Vapi is set up; start from [#defaults()] and change what matters.
///
/// @param host where it listens and what its URLs name
/// @param port 0 for any free one
/// @param apiKey the private key its REST API wants
/// @param publicKey the key of authenticated control and listen URLs
/// @param serverUrl the organisation's server URL; empty for none
/// @param signing the credential of every server URL that names none of `credentials`
/// @param credentials by the id that `server.credentialId` refers to
/// @param speed how much faster than life calls run; 1 is real time
/// @param concurrencyLimit calls live at once
/// @param requestsPerSecond of the REST API, 0 for no limit
/// @param faults what befalls server messages on their way
/// @param seed of scripts made up for calls that bring none, and of the faults
/// @param bypassPatience how long a bypass call waits for Twilio's stream
public record VapiOptions(String host, int port, String apiKey, String publicKey, String serverUrl, WebhookSigning signing,
        Map<String, WebhookSigning> credentials, Dialect dialect, double speed, int concurrencyLimit, int requestsPerSecond,
        List<Fault> faults, long seed, Duration bypassPatience) {

    public VapiOptions {
        credentials = Map.copyOf(credentials);
        faults = List.copyOf(faults);
    }

    /// Any free port on the loopback address, key `vapi-private-key`, signed with the default HMAC credential and secret
    /// `webhook-secret`, in real time, 10 calls at once.
    public static VapiOptions defaults() {
        return new VapiOptions("127.0.0.1", 0, "vapi-private-key", "vapi-public-key", "", WebhookSigning.hmac("webhook-secret"),
                Map.of(), Dialect.schema(), 1, 10, 0, List.of(), 1, Duration.ofSeconds(30));
    }

    public VapiOptions port(int value) {
        return new VapiOptions(host, value, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed,
                concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions apiKey(String value) {
        return new VapiOptions(host, port, value, publicKey, serverUrl, signing, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions serverUrl(String value) {
        return new VapiOptions(host, port, apiKey, publicKey, value, signing, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions signing(WebhookSigning value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, value, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions credentials(Map<String, WebhookSigning> value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, value, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions dialect(Dialect value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, value, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions speed(double value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, value, concurrencyLimit,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions concurrencyLimit(int value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed, value,
                requestsPerSecond, faults, seed, bypassPatience);
    }

    public VapiOptions requestsPerSecond(int value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed, concurrencyLimit,
                value, faults, seed, bypassPatience);
    }

    public VapiOptions faults(List<Fault> value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, value, seed, bypassPatience);
    }

    public VapiOptions seed(long value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, value, bypassPatience);
    }

    public VapiOptions bypassPatience(Duration value) {
        return new VapiOptions(host, port, apiKey, publicKey, serverUrl, signing, credentials, dialect, speed, concurrencyLimit,
                requestsPerSecond, faults, seed, value);
    }
}
