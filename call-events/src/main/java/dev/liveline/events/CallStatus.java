package dev.liveline.events;

/// Where a call is in its life. It only moves forward, except between `in-progress` and `forwarding`; it never returns from `ended`.
public enum CallStatus {
    RINGING("ringing"), IN_PROGRESS("in-progress"), FORWARDING("forwarding"), ENDED("ended");

    private final String wire;

    CallStatus(String wire) {
        this.wire = wire;
    }

    /// The word on the wire.
    public String wire() {
        return wire;
    }

    /// @throws IllegalArgumentException for a word that is no status
    public static CallStatus of(String wire) {
        for (CallStatus status : values()) {
            if (status.wire.equals(wire)) {
                return status;
            }
        }
        throw new IllegalArgumentException("unknown call status");
    }
}
