package dev.liveline.router.bridge.twilio;

/// A message that is no JSON, or lacks what its event must have. Says why, never what was in it.
public final class UnreadableMessage extends Exception {

    UnreadableMessage(String why) {
        super(why);
    }

    UnreadableMessage(String why, Throwable cause) {
        super(why, cause);
    }
}
