package dev.liveline.events;

/// The `toString` of records that hold callers' words or numbers.
final class Hidden {

    private Hidden() {}

    static String of(CallEvent event) {
        Envelope envelope = event.envelope();
        return event.type() + "[" + envelope.callId() + " " + envelope.epoch() + ":" + envelope.seq() + ", content hidden]";
    }
}
