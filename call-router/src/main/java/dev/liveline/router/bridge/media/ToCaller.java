package dev.liveline.router.bridge.media;

/// The way to the caller.
public interface ToCaller {

    /// Whether the connection takes no more audio just now; it waits meanwhile. Marks and `clear` are small and go out all the same.
    boolean isFull();

    /// Sends up to 20 ms of audio. The array is not touched again.
    ///
    /// @param waitedMicros how long it was held here
    void audio(byte[] frame, long waitedMicros);

    /// Asks for an echo once everything sent before has been played.
    void mark(String name);

    /// Makes the far end forget what it has not played.
    void clear();
}
