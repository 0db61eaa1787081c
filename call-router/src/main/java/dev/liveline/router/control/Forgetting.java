package dev.liveline.router.control;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.bridge.BridgeEndings;
import dev.liveline.router.bridge.BridgeTickets;
import dev.liveline.router.bridge.UnbridgedCalls;
import dev.liveline.router.redis.Answers;
import dev.liveline.router.redis.CommandClaims;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.Rooms;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;

/// The router's part of an erasure: every key that names the call or its caller's leg, or holds their numbers.
@ApplicationScoped
public class Forgetting {

    private final CommandClaims claims;
    private final Answers answers;
    private final LegRegister legs;
    private final Rooms rooms;
    private final BridgeTickets tickets;
    private final BridgeEndings endings;
    private final UnbridgedCalls unbridged;

    public Forgetting(CommandClaims claims, Answers answers, LegRegister legs, Rooms rooms, BridgeTickets tickets,
            BridgeEndings endings, UnbridgedCalls unbridged) {
        this.claims = claims;
        this.answers = answers;
        this.legs = legs;
        this.rooms = rooms;
        this.tickets = tickets;
        this.endings = endings;
        this.unbridged = unbridged;
    }

    /// Fails if Redis did not take all of it; it can be asked for again.
    ///
    /// @param callSid Twilio's id of the caller's leg, where there is one
    public Future<Void> forget(String callId, @Nullable String callSid) {
        List<Future<Void>> gone = new ArrayList<>(List.of(claims.forget(callId), answers.forget(callId), rooms.forget(callId)));
        if (callSid != null) {
            gone.add(answers.forget(callSid));
            gone.add(legs.forget(callSid));
            gone.add(tickets.forget(callSid));
            gone.add(endings.forget(callSid));
            gone.add(unbridged.forget(callSid));
        }
        return Future.all(gone).mapEmpty();
    }
}
