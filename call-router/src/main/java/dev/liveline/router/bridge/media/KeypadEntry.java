package dev.liveline.router.bridge.media;

import java.util.Optional;

/// Keys the caller pressed one after the other, told to the assistant together: after a pause, at `#`, or when there are many.
/// What was typed may be a secret: it has no text of its own.
public final class KeypadEntry {

    private static final int KEYS_AT_MOST = 32;

    private final long pauseMicros;
    private final StringBuilder keys = new StringBuilder();
    private long pressedMicros;

    public KeypadEntry(long pauseMicros) {
        this.pauseMicros = pauseMicros;
    }

    /// @param key one of `0`–`9`, `*`, `#`, `A`–`D`; others are ignored
    /// @return the whole entry if this key ends it
    public Optional<String> press(String key, long nowMicros) {
        if (key.length() != 1 || "0123456789*#ABCD".indexOf(key.charAt(0)) < 0) {
            return Optional.empty();
        }
        keys.append(key);
        pressedMicros = nowMicros;
        return key.equals("#") || keys.length() == KEYS_AT_MOST ? Optional.of(take()) : Optional.empty();
    }

    /// @return the entry if the caller has paused
    public Optional<String> tick(long nowMicros) {
        return !keys.isEmpty() && nowMicros - pressedMicros >= pauseMicros ? Optional.of(take()) : Optional.empty();
    }

    private String take() {
        String entry = keys.toString();
        keys.setLength(0);
        return entry;
    }
}
