package dev.liveline.hub.live;

import dev.liveline.events.CallKeys;
import dev.liveline.hub.access.Gate.Admitted;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Position;
import dev.liveline.hub.audience.Viewer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/// `GET /captions/{callId}/events` and `GET /captions/lobby` as event streams.
public final class CaptionStreams {

    private final LiveServices services;

    public CaptionStreams(LiveServices services) {
        this.services = services;
    }

    /// One call; `Last-Event-ID`, or `?since=`, resumes. A call that one may not see is answered 404 before the stream begins.
    public void oneCall(RoutingContext request) {
        String callId = request.pathParam("callId");
        String last = request.request().getHeader("Last-Event-ID");
        Position since = Position.parse(last == null ? request.request().getParam("since") : last);
        Admission.admit(services, request, admitted -> {
            StreamConnection connection = connection(request, admitted);
            Viewer viewer = loop().audience().admitToCall(connection.line(), admitted.guest().person()::sees);
            connection.open(viewer);
            if (CallKeys.isCallId(callId)) {
                viewer.watch(callId, since);
            } else {
                viewer.close(CloseReason.NOT_YOURS);
            }
        });
    }

    /// All calls one may see: their beginnings, states, barge-ins and ends.
    public void lobby(RoutingContext request) {
        Admission.admit(services, request, admitted -> {
            StreamConnection connection = connection(request, admitted);
            connection.line().begin();
            connection.open(loop().audience().admitToLobby(connection.line(), admitted.guest().person()::sees));
        });
    }

    private StreamConnection connection(RoutingContext request, Admitted admitted) {
        String origin = request.request().getHeader("Origin");
        if (origin != null) {
            // It was admitted; a browser shows the stream to a page of another origin only with this.
            request.response().putHeader("Access-Control-Allow-Origin", origin).putHeader("Vary", "Origin");
        }
        return new StreamConnection(services, loop(), admitted, request.request());
    }

    private LiveLoop loop() {
        return services.loops().of(Vertx.currentContext());
    }
}
