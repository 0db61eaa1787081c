package dev.liveline.router.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

import com.twilio.converter.CurrencyDeserializer;
import com.twilio.converter.RFC2822Deserializer;
import com.twilio.exception.ApiException;
import com.twilio.exception.RestException;
import com.twilio.exception.RestStandardException;
import com.twilio.http.HttpMethod;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;

/// Legs of live calls through Twilio's REST ([TwilioRest]).
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

    private final TwilioRest rest;

    public TwilioLegs(TwilioRest rest) {
        this.rest = rest;
    }

    /// Gives a leg new TwiML at once.
    public Reply move(String callSid, String twiml) {
        return rest.reply("move", () -> Call.updater(callSid).setTwiml(new Twiml(twiml)).update(rest.client()).getSid());
    }

    public Reply hangUp(String callSid) {
        return rest.reply("hang-up",
                () -> Call.updater(callSid).setStatus(Call.UpdateStatus.COMPLETED).update(rest.client()).getSid());
    }

    /// Calls somebody. @param url asked for TwiML when they answer
    public Reply ring(String from, String to, String url, String statusCallback, Duration timeout) {
        return rest.reply("ring", () -> Call.creator(new PhoneNumber(to), new PhoneNumber(from), URI.create(url))
            .setMethod(HttpMethod.POST)
            .setStatusCallback(URI.create(statusCallback))
            .setStatusCallbackMethod(HttpMethod.POST)
            .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"))
            .setTimeout((int) timeout.toSeconds())
            .create(rest.client())
            .getSid());
    }

    public LegState state(String callSid) {
        try {
            Call.Status status = Call.fetcher(callSid).fetch(rest.client()).getStatus();
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
}
