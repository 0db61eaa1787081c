package dev.liveline.router.control;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.redis.Rooms;
import jakarta.enterprise.context.ApplicationScoped;

/// What Twilio tells of a room, in any order and more than once: each is a fact that the watch makes use of.
@ApplicationScoped
public class RoomReports {

    /// @param event `StatusCallbackEvent`
    /// @param label `ParticipantLabel`; null for who has none, and for events of the room itself
    public record RoomReport(String callId, String room, @Nullable String sid, String event, @Nullable String label) {}

    private static final String CALLER = "caller";
    private static final String AGENT = "agent";

    private final Rooms rooms;
    private final InstantSource clock;
    private final long aloneMs;

    public RoomReports(Rooms rooms, InstantSource clock, RouterConfig config) {
        this.rooms = rooms;
        this.clock = clock;
        this.aloneMs = config.rooms().alone().toMillis();
    }

    public void report(RoomReport report) {
        if (report.sid() != null) {
            rooms.named(report.callId(), report.room(), report.sid());
        }
        long now = clock.millis();
        switch (report.event()) {
            case "participant-join" -> {
                if (AGENT.equals(report.label())) {
                    rooms.agentIn(report.callId(), report.room(), now);
                }
            }
            case "participant-leave" -> {
                if (!CALLER.equals(report.label())) {
                    rooms.leftBehind(report.callId(), report.room(), now, now + aloneMs);
                }
            }
            // What ended is asked about at the caller's next step, or found empty.
            default -> {
            }
        }
    }
}
