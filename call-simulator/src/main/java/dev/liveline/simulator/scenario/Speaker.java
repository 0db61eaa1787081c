package dev.liveline.simulator.scenario;

/// Who speaks on a scripted call.
public enum Speaker {
    CALLER, ASSISTANT;

    /// The same speaker's index in small per-speaker arrays.
    int index() {
        return ordinal();
    }
}
