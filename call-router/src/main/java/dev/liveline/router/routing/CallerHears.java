package dev.liveline.router.routing;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What a caller hears next: the answer to a voice webhook, before it is put into Twilio's grammar.
public sealed interface CallerHears {

    /// The assistant, over SIP.
    ///
    /// @param headers our call's context for Vapi, names beginning with `x-`
    record SipAssistant(String number, String sipUri, Map<String, String> headers) implements CallerHears {
        public SipAssistant {
            headers = Map.copyOf(headers);
        }
    }

    /// The assistant, by TwiML that Vapi gave us.
    record VapiTwiml(String twiml) implements CallerHears {}

    /// The assistant, through our own media socket.
    ///
    /// @param media its address, `ws(s)://`
    record BridgedAssistant(String number, String media) implements CallerHears {}

    /// A person's phone ringing.
    ///
    /// @param place    where the caller is while it rings
    /// @param callerId what the person sees; null for the caller's own number
    record Ringing(String number, Place place, String target, @Nullable String callerId) implements CallerHears {
        @Override
        public String toString() {
            return "Ringing[numbers hidden]";
        }
    }

    /// The queue, with the position announced.
    record Queueing(String number, Place place, String queue) implements CallerHears {}

    /// An invitation to leave a message, and then recording.
    record Recording(String number, Place place) implements CallerHears {}

    /// A text; then the call ends.
    record Message(String text) implements CallerHears {}

    /// The room where an agent is.
    ///
    /// @param room   its name
    /// @param report where Twilio tells who comes and goes
    record Conference(String number, String room, String report) implements CallerHears {}

    /// Nothing: the call ends.
    record End() implements CallerHears {}
}
