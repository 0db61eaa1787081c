package dev.liveline.router.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.TimeBuckets;
import dev.liveline.router.answer.Departures;
import dev.liveline.router.answer.Fallbacks;
import dev.liveline.router.answer.InboundCalls;
import dev.liveline.router.answer.LegReports;
import dev.liveline.router.answer.LegReports.LegReport;
import dev.liveline.router.redis.Answers;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.Departure;
import dev.liveline.router.routing.InboundCall;
import dev.liveline.router.routing.Place;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.Form;
import dev.liveline.router.twilio.TwiMl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What Twilio asks: who answers (`voice`), what comes next (`dial`), what a waiting caller hears (`queue`), and what it reports (`status`).
/// POST and GET, because a number can be configured for either.
@Path("/twilio")
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class TwilioResource {

    private static final byte[] NO_BODY = {};
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private final TwilioWebhook webhook;
    private final Answers answers;
    private final InboundCalls inbound;
    private final Departures departures;
    private final LegReports reports;
    private final CallerScript script;
    private final MeterRegistry metrics;
    private final String lastResort;

    public TwilioResource(TwilioWebhook webhook, Answers answers, InboundCalls inbound, Departures departures,
            LegReports reports, CallerScript script, Fallbacks fallbacks, MeterRegistry metrics) {
        this.webhook = webhook;
        this.answers = answers;
        this.inbound = inbound;
        this.departures = departures;
        this.reports = reports;
        this.script = script;
        this.metrics = metrics;
        this.lastResort = script.lastResort(fallbacks.closingWords());
    }

    @POST
    @Path("/voice")
    public Response voice(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> voice(request, form), lastResort);
    }

    @GET
    @Path("/voice")
    public Response voiceByGet(@Context HttpServerRequest request) {
        return voice(request, NO_BODY);
    }

    @POST
    @Path("/dial")
    public Response dial(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> dial(request, form), lastResort);
    }

    @GET
    @Path("/dial")
    public Response dialByGet(@Context HttpServerRequest request) {
        return dial(request, NO_BODY);
    }

    @POST
    @Path("/queue")
    public Response queue(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, this::queue, lastResort);
    }

    @POST
    @Path("/status")
    public Response status(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, this::status, TwiMl.EMPTY);
    }

    @GET
    @Path("/status")
    public Response statusByGet(@Context HttpServerRequest request) {
        return status(request, NO_BODY);
    }

    private String voice(HttpServerRequest request, Form form) {
        String callSid = form.text("CallSid").orElse("");
        String to = form.text("To").or(() -> form.text("Called")).orElse("");
        if (!isSid(callSid)) {
            return lastResort;
        }
        boolean again = form.text("ErrorCode").isPresent();
        InboundCall call = new InboundCall(callSid, form.text("From").orElse(null), to, again);
        long from = System.nanoTime();
        return answers.once(callSid, names("voice" + (again ? "-again" : ""), callSid, request),
                () -> measured(inbound.answer(call), from),
                () -> script.write(inbound.answerUnfinished(call)));
    }

    private String dial(HttpServerRequest request, Form form) {
        String callSid = form.text("CallSid").orElse("");
        if (!isSid(callSid)) {
            return lastResort;
        }
        String number = form.text("number").or(() -> form.text("To")).orElse("");
        String place = form.text("place").orElse("0");
        Departure departure = new Departure(Place.of(place), form.text("DialCallStatus").orElse(null),
                form.text("QueueResult").orElse(null), form.text("RecordingUrl").isPresent(),
                form.text("CallStatus").filter("completed"::equals).isPresent());
        String from = form.text("From").orElse(null);
        return answers.once(callSid,
                names("dial:" + place + ":" + form.text("DialCallSid").or(() -> form.text("QueueTime")).orElse(""), callSid,
                        request),
                () -> script.write(departures.next(callSid, number, from, departure)), () -> lastResort);
    }

    private String queue(Form form) {
        return script.waiting(form.text("QueuePosition").map(TwilioResource::number).map(Long::intValue).orElse(null),
                Duration.ofSeconds(form.text("QueueTime").map(TwilioResource::number).orElse(0L)));
    }

    private String status(Form form) {
        String callSid = form.text("CallSid").orElse("");
        String status = form.text("CallStatus").orElse("");
        if (isSid(callSid) && !status.isEmpty()) {
            reports.report(new LegReport(callSid, form.text("ParentCallSid").filter(TwilioResource::isSid).orElse(null),
                    status, form.text("SequenceNumber").map(TwilioResource::number).orElse(null),
                    form.text("Timestamp").map(TwilioResource::millis).orElse(null)));
        }
        return TwiMl.EMPTY;
    }

    /// What a delivery may be known by: Twilio's token for retries of one request, and the call.
    private static List<String> names(String what, String callSid, HttpServerRequest request) {
        List<String> names = new ArrayList<>();
        String token = request.getHeader("I-Twilio-Idempotency-Token");
        if (token != null && !token.isBlank() && token.length() <= 200) {
            names.add(what + ":token:" + token);
        }
        names.add(what + ":" + callSid);
        return names;
    }

    private String measured(CallerHears next, long from) {
        String twiml = script.write(next);
        TimeBuckets.untilTwiml(Timer.builder("liveline_router_twiml"))
            .description("Time from a voice webhook to its TwiML")
            .tag("answer", word(next))
            .register(metrics)
            .record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
        return twiml;
    }

    private static String word(CallerHears next) {
        return switch (next) {
            case CallerHears.SipAssistant _ -> "sip";
            case CallerHears.VapiTwiml _ -> "bypass";
            case CallerHears.BridgedAssistant _ -> "bridge";
            case CallerHears.Ringing _ -> "fallback-dial";
            case CallerHears.Queueing _ -> "fallback-enqueue";
            case CallerHears.Recording _ -> "fallback-voicemail";
            case CallerHears.Message _ -> "fallback-say";
            case CallerHears.Conference _ -> "conference";
            case CallerHears.End _ -> "end";
        };
    }

    private static boolean isSid(String candidate) {
        return candidate.matches("[A-Za-z0-9]{1,64}");
    }

    static @Nullable Long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.valueOf(text) : null;
    }

    private static @Nullable Long millis(String rfc2822) {
        try {
            return ZonedDateTime.parse(rfc2822, RFC_2822).toInstant().toEpochMilli();
        } catch (DateTimeException other) {
            return null;
        }
    }
}
