package dev.liveline.events;

/// Where a call stands: what its newest commit left, as one field of its hash ([CallFields#STANDING]), because every commit writes all of it
/// and the commit script compares it as a whole.
///
/// One word after the other, in this order, parted by blanks.
///
/// @param epoch       of the call's history; holds no blank
/// @param version     rises with every commit, also those without events
/// @param seq         of the newest event
/// @param lastEventAt when that was, in milliseconds since 1970
public record Standing(String epoch, long version, long seq, long lastEventAt) {

    public String write() {
        return epoch + ' ' + version + ' ' + seq + ' ' + lastEventAt;
    }

    /// @throws UnreadableEntry if it is no standing
    public static Standing read(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4) {
            throw new UnreadableEntry("a standing has four words");
        }
        try {
            return new Standing(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
        } catch (NumberFormatException other) {
            throw new UnreadableEntry("a standing's numbers are none", other);
        }
    }
}
