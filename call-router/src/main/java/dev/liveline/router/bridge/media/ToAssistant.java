package dev.liveline.router.bridge.media;

/// The way to the assistant.
public interface ToAssistant {

    /// Whether nothing can be sent just now: there is no connection, or it takes no more. Audio waits meanwhile.
    boolean isFull();

    /// Sends one frame of 20 ms. The array is not touched again.
    ///
    /// @param waitedMicros how long it was held here
    void audio(byte[] frame, long waitedMicros);
}
