package dev.liveline.router.bridge.vapi;

/// What the close of the transport's socket means, by its code. The codes' meanings are Vapi's staff's; what happens to a live call whose
/// socket is opened again is not documented, so it is tried, once.
public sealed interface CloseMeaning {

    /// The call is over.
    record CallEnded() implements CloseMeaning {}

    /// It may be opened again after a pause.
    record Mendable(long pauseMillis) implements CloseMeaning {}

    /// It is of no use to try again.
    record Lost() implements CloseMeaning {}

    /// @param code 1006 where the connection broke without one
    static CloseMeaning of(int code) {
        return switch (code) {
            case 1000 -> new CallEnded();
            case 1001, 1006, 1011 -> new Mendable(0);
            case 1012, 1013 -> new Mendable(2_000);
            default -> new Lost();
        };
    }
}
