package dev.liveline.admin;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of resources at Vapi that are administered here, in the order in which they may refer to each other.
public enum Kind {

    TOOL("tool", "tools"), ASSISTANT("assistant", "assistants"), PHONE_NUMBER("phone-number", "phoneNumbers");

    private final String word;
    private final String plural;

    Kind(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /// Its name in answers and on streams; also Vapi's path.
    public String word() {
        return word;
    }

    /// Its field in a manifest.
    public String plural() {
        return plural;
    }

    public static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
