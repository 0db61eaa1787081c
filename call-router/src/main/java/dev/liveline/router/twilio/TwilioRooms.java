package dev.liveline.router.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.rest.api.v2010.account.Conference;
import com.twilio.rest.api.v2010.account.conference.Participant;
import com.twilio.rest.api.v2010.account.conference.ParticipantUpdater;
import com.twilio.type.Endpoint;
import com.twilio.type.PhoneNumber;

import dev.liveline.events.Supervision;
import dev.liveline.router.room.Occupant;
import dev.liveline.router.room.Room;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;

/// Rooms at Twilio: its conferences and their participants, through [TwilioRest].
///
/// Blocks: for virtual threads.
@ApplicationScoped
@RegisterForReflection(targets = { Conference.class, Conference.Status.class, Conference.ReasonConferenceEnded.class,
        Participant.class, Participant.Status.class })
public class TwilioRooms {

    private static final Logger LOG = Logger.getLogger(TwilioRooms.class);
    /// Caller, agent and supervisors; nobody else has the name.
    private static final int PAGE = 50;

    private final TwilioRest rest;

    public TwilioRooms(TwilioRest rest) {
        this.rest = rest;
    }

    /// A supervisor's call, as it is asked for.
    ///
    /// @param from  what they see who are called
    /// @param to    E.164 number or SIP URI
    /// @param label unique in the room, so that nobody is in it twice
    public record Invitation(String from, String to, String label, Supervision manner, String statusCallback, Duration ring) {

        @Override
        public String toString() {
            return "Invitation[" + label + " " + manner.word() + ", numbers hidden]";
        }
    }

    /// Calls a supervisor into a room. Nobody in it hears the phone ring or a beep, and the room does not end when they go.
    public Reply invite(Room room, Invitation invitation) {
        return rest.reply("invite", () -> {
            Endpoint from = new PhoneNumber(invitation.from());
            Endpoint to = new PhoneNumber(invitation.to());
            var creator = Participant.creator(idOf(room), from, to)
                .setLabel(invitation.label())
                .setTimeout((int) invitation.ring().toSeconds())
                .setMuted(invitation.manner() == Supervision.MONITOR)
                .setBeep("false")
                .setEarlyMedia(false)
                .setStartConferenceOnEnter(false)
                .setEndConferenceOnExit(false)
                .setJitterBufferSize("small")
                .setStatusCallback(URI.create(invitation.statusCallback()))
                .setStatusCallbackMethod(HttpMethod.POST)
                .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"));
            if (invitation.manner() == Supervision.COACH) {
                creator.setCoaching(true).setCallSidToCoach(room.agentSid());
            }
            return creator.create(rest.client()).getCallSid();
        });
    }

    /// Lets a supervisor who is in a room take part in another manner.
    public Reply change(Room room, String supervisorSid, Supervision manner) {
        return rest.reply("supervise", () -> {
            ParticipantUpdater update = Participant.updater(idOf(room), supervisorSid)
                .setMuted(manner == Supervision.MONITOR)
                .setCoaching(manner == Supervision.COACH);
            if (manner == Supervision.COACH) {
                update.setCallSidToCoach(room.agentSid());
            }
            return update.update(rest.client()).getCallSid();
        });
    }

    /// From now on the room goes on without its agent.
    public Reply outliveAgent(Room room) {
        return rest.reply("outlive", () -> Participant.updater(idOf(room), room.agentSid())
            .setEndConferenceOnExit(false)
            .update(rest.client())
            .getCallSid());
    }

    /// Who is in a room now; empty if Twilio gave no answer. A room that is over, or never was, holds nobody.
    public Optional<List<Occupant>> inside(Room room) {
        try {
            String sid = room.sid() == null ? find(room.name()) : room.sid();
            return Optional.of(sid == null ? List.of() : occupants(sid));
        } catch (ApiException refusal) {
            if (refusal.getStatusCode() != null && refusal.getStatusCode() == 404) {
                return Optional.of(List.of());
            }
            LOG.debugf("Twilio did not tell who is in a room: %s", refusal.getMessage());
            return Optional.empty();
        } catch (RuntimeException failure) {
            LOG.debugf("Twilio did not tell who is in a room: %s", failure.toString());
            return Optional.empty();
        }
    }

    private @Nullable String find(String name) {
        return Conference.reader()
            .setFriendlyName(name)
            .firstPage(rest.client())
            .getRecords()
            .stream()
            .filter(conference -> conference.getStatus() != Conference.Status.COMPLETED)
            .map(Conference::getSid)
            .findFirst()
            .orElse(null);
    }

    private List<Occupant> occupants(String sid) {
        Page<Participant> page = Participant.reader(sid).pageSize(PAGE).firstPage(rest.client());
        List<Occupant> occupants = new ArrayList<>();
        page.getRecords()
            .stream()
            .filter(participant -> participant.getStatus() == Participant.Status.CONNECTED || participant.getStatus() == null)
            .forEach(participant -> occupants.add(new Occupant(participant.getCallSid(), isTrue(participant.getMuted()),
                    isTrue(participant.getHold()), isTrue(participant.getCoaching()))));
        return occupants;
    }

    /// Twilio's own id where we know it: a name is looked for among the rooms in progress.
    private static String idOf(Room room) {
        return room.sid() == null ? room.name() : room.sid();
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
