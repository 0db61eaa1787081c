package dev.liveline.events;

/// Who speaks. Vapi's roles `user` and `assistant` are translated at the edge; `agent` is a person of ours.
public enum Speaker {
    CALLER("caller"), ASSISTANT("assistant"), AGENT("agent");

    private final String wire;

    Speaker(String wire) {
        this.wire = wire;
    }

    /// The word on the wire.
    public String wire() {
        return wire;
    }

    /// @throws IllegalArgumentException for a word that names nobody
    public static Speaker of(String wire) {
        for (Speaker speaker : values()) {
            if (speaker.wire.equals(wire)) {
                return speaker;
            }
        }
        throw new IllegalArgumentException("unknown speaker");
    }
}
