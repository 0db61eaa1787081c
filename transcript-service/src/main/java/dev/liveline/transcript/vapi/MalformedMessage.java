package dev.liveline.transcript.vapi;

/// What came is no server message; says why without repeating it.
final class MalformedMessage extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMessage(String why) {
        super(why, null, false, false);
    }
}
