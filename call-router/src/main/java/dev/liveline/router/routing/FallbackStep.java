package dev.liveline.router.routing;

/// One way to serve a caller without the assistant.
public sealed interface FallbackStep {

    /// The word for it in events and metrics.
    String word();

    /// Call a person. @param target E.164 number or SIP URI
    record Dial(String target) implements FallbackStep {
        @Override
        public String word() {
            return "dial";
        }

        @Override
        public String toString() {
            return "Dial[target hidden]";
        }
    }

    /// Wait in a queue, with the position announced.
    record Enqueue(String queue) implements FallbackStep {
        @Override
        public String word() {
            return "enqueue";
        }
    }

    /// Leave a message.
    record Voicemail() implements FallbackStep {
        @Override
        public String word() {
            return "voicemail";
        }
    }

    /// Hear a text, then the call ends.
    record Say(String text) implements FallbackStep {
        @Override
        public String word() {
            return "say";
        }
    }
}
