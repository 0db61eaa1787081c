package dev.liveline.simulator.twilio;

import java.util.UUID;

/// Twilio's identifiers: two letters and 32 hex digits.
final class Sids {

    private Sids() {}

    static String next(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }
}
