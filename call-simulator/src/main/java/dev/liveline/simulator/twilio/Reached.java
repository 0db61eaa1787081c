package dev.liveline.simulator.twilio;

/// Whom or what a caller was connected to, in the order it happened: the test of "every caller is answered".
public sealed interface Reached {

    /// An assistant on the stand-in Vapi.
    record Assistant(String callId) implements Reached {}

    /// A media socket that is not Vapi's own: the bridge.
    record Bridge(String url) implements Reached {}

    /// Somebody who was dialled and answered.
    record Person(String address) implements Reached {}

    record Queue(String name) implements Reached {}

    record Conference(String name) implements Reached {}

    record Voicemail() implements Reached {}

    /// A spoken text.
    record Words(String text) implements Reached {}

    /// Twilio's own recorded apology: the application failed. Nobody should ever hear it.
    record ErrorRecording(String why) implements Reached {}
}
