package dev.liveline.simulator.twilio;

import io.vertx.core.http.HttpMethod;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The account's conferences: who comes and goes, and the callbacks about it. Event loop only.
final class Conferences {

    private final TwilioCloud cloud;
    private final Map<String, ConferenceRoom> rooms = new LinkedHashMap<>();

    Conferences(TwilioCloud cloud) {
        this.cloud = cloud;
    }

    /// The open room of that name or sid, made on demand; its callbacks are fixed by whoever comes first.
    ConferenceRoom room(String nameOrSid, String statusCallback, Set<String> events) {
        return find(nameOrSid).orElseGet(() -> {
            var room = new ConferenceRoom(nameOrSid, statusCallback, events);
            rooms.put(room.sid(), room);
            return room;
        });
    }

    Optional<ConferenceRoom> find(String nameOrSid) {
        return rooms.values()
            .stream()
            .filter(room -> !room.isOver())
            .filter(room -> room.sid().equals(nameOrSid) || room.name().equals(nameOrSid))
            .findFirst();
    }

    List<ConferenceRoom> all() {
        return List.copyOf(rooms.values());
    }

    /// Whom somebody hears, in whichever room they are.
    Set<String> heardBy(String callSid) {
        return rooms.values()
            .stream()
            .filter(room -> room.member(callSid).isPresent())
            .findFirst()
            .map(room -> room.heardBy(callSid))
            .orElse(Set.of());
    }

    void enter(ConferenceRoom room, ConferenceRoom.Member member) {
        boolean begins = room.enter(member);
        report(room, "join", "participant-join", member);
        if (begins) {
            report(room, "start", "conference-start", member);
        }
    }

    void exit(ConferenceRoom room, String callSid) {
        room.member(callSid).ifPresent(member -> {
            boolean ends = room.exit(callSid);
            report(room, "leave", "participant-leave", member);
            member.leave();
            if (ends) {
                end(room);
                report(room, "end", "conference-end", member);
            }
        });
    }

    void end(ConferenceRoom room) {
        room.end();
        room.members().values().forEach(member -> {
            room.exit(member.call().sid());
            member.leave();
        });
        rooms.remove(room.sid());
    }

    /// A participant update.
    void change(ConferenceRoom room, ConferenceRoom.Member member, Map<String, String> form) {
        boolean wasMuted = member.isMuted();
        member.change(form);
        if (member.isMuted() != wasMuted) {
            report(room, "mute", member.isMuted() ? "participant-mute" : "participant-unmute", member);
        } else if (form.containsKey("Coaching") || form.containsKey("EndConferenceOnExit")) {
            report(room, "modify", "participant-modify", member);
        }
    }

    private void report(ConferenceRoom room, String word, String event, ConferenceRoom.Member member) {
        if (!room.reports(word)) {
            return;
        }
        var form = new LinkedHashMap<String, String>();
        form.put("AccountSid", cloud.options().accountSid());
        form.put("ConferenceSid", room.sid());
        form.put("FriendlyName", room.name());
        form.put("StatusCallbackEvent", event);
        form.put("SequenceNumber", Integer.toString(room.nextSequence()));
        form.put("Timestamp", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (word.equals("end")) {
            form.put("CallSidEndingConference", member.call().sid());
        } else {
            form.putAll(member.parameters());
        }
        cloud.webhooks().send(HttpMethod.POST, room.statusCallback(), form, false).onSuccess(member.call()::answered);
    }
}
