package dev.liveline.router.control;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.answer.AbandonedCalls;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.Admission.Entry;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.vapi.CallRequest.Outbound;
import dev.liveline.router.vapi.Placement;
import dev.liveline.router.vapi.Placement.Cause;
import dev.liveline.router.vapi.Placement.NotPlaced;
import dev.liveline.router.vapi.Placement.Placed;
import dev.liveline.router.vapi.VapiCalls;
import jakarta.enterprise.context.ApplicationScoped;

/// Calls that we place, by Vapi, within the same limit as those that come in.
@ApplicationScoped
public class OutboundCalls {

    /// @param from a number of the table, whose Vapi number the call is placed from; null for `phoneNumberId` or the configured one
    public record Wish(String to, @Nullable String from, String assistantId, @Nullable String phoneNumberId,
            @Nullable String team) {

        @Override
        public String toString() {
            return "Wish[numbers hidden]";
        }
    }

    /// What became of it.
    public sealed interface Result {

        record Calling(String callId) implements Result {}

        /// There is no number of Vapi's to call from.
        record NoNumber() implements Result {}

        record AtLimit() implements Result {}

        record NotCalled(Cause cause, int status) implements Result {}
    }

    private final Admission admission;
    private final VapiCalls vapi;
    private final NumberTable numbers;
    private final AbandonedCalls abandoned;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final LivelineConfig liveline;
    private final RouterConfig config;

    public OutboundCalls(Admission admission, VapiCalls vapi, NumberTable numbers, AbandonedCalls abandoned,
            RoutingOutbox outbox,
            InstantSource clock, LivelineConfig liveline, RouterConfig config) {
        this.admission = admission;
        this.vapi = vapi;
        this.numbers = numbers;
        this.abandoned = abandoned;
        this.outbox = outbox;
        this.clock = clock;
        this.liveline = liveline;
        this.config = config;
    }

    public Result place(Wish wish) {
        Optional<NumberRoute> route = Optional.ofNullable(wish.from()).flatMap(numbers::find);
        Optional<String> phoneNumberId = Optional.ofNullable(wish.phoneNumberId())
            .or(() -> route.map(NumberRoute::phoneNumberId))
            .or(() -> config.vapi().phoneNumberId());
        if (phoneNumberId.isEmpty()) {
            return new Result.NoNumber();
        }
        String holder = "out:" + UUID.randomUUID();
        if (admission.enter(holder) != Entry.ENTERED) {
            return new Result.AtLimit();
        }
        Placement placement = Waiting.on(vapi.place(new Outbound(wish.assistantId(), phoneNumberId.get(), wish.to()),
                late -> abandoned.ended(holder, late)));
        return switch (placement) {
            case Placed placed -> {
                admission.rename(holder, placed.callId());
                String team = Optional.ofNullable(wish.team())
                    .or(() -> route.map(NumberRoute::team))
                    .orElse(liveline.defaultTeam());
                outbox.publish(
                        new CallPlaced(placed.callId(), clock.millis(), false, null, "outbound", wish.from(), wish.to(), team,
                                "direct", wish.assistantId()));
                yield new Result.Calling(placed.callId());
            }
            case NotPlaced none -> {
                if (none.cause() != Cause.SLOW) {
                    admission.leave(holder);
                }
                yield none.cause() == Cause.AT_LIMIT ? new Result.AtLimit() : new Result.NotCalled(none.cause(), none.status());
            }
        };
    }
}
