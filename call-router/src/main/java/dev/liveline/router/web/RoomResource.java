package dev.liveline.router.web;

import java.util.Optional;

import dev.liveline.router.control.RoomReports;
import dev.liveline.router.control.RoomReports.RoomReport;
import dev.liveline.router.control.Supervisions;
import dev.liveline.router.control.Supervisions.Attendance;
import dev.liveline.router.twilio.Form;
import dev.liveline.router.twilio.TwiMl;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What Twilio reports of the rooms of take-overs, and of the supervisors who are called into them.
@Path("/twilio/room")
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class RoomResource {

    private final TwilioWebhook webhook;
    private final RoomReports reports;
    private final Supervisions supervisions;

    public RoomResource(TwilioWebhook webhook, RoomReports reports, Supervisions supervisions) {
        this.webhook = webhook;
        this.reports = reports;
        this.supervisions = supervisions;
    }

    /// Somebody came into a room, or went.
    @POST
    public Response room(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> {
            roomReport(form).ifPresent(reports::report);
            return TwiMl.EMPTY;
        }, TwiMl.EMPTY);
    }

    /// What becomes of a supervisor's leg.
    @POST
    @Path("/supervisor")
    public Response supervisor(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> {
            attendance(form).ifPresent(attendance -> form.text("CallSid")
                .ifPresent(callSid -> supervisions.report(attendance, callSid, form.text("CallStatus").orElse(""))));
            return TwiMl.EMPTY;
        }, TwiMl.EMPTY);
    }

    private static Optional<RoomReport> roomReport(Form form) {
        return form.text("call")
            .flatMap(call -> form.text("room")
                .map(room -> new RoomReport(call, room, form.text("ConferenceSid").orElse(null),
                        form.text("StatusCallbackEvent").orElse(""), form.text("ParticipantLabel").orElse(null))));
    }

    private static Optional<Attendance> attendance(Form form) {
        return form.text("command")
            .flatMap(command -> form.text("call")
                .flatMap(call -> form.text("room")
                    .map(room -> new Attendance(command, call, room, form.text("kind").orElse(""),
                            form.text("by").orElse("")))));
    }
}
