package dev.liveline.router.twilio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import com.twilio.converter.CurrencyDeserializer;
import com.twilio.converter.RFC2822Deserializer;
import com.twilio.exception.ApiException;
import com.twilio.exception.RestException;
import com.twilio.exception.RestStandardException;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;

import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;

/// Legs of live calls through Twilio's REST, by Twilio's SDK over a transport of ours: the SDK's own sends a POST up to six times on 503 and
/// does not honour the timeouts it is given (facts/twilio.md §5.6). Ours sends once, within `liveline.twilio.timeout`, wherever
/// `TWILIO_API_BASE_URL` points.
///
/// Blocks: for virtual threads.
@ApplicationScoped
@RegisterForReflection(targets = { Call.class, Call.Status.class, Call.UpdateStatus.class, RestException.class,
        RestStandardException.class, RFC2822Deserializer.class, CurrencyDeserializer.class })
public class TwilioLegs {

    /// What Twilio said.
    public sealed interface Reply {

        /// @param sid of the leg
        record Done(String sid) implements Reply {}

        /// The leg is over: the command lost the race with a hang-up.
        record Gone() implements Reply {}

        /// Twilio will not do it. @param code Twilio's error code, 0 if it gave none
        record Refused(int status, int code) implements Reply {}

        /// Too many requests at once; not processed.
        record Throttled() implements Reply {}

        /// No answer, or a broken one: nobody knows whether it was done.
        record Unknown(String why) implements Reply {}
    }

    /// Whether a leg lives.
    public enum LegState {
        LIVE, OVER, NO_ANSWER
    }

    private static final Logger LOG = Logger.getLogger(TwilioLegs.class);
    /// Real-time operation on a call that is not in progress.
    private static final int NOT_IN_PROGRESS = 21220;
    private static final String SDK_BASE = "https://api.twilio.com";

    private final TwilioRestClient client;
    private final MeterRegistry metrics;

    public TwilioLegs(RouterConfig config, MeterRegistry metrics) {
        RouterConfig.Twilio twilio = config.twilio();
        String account = twilio.accountSid().orElse("");
        String token = twilio.authToken().orElse(List.of("")).getFirst().strip();
        this.client = new TwilioRestClient.Builder(account, token).accountSid(account)
            .httpClient(new OneSend(twilio.apiBaseUrl(), twilio.timeout()))
            .build();
        this.metrics = metrics;
    }

    /// Gives a leg new TwiML at once.
    public Reply move(String callSid, String twiml) {
        return reply("move", () -> Call.updater(callSid).setTwiml(new Twiml(twiml)).update(client));
    }

    public Reply hangUp(String callSid) {
        return reply("hang-up", () -> Call.updater(callSid).setStatus(Call.UpdateStatus.COMPLETED).update(client));
    }

    /// Calls somebody. @param url asked for TwiML when they answer
    public Reply ring(String from, String to, String url, String statusCallback, Duration timeout) {
        return reply("ring", () -> Call.creator(new PhoneNumber(to), new PhoneNumber(from), URI.create(url))
            .setMethod(HttpMethod.POST)
            .setStatusCallback(URI.create(statusCallback))
            .setStatusCallbackMethod(HttpMethod.POST)
            .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"))
            .setTimeout((int) timeout.toSeconds())
            .create(client));
    }

    public LegState state(String callSid) {
        try {
            Call.Status status = Call.fetcher(callSid).fetch(client).getStatus();
            return switch (status) {
                case QUEUED, RINGING, IN_PROGRESS -> LegState.LIVE;
                case COMPLETED, BUSY, FAILED, NO_ANSWER, CANCELED -> LegState.OVER;
                // A word the SDK does not know.
                case null -> LegState.LIVE;
            };
        } catch (ApiException refusal) {
            return refusal.getStatusCode() != null && refusal.getStatusCode() == 404 ? LegState.OVER : LegState.NO_ANSWER;
        } catch (RuntimeException failure) {
            LOG.debugf("Twilio did not tell of a leg: %s", failure.toString());
            return LegState.NO_ANSWER;
        }
    }

    private interface Sending {
        Call send();
    }

    private Reply reply(String what, Sending sending) {
        Reply reply = attempt(sending);
        Counter.builder("liveline_router_twilio_requests")
            .description("Requests to Twilio's REST")
            .tag("what", what)
            .tag("reply", switch (reply) {
                case Reply.Done _ -> "done";
                case Reply.Gone _ -> "gone";
                case Reply.Refused _ -> "refused";
                case Reply.Throttled _ -> "throttled";
                case Reply.Unknown _ -> "unknown";
            })
            .register(metrics)
            .increment();
        return reply;
    }

    private static Reply attempt(Sending sending) {
        try {
            return new Reply.Done(sending.send().getSid());
        } catch (ApiException refusal) {
            int status = refusal.getStatusCode() == null ? 0 : refusal.getStatusCode();
            int code = refusal.getCode() == null ? 0 : refusal.getCode();
            if (code == NOT_IN_PROGRESS || status == 404) {
                return new Reply.Gone();
            }
            if (status == 429) {
                return new Reply.Throttled();
            }
            if (status >= 400 && status < 500) {
                return new Reply.Refused(status, code);
            }
            return new Reply.Unknown(status == 0 ? "Twilio gave no usable answer" : "Twilio answered " + status);
        } catch (RuntimeException failure) {
            LOG.debugf("Twilio did not answer: %s", failure.toString());
            return new Reply.Unknown("Twilio gave no usable answer");
        }
    }

    /// The SDK's transport: one send, one deadline, our base URL.
    private static final class OneSend extends com.twilio.http.HttpClient {

        private final HttpClient client;
        private final String base;
        private final Duration timeout;

        OneSend(URI base, Duration timeout) {
            this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
            this.base = base.toString().replaceFirst("/+$", "");
            this.timeout = timeout;
        }

        /// The SDK would send three times here.
        @Override
        public Response reliableRequest(Request request) {
            return makeRequest(request);
        }

        @Override
        public Response makeRequest(Request request) {
            String query = request.encodeQueryParams();
            String url = request.getUrl().replaceFirst("^" + SDK_BASE, base) + (query.isEmpty() ? "" : "?" + query);
            HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Authorization", request.getAuthString());
            String body = formOf(request);
            if (body == null) {
                sent.method(request.getMethod().toString(), BodyPublishers.noBody());
            } else {
                sent.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .method(request.getMethod().toString(), BodyPublishers.ofString(body));
            }
            try {
                HttpResponse<String> answer = client.send(sent.build(), BodyHandlers.ofString());
                return new Response(answer.body(), answer.statusCode());
            } catch (IOException failure) {
                throw new ApiException("no answer", failure);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new ApiException("stopping", stopping);
            }
        }

        private static @Nullable String formOf(Request request) {
            return request.getMethod() == HttpMethod.POST ? request.encodeFormBody() : null;
        }
    }
}
