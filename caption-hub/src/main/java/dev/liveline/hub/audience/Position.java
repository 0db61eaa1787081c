package dev.liveline.hub.audience;

import org.jspecify.annotations.Nullable;

/// Where a viewer stands in a call's history: it has everything up to `seq` of `epoch`. Written `<epoch>:<seq>`.
///
/// @param seq 0 for the beginning
public record Position(String epoch, long seq) {

    private static final int LONGEST_EPOCH = 64;
    private static final int LONGEST_SEQ = 18;

    /// @return null for what is no position; such a viewer starts from a snapshot
    public static @Nullable Position parse(@Nullable String text) {
        int colon = text == null ? -1 : text.lastIndexOf(':');
        if (colon < 1 || colon > LONGEST_EPOCH) {
            return null;
        }
        String number = text.substring(colon + 1);
        if (number.isEmpty() || number.length() > LONGEST_SEQ || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return new Position(text.substring(0, colon), Long.parseLong(number));
    }

    @Override
    public String toString() {
        return epoch + ":" + seq;
    }
}
