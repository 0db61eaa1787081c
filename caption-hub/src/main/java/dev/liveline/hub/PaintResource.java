package dev.liveline.hub;

import java.time.Duration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Pages tell how long captions took from the webhook to the glass, in aggregate: no call, no words.
@Path(PaintResource.PATH)
public class PaintResource {

    static final String PATH = "/captions/paint";
    private static final int MOST_CAPTIONS = 10_000;
    private static final double LONGEST_MS = 60_000;

    /// @param count captions painted since the last report
    @RegisterForReflection
    public record PaintReport(int count, double p50Ms, double p95Ms, double maxMs) {}

    private final HubMetrics metrics;

    PaintResource(HubMetrics metrics) {
        this.metrics = metrics;
    }

    @POST
    @RolesAllowed(Roles.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    public void report(PaintReport report) {
        if (report == null) {
            throw Problem.badRequest("A report is needed.");
        }
        if (report.count() > 0) {
            metrics.painted(Math.min(report.count(), MOST_CAPTIONS), lag(report.p50Ms()), lag(report.p95Ms()));
        }
    }

    /// Clocks differ and pages lie: what cannot be is brought within bounds.
    private static Duration lag(double millis) {
        return Duration.ofNanos((long) (Math.clamp(millis, 0, LONGEST_MS) * 1_000_000));
    }
}
