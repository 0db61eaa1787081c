package dev.liveline.router.answer;

/// What Vapi is told.
public sealed interface VapiAnswer {

    record Assistant(String assistantId) implements VapiAnswer {}

    /// Somebody to connect the caller with. @param address E.164 number or SIP URI
    record Person(String address) implements VapiAnswer {

        @Override
        public String toString() {
            return "Person[address hidden]";
        }
    }

    /// Nobody. @param words spoken to the caller
    record Nobody(String words) implements VapiAnswer {}
}
