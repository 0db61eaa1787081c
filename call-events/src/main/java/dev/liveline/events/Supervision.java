package dev.liveline.events;

/// How a supervisor takes part in a conversation between a caller and an agent. Each is a permission of its own.
public enum Supervision {

    /// Hears both, is heard by nobody.
    MONITOR("monitor"),
    /// Hears both, is heard by the agent only.
    COACH("coach"),
    /// Hears both, is heard by both.
    BARGE("barge");

    private final String word;

    Supervision(String word) {
        this.word = word;
    }

    /// The command's `kind` on the wire.
    public String word() {
        return word;
    }

    /// @throws IllegalArgumentException for a word that is none of them
    public static Supervision of(String word) {
        for (Supervision manner : values()) {
            if (manner.word.equals(word)) {
                return manner;
            }
        }
        throw new IllegalArgumentException("no manner of supervision");
    }
}
