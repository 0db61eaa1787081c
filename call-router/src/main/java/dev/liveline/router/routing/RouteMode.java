package dev.liveline.router.routing;

/// How a dialled number reaches its assistant.
public enum RouteMode {
    /// Twilio dials Vapi's SIP address.
    SIP("sip"),
    /// Vapi is asked for the TwiML that connects the caller.
    BYPASS("bypass"),
    /// Twilio streams the audio to us, we bridge it to Vapi.
    BRIDGE("bridge"),
    /// The number belongs to Vapi; we only say which assistant answers.
    DIRECT("direct");

    private final String wire;

    RouteMode(String wire) {
        this.wire = wire;
    }

    /// The word on the wire.
    public String wire() {
        return wire;
    }

    /// @throws IllegalArgumentException for a word that is no mode
    public static RouteMode of(String wire) {
        for (RouteMode mode : values()) {
            if (mode.wire.equals(wire)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("unknown mode");
    }
}
