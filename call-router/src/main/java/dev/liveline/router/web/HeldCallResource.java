package dev.liveline.router.web;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.access.Person;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.command.CommandedCall;
import dev.liveline.router.redis.CallFacts;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.room.Room;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The calls that people hold. To the platform a call is over when its assistant is out; whoever lists live calls asks here which of those
/// that ended go on between people.
@Path("/routing/rooms")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HeldCallResource {

    /// @param agent who took the call over
    /// @param since when they came in, epoch milliseconds; left out until they did
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldCall(String callId, String agent, @Nullable Long since) {}

    public record HeldCalls(List<HeldCall> rooms) {}

    private final Rooms rooms;
    private final CallFacts facts;
    private final SecurityIdentity identity;
    private final LivelineConfig liveline;
    private final int listed;
    private final Counter cut;

    public HeldCallResource(Rooms rooms, CallFacts facts, SecurityIdentity identity, LivelineConfig liveline,
            RouterConfig config, MeterRegistry metrics) {
        this.rooms = rooms;
        this.facts = facts;
        this.identity = identity;
        this.liveline = liveline;
        this.listed = config.rooms().listed();
        this.cut = Counter.builder("liveline_router_room_lists_cut")
            .description("Lists of held calls that left some out, because there are more than are listed")
            .register(metrics);
    }

    @GET
    @RolesAllowed(Roles.AGENT)
    public HeldCalls held() {
        Person person = Person.of(identity);
        if (person == null) {
            throw Problem.unauthorized();
        }
        try {
            List<Room> all = rooms.all(listed + 1);
            if (all.size() > listed) {
                cut.increment();
            }
            Map<String, Room> held = all.stream().limit(listed).collect(Collectors.toMap(Room::callId, Function.identity()));
            return new HeldCalls(facts.find(List.copyOf(held.keySet()))
                .stream()
                .filter(call -> person.sees(team(call)))
                .map(call -> held.get(call.callId()))
                .map(room -> new HeldCall(room.callId(), room.by(), room.agentSince()))
                .toList());
        } catch (RedisOutOfReach away) {
            throw Problem.unavailable("Redis does not answer.", 5);
        }
    }

    private String team(CommandedCall call) {
        return call.team() == null ? liveline.defaultTeam() : call.team();
    }
}
