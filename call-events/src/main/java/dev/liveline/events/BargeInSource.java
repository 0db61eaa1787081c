package dev.liveline.events;

/// Who noticed a barge-in: Vapi said so, we concluded it from the captions, or the media bridge heard it.
public enum BargeInSource {
    VAPI("vapi"), DETECTED("detected"), MEDIA("media");

    private final String wire;

    BargeInSource(String wire) {
        this.wire = wire;
    }

    /// The word on the wire.
    public String wire() {
        return wire;
    }

    /// @throws IllegalArgumentException for a word that is no source
    public static BargeInSource of(String wire) {
        for (BargeInSource source : values()) {
            if (source.wire.equals(wire)) {
                return source;
            }
        }
        throw new IllegalArgumentException("unknown barge-in source");
    }
}
