package dev.liveline.router;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// All configuration of the service under `liveline.…`; what is shared by all services is in service-edge's `LivelineConfig`, the media
/// bridge has its own. Secrets have no default: the service refuses to start without them (`liveline.required`).
@ConfigMapping(prefix = "liveline")
public interface RouterConfig {

    Vapi vapi();

    Twilio twilio();

    Routing routing();

    Commands commands();

    Rooms rooms();

    Supervision supervision();

    interface Vapi {
        /// `VAPI_BASE_URL`.
        @WithDefault("${VAPI_BASE_URL:https://api.vapi.ai}")
        URI baseUrl();

        /// `VAPI_API_KEY`, the private key.
        @WithDefault("${VAPI_API_KEY:}")
        Optional<String> apiKey();

        /// How many calls may be at Vapi at once, over all replicas: the organisation's limit.
        @WithDefault("10")
        int maxConcurrentCalls();

        /// How long a caller waits for Vapi to take the call; over it, the fallback. Twilio gives up after 15 s.
        @WithDefault("4s")
        Duration answerBudget();

        /// How long a control URL, or Vapi's REST outside a call's beginning, may take.
        @WithDefault("5s")
        Duration timeout();

        /// After this time without an end the reconciler asks whether a call still holds its slot.
        @WithDefault("2m")
        Duration slotLease();

        /// How often it looks.
        @WithDefault("30s")
        Duration reconcileEvery();

        /// While Redis is away a replica gives out this share of the slots it last knew to be free.
        @WithDefault("0.5")
        double outageShare();

        /// The number outbound calls are placed from when the request names none.
        Optional<String> phoneNumberId();
    }

    interface Twilio {
        /// `TWILIO_ACCOUNT_SID`.
        @WithDefault("${TWILIO_ACCOUNT_SID:}")
        Optional<String> accountSid();

        /// `TWILIO_AUTH_TOKEN`. Several, separated by commas, while a token is rotated: all verify signatures, the first one signs in.
        @WithDefault("${TWILIO_AUTH_TOKEN:}")
        Optional<List<String>> authToken();

        /// `TWILIO_PHONE_NUMBER`: what agents see who are called for a take-over, when the dialled number is not known.
        @WithDefault("${TWILIO_PHONE_NUMBER:}")
        Optional<String> phoneNumber();

        /// `TWILIO_API_BASE_URL`. Not a host of two, or of six and more, labels: the SDK rewrites those.
        @WithDefault("${TWILIO_API_BASE_URL:https://api.twilio.com}")
        URI apiBaseUrl();

        @WithDefault("5s")
        Duration timeout();

        /// A form larger than this is refused.
        @WithDefault("65536")
        int maxForm();
    }

    interface Routing {
        /// For numbers that are not in the table, and when a number's own plan is used up.
        DefaultFallback defaultFallback();

        /// How long one command to Redis may take while a caller waits.
        @WithDefault("500ms")
        Duration redisBudget();

        /// How long Redis is left alone after it did not answer.
        @WithDefault("1s")
        Duration redisPause();

        /// How often the whole number table is read, for the time when Redis is away.
        @WithDefault("5s")
        Duration tableRefresh();

        /// How long one person's phone rings before the next is tried. Twilio adds five seconds.
        @WithDefault("20s")
        Duration ring();

        /// How long Vapi's SIP end may ring before the call counts as not taken.
        @WithDefault("10s")
        Duration sipRing();

        /// How long a caller waits in a queue before the plan goes on.
        @WithDefault("10m")
        Duration queuePatience();

        /// The longest message a caller can leave.
        @WithDefault("2m")
        Duration voicemailLength();

        /// How long the answer to a webhook is kept for a repetition.
        @WithDefault("1h")
        Duration answersKept();

        /// How long a repetition waits for the first to be answered, before it gets the fallback.
        @WithDefault("6s")
        Duration repetitionBudget();

        /// How long the facts of a caller's leg are kept after its last sign of life.
        @WithDefault("24h")
        Duration legsKept();

        /// How long Twilio has to open the media socket of a bridged call.
        @WithDefault("10m")
        Duration bridgeTicket();

        /// BCP 47 tag of what we say ourselves.
        @WithDefault("en-US")
        String language();
    }

    interface DefaultFallback {
        Optional<List<String>> dial();

        Optional<String> enqueue();

        @WithDefault("false")
        boolean voicemail();

        @WithDefault("Thank you for calling. Nobody can take your call right now. Please try again later.")
        String say();
    }

    interface Commands {
        /// How long a command may take from its claim to its outcome; a claim without outcome after this counts as failed.
        @WithDefault("15s")
        Duration deadline();

        /// How often claims without outcome are looked for.
        @WithDefault("5s")
        Duration sweepEvery();

        /// How long an outcome answers repetitions.
        @WithDefault("24h")
        Duration kept();

        /// Commands executed at once by one replica.
        @WithDefault("256")
        int maxInFlight();

        /// How long a person's phone rings when they take a call over.
        @WithDefault("25s")
        Duration agentRing();
    }

    /// Rooms in which callers meet agents.
    interface Rooms {
        /// How long a caller may be alone in one before they go to the number's plan.
        @WithDefault("10s")
        Duration alone();

        /// From when a time with an agent counts as a conversation: its end ends the call, the end of a shorter one does not.
        @WithDefault("10s")
        Duration servedAfter();

        /// How often a room of which nothing was heard is looked at, in case Twilio's word was lost.
        @WithDefault("30s")
        Duration lookEvery();

        /// How many `GET /routing/rooms` tells of; the console does not list calls in rooms beyond that after it was loaded anew.
        @WithDefault("1000")
        int listed();

        /// How often rooms that are due are looked for.
        @WithDefault("2s")
        Duration sweepEvery();
    }

    /// Who may do what to a conversation between people: a role, or any other group of the token.
    interface Supervision {
        @WithDefault("supervisor")
        String monitor();

        @WithDefault("supervisor")
        String coach();

        @WithDefault("supervisor")
        String barge();
    }
}
