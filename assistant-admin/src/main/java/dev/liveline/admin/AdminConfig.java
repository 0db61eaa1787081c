package dev.liveline.admin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Configuration of assistant-admin.
@ConfigMapping(prefix = "liveline")
public interface AdminConfig {

    Vapi vapi();

    Wiring wiring();

    Manifests manifests();

    Idempotency idempotency();

    Check check();

    Routing routing();

    Names names();

    interface Vapi {

        /// The private key (`VAPI_API_KEY`).
        String apiKey();

        /// Requests under way at once, per replica. Vapi does not publish its rate limit; 8 stay well below what has been seen to be refused.
        @WithDefault("8")
        int concurrency();

        /// How long a request may wait for its turn, for Vapi's rate limit and for retries, all together.
        @WithDefault("30s")
        Duration patience();

        /// How often a GET is tried when Vapi cannot be reached or fails.
        @WithDefault("3")
        int attempts();
    }

    /// What a write puts into an assistant that says nothing else.
    interface Wiring {

        /// Vapi's id of the credential that signs webhooks; without one the webhook secret is sent as `X-Vapi-Secret`.
        Optional<String> credentialId();

        /// How long Vapi waits for an answer (it allows 1 to 300 s).
        @WithDefault("20s")
        Duration timeout();

        /// The server messages Liveline cannot do without.
        @WithDefault("status-update,transcript,speech-update,user-interrupted,tool-calls,transfer-destination-request,hang,end-of-call-report")
        List<String> serverMessages();

        /// Whether the model gets the `escalate_to_human` tool, which transcript-service answers.
        @WithDefault("true")
        boolean escalation();

        /// The Twilio account whose numbers are imported without naming it (`TWILIO_ACCOUNT_SID`).
        Optional<String> twilioAccountSid();

        /// Its token (`TWILIO_AUTH_TOKEN`).
        Optional<String> twilioAuthToken();

        /// Twilio's REST API (`TWILIO_API_BASE_URL`).
        @WithDefault("https://api.twilio.com")
        URI twilioApiBaseUrl();
    }

    interface Manifests {

        /// Resources in one document.
        @WithDefault("2000")
        int maxResources();

        /// Snapshots kept for rollback; the oldest goes first.
        @WithDefault("20")
        int history();

        /// How long an apply that went silent keeps others out.
        @WithDefault("30s")
        Duration lock();
    }

    interface Idempotency {

        /// How long the answer to an `Idempotency-Key` is kept.
        @WithDefault("24h")
        Duration remember();
    }

    interface Check {

        /// How long the probe of a server URL may take.
        @WithDefault("8s")
        Duration deadline();
    }

    interface Routing {

        /// Where call-router's table is; the public origin, unless there is a shorter way (`LIVELINE_ROUTING_URL`).
        Optional<URI> url();
    }

    interface Names {

        /// How long an assistant's name is told without asking Vapi again, also that it has none.
        @WithDefault("5m")
        Duration remember();
    }
}
