package dev.liveline.router.bridge.vapi;

/// The messages we send to Vapi beside the audio.
public final class TransportWriter {

    /// Vapi's pages show `hangup` too; the schema knows `end-call` only.
    public static final String END_CALL = "{\"type\":\"end-call\"}";

    private TransportWriter() {}

    /// Keys the caller pressed. Vapi's control schema has no message for them: they go into the conversation as what the system saw, and the
    /// assistant is to answer.
    ///
    /// @param keys of `0`–`9`, `*`, `#`, `A`–`D`
    public static String pressed(String keys) {
        return "{\"type\":\"add-message\",\"message\":{\"role\":\"system\",\"content\":\"The caller pressed on the keypad: "
                + keys
                + "\"},\"triggerResponseEnabled\":true}";
    }
}
