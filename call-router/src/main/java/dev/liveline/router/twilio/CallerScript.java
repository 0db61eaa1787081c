package dev.liveline.router.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.CallerHears.BridgedAssistant;
import dev.liveline.router.routing.CallerHears.Conference;
import dev.liveline.router.routing.CallerHears.End;
import dev.liveline.router.routing.CallerHears.Message;
import dev.liveline.router.routing.CallerHears.Queueing;
import dev.liveline.router.routing.CallerHears.Recording;
import dev.liveline.router.routing.CallerHears.Ringing;
import dev.liveline.router.routing.CallerHears.SipAssistant;
import dev.liveline.router.routing.CallerHears.VapiTwiml;
import dev.liveline.router.routing.PhoneAddress;
import dev.liveline.router.routing.Place;
import jakarta.enterprise.context.ApplicationScoped;

/// Puts what a caller hears next into TwiML. Every verb that can end names an `action` of ours, so that the caller is asked after again.
@ApplicationScoped
public class CallerScript {

    /// All there are; the default is only `completed`.
    private static final String ALL_EVENTS = "initiated ringing answered completed";
    private static final String ROOM_EVENTS = "start end join leave";
    /// Twilio's own maximum for headers of a SIP URI is 1024 characters in all.
    private static final int SIP_HEADERS_MAX = 1024;
    private static final Duration WAIT_LOOP = Duration.ofSeconds(15);

    private final String publicUrl;
    private final RouterConfig.Routing settings;

    @jakarta.inject.Inject
    public CallerScript(LivelineConfig liveline, RouterConfig config) {
        this(liveline.publicUrl(), config.routing());
    }

    public CallerScript(URI publicUrl, RouterConfig.Routing settings) {
        this.publicUrl = publicUrl.toString().replaceFirst("/+$", "");
        this.settings = settings;
    }

    public String write(CallerHears next) {
        return switch (next) {
            case SipAssistant call -> sip(call);
            case VapiTwiml given -> given.twiml();
            case BridgedAssistant call -> new TwiMl().begin("Connect", "action", action(call.number(), Place.BRIDGE))
                .begin("Stream", "url", call.media())
                .empty("Parameter", "name", "number", "value", call.number())
                .done();
            case Ringing call -> ringing(call);
            case Queueing call -> new TwiMl()
                .text("Enqueue", call.queue(), "action", action(call.number(), call.place()), "waitUrl",
                        url("/twilio/queue", Map.of()), "waitUrlMethod", "POST")
                .done();
            case Recording call -> new TwiMl().text("Say", "Please leave a message after the tone.", language())
                .empty("Record", "action", action(call.number(), call.place()), "maxLength",
                        seconds(settings.voicemailLength()), "playBeep", "true", "timeout", "5", "trim", "trim-silence")
                // Twilio asks the action only if something was recorded.
                .text("Redirect", action(call.number(), call.place()), "method", "POST")
                .done();
            case Message message -> new TwiMl().text("Say", message.text(), language()).empty("Hangup").done();
            case Conference room -> new TwiMl().begin("Dial", "action", action(room.number(), Place.CONFERENCE))
                .text("Conference", room.room(), "beep", "false", "endConferenceOnExit", "true", "jitterBufferSize", "small",
                        "participantLabel", "caller", "startConferenceOnEnter", "true", "statusCallback", room.report(),
                        "statusCallbackEvent", ROOM_EVENTS, "waitUrl", "")
                .done();
            case End _ -> new TwiMl().empty("Hangup").done();
        };
    }

    /// What a waiting caller hears, again and again.
    ///
    /// @param position from 1; null if Twilio did not say
    /// @param waited   how long already
    public String waiting(@Nullable Integer position, Duration waited) {
        if (waited.compareTo(settings.queuePatience()) >= 0) {
            return new TwiMl().empty("Leave").done();
        }
        String said = position == null || position < 1 ? "Please hold the line. Somebody will be with you soon."
                : position == 1 ? "You are next in line." : "You are number " + position + " in line.";
        return new TwiMl().text("Say", said, language()).empty("Pause", "length", seconds(WAIT_LOOP)).done();
    }

    /// What an agent hears who picked up to take a call over.
    ///
    /// @param report where Twilio tells who comes and goes: whoever is in first decides, so both say the same
    public String agentJoins(String room, String report) {
        return new TwiMl().begin("Dial")
            .text("Conference", room, "beep", "false", "endConferenceOnExit", "true", "jitterBufferSize", "small",
                    "participantLabel", "agent", "startConferenceOnEnter", "true", "statusCallback", report,
                    "statusCallbackEvent", ROOM_EVENTS, "waitUrl", "")
            .done();
    }

    /// What an agent hears whose caller is gone.
    public String callerGone() {
        return new TwiMl().text("Say", "The caller has hung up.", language()).empty("Hangup").done();
    }

    /// The answer when nothing else can be answered.
    public String lastResort(String text) {
        return write(new Message(text));
    }

    /// An absolute URL of ours, as Twilio will sign it.
    public String url(String path, Map<String, String> query) {
        return publicUrl + path + (query.isEmpty() ? "" : "?" + TwiMl.query(new TreeMap<>(query)));
    }

    private String sip(SipAssistant call) {
        StringBuilder headers = new StringBuilder();
        new TreeMap<>(call.headers()).forEach((name, value) -> {
            String header = (headers.isEmpty() ? "?" : "&") + name + "=" + TwiMl.percent(value);
            if (headers.length() + header.length() <= SIP_HEADERS_MAX) {
                headers.append(header);
            }
        });
        return new TwiMl()
            .begin("Dial", "action", action(call.number(), Place.ASSISTANT), "answerOnBridge", "true", "timeout",
                    seconds(settings.sipRing()))
            .text("Sip", call.sipUri() + headers)
            .done();
    }

    private String ringing(Ringing call) {
        String statusCallback = url("/twilio/status", Map.of("leg", "agent"));
        return new TwiMl()
            .begin("Dial", "action", action(call.number(), call.place()), "callerId", call.callerId(), "timeout",
                    seconds(settings.ring()))
            .text(PhoneAddress.isSip(call.target()) ? "Sip" : "Number", call.target(), "statusCallback", statusCallback,
                    "statusCallbackEvent", ALL_EVENTS)
            .done();
    }

    private String action(String number, Place place) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("number", number);
        query.put("place", place.word());
        return url("/twilio/dial", query);
    }

    private @Nullable String[] language() {
        return new String[]{ "language", settings.language() };
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
