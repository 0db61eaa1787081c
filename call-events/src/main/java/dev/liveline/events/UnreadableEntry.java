package dev.liveline.events;

/// A stream entry that no retry will make readable: it goes to the dead-letter stream with this reason. The reason repeats no content.
public final class UnreadableEntry extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableEntry(String reason) {
        super(reason);
    }

    public UnreadableEntry(String reason, Throwable cause) {
        super(reason, cause);
    }
}
