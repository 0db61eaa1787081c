package dev.liveline.router.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.access.Person;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.router.command.CommandForm;
import dev.liveline.router.command.CommandForm.Reading;
import dev.liveline.router.command.CommandedCall;
import dev.liveline.router.command.Outcome;
import dev.liveline.router.control.CommandDesk;
import dev.liveline.router.control.OutboundCalls;
import dev.liveline.router.control.OutboundCalls.Result;
import dev.liveline.router.control.OutboundCalls.Wish;
import dev.liveline.router.control.Supervisions;
import dev.liveline.router.control.Supervisions.Admittance;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.Admission.Capacity;
import dev.liveline.router.redis.CallFacts;
import dev.liveline.router.redis.CommandClaims;
import dev.liveline.router.redis.CommandClaims.Claim;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Requests;
import dev.liveline.router.routing.PhoneAddress;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What people do with calls: command a live one, place one, see how many there may be.
@Path("/routing")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CallResource {

    /// Read from the request itself: a header parameter is null if the header is empty.
    private static final String KEY = "Idempotency-Key";
    private static final int KEY_MAX = 255;
    private static final int ID_MAX = 128;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CommandAnswer(String commandId, String outcome, @Nullable String detail) {}

    public record CommandBody(@Nullable String kind, @Nullable String text, @Nullable Boolean interrupt, @Nullable String role,
            @Nullable String to, @Nullable String team, @Nullable String agent, @Nullable String supervisor,
            @Nullable String reason) {

        CommandForm form() {
            return new CommandForm(kind, text, interrupt, role, to, team, agent, supervisor, reason);
        }

        @Override
        public String toString() {
            return "CommandBody[" + kind + ", arguments hidden]";
        }
    }

    public record CallBody(@Nullable String to, @Nullable String from, @Nullable String assistantId,
            @Nullable String phoneNumberId, @Nullable String team) {

        @Override
        public String toString() {
            return "CallBody[numbers hidden]";
        }
    }

    public record CallAnswer(String callId) {}

    public record CapacityAnswer(int limit, int active, int free) {}

    private final CommandDesk desk;
    private final Supervisions supervisions;
    private final SupervisionPermissions permissions;
    private final CommandClaims claims;
    private final CallFacts facts;
    private final OutboundCalls outbound;
    private final Requests requests;
    private final Admission admission;
    private final InstantSource clock;
    private final LivelineConfig liveline;
    private final SecurityIdentity identity;

    public CallResource(CommandDesk desk, Supervisions supervisions, SupervisionPermissions permissions, CommandClaims claims,
            CallFacts facts, OutboundCalls outbound, Requests requests,
            Admission admission, InstantSource clock, LivelineConfig liveline, SecurityIdentity identity) {
        this.desk = desk;
        this.supervisions = supervisions;
        this.permissions = permissions;
        this.claims = claims;
        this.facts = facts;
        this.outbound = outbound;
        this.requests = requests;
        this.admission = admission;
        this.clock = clock;
        this.liveline = liveline;
        this.identity = identity;
    }

    @GET
    @Path("/capacity")
    @RolesAllowed(Roles.SUPERVISOR)
    public CapacityAnswer capacity() {
        Capacity capacity = reaching(admission::capacity);
        return new CapacityAnswer(capacity.limit(), capacity.active(), capacity.free());
    }

    @POST
    @Path("/calls/{callId}/commands")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.AGENT)
    public CommandAnswer command(@PathParam("callId") String callId, @Context HttpServerRequest request,
            @Nullable CommandBody body) {
        String key = request.getHeader(KEY);
        Person person = person();
        CommandedCall call = reaching(() -> facts.find(callId)).filter(known -> person.sees(team(known)))
            .orElseThrow(Problem::notFound);
        Order order = new Order(commandId(person, callId, key), callId, person.name(), clock.millis());
        Command command = command(order, body);
        if (command instanceof Command.Supervise supervise && !identity.hasRole(permissions.roleFor(supervise.manner()))) {
            throw Problem.forbidden();
        }
        String fingerprint = fingerprint(body);
        if (key != null) {
            Optional<Claim> before = reaching(() -> claims.find(callId, order.commandId()));
            if (before.isPresent()) {
                return answer(order, before.get(), fingerprint);
            }
        }
        if (call.isOverFor(command)) {
            throw Problem.conflict("The call has ended.");
        }
        if (command instanceof Command.Supervise supervise) {
            letIn(order, supervise);
        }
        return answer(order, reaching(() -> desk.execute(command, fingerprint, Optional.of(call))), fingerprint);
    }

    private void letIn(Order order, Command.Supervise supervise) {
        switch (reaching(() -> supervisions.admit(order.callId(), order.by(), supervise.supervisor()))) {
            case Admittance.Admitted _ -> {
            }
            case Admittance.NoRoom none -> throw Problem.conflict(none.why());
            case Admittance.NobodyToCall _ -> throw Problem.unprocessable("supervisor is needed: you are not in the room yet.");
        }
    }

    @POST
    @Path("/calls")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUPERVISOR)
    public Response place(@Context HttpServerRequest request, @Nullable CallBody body) {
        String key = request.getHeader(KEY);
        Wish wish = wish(body);
        String answer = key == null ? place(wish).callId()
                : reaching(() -> requests.once("calls:" + digest(person().name() + '\n' + checked(key)),
                        digest(body.to() + '\n' + body.from()
                                + '\n' + body.assistantId() + '\n' + body.phoneNumberId() + '\n' + body.team()),
                        () -> place(wish).callId()));
        return Response.status(201).entity(new CallAnswer(answer)).build();
    }

    private CallAnswer place(Wish wish) {
        return switch (outbound.place(wish)) {
            case Result.Calling calling -> new CallAnswer(calling.callId());
            case Result.NoNumber _ ->
                throw Problem.unprocessable("phoneNumberId is needed: neither from nor the configuration gives one.");
            case Result.AtLimit _ -> throw Problem.tooManyRequests("All of Vapi's slots are taken.", 5);
            case Result.NotCalled none -> throw switch (none.cause()) {
                case REFUSED -> Problem.badGateway("Vapi refused the call with status " + none.status() + ".");
                case SLOW, FAILED, UNREACHABLE, UNREADABLE, AT_LIMIT -> Problem.badGateway("Vapi did not make the call.");
            };
        };
    }

    private static Wish wish(@Nullable CallBody body) {
        if (body == null) {
            throw Problem.badRequest("A call is needed.");
        }
        if (body.to() == null || !PhoneAddress.isDialable(body.to())) {
            throw Problem.unprocessable("to must be an E.164 number or a SIP URI.");
        }
        if (body.assistantId() == null || body.assistantId().isBlank() || body.assistantId().length() > ID_MAX) {
            throw Problem.unprocessable("assistantId is needed.");
        }
        if (body.from() != null && !PhoneAddress.isNumber(body.from())) {
            throw Problem.unprocessable("from must be an E.164 number.");
        }
        return new Wish(body.to(), body.from(), body.assistantId(), body.phoneNumberId(), body.team());
    }

    private static Command command(Order order, @Nullable CommandBody body) {
        if (body == null) {
            throw Problem.badRequest("A command is needed.");
        }
        return switch (body.form().read(order)) {
            case Reading.Understood understood -> understood.command();
            case Reading.Nonsense nonsense -> throw Problem.unprocessable(nonsense.why());
        };
    }

    private static CommandAnswer answer(Order order, Claim claim, String fingerprint) {
        return switch (claim) {
            case Claim.Finished finished -> {
                same(fingerprint, finished.fingerprint());
                Outcome outcome = finished.outcome();
                if (outcome.result() == Outcome.Result.REFUSED) {
                    throw Problem.badGateway(String.valueOf(outcome.detail())).with("commandId", order.commandId());
                }
                yield new CommandAnswer(order.commandId(), outcome.isDone() ? "done" : "failed", outcome.detail());
            }
            case Claim.InWork inWork -> {
                same(fingerprint, inWork.fingerprint());
                throw Problem.conflict("A command with this Idempotency-Key is being executed.");
            }
            case Claim.Mine _ -> throw new IllegalStateException("a claim was not executed");
        };
    }

    private static void same(String fingerprint, String before) {
        if (!fingerprint.equals(before)) {
            throw Problem.unprocessable("This Idempotency-Key was used for another request.");
        }
    }

    private Person person() {
        Person person = Person.of(identity);
        if (person == null) {
            throw Problem.unauthorized();
        }
        return person;
    }

    private String team(CommandedCall call) {
        return call.team() == null ? liveline.defaultTeam() : call.team();
    }

    /// The same for the same person, call and key; random without a key.
    private static String commandId(Person person, String callId, @Nullable String key) {
        return key == null ? UUID.randomUUID().toString()
                : UUID.nameUUIDFromBytes((person.name() + '\n' + callId + '\n' + checked(key)).getBytes(StandardCharsets.UTF_8))
                    .toString();
    }

    private static String checked(String key) {
        if (key.isBlank() || key.length() > KEY_MAX) {
            throw Problem.badRequest("Idempotency-Key must have 1 to " + KEY_MAX + " characters.");
        }
        return key;
    }

    private static String fingerprint(CommandBody body) {
        return digest(body.kind() + '\n' + body.text() + '\n' + body.interrupt() + '\n' + body.role() + '\n' + body.to() + '\n'
                + body.team()
                + '\n' + body.agent() + '\n' + body.supervisor() + '\n' + body.reason());
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T reaching(Supplier<T> work) {
        try {
            return work.get();
        } catch (RedisOutOfReach away) {
            throw Problem.unavailable("Redis does not answer.", 5);
        } catch (Requests.InWork inWork) {
            throw Problem.conflict("A request with this Idempotency-Key is being executed.");
        } catch (Requests.Other other) {
            throw Problem.unprocessable("This Idempotency-Key was used for another request.");
        }
    }
}
